"""A box for graders that do not confine what they grade: hostile files in it cannot change the machine.

The box has two layers of bubblewrap. The outer one mounts a bounded disk in memory over ``/tmp`` and holds the keeper
(``box_keeper.py``). The inner one, the cage, holds the grader with the hostile file: it has its own loopback network,
its own processes, no capability, and everything but that disk is read-only. When the command has ended or its time is
up, the cage's first process is killed, and all others with it. Then the keeper reads the results, and the disk is gone.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

WORK = "/tmp/box"
"""The working folder, as processes in the box see it."""

DISK = 512 * 2**20
"""Bytes of the disk. A grader's own files take a hundredth of it."""

LIMITS = {
    "RLIMIT_AS": 4 * 2**30,  # NumPy, pandas and IPython map 1 to 2 GiB, most of which they never touch
    "RLIMIT_FSIZE": 64 * 2**20,  # results take kilobytes
    "RLIMIT_NOFILE": 1024,  # what shells have by default
    "RLIMIT_NPROC": 8192,  # more than the corpus starts; the kernel does not count those of root
    "RLIMIT_CORE": 0,
}

GRACE_S = 30
"""Seconds beyond a command's limit for the keeper's own work, after which it is ended too."""


@dataclass(frozen=True)
class Kept:
    """What came out of the box.

    Attributes:
        status: the last command's exit status, negative for a signal; None where time ran out.
        seconds: how long the commands took on the clock.
        files: the texts of the files asked for, by name, as far as they were there.
        said: the end of what was printed.
    """

    status: int | None
    seconds: float
    files: dict[str, str]
    said: str


def bwrap() -> str | None:
    """Return the program ``bwrap``, where it is installed and this kernel lets it make a box."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    tried = subprocess.run([*outer(program, ROOT), *cage(program), "true"], capture_output=True, check=False)
    return program if tried.returncode == 0 else None


def outer(program: str, inputs: Path) -> list[str]:
    """Return the command of the outer layer, to which what runs in it is to be added."""
    command = [program, "--die-with-parent", "--dev-bind", "/", "/", "--size", str(DISK), "--tmpfs", "/tmp"]
    for needed in (ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()):
        if needed.is_relative_to("/tmp"):  # the disk would hide it
            command += ["--ro-bind", str(needed), str(needed)]
    return [*command, "--ro-bind", str(inputs), "/tmp/in"]


def cage(program: str) -> list[str]:
    """Return the command of the cage, to which what runs in it is to be added."""
    alone = ["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"]
    ordinary = ["--uid", "1000", "--gid", "1000"]  # instructors are rarely root, and permissions should count
    secret = ["--ro-bind-try", "/dev/null", "/etc/shadow"]  # where root makes the box, root's files are readable in it
    shared_memory = ["--size", str(DISK), "--tmpfs", "/dev/shm"]
    places = ["--ro-bind", "/", "/", "--dev", "/dev", *shared_memory, "--remount-ro", "/dev", "--bind", "/tmp", "/tmp"]
    return [program, *alone, *ordinary, "--die-with-parent", "--new-session", *places, *secret, "--proc", "/proc"]


def run(inputs: Path, commands: Sequence[Sequence[str]], files: Sequence[str], limit_s: float) -> Kept:
    """Run commands one after another, as a shell would, in a box whose working folder is a copy of ``inputs``.

    Args:
        inputs: a folder; it is copied and stays as it is.
        commands: what to run; those after one that fails run all the same.
        files: names of results below the working folder, to be read when everything has ended.
        limit_s: seconds on the clock for all commands together.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise SystemExit("bwrap is not installed, and nothing hostile runs without it: apt-get install bubblewrap")
    env = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": f"{WORK}/home",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "OPENBLAS_NUM_THREADS": "1",  # each thread maps memory, and nothing here needs two
    }
    script = "\n".join(shlex.join(command) for command in commands)
    wanted = {
        "cage": [*cage(program), "sh", "-c", script],
        "limit_s": limit_s,
        "limits": LIMITS,
        "env": env,
        "files": list(files),
    }
    keeper = [sys.executable, str(ROOT / "benchmarks" / "box_keeper.py"), json.dumps(wanted)]
    done = subprocess.run(
        [*outer(program, inputs), *keeper], capture_output=True, timeout=limit_s + GRACE_S, cwd="/", check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"the box broke: {done.stderr.decode(errors='replace')[-3000:]}")
    return Kept(**json.loads(done.stdout))

"""Starting workers, from the judge's side.

``TemplateLauncher`` forks them from a warm template in milliseconds and needs Linux; ``SpawnLauncher`` starts a fresh
interpreter for each and works wherever POSIX does. Both hand out the same ``Process``.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Protocol, Self

import msgpack

from grader.errors import GraderError
from grader.worker.confinement import Policy, readable_paths
from grader.worker.template import MAX_REQUEST

NUMPY = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.ma", "numpy.polynomial")
"""NumPy with the parts that it imports when first used: in a worker, that was 20 ms for its generators alone."""

PRELOAD = {
    "numpy": NUMPY,
    "tensorflow": (*NUMPY, "tensorflow", "keras", "matplotlib.pyplot", "sklearn.datasets", "sklearn.model_selection"),
}
"""What each kind of template imports before it forks: what the statements let a student use, and nothing of ours."""

START_TIMEOUT_S = 120.0
"""Seconds for a template to import its libraries. TensorFlow takes 3 to 4 on a warm disk; a cold disk on a shared
machine took over 30."""


class Process(Protocol):
    """A started worker.

    Attributes:
        sock: the judge's end of the wire.
        output: descriptor of the captured standard output and error; non-blocking.
    """

    sock: socket.socket
    output: int

    def end(self) -> int:
        """Kill the process if it lives, wait for it, close everything, and return its wait status (``os.waitpid``)."""


class Launcher(Protocol):
    """Something that starts workers."""

    def start(self, policy: Policy) -> Process:
        """Start a worker under ``policy``."""

    def close(self) -> None:
        """End everything that this launcher started."""


def environment(home: str) -> dict[str, str]:
    """Return the scrubbed environment of templates and workers.

    One thread for each numerical library: slots, not threads, fill the machine, and sums come out in the same order on
    every machine, which keeps results identical from run to run.
    """
    fixed = {
        "HOME": home,
        "TMPDIR": home,
        "KERAS_HOME": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "Agg",
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_DETERMINISTIC_OPS": "1",
    }
    for name in ("OMP", "OPENBLAS", "MKL", "TF_INTRAOP", "TF_INTEROP", "NUMEXPR", "VECLIB_MAXIMUM"):
        fixed[f"{name}_NUM_THREADS"] = "1"
    fixed |= {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
    # a machine whose processor needs an OpenBLAS setting needs it here too
    chosen = {k: v for k, v in os.environ.items() if k.startswith("OPENBLAS_") and k not in fixed}
    return fixed | chosen


class TemplateLauncher:
    """Forks workers from one warm template of the given kind (a key of ``PRELOAD``).

    Args:
        kind: which libraries the template holds.
        wrap: command line put before the interpreter's, as ``bubblewrap`` is.
        user: user and group id that the template runs as; ``None`` for the judge's own.
    """

    def __init__(self, kind: str, wrap: tuple[str, ...] = (), user: int | None = None) -> None:
        self.home = tempfile.mkdtemp(prefix="xorcise-template-")
        if user is not None:
            os.chown(self.home, user, user)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self._ready = False
        with theirs:
            command = [
                *wrap,
                sys.executable,
                "-I",
                "-m",
                "grader.worker.template",
                str(theirs.fileno()),
                *PRELOAD[kind],
            ]
            self.process = subprocess.Popen(
                command,
                env=environment(self.home),
                cwd=self.home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )

    def wait_ready(self) -> None:
        """Wait until the template has imported its libraries.

        Raises:
            GraderError: it ended or did not get there in time.
        """
        if self._ready:
            return
        self.control.settimeout(START_TIMEOUT_S)
        try:
            answer = self.control.recv(MAX_REQUEST)
        except TimeoutError:
            answer = b""
        if not answer:
            self.process.kill()
            stderr = self.process.stderr
            last = stderr.read().decode(errors="replace").strip().splitlines()[-1:] if stderr else []
            raise GraderError(f"the worker template did not start: {' '.join(last) or 'no answer'}")
        self._ready = True

    def start(self, policy: Policy) -> Process:
        """Fork a worker."""
        self.wait_ready()
        sock, worker_sock = socket.socketpair()
        output, worker_output = os.pipe()
        try:
            settings = msgpack.packb(["start", asdict(policy)])
            socket.send_fds(self.control, [settings], [worker_sock.fileno(), worker_output])
        finally:
            worker_sock.close()
            os.close(worker_output)
        data, fds, _, _ = socket.recv_fds(self.control, MAX_REQUEST, 1)
        match msgpack.unpackb(data) if data else None:
            case ["started", int(pid)] if len(fds) == 1:
                return ForkedProcess(self.control, pid, fds[0], sock, output)
        raise GraderError("the worker template did not fork")

    def close(self) -> None:
        """Hang up; the template ends its workers and itself."""
        self.control.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ForkedProcess:
    """A worker whose parent is a template. Signalled through a pidfd, so never somebody else's process."""

    def __init__(self, control: socket.socket, pid: int, pidfd: int, sock: socket.socket, output: int) -> None:
        self.pid = pid
        self.sock = sock
        self.output = output
        self._control = control
        self._pidfd = pidfd
        os.set_blocking(output, False)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        with contextlib.suppress(ProcessLookupError):  # it may have ended already, and wait to be reaped
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        os.close(self._pidfd)
        os.close(self.output)
        self.sock.close()
        try:
            self._control.sendall(msgpack.packb(["reap", self.pid]))
            answer = msgpack.unpackb(self._control.recv(MAX_REQUEST) or b"\xc0")
        except OSError:
            answer = None
        match answer:
            case ["reaped", int(status)]:
                return status
        raise GraderError("the worker template ended")


class SpawnLauncher:
    """Starts a fresh interpreter for each worker."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.home = tempfile.mkdtemp(prefix="xorcise-spawn-")

    def start(self, policy: Policy) -> Process:
        """Start a worker."""
        sock, worker_sock = socket.socketpair()
        output, worker_output = os.pipe()
        fds = (worker_sock.fileno(), worker_output)
        settings = json.dumps(asdict(policy))
        command = [sys.executable, "-I", "-m", "grader.worker.spawned", *map(str, fds), settings, *PRELOAD[self.kind]]
        try:
            process = subprocess.Popen(
                command,
                env=environment(self.home),
                pass_fds=fds,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            worker_sock.close()
            os.close(worker_output)
        return SpawnedProcess(process, sock, output)

    def close(self) -> None:
        """Remove the workers' common home."""
        shutil.rmtree(self.home, ignore_errors=True)


class SpawnedProcess:
    """A worker that is the judge's own child."""

    def __init__(self, process: subprocess.Popen[bytes], sock: socket.socket, output: int) -> None:
        self.process = process
        self.sock = sock
        self.output = output
        os.set_blocking(output, False)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        self.process.kill()
        code = self.process.wait()
        os.close(self.output)
        self.sock.close()
        return -code if code < 0 else code << 8


def bubblewrap(folder: Path) -> tuple[str, ...] | None:
    """Return the command line that puts a template into namespaces of its own, or ``None`` where that does not work.

    Args:
        folder: where submissions are staged: the only writable place.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    programs = ["/bin", "/sbin", "/usr/bin", "/usr/sbin"]  # ldconfig finds libseccomp; seccomp refuses the rest
    binds = [argument for path in [*readable_paths(), *programs] for argument in ("--ro-bind-try", path, path)]
    interpreter = [str(p) for p in {Path(sys.prefix), Path(sys.base_prefix)}]
    binds += [argument for path in interpreter for argument in ("--ro-bind-try", f"{path}/bin", f"{path}/bin")]
    binds += ["--ro-bind-try", f"{sys.prefix}/pyvenv.cfg", f"{sys.prefix}/pyvenv.cfg"]
    worker = str(Path(__file__).parent)
    package = str(Path(__file__).parent.parent)
    binds += ["--ro-bind", worker, worker, "--ro-bind", f"{package}/__init__.py", f"{package}/__init__.py"]
    binds += ["--bind", str(folder), str(folder), "--dev", "/dev", "--proc", "/proc"]
    binds += ["--remount-ro", "/dev", "--remount-ro", "/"]  # nothing may be left behind for the next submission
    command = (program, "--unshare-all", "--die-with-parent", "--new-session", *binds, "--chdir", str(folder), "--")
    try:
        tried = subprocess.run(
            [*command, sys.executable, "-I", "-c", "0"], capture_output=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return command if tried.returncode == 0 else None

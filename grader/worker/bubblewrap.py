"""The command line of bubblewrap, which puts a template into namespaces of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import grader
from grader import guest
from grader.guest.confinement import readable_paths

TRY_S = 30.0
"""Seconds for an interpreter to start inside bubblewrap: far less than one, but the machine may be busy."""


def bubblewrap_command(folder: Path) -> tuple[str, ...] | None:
    """Return what to put before a template's command line, or ``None`` if bubblewrap does not work here.

    Args:
        folder: where submissions lie, the only place that may be written.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    binds = [argument for path in readable_paths() for argument in ("--ro-bind-try", path, path)]
    interpreter = [str(p) for p in {Path(sys.prefix), Path(sys.base_prefix)}]
    binds += [argument for path in interpreter for argument in ("--ro-bind-try", f"{path}/bin", f"{path}/bin")]
    binds += ["--ro-bind-try", f"{sys.prefix}/pyvenv.cfg", f"{sys.prefix}/pyvenv.cfg"]
    inside = str(Path(guest.__file__).parent)
    package = str(Path(grader.__file__).parent)
    binds += ["--ro-bind", inside, inside, "--ro-bind", f"{package}/__init__.py", f"{package}/__init__.py"]
    binds += ["--bind", str(folder), str(folder), "--dev", "/dev", "--proc", "/proc"]
    binds += ["--remount-ro", "/dev", "--remount-ro", "/"]  # so that no submission leaves anything for the next one
    command = (program, "--unshare-all", "--die-with-parent", "--new-session", *binds, "--chdir", str(folder), "--")
    try:
        tried = subprocess.run(
            [*command, sys.executable, "-I", "-c", "0"], capture_output=True, timeout=TRY_S, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return command if tried.returncode == 0 else None

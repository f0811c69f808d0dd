"""The template: a warm process with the libraries imported and nothing secret, which forks guest processes on request.

It is started by exec with a scrubbed environment. So its memory holds no suite, no solution and no result, and neither
does a fork of it. It is one single-threaded loop over one socket. When the judge hangs up, it ends its guest processes
and itself.

Requests are datagrams of plain msgpack. ``["start", settings]`` comes with the guest's socket and output pipe attached
and is answered by ``["started", pid]`` with a descriptor of the process attached. ``["reap", pid]`` is answered by
``["reaped", status]``.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import msgpack

from grader.guest.confinement import Confinement, Policy, raise_data_limit
from grader.guest.guest import Guest
from grader.guest.preload import preload
from grader.guest.tmpfs import mount_own

MAX_REQUEST = 65536
"""Bytes of a request: a policy has some hundred, most of them paths."""

TMPFS_MADE = b"\1"
"""What a guest process sends with the descriptor of its tmpfs, once, before any answer."""


def main(control_fd: int, names: list[str]) -> None:
    """Import the modules ``names``, report it, and serve until the judge hangs up.

    Args:
        control_fd: the socket on which the judge asks.
        names: modules to import.
    """
    os.setsid()  # Ctrl-C in the terminal reaches the judge only
    raise_data_limit()
    gc.disable()  # imports leave no garbage to collect
    confinement = Confinement()
    control = socket.socket(fileno=control_fd)
    preload(names)
    gc.collect()
    gc.freeze()  # so that collections in a guest process do not write to shared pages
    gc.enable()
    children: set[int] = set()
    control.sendall(msgpack.packb(["ready"]))
    while True:
        data, fds, _, _ = socket.recv_fds(control, MAX_REQUEST, 2)
        if not data:
            break
        match msgpack.unpackb(data):
            case ["start", settings]:
                pid = os.fork()
                if pid == 0:
                    become_guest(confinement, settings, *fds)
                children.add(pid)
                for fd in fds:
                    os.close(fd)
                pidfd = os.pidfd_open(pid)
                socket.send_fds(control, [msgpack.packb(["started", pid])], [pidfd])
                os.close(pidfd)
            case ["reap", pid] if pid in children:
                _, status = os.waitpid(pid, 0)
                children.discard(pid)
                control.sendall(msgpack.packb(["reaped", status]))
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def become_guest(
    confinement: Confinement, settings: dict[str, Any], wire_fd: int, output_fd: int, *, has_tmpfs: bool = False
) -> NoReturn:
    """Become a guest process: close every other descriptor, confine the process, and answer the judge.

    Args:
        confinement: prepared by the template.
        settings: the fields of a ``Policy``.
        wire_fd: the guest's end of the wire.
        output_fd: the pipe for standard output and error.
        has_tmpfs: whether the process has mounted its tmpfs already.
    """
    try:
        policy = Policy(**settings)
        # the wire gets number 3 and the rest is closed: no control socket, nothing inherited
        null_fd = os.open(os.devnull, os.O_RDONLY)
        high = [os.dup(fd) for fd in (null_fd, output_fd, output_fd, wire_fd)]
        for number, fd in enumerate(high):
            os.dup2(fd, number, inheritable=False)
        os.closerange(len(high), 1 << 20)
        be_killed_first()
        for path in policy.groups:
            join_group(path)
        wire = socket.socket(fileno=3)
        if policy.tmpfs and not has_tmpfs:
            mount_tmpfs(policy, wire)
        os.chdir(policy.home)
        keep_temporary_files_in(policy.home)
        # buffered by line, so that what was printed is not lost if the process is killed
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        confinement.apply(policy)
        guest = Guest(wire, Path(policy.home), Path(policy.folder))
    except BaseException as error:  # noqa: BLE001 - the judge sees a process that ended before its first answer
        os.write(2, f"guest process could not be confined: {error!r}\n".encode())
        os._exit(71)
    guest.serve()


def join_group(group: str) -> None:
    """Move into a control group.

    Args:
        group: the group's file that takes the number of a thread; 0 stands for the calling one.
    """
    file = os.open(group, os.O_WRONLY)
    os.write(file, b"0")
    os.close(file)


def mount_tmpfs(policy: Policy, wire: socket.socket) -> None:
    """Mount the guest's own tmpfs and send its descriptor to the judge, which can then see how full it is."""
    tmpfs = mount_own(policy.tmpfs, policy.folder, policy.tmpfs_kb, policy.tmpfs_files, policy.user)
    socket.send_fds(wire, [TMPFS_MADE], [tmpfs])
    os.close(tmpfs)


def keep_temporary_files_in(folder: str) -> None:
    """Make ``folder`` the place for temporary files. AutoGraph writes the code that it generates to one.

    Landlock keeps a guest from the template's own place. At levels without Landlock all guests of the template share
    it, and the next submission could read what the last one left there.
    """
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def be_killed_first() -> None:
    """Ask the kernel to kill this process, not its template or the judge, if the machine runs out of memory."""
    with contextlib.suppress(OSError):  # not Linux, or /proc cannot be written
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(score, b"1000")
        os.close(score)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

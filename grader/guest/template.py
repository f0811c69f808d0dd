"""A warm process that owns nothing worth stealing: it imports the libraries and forks workers on request.

Started by exec with a scrubbed environment, so its memory holds no suite, no solution and no result, and neither does a
fork of it. One single-threaded loop over one socket; it ends, and ends its workers, when the judge hangs up.

Requests are datagrams of plain msgpack: ``["start", settings]`` with the worker's socket and output pipe attached,
answered by ``["started", pid]`` with a descriptor of the process attached; ``["reap", pid]``, answered by
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

from grader.guest.confinement import Confinement, Policy, lift
from grader.guest.guest import Guest
from grader.guest.preload import preload
from grader.guest.room import enter

MAX_REQUEST = 65536

ROOM = b"\1"
"""What a worker says with the descriptor of its room, once, before any answer."""


def main(control_fd: int, names: list[str]) -> None:
    """Import the modules ``names``, say so, and serve until the judge hangs up."""
    os.setsid()  # the terminal's Ctrl-C is for the judge alone
    lift()
    gc.disable()  # importing makes none
    confinement = Confinement()
    control = socket.socket(fileno=control_fd)
    preload(names)
    gc.collect()
    gc.freeze()  # collections in a worker then leave the shared pages alone
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
                    worker(confinement, settings, *fds)
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


def worker(
    confinement: Confinement, settings: dict[str, Any], wire_fd: int, output_fd: int, *, in_room: bool = False
) -> NoReturn:
    """Become a worker: drop every other descriptor, confine, and answer the judge; ``in_room`` if it is in its room."""
    try:
        policy = Policy(**settings)
        # the wire gets number 3 and the rest is closed: no control socket, nothing inherited
        null_fd = os.open(os.devnull, os.O_RDONLY)
        high = [os.dup(fd) for fd in (null_fd, output_fd, output_fd, wire_fd)]
        for number, fd in enumerate(high):
            os.dup2(fd, number, inheritable=False)
        os.closerange(len(high), 1 << 20)
        die_first()
        for path in policy.groups:
            join(path)
        wire = socket.socket(fileno=3)
        if policy.room and not in_room:
            hand_over_room(policy, wire)
        os.chdir(policy.folder)
        keep_temporary_files_in(policy.folder)
        # buffered by line: a worker that is killed has handed over what it had printed
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
        confinement.apply(policy)
        guest = Guest(wire, Path(policy.folder))
    except BaseException as error:  # noqa: BLE001 - the judge sees a worker that ended before its first answer
        os.write(2, f"worker could not be confined: {error!r}\n".encode())
        os._exit(71)
    guest.serve()


def join(group: str) -> None:
    """Move into a control group, by the file of it that takes a thread's number; 0 is the calling one."""
    file = os.open(group, os.O_WRONLY)
    os.write(file, b"0")
    os.close(file)


def hand_over_room(policy: Policy, wire: socket.socket) -> None:
    """Enter a room of the worker's own and hand its descriptor to the judge, which sees by it how full the room is."""
    room = enter(policy.room, policy.folder, policy.room_kb, policy.room_files, policy.user)
    socket.send_fds(wire, [ROOM], [room])
    os.close(room)


def keep_temporary_files_in(folder: str) -> None:
    """Make ``folder`` the place of temporary files; AutoGraph writes what it generates to one.

    The template's own place is out of reach behind a file wall; without one all its workers share it, and what one
    submission left there the next could read.
    """
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def die_first() -> None:
    """Ask the kernel to take this process, not its template or the judge, when the machine is out of memory."""
    with contextlib.suppress(OSError):  # not Linux, or a /proc that cannot be written
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(score, b"1000")
        os.close(score)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

"""Forking guest processes from a warm template: the launcher that grading uses on Linux."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Self

import msgpack

from grader.errors import GraderError, TemplateLost
from grader.guest.confinement import Policy
from grader.guest.template import MAX_REQUEST
from grader.language import _
from grader.worker.auditing import Listener, RefusedCall
from grader.worker.launch import INTERPRETER, PRELOAD, Process, scrubbed_environment

START_TIMEOUT_S = 120.0
"""Seconds for a template to import its libraries. On a cold disk of a shared machine TensorFlow took over 30."""

CONTROL_TIMEOUT_S = 60.0
"""Seconds for a template to fork or to reap a process. It may take some seconds while the kernel frees gigabytes on a
machine that swaps. A template that takes longer hangs, and is replaced."""

END_TIMEOUT_S = 10.0
"""Seconds for a template to end after the judge hung up, on a busy machine. Then it is killed."""


class TemplateLauncher:
    """Forks guest processes from one warm template.

    If the template ended or hangs (the machine ran out of memory, an administrator killed it), that is reported once,
    as ``TemplateLost``. The next process comes from a fresh template.

    Args:
        kind: which libraries the template holds, a key of ``PRELOAD``.
        wrap: command line put before the interpreter's, such as that of bubblewrap.
        user: user and group id that the template runs as; ``None`` for the judge's own.
        refused: where an audit counts the system calls that guests were refused; ``None`` in grading.
    """

    entry: tuple[str, ...] = ("-m", "grader.guest.template")

    def __init__(
        self,
        kind: str,
        wrap: tuple[str, ...] = (),
        user: int | None = None,
        refused: Counter[RefusedCall] | None = None,
    ) -> None:
        self.kind = kind
        self.wrap = wrap
        self.user = user
        self.refused = refused
        self.joins = user is None and not wrap
        self.home = tempfile.mkdtemp(prefix="xorcise-template-")
        if user is not None:
            os.chown(self.home, user, user)
        self._launch()

    def _launch(self) -> None:
        """Start a template. It imports its libraries while the judge goes on."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self._ready = False
        self._lost = False
        with theirs:
            command = [
                *self.wrap,
                *INTERPRETER,
                *self.entry,
                str(theirs.fileno()),
                *PRELOAD[self.kind],
            ]
            self.process = subprocess.Popen(
                command,
                env=scrubbed_environment(self.home),
                cwd=self.home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )

    def wait_ready(self) -> None:
        """Wait until the template has imported its libraries.

        Raises:
            GraderError: it ended, or its imports took too long.
        """
        if self._lost:
            self._hang_up()
            self._launch()
        if self._ready:
            return
        self.control.settimeout(START_TIMEOUT_S)
        try:
            answer = self.control.recv(MAX_REQUEST)
        except OSError:  # a timeout, or a connection that was reset
            answer = b""
        if not answer:
            self._lost = True
            self.process.kill()
            stderr = self.process.stderr
            last = stderr.read().decode(errors="replace").strip().splitlines()[-1:] if stderr else []
            why = " ".join(last) or _("no answer")
            raise GraderError(_("the template did not start: {why}", why=why))
        self.control.settimeout(CONTROL_TIMEOUT_S)
        self._ready = True

    def start(self, policy: Policy) -> Process:
        """Fork a guest process.

        Raises:
            TemplateLost: the template ended or hangs.
        """
        self.wait_ready()
        policy = replace(policy, audited=policy.seccomp and self.refused is not None)
        settings = msgpack.packb(["start", asdict(policy)])
        if len(settings) > MAX_REQUEST:
            raise GraderError(_("the path of the staging folder is too long for the template"))
        sock, guest_sock = socket.socketpair()
        output, guest_output = os.pipe()
        try:
            try:
                socket.send_fds(self.control, [settings], [guest_sock.fileno(), guest_output])
            finally:
                guest_sock.close()
                os.close(guest_output)
            data, fds = socket.recv_fds(self.control, MAX_REQUEST, 1)[:2]
        except OSError as error:  # it ended, or time ran out
            data, fds, why = b"", [], str(error)
        else:
            why = _("it ended")
        match msgpack.unpackb(data) if data else None:
            case ["started", int(pid)] if len(fds) == 1:
                return ForkedProcess(self, pid, fds[0], sock, output, self.refused if policy.audited else None)
        sock.close()
        os.close(output)
        for fd in fds:
            os.close(fd)
        raise self._give_up(why)

    def reap(self, control: socket.socket, pid: int) -> int:
        """Return the wait status of a guest process.

        Args:
            control: the socket of the template that forked it.
            pid: its number, as that template knows it.

        Raises:
            TemplateLost: that template ended or hangs.
        """
        if control is not self.control or self._lost:
            raise TemplateLost(_("the template ended"))
        try:
            control.sendall(msgpack.packb(["reap", pid]))
            data = control.recv(MAX_REQUEST)
        except OSError as error:
            raise self._give_up(str(error)) from None
        match msgpack.unpackb(data) if data else None:
            case ["reaped", int(status)]:
                return status
        raise self._give_up(_("it ended"))

    def _give_up(self, why: str) -> TemplateLost:
        """Kill a template that does not answer, and return the error to raise."""
        self._lost = True
        self.process.kill()  # a child of the judge's that is not reaped yet, so the number is still its own
        return TemplateLost(_("the template was lost: {why}", why=why))

    def _hang_up(self) -> None:
        """Close the connection. The template then ends its guest processes and itself."""
        self.control.close()
        try:
            self.process.wait(timeout=END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr:
            self.process.stderr.close()

    def close(self) -> None:
        """End the template and its guest processes, and remove its home."""
        self._hang_up()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ForkedProcess:
    """A guest process that a template forked.

    Signals go through its pidfd, so they never reach another process that got the same number later.

    Args:
        launcher: the launcher of its template.
        number: its process id, as the template knows it.
        pidfd: a descriptor of it; closed by ``end``.
        sock: the judge's end of the wire.
        output: descriptor of its standard output and error.
        refused: see ``TemplateLauncher``; ``None`` if its filter is not audited.
    """

    def __init__(
        self,
        launcher: TemplateLauncher,
        number: int,
        pidfd: int,
        sock: socket.socket,
        output: int,
        refused: Counter[RefusedCall] | None = None,
    ) -> None:
        self.pid = pid_of(pidfd)
        self._listener = None if refused is None else Listener(pidfd, self.pid, refused)
        self.sock = sock
        self.output = output
        self._launcher = launcher
        self._control = launcher.control
        self._number = number
        self._pidfd = pidfd
        os.set_blocking(output, False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; see ``Process.signal``."""
        with contextlib.suppress(ProcessLookupError):  # it has ended and waits to be reaped
            signal.pidfd_send_signal(self._pidfd, number)

    def end(self) -> int:
        """Kill and reap the process; see ``Process.end``."""
        self.signal(signal.SIGKILL)
        if self._listener is not None:
            self._listener.close()
        os.close(self._pidfd)
        os.close(self.output)
        self.sock.close()
        return self._launcher.reap(self._control, self._number)


def pid_of(pidfd: int) -> int:
    """Return the number of a process in the judge's /proc; 0 if it has ended or has none there."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return max(int(line.split()[1]), 0)
    return 0

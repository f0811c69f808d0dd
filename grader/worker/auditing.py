"""Auditing the filter of system calls: which calls of a guest it refused.

Grading never uses this. Under an audited filter the kernel asks the judge about every call that the filter would
refuse. The judge notes the call and answers as the filter itself would have, so nothing more is allowed than in
grading.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.guest.system_calls import seccomp
from grader.guest.system_calls.machines import Machine, this_machine

try:
    import fcntl
except ImportError:  # Windows, which has no filter either
    fcntl = None  # type: ignore[assignment]

NOTIFICATION = struct.Struct("=QIIiIQ6Q")
"""``struct seccomp_notif`` of <linux/seccomp.h>: id, process, flags; number, machine, instruction, six arguments."""

RESPONSE = struct.Struct("=QqiI")
"""``struct seccomp_notif_resp``: id, value, error, flags."""

RECEIVE, SEND = 0xC0502100, 0xC0182101
"""``SECCOMP_IOCTL_NOTIF_RECV`` and ``SECCOMP_IOCTL_NOTIF_SEND``."""

SECCOMP_GET_NOTIF_SIZES = 3

LISTENER = "anon_inode:seccomp notify"
"""How /proc names the descriptor on which a filter's questions arrive."""

FILTER_S = 20.0
"""Seconds for a guest process to get from its fork to its filter: far less than one, but the machine may be busy."""

POLL_S = 0.2
"""Seconds between two checks whether the guest process has ended. Kernels before 5.8 do not say so by themselves."""


@dataclass(frozen=True, order=True, slots=True)
class RefusedCall:
    """A kind of system call that a filter refused.

    Attributes:
        call: its name, or its number if it was not reviewed.
        why: name of the group or of the rule that refused it.
        detail: the argument that the rule looked at first; 0 for a group.
        expected: whether honest libraries make the call and go on when it is refused.
    """

    call: str
    why: str
    detail: int
    expected: bool

    def __str__(self) -> str:
        return f"{self.call}({self.detail:#x}): {self.why}" if self.detail else f"{self.call}: {self.why}"


def refused_call(on: Machine, number: int, arguments: tuple[int, ...], own: int) -> RefusedCall:
    """Return how a refused call is noted."""
    call = on.names.get(number)
    if call is None:
        return RefusedCall(str(number), "not reviewed", 0, False)
    group = seccomp.group_of(call)
    if group is not None:
        return RefusedCall(call, group.name, 0, group.expected)
    for rule in seccomp.rules_of(call, on):
        for condition in rule.conditions:
            if not condition.holds(arguments, own):
                return RefusedCall(call, rule.name, arguments[condition.argument] & 0xFFFFFFFF, rule.expected)
    return RefusedCall(call, "", 0, True)  # it is allowed; the filter does not ask about such a call


def can_audit() -> bool:
    """Whether the kernel has filters that ask (Linux 5.0 and newer)."""
    machine = this_machine()
    if machine is None or not seccomp.HAVE_SECCOMP:
        return False
    sizes = ctypes.create_string_buffer(8)  # struct seccomp_notif_sizes
    return int(ctypes.CDLL(None).syscall(machine.numbers["seccomp"], SECCOMP_GET_NOTIF_SIZES, 0, sizes)) == 0


class Listener:
    """Answers the questions of one guest's filter, in a thread of its own, until the guest process has ended.

    Args:
        process: a descriptor (pidfd) of the guest process; it is not closed.
        pid: its number in the judge's /proc.
        seen: where to count what was refused.
    """

    def __init__(self, process: int, pid: int, seen: Counter[RefusedCall]) -> None:
        self._process = os.dup(process)
        self._pid = pid
        self._seen = seen
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="_listen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening, after the guest process has ended."""
        self._ended.set()
        self._thread.join()

    def _listen(self) -> None:
        machine = this_machine()
        try:
            questions = self._find()
            if questions is None or machine is None:
                return
            with open(questions, "rb", buffering=0):  # noqa: PTH123 - a descriptor has no path
                poll = select.poll()
                poll.register(questions, select.POLLIN)
                while not self._ended.is_set():
                    for _, event in poll.poll(POLL_S * 1000):
                        if event & select.POLLHUP:
                            return
                        self._answer(machine, questions)
        finally:
            os.close(self._process)

    def _find(self) -> int | None:
        """Return a copy of the descriptor on which the filter asks, or ``None`` if the guest process ended."""
        until = time.monotonic() + FILTER_S
        while not self._ended.is_set() and time.monotonic() < until:
            with contextlib.suppress(OSError):
                for entry in Path(f"/proc/{self._pid}/fd").iterdir():
                    if str(entry.readlink()) == LISTENER:
                        return self._copy(int(entry.name))
            time.sleep(0.001)
        return None

    def _copy(self, number: int) -> int | None:
        """Return a copy of a descriptor of the guest process. If that is refused, note why and kill the process.

        Without the copy nobody would answer its filter, and its first question would wait for ever.
        """
        try:
            return pidfd_getfd(self._process, number)
        except OSError as error:
            self._seen[RefusedCall("pidfd_getfd", f"the judge may not listen here ({error})", 0, False)] += 1
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
            return None

    def _answer(self, machine: Machine, questions: int) -> None:
        question = bytearray(NOTIFICATION.size)
        try:
            fcntl.ioctl(questions, RECEIVE, question)
        except OSError:  # the process that asked has ended meanwhile
            return
        number_of_question, _, _, number, _, _, *arguments = NOTIFICATION.unpack(question)
        code = seccomp.answer_to(machine, number, arguments, self._pid) & 0xFFFF
        self._seen[refused_call(machine, number, tuple(arguments), self._pid)] += 1
        with contextlib.suppress(OSError):
            fcntl.ioctl(questions, SEND, RESPONSE.pack(number_of_question, 0, -code, 0))


def pidfd_getfd(process: int, number: int) -> int:
    """Return a copy of another process's descriptor. Python has no function for this system call.

    Raises:
        OSError: the kernel refused.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    copy = int(libc.syscall(438, process, number, 0))  # the same number on every machine
    if copy < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return copy


def unexpected(seen: Iterable[RefusedCall]) -> list[RefusedCall]:
    """Return the calls that honest code should not make, in order."""
    return sorted(one for one in seen if not one.expected)

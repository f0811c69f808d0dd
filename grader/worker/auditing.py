"""The judge's side of an audited worker: which system calls its filter refused.

Grading never uses this. Under an audited filter the kernel asks the judge about every call that would be refused. The
judge writes it down and has it answered as the filter itself would have: nothing more is allowed than in grading.
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
"""``struct seccomp_notif`` of <linux/seccomp.h>: id, process, flags; number, machine, place, six arguments."""

RESPONSE = struct.Struct("=QqiI")
"""``struct seccomp_notif_resp``: id, value, error, flags."""

RECEIVE, SEND = 0xC0502100, 0xC0182101
"""``SECCOMP_IOCTL_NOTIF_RECV`` and ``SECCOMP_IOCTL_NOTIF_SEND``."""

SECCOMP_GET_NOTIF_SIZES = 3

LISTENER = "anon_inode:seccomp notify"
"""What /proc calls the descriptor on which a filter's questions arrive."""

PATIENCE_S = 20.0
"""Seconds for a worker to get from its fork to its filter: milliseconds, or some seconds where the machine is busy."""

TICK_S = 0.2
"""How often a listener sees whether its worker has ended. Kernels before 5.8 do not say so by themselves."""


@dataclass(frozen=True, order=True, slots=True)
class Refused:
    """A kind of call that a filter refused.

    Attributes:
        call: its name, or its number where nobody reviewed it.
        why: name of the group or of the rule that refused it.
        detail: the argument that a rule looked at first; 0 for a group.
        expected: whether honest libraries make it and go on without.
    """

    call: str
    why: str
    detail: int
    expected: bool

    def __str__(self) -> str:
        return f"{self.call}({self.detail:#x}): {self.why}" if self.detail else f"{self.call}: {self.why}"


def refused(on: Machine, number: int, arguments: tuple[int, ...], own: int) -> Refused:
    """Return what a refused call is written down as."""
    call = on.names.get(number)
    if call is None:
        return Refused(str(number), "nobody reviewed it", 0, False)
    group = seccomp.group_of(call)
    if group is not None:
        return Refused(call, group.name, 0, group.expected)
    for rule in seccomp.rules_of(call, on):
        for condition in rule.conditions:
            if not condition.holds(arguments, own):
                return Refused(call, rule.name, arguments[condition.argument] & 0xFFFFFFFF, rule.expected)
    return Refused(call, "", 0, True)  # it is allowed after all: the filter would not have asked


def can_audit() -> bool:
    """Whether the kernel has filters that ask (Linux 5.0 and newer)."""
    machine = this_machine()
    if machine is None or not seccomp.HAVE_SECCOMP:
        return False
    sizes = ctypes.create_string_buffer(8)  # struct seccomp_notif_sizes
    return int(ctypes.CDLL(None).syscall(machine.numbers["seccomp"], SECCOMP_GET_NOTIF_SIZES, 0, sizes)) == 0


class Listener:
    """Answers the questions of one worker's filter in a thread of its own, until the worker has ended.

    Args:
        process: the worker, by a descriptor; it is not closed.
        pid: its number in our own /proc.
        seen: where to count what was refused.
    """

    def __init__(self, process: int, pid: int, seen: Counter[Refused]) -> None:
        self._process = os.dup(process)
        self._pid = pid
        self._seen = seen
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="_listen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; the worker has ended."""
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
                    for _, event in poll.poll(TICK_S * 1000):
                        if event & select.POLLHUP:
                            return
                        self._answer(machine, questions)
        finally:
            os.close(self._process)

    def _find(self) -> int | None:
        """Return our own copy of the descriptor that the worker's filter left, or ``None`` if the worker ended."""
        until = time.monotonic() + PATIENCE_S
        while not self._ended.is_set() and time.monotonic() < until:
            with contextlib.suppress(OSError):
                for entry in Path(f"/proc/{self._pid}/fd").iterdir():
                    if str(entry.readlink()) == LISTENER:
                        return self._copy(int(entry.name))
            time.sleep(0.001)
        return None

    def _copy(self, number: int) -> int | None:
        """Return a copy of the worker's descriptor; where we may not have one, end the worker, and write down why.

        Nobody would answer its filter, and its first question would never end.
        """
        try:
            return pidfd_getfd(self._process, number)
        except OSError as error:
            self._seen[Refused("pidfd_getfd", f"the judge may not listen here ({error})", 0, False)] += 1
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
            return None

    def _answer(self, machine: Machine, questions: int) -> None:
        question = bytearray(NOTIFICATION.size)
        try:
            fcntl.ioctl(questions, RECEIVE, question)
        except OSError:  # whoever asked has ended meanwhile
            return
        number_of_question, _, _, number, _, _, *arguments = NOTIFICATION.unpack(question)
        code = seccomp.answer(machine, number, arguments, self._pid) & 0xFFFF
        self._seen[refused(machine, number, tuple(arguments), self._pid)] += 1
        with contextlib.suppress(OSError):
            fcntl.ioctl(questions, SEND, RESPONSE.pack(number_of_question, 0, -code, 0))


def pidfd_getfd(process: int, number: int) -> int:
    """Return a copy of another process's descriptor; Python has no function for it.

    Raises:
        OSError: the kernel refused.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    copy = int(libc.syscall(438, process, number, 0))  # the same number on every machine
    if copy < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return copy


def unexpected(seen: Iterable[Refused]) -> list[Refused]:
    """Return what honest code should not have asked for, in order."""
    return sorted(one for one in seen if not one.expected)

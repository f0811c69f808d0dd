"""Reading the entries of a class in a separate process.

An entry that makes its reader slow, large or crash then harms that process and not the driver.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from grader.errors import GraderError, reason
from grader.exercises.exercise import Exercise
from grader.language import Message, _, from_plain
from grader.submission.bounds import shown
from grader.submission.collect import joined
from grader.submission.entry import Entry, Version
from grader.submission.reader_process import receive, send, unpack_submission
from grader.submission.record import Submission

SECONDS = 8.0
"""Seconds for an entry. What people write takes milliseconds. The slowest content within the other limits takes a few
seconds, such as a notebook that consists of commas; the rest is for a busy machine and a slow disk. Content that is
slow only in Python's own parser, such as an f-string of 256 KiB, reaches this limit."""

LEAST_S = 1.0
"""Seconds that each file of an entry has in any case. A file that somebody else handed in under a student's name must
not use up the time of the student's own files (docs/decisions/0019)."""

START_S = 120.0
"""Seconds for the process to start. It imports a few modules, but a cold disk on a shared machine has taken over 30."""

DYING_S = 1.0
"""Seconds to wait for the end of a process that has closed its pipe, so that its exit code is known."""

COMMAND = (sys.executable, "-P", "-c", "from grader.submission.reader_process import main; main()")
"""The command that starts the process. ``-P`` keeps the current folder out of the import path."""

LOOK_S = 0.1
"""Seconds between two checks of the deadline. Ten checks a second cost almost nothing."""

TRIES = 2
"""Processes that may die over one entry. One death may be chance, for example if the kernel runs out of memory."""


class Reader:
    """Reads entries in a separate process, which is replaced if it dies or takes too long.

    No library is used. pebble and loky offer pools of workers for pickled calls, which are more to install and slower
    to start than one process with two pipes.

    Args:
        exercises: see ``read_entry``.
        known: see ``read_entry``.
        seconds: the time for one entry.
    """

    def __init__(self, exercises: Sequence[Exercise], known: Sequence[Exercise] = (), seconds: float = SECONDS) -> None:
        self._told = [
            [[e.slug, e.module, e.entry_points, e.template] for e in each] for each in (exercises, known or exercises)
        ]
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._clock = _Clock()

    def __enter__(self) -> Self:
        self._start()  # it imports its modules while the driver does other work
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, entry: Entry) -> Submission:
        """Read what ``entry`` holds, as ``grader.submission.read_entry`` does.

        Raises:
            GraderError: the machine could not read it, or it cannot start a process.
        """
        until = time.monotonic() + self._seconds
        return joined(entry, [self._read(entry.person, part, until) for part in entry.parts()])

    def close(self) -> None:
        """End the process and the thread that checks deadlines."""
        self._clock.end()
        self._end()

    def _end(self, patience: float = 0.0) -> int:
        """End the process and return its exit code, or the negative number of the signal that ended it.

        The process has no data that could be lost.

        Args:
            patience: seconds to wait for the process to end by itself, so that its own exit code is returned.
        """
        process, self._process = self._process, None
        if process is None:
            return 0
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
        finally:
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # closing fails if buffered data cannot be sent any more
                    _there(pipe).close()

    def _read(self, person: str, version: Version, until: float) -> Submission:
        code = 0
        members = [[_raw(name), _raw(path)] for name, path in version.members]
        for _attempt in range(TRIES):
            process = self._running()
            seconds = max(until - time.monotonic(), min(LEAST_S, self._seconds))
            answer, late = self._ask(process, [person, members, version.slug, version.compared], seconds)
            if answer is None:
                code = self._end(DYING_S)
            elif late or answer["last"]:
                self._end()
            if answer is not None:
                if "fault" in answer:
                    raise GraderError(from_plain(answer["fault"]))
                return unpack_submission(person, answer)
            if late or code == -getattr(signal, "SIGXCPU", 0):
                return _unread(
                    person, version, _("cannot be read within {seconds} seconds", seconds=f"{self._seconds:g}")
                )
        fault = _("ended the process that was to read it, {tries} times (exit code {code})", tries=TRIES, code=code)
        return _unread(person, version, fault)

    def _ask(self, process: subprocess.Popen[bytes], question: object, seconds: float) -> tuple[Any, bool]:
        """Return the answer, or ``None`` if the process died, and whether it was killed at the deadline."""
        with self._clock.allowing(process, seconds) as due:
            try:
                send(_there(process.stdin), question)
                return receive(_there(process.stdout)), due.late
            except (OSError, EOFError):
                return None, due.late

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process, started if necessary and ready for an entry.

        Raises:
            GraderError: it does not start.
        """
        process = self._process or self._start()
        if not self._ready:
            said = self._ask(process, [*self._told, self._seconds], START_S)[0]
            if said != "ready":
                code = self._end(DYING_S)
                raise GraderError(
                    _("the process that reads submissions does not start (exit code {code}): try again", code=code)
                )
            self._ready = True
        return process

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process in a process group of its own, so that Ctrl-C reaches only the driver.

        Raises:
            GraderError: the system cannot start another process.
        """
        apart: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **apart)
        except OSError as error:
            raise GraderError(
                _("no process can be started to read submissions ({why}): try again", why=reason(error))
            ) from error
        self._ready = False
        return self._process


@dataclass(slots=True)
class _Due:
    """The deadline of a process, and whether it was killed because of it."""

    process: subprocess.Popen[bytes]
    until: float
    late: bool = False


class _Clock(threading.Thread):
    """Kills a process at its deadline.

    This is one thread that checks the deadline regularly. A ``threading.Timer`` would start a thread for each entry,
    which costs more than reading most entries.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._due: _Due | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        """Check the deadline until ``end`` is called."""
        while not self._ended.wait(LOOK_S):
            due = self._due
            if due is not None and time.monotonic() > due.until:
                due.late = True
                due.process.kill()
                self._due = None

    def end(self) -> None:
        """End the thread."""
        self._ended.set()

    @contextlib.contextmanager
    def allowing(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[_Due]:
        """Kill ``process`` if the body takes longer than ``seconds``.

        If the body ends exactly at the deadline, the process may be killed just afterwards.
        """
        due = self._due = _Due(process, time.monotonic() + seconds)
        try:
            yield due
        finally:
            self._due = None


def _raw(name: str | Path) -> bytes:
    """Return a name as the file system has it; one that is not UTF-8 cannot be sent as text."""
    return os.fsencode(name)


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _unread(person: str, version: Version, why: Message) -> Submission:
    name = shown(version.label)
    return Submission(person, {}, _("{name} {fault}: hand in less, or in a simpler form", name=name, fault=why))

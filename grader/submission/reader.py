"""Reading a class in a process beside the driver, so that no entry takes the driver's time, its memory or its life."""

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
from typing import IO, Any, Self

from grader.errors import GraderError, reason
from grader.exercises.exercise import Exercise
from grader.language import Message, _, from_plain
from grader.submission.bounds import shown
from grader.submission.collect import joined
from grader.submission.discover import Entry
from grader.submission.reader_process import receive, send, unpack
from grader.submission.record import Submission

SECONDS = 8.0
"""Seconds for an entry, so that no entry holds up its class for ten. What people write takes milliseconds, and the
largest notebook of plain commas four seconds; the rest is for a busy machine and for a slow disk. What only Python's
own parser takes long for meets this: a single f-string of 256 KiB."""

LEAST_S = 1.0
"""Seconds that each of an entry's files has in any case: a file that somebody else handed in under a student's name
must not take the time of the student's own (docs/decisions/0019)."""

START_S = 120.0
"""Seconds for the process to start. It takes a tenth of a second; a cold disk on a shared machine took over 30."""

DYING_S = 1.0
"""Seconds for a process whose pipe is closed to be gone, so that what ended it is known. It takes milliseconds."""

COMMAND = (sys.executable, "-P", "-c", "from grader.submission.reader_process import main; main()")
"""How it is started: with what the driver would import, but never from the current folder."""

LOOK_S = 0.1
"""Seconds between two looks at whether time is up: ten looks a second cost nothing, and nobody notices a tenth more."""

TRIES = 2
"""Processes that may die over one entry: once may be chance, such as the kernel's choice when memory is short."""


class Reader:
    """Reads entries in a process of its own, which is replaced when it dies or takes too long.

    No library: pebble and loky have pools whose workers are forked or started for pickled calls, and either is more to
    install and to start than one process with two pipes.

    Args:
        exercises: as for ``read``.
        known: as for ``read``.
        seconds: for one entry.
    """

    def __init__(self, exercises: Sequence[Exercise], known: Sequence[Exercise] = (), seconds: float = SECONDS) -> None:
        self._told = [[[e.slug, e.module, e.entry_points] for e in each] for each in (exercises, known or exercises)]
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._clock = _Clock()

    def __enter__(self) -> Self:
        self._start()  # it imports what it needs while the driver does other things
        self._clock.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, entry: Entry) -> Submission:
        """Read what ``entry`` holds, as ``grader.submission.read`` does.

        Raises:
            GraderError: the machine could not read it, or cannot start a process.
        """
        until = time.monotonic() + self._seconds
        return joined(entry, [self._read(part, until) for part in entry.parts()])

    def close(self) -> None:
        """End the process for good."""
        self._clock.end()
        self._end()

    def _end(self, patience: float = 0.0) -> int:
        """End the process, which keeps nothing that could be lost; return its exit code, minus a signal's number.

        Args:
            patience: seconds for it to end by itself, so that its own exit code is seen.
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
                with contextlib.suppress(OSError):  # what could not be sent any more
                    _there(pipe).close()

    def _read(self, part: Entry, until: float) -> Submission:
        code = 0
        for _attempt in range(TRIES):
            process = self._running()
            seconds = max(until - time.monotonic(), min(LEAST_S, self._seconds))
            answer, late = self._ask(process, [part.student, os.fsencode(part.path), part.slugs], seconds)
            if answer is None:
                code = self._end(DYING_S)
            elif late or answer["last"]:
                self._end()
            if answer is not None:
                if "fault" in answer:
                    raise GraderError(from_plain(answer["fault"]))
                return unpack(part.student, answer)
            if late or code == -getattr(signal, "SIGXCPU", 0):
                return _unread(part, _("cannot be read within {seconds} seconds", seconds=f"{self._seconds:g}"))
        fault = _("ended the process that was to read it, {tries} times (exit code {code})", tries=TRIES, code=code)
        return _unread(part, fault)

    def _ask(self, process: subprocess.Popen[bytes], question: object, seconds: float) -> tuple[Any, bool]:
        """Return the answer, ``None`` where the process died, and whether it was killed because time was up."""
        with self._clock.allowing(process, seconds) as due:
            try:
                send(_there(process.stdin), question)
                return receive(_there(process.stdout)), due.late
            except (OSError, EOFError):
                return None, due.late

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process, which is ready for an entry.

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
        """Start the process, out of the reach of a Ctrl-C, which is for the driver.

        Raises:
            GraderError: there is no room for it.
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
    """When a process is to be killed, and whether it was."""

    process: subprocess.Popen[bytes]
    until: float
    late: bool = False


class _Clock(threading.Thread):
    """Kills a process when its time is up.

    One thread that looks now and then: a ``threading.Timer`` for each entry takes a millisecond on a busy machine, more
    than reading most of them does.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._due: _Due | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until it is ended."""
        while not self._ended.wait(LOOK_S):
            due = self._due
            if due is not None and time.monotonic() > due.until:
                due.late = True
                due.process.kill()
                self._due = None

    def end(self) -> None:
        """Look no more."""
        self._ended.set()

    @contextlib.contextmanager
    def allowing(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[_Due]:
        """Kill ``process`` if what is done takes longer. One that ends in that very moment may be killed after it."""
        due = self._due = _Due(process, time.monotonic() + seconds)
        try:
            yield due
        finally:
            self._due = None


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _unread(part: Entry, why: Message) -> Submission:
    name = shown(part.path.name)
    return Submission(part.student, {}, _("{name} {fault}: hand in less, or in a simpler form", name=name, fault=why))

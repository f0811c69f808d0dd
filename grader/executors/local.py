"""Slots on this machine, each in a process of its own that lives for the whole run.

The standard library's ``ProcessPoolExecutor`` and loky give up a whole pool, and everything in it, when one process
dies. Here a slot that dies is replaced and what it had in hand is graded again: docs/decisions/0008.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import signal
import tempfile
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from grader.errors import GraderError, XorciseError
from grader.executors.slot_process import serve
from grader.settings import Settings
from grader.task import Graded, Task, given_up

IN_HAND = 2
"""Tasks of a slot: the one that it grades, and the next, so that it never waits for the driver."""

TRIES = 3
"""Slots that may die over one task before it is given up as a fault of ours: once is chance, three times is a cause."""

DEATHS_IN_A_ROW = 5
"""Slots that may die without one grading between them, before the run ends: the machine has no room for them."""

END_S = 15
"""Seconds for a slot to close its templates, which it gives ten; then it is killed."""


@dataclass(slots=True)
class _Slot:
    """The driver's end of one slot."""

    process: BaseProcess
    wire: Connection
    folder: Path
    in_hand: deque[Task] = field(default_factory=deque)


class LocalExecutor:
    """``jobs`` slots in processes of their own."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, settings: Settings, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield what became of each task; see ``Executor.run``."""
        with tempfile.TemporaryDirectory(prefix="xorcise-run-", ignore_cleanup_errors=True) as name:
            Path(name).chmod(0o711)  # a worker under another user must reach its own folder, and list nobody's
            yield from _Run(settings, iter(tasks), Path(name)).go(self.jobs)


class _Run:
    """One run's slots and what they have in hand."""

    def __init__(self, settings: Settings, tasks: Iterator[Task], folder: Path) -> None:
        self._settings = settings
        self._tasks = tasks
        self._again: deque[Task] = deque()
        self._folder = folder
        self._slots: list[_Slot] = []
        self._deaths: Counter[tuple[str, str]] = Counter()
        self._deaths_in_a_row = 0
        self._started = 0

    def go(self, jobs: int) -> Iterator[Graded]:
        orderly = False
        try:
            while len(self._slots) < jobs and self._start_with(self._next()):
                pass
            for slot in self._slots:
                self._fill(slot)
            while any(slot.in_hand for slot in self._slots):
                for slot in self._ready():
                    yield from self._hear(slot)
            orderly = True
        finally:
            self._end(orderly)

    def _next(self) -> Task | None:
        return self._again.popleft() if self._again else next(self._tasks, None)

    def _start_with(self, task: Task | None) -> bool:
        """Start a slot for ``task``, if there is one."""
        if task is None:
            return False
        folder = self._folder / str(self._started)
        folder.mkdir(mode=0o711)
        self._started += 1
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(self._settings, theirs, str(folder)), daemon=True)
        # a Ctrl-C while it starts must not print its traceback; the slot lets the signal in again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            theirs.close()
        slot = _Slot(process, ours, folder)
        self._slots.append(slot)
        self._give(slot, task)
        return True

    def _fill(self, slot: _Slot) -> None:
        while len(slot.in_hand) < IN_HAND and (task := self._next()) is not None:
            self._give(slot, task)

    def _give(self, slot: _Slot, task: Task) -> None:
        slot.in_hand.append(task)
        with contextlib.suppress(OSError):  # it died: we hear of it, and what it had in hand comes back
            slot.wire.send(task)

    def _ready(self) -> list[_Slot]:
        """Wait until some slot has something to say, or has died."""
        ready = wait([slot.wire for slot in self._slots])
        return [slot for slot in self._slots if slot.wire in ready]

    def _hear(self, slot: _Slot) -> Iterator[Graded]:
        try:
            said = slot.wire.recv()
        except (EOFError, OSError):
            yield from self._bury(slot)
            return
        if isinstance(said, XorciseError):
            raise said
        self._deaths_in_a_row = 0
        slot.in_hand.popleft()
        self._fill(slot)  # first, so that the slot works while the answer is written down
        yield said

    def _bury(self, slot: _Slot) -> Iterator[Graded]:
        """Replace a slot that died. The task that it was grading is tried again; the other was not begun."""
        slot.wire.close()
        slot.process.join()
        shutil.rmtree(slot.folder, ignore_errors=True)
        self._slots.remove(slot)
        if not slot.in_hand:
            return
        self._deaths_in_a_row += 1
        if self._deaths_in_a_row >= DEATHS_IN_A_ROW:
            raise GraderError(
                f"{DEATHS_IN_A_ROW} slots in a row died (exit code {slot.process.exitcode}): is there memory enough for"
                " this many? Try fewer with -j; what was graded is kept"
            )
        current, *others = slot.in_hand
        self._again.extend(others)
        self._deaths[current.slug, current.files_digest] += 1
        if self._deaths[current.slug, current.files_digest] >= TRIES:
            yield given_up(current, f"the grader's own process died {TRIES} times while grading this")
        else:
            self._again.append(current)
        if self._start_with(self._next()):
            self._fill(self._slots[-1])

    def _end(self, orderly: bool) -> None:
        """End every slot: in order where all is done, at once where the run was broken off."""
        for slot in self._slots:
            if orderly:
                with contextlib.suppress(OSError):
                    slot.wire.send(None)
            else:
                slot.process.kill()  # its templates end with their sockets
        for slot in self._slots:
            slot.process.join(END_S)
            if slot.process.is_alive():
                slot.process.kill()
                slot.process.join()
            slot.wire.close()

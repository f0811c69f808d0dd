"""Slots on this machine. Each runs in a separate process that lives for the whole run.

The standard library's ``ProcessPoolExecutor`` and loky give up the whole pool when one process dies. Here a slot that
dies is replaced and its tasks are graded again: docs/decisions/0008.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

from grader.errors import GraderError, XorciseError
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.grading.slot_process import serve
from grader.language import _
from grader.slot.task import Graded, Task, given_up

IN_HAND = 2
"""Tasks that a slot has: the one that it grades and the next one, so that it never waits for the driver."""

TRIES = 3
"""Slots that may die over one task before it becomes a grader error. One death may be chance, three are not."""

DEATHS_IN_A_ROW = 5
"""Tasks over which slots may die in a row, with no grading in between, before the run ends. Then the machine probably
lacks memory. Only the first death over a task counts: another death over the same task is probably caused by that task,
and a few submissions that kill slots must not end the run."""

END_S = 15
"""Seconds for a slot to end before it is killed. The slot itself waits up to ten seconds for its templates."""


@dataclass(slots=True)
class _SlotProcess:
    """One slot as the driver sees it: its process and the tasks that it has."""

    process: BaseProcess
    wire: Connection
    folder: Path
    core: int | None
    in_hand: deque[Task] = field(default_factory=deque)


class LocalExecutor(Executor):
    """``jobs`` slots, each in a separate process.

    The processes are started on entering the context, so that they import their modules while the driver reads the
    class.

    A slot and its workers take turns, so together they use one core. If there are as many slots as cores, each slot is
    bound to its own core. Otherwise the kernel would sometimes run two slots on one core while another core is idle
    (docs/decisions/0012). If there are fewer slots, the kernel places them, since other programs may use some cores.
    """

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs
        self._slots: list[_SlotProcess] = []
        self._started = 0
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        self._cores: list[int | None] = [*cores] if jobs == len(cores) else [None] * jobs

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="xorcise-run-", ignore_cleanup_errors=True))
            )
            self._folder.chmod(0o711)  # a worker under another user id can reach its folder but not list the others
            stack.callback(self.end, orderly=False)
            for _ in range(self._jobs):
                self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield the grading of each task; see ``Executor.run``."""
        orderly = False
        try:
            yield from _LocalRun(self, iter(tasks)).go(self._slots)
            orderly = True
        finally:
            self.end(orderly=orderly)

    def start(self) -> _SlotProcess:
        """Start a slot and return it."""
        folder = self._folder / str(self._started)
        folder.mkdir(mode=0o711)
        self._started += 1
        core = self._cores.pop(0)
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(self._settings, theirs, str(folder), core), daemon=True)
        # Ctrl-C during the start must not print the slot's traceback; the slot unblocks the signal later
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            theirs.close()
        slot = _SlotProcess(process, ours, folder, core)
        self._slots.append(slot)
        return slot

    def bury(self, slot: _SlotProcess) -> None:
        """Remove a slot that died, with its folder."""
        slot.wire.close()
        slot.process.join()
        shutil.rmtree(slot.folder, ignore_errors=True)
        self._slots.remove(slot)
        self._cores.append(slot.core)

    def end(self, *, orderly: bool) -> None:
        """End every slot.

        Args:
            orderly: whether the slots are asked to end and waited for. Otherwise they are killed, which is right if the
                run was interrupted or never began.
        """
        slots = [*self._slots]
        self._slots.clear()
        for slot in slots:
            if orderly:
                with contextlib.suppress(OSError):
                    slot.wire.send(None)
            else:
                slot.process.kill()  # its templates end when their sockets close
        for slot in slots:
            slot.process.join(END_S)
            if slot.process.is_alive():
                slot.process.kill()
                slot.process.join()
            slot.wire.close()


class _LocalRun:
    """The tasks of one run: sends them to slots, receives the gradings and replaces slots that die."""

    def __init__(self, executor: LocalExecutor, tasks: Iterator[Task]) -> None:
        self._executor = executor
        self._tasks = tasks
        self._again: deque[Task] = deque()  # their slot died before it began to grade them
        self._suspects: deque[Task] = deque()  # a slot died over each of them
        self._deaths: Counter[tuple[str, str]] = Counter()
        self._deaths_in_a_row = 0

    def go(self, slots: Sequence[_SlotProcess]) -> Iterator[Graded]:
        for _round in range(IN_HAND):  # first one task for each slot, then a second one
            for slot in slots:
                self._fill(slot, 1 + len(slot.in_hand))
        while any(slot.in_hand for slot in slots):
            ready = wait([slot.wire for slot in slots if slot.in_hand])
            for slot in [slot for slot in slots if slot.wire in ready]:
                yield from self._hear(slot)

    def _next(self) -> Task | None:
        """Return the next task. Tasks over which a slot died come last, so that they do not delay the others."""
        if self._again:
            return self._again.popleft()
        task = next(self._tasks, None)
        return self._suspects.popleft() if task is None and self._suspects else task

    def _fill(self, slot: _SlotProcess, most: int = IN_HAND) -> None:
        while len(slot.in_hand) < most and (task := self._next()) is not None:
            slot.in_hand.append(task)
            with contextlib.suppress(OSError):  # the slot died; `_hear` will notice it and recover its tasks
                slot.wire.send(task)

    def _hear(self, slot: _SlotProcess) -> Iterator[Graded]:
        try:
            said = slot.wire.recv()
        except (EOFError, OSError):
            yield from self._bury(slot)
            return
        if isinstance(said, XorciseError):
            raise said
        self._deaths_in_a_row = 0
        slot.in_hand.popleft()
        self._fill(slot)  # before the answer is yielded, so that the slot works while it is stored
        yield said

    def _bury(self, slot: _SlotProcess) -> Iterator[Graded]:
        """Replace a slot that died. The task that it was grading is tried again later; the others were not begun."""
        self._executor.bury(slot)
        current, *others = slot.in_hand
        self._again.extend(others)
        self._deaths[current.slug, current.files_digest] += 1
        deaths = self._deaths[current.slug, current.files_digest]
        self._deaths_in_a_row += deaths == 1
        if deaths == 1 and self._deaths_in_a_row >= DEATHS_IN_A_ROW:
            raise GraderError(
                _(
                    "slots died over {deaths} submissions in a row (exit code {code}): is there memory enough for this"
                    " many? Try fewer with -j; what was graded is kept",
                    deaths=DEATHS_IN_A_ROW,
                    code=slot.process.exitcode,
                )
            )
        if deaths >= TRIES:
            yield given_up(current, _("the grader's own process died {tries} times while grading this", tries=TRIES))
        else:
            # without explanations: if looking for them ended the slot, there is a verdict all the same
            self._suspects.append(replace(current, explains=False))
        if (task := self._next()) is not None:
            self._again.appendleft(task)
            self._fill(self._executor.start())

"""Slots on this machine: one in this process, or several in processes of their own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.util import Finalize

from grader.grading import Grader, Settings
from grader.result import Result
from grader.submission import Entry


class InlineExecutor:
    """One slot, in this process."""

    def run(self, settings: Settings, entries: Iterable[Entry]) -> Iterator[Result]:
        """Yield a result for each entry, in order."""
        with Grader(settings) as grader:
            for entry in entries:
                yield grader.grade(entry)


_grader: Grader | None = None


class PoolExecutor:
    """``jobs`` slots, each in a process that starts fresh and lives for the whole run."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, settings: Settings, entries: Iterable[Entry]) -> Iterator[Result]:
        """Yield a result for each entry, as they are ready."""
        context = multiprocessing.get_context("spawn")
        remaining = iter(entries)
        with ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_open, initargs=(settings,)) as pool:
            # two in hand for each slot: none waits for the next one, and a class of any size is never held whole
            pending: set[Future[Result]] = set()
            try:
                while True:
                    for entry in remaining:
                        pending.add(pool.submit(_grade, entry))
                        if len(pending) >= 2 * self.jobs:
                            break
                    if not pending:
                        return
                    done, pending = wait(pending, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _open(settings: Settings) -> None:
    """Open this process's slot, and have it closed when the process ends."""
    global _grader
    _grader = Grader(settings).__enter__()
    Finalize(None, _grader.__exit__, (None, None, None), exitpriority=10)


def _grade(entry: Entry) -> Result:
    assert _grader is not None
    return _grader.grade(entry)

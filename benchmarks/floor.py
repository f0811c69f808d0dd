"""The floor: a worker for each submission and the calls of its grading, without pytest, transcript or report.

Each process records the requests that grading its share of the files makes, and waits until all processes have done so.
Then it sends the same requests to fresh workers while the clock runs.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from unittest import mock

from grader.errors import StudentFault
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import load_images
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.remote import Handle
from grader.worker.messages import Reply
from grader.worker.worker import Worker

Requests = list[tuple[list[Any], float]]


def floor(root: Path, slug: str, files: Sequence[Path], processes: int) -> float:
    """Return the seconds that the floor takes for ``files``."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes)
    with context.Pool(processes, _init, (barrier,)) as pool:
        shares = [(str(root), slug, [str(f) for f in files[i::processes]]) for i in range(processes)]
        spans = pool.starmap(_share, shares, chunksize=1)
    begun, ended = min(s[0] for s in spans), max(s[1] for s in spans)
    return ended - begun


_barrier: Barrier | None = None


def _init(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _share(root: str, slug: str, files: list[str]) -> tuple[float, float]:
    """Replay a share; return when it began and ended."""
    assert _barrier is not None
    catalogue = Catalogue(Path(root))
    exercise = catalogue.exercise(slug)
    data = load_images("digits") if exercise.data else None
    sources = [{exercise.filename: Path(f).read_bytes()} for f in files]
    with Slot() as slot, open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", data) as suite:
        recorded = []
        for source in sources:
            with recording() as requests:
                run_suite(slot, suite, source, 0)
            recorded.append(requests)
        _barrier.wait()
        begun = time.time()
        for source, requests in zip(sources, recorded, strict=True):
            with slot.worker_for(exercise, source) as worker:
                for message, timeout in requests:
                    with contextlib.suppress(StudentFault):
                        worker.request(message, timeout)
        return begun, time.time()


@contextlib.contextmanager
def recording() -> Any:
    """Note every request that is made meanwhile."""
    made: Requests = []
    right = Worker.request

    def request(worker: Worker, message: list[Any], timeout: float) -> Reply:
        made.append((plain(message), timeout))
        return right(worker, message, timeout)

    with mock.patch.object(Worker, "request", request):
        yield made


def plain(value: Any) -> Any:
    """Return a message with its handles as the numbers that travel."""
    if isinstance(value, Handle):
        return value._ref
    if isinstance(value, (list, tuple)):
        return type(value)(plain(v) for v in value)
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value

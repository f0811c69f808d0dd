"""What runs in a slot's process: tasks in, gradings out, and a prompt end when the driver is gone."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import resource
import shutil
import signal
import tempfile
import threading
from multiprocessing.connection import Connection

from grader.errors import GraderError, XorciseError
from grader.grading.settings import Settings
from grader.language import _
from grader.slot.task import Task

MEMORY = 2 * 2**30
"""Bytes of private memory that grading may take beyond what the slot has once it has imported everything. Right answers
to all exercises, MNIST whole included, take 0.4 GB in one slot. A submission may add what a test holds (256 MiB),
a message as it comes and as it is read (144 MiB), and a run's transcripts (64 MiB). Twice their sum is room for what a
suite computes of it. Beyond it there is a MemoryError: an outcome of one task, where the kernel's kill would take the
slot and count as a death."""


def serve(settings: Settings, wire: Connection, folder: str, core: int | None = None) -> None:
    """Grade tasks from ``wire`` until ``None`` comes, or until the driver hangs up.

    Args:
        settings: the run's.
        wire: brings tasks and takes what became of them, or the error that ends the run.
        folder: where everything temporary of this slot goes; removed by whoever is left.
        core: the one to run on, workers included; ``None`` for any.
    """
    if core is not None:
        os.sched_setaffinity(0, {core})
    # slots, not threads, fill the machine; NumPy reads this when it is imported, and its threads spin before they sleep
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # importing makes no garbage, and looking for it takes a tenth of the time
    from grader.grading.grader import Grader  # with pytest and NumPy: the driver only names this function

    gc.enable()
    _bound_memory()
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the driver, which ends us; templates keep the default
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    tempfile.tempdir = folder
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(wire, tasks, folder), daemon=True).start()
    try:
        with Grader(settings) as grader:
            while (task := tasks.get()) is not None:
                wire.send(grader.grade(task))
    except XorciseError as error:
        wire.send(error)
    except Exception as error:  # noqa: BLE001 - the driver says it in one line
        wire.send(GraderError(_("a slot failed: {why}", why=f"{type(error).__name__}: {error}")))


def _bound_memory() -> None:
    """Bound this process's private memory: the soft limit alone, so that templates can go back to the hard one."""
    from grader.guest.confinement import memory_in_use

    private, _ = memory_in_use()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = private + MEMORY if hard == resource.RLIM_INFINITY else min(private + MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):  # a system without it
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _receive(wire: Connection, tasks: queue.SimpleQueue[Task | None], folder: str) -> None:
    """Take tasks off the wire, so that the driver never waits for a slot that is busy."""
    try:
        while True:
            task = wire.recv()
            tasks.put(task)
            if task is None:
                return
    except (EOFError, OSError):  # the driver was killed: nobody wants what we are doing
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)  # templates end, and end their workers, when their socket closes

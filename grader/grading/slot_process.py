"""The code that runs in a slot's process: it receives tasks, sends gradings, and ends at once if the driver ends."""

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
"""Bytes of private memory that grading may take beyond what the slot has after its imports. Correct solutions of all
exercises, with the whole MNIST, take 0.4 GB in one slot. A submission may add the values of a test (256 MiB), a message
while it is received and decoded (144 MiB), and the transcripts of a run (64 MiB). Twice the sum leaves room for what a
suite computes from them. Beyond the limit there is a MemoryError, which becomes the outcome of one task. Without the
limit the kernel would kill the slot."""


def serve(settings: Settings, wire: Connection, folder: str, core: int | None = None) -> None:
    """Grade tasks from ``wire`` until ``None`` is received or the driver closes the connection.

    Args:
        settings: the settings of the run.
        wire: the connection to the driver. It carries tasks in one direction; in the other one gradings, or the error
            that ends the run.
        folder: the folder for all temporary files of this slot. The driver removes it, or this process if the driver
            was killed.
        core: the core that this process and its workers run on, or ``None`` for any.
    """
    if core is not None:
        os.sched_setaffinity(0, {core})
    # There is a slot for each core, so NumPy's threads would only compete. NumPy reads this when it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # importing creates no garbage, and searching for it would make the imports slower
    from grader.grading.grader import Grader  # imports pytest and NumPy, which the driver does not need

    gc.enable()
    _bound_private_memory()
    # The driver handles Ctrl-C and ends this process. Unlike SIG_IGN, a handler is not passed on to the templates.
    signal.signal(signal.SIGINT, lambda *_: None)
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
    except Exception as error:  # noqa: BLE001 - the driver reports it in one line
        wire.send(GraderError(_("a slot failed: {why}", why=f"{type(error).__name__}: {error}")))


def _bound_private_memory() -> None:
    """Limit this process's private memory. Only the soft limit is set, so that templates can raise it again."""
    from grader.guest.confinement import memory_in_use  # imports sandlock, as above

    private, _ = memory_in_use()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = private + MEMORY if hard == resource.RLIM_INFINITY else min(private + MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):  # the system does not have this limit
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _receive(wire: Connection, tasks: queue.SimpleQueue[Task | None], folder: str) -> None:
    """Receive tasks in a thread, so that the driver never waits for a slot that is busy."""
    try:
        while True:
            task = wire.recv()
            tasks.put(task)
            if task is None:
                return
    except (EOFError, OSError):  # the driver was killed
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)  # the templates end when their sockets close, and their workers with them

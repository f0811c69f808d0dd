"""What runs in a Dask worker's process: one slot, opened when the first task of a run comes.

It needs this package and nothing else of the course: the suites come with the task, and are checked on arrival.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.grading.bundle import TABLES, unpack_exercises
from grader.grading.grader import Grader
from grader.grading.settings import Settings
from grader.slot.task import Graded, Task

_one_at_a_time = threading.Lock()
"""A slot grades one submission after another, however many threads its Dask worker has."""

_slot: _DaskSlot | None = None


class _DaskSlot:
    """This process's slot, for one run after another as long as they mean the same."""

    def __init__(self, settings: Settings, bundle: bytes, digest: str) -> None:
        self.key = (everywhere(settings), digest)
        self._folder = Path(tempfile.mkdtemp(prefix="xorcise-dask-"))
        self._folder.chmod(0o711)
        self._stack = contextlib.ExitStack()
        try:
            unpack_exercises(bundle, digest, self._folder)
            os.environ["XORCISE_CACHE"] = str(self._folder / TABLES)
            here = replace(everywhere(settings), root=str(self._folder))
            self.grader = self._stack.enter_context(Grader(here))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the slot and leave nothing behind."""
        self._stack.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def everywhere(settings: Settings) -> Settings:
    """Return what of ``settings`` says something on every machine: not where the driver's own folders are."""
    return replace(settings, root="", secrets=())


def grade_group(settings: Settings, bundle: bytes, digest: str, tasks: Sequence[Task]) -> list[Graded]:
    """Grade some tasks in this process's slot.

    Raises:
        XorciseError: this machine cannot grade: not confined as asked, or it has got another suite than was meant.
    """
    with _one_at_a_time:
        slot = _slot_for(settings, bundle, digest)
        return [slot.grader.grade(task) for task in tasks]


def _slot_for(settings: Settings, bundle: bytes, digest: str) -> _DaskSlot:
    global _slot
    if _slot is None or _slot.key != (everywhere(settings), digest):
        close_slot()
        _slot = _DaskSlot(settings, bundle, digest)
    return _slot


@atexit.register
def close_slot() -> None:
    """End this process's slot, if it has one."""
    global _slot
    if _slot is not None:
        old, _slot = _slot, None
        old.close()

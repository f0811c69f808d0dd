"""The code that runs in a Dask worker's process: one slot, which is opened when the first task of a run arrives.

The machine needs this package but no checkout of the course. The bundle with the suites is sent along and its digest is
checked.
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
"""A slot grades one submission at a time, even if its Dask worker has several threads."""

_slot: _DaskSlot | None = None


class _DaskSlot:
    """This process's slot. It is used for several runs if their settings and suites are the same."""

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
        """End the slot and remove its folder."""
        self._stack.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def everywhere(settings: Settings) -> Settings:
    """Return ``settings`` without the paths of the driver's own folders, which mean nothing on other machines."""
    return replace(settings, root="", secrets=())


def grade_group(settings: Settings, bundle: bytes, digest: str, tasks: Sequence[Task]) -> list[Graded]:
    """Grade some tasks in this process's slot.

    Args:
        settings: the settings of the run.
        bundle: see ``pack_exercises``.
        digest: the SHA-256 that the bundle must have.
        tasks: the tasks to grade.

    Raises:
        XorciseError: this machine cannot confine workers as required, or a suite differs from the driver's.
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
    """End this process's slot, if there is one."""
    global _slot
    if _slot is not None:
        old, _slot = _slot, None
        old.close()

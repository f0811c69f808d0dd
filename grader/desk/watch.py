"""``xorcise check --watch``: an exercise is checked again after each save, in a child that stays warm.

The files are watched in one thread, keys are read in another, a check runs in a third. They put what happens into one
queue, and this thread alone decides. A save in the middle of a check ends that check: it is about an older file.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from watchfiles import watch as watch_files

from grader.desk.checked import Check, Checked
from grader.desk.keys import keys
from grader.desk.runner import Runner
from grader.errors import XorciseError

QUIET_MS = 30
"""Milliseconds without a change after which a save is complete: editors write a file twice and more within a few."""

READ = frozenset({".py", ".ipynb", ".toml", ".csv", ".txt", ".json", ".npy", ".npz"})
"""Endings of files that a check may read."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened.

    Attributes:
        what: ``saved`` (``value`` is a folder of an exercise), ``key`` (the key), ``checked`` (a check's outcome).
        value: see ``what``.
        number: of the check.
    """

    what: Literal["saved", "key", "checked"]
    value: str | Checked | XorciseError
    number: int = 0


class Watch:
    """Checks one exercise after each save of its files.

    Args:
        asked: the check of each exercise that is watched, the first one first.
        draw: shows a check's outcome.
        key: does what a key asks for, and returns whether to go on: the exercise to check next, ``None`` to end, or the
            one at hand.
    """

    def __init__(
        self,
        asked: Sequence[Check],
        draw: Callable[[Check, Checked | XorciseError], None],
        key: Callable[[str, Check], Check | None],
    ) -> None:
        self._asked = {Path(a.folder).resolve(): a for a in asked}
        self._now = asked[0]
        self._draw = draw
        self._key = key
        self._happened: queue.Queue[Happened] = queue.Queue()
        self._stop = threading.Event()
        self._runner = Runner()
        self._number = 0  # of the check that is wanted; the outcome of an earlier one is of no interest
        self._running: threading.Thread | None = None
        self._seen: Mapping[str, bytes] = {}

    def run(self) -> None:
        """Check, and check again, until a key ends it."""
        threading.Thread(target=self._watch_files, name="files", daemon=True).start()
        with self._runner, keys(self.press):
            try:
                self._begin(self._now)
                while self._once(self._happened.get()):
                    pass
            finally:
                self._stop.set()
                self._number += 1
                self._end_running()

    def press(self, key: str) -> None:
        """Do what a key asks for, as soon as this thread's turn has come."""
        self._happened.put(Happened("key", key))

    def _once(self, happened: Happened) -> bool:
        """Do what follows from something that happened; return whether to go on."""
        match happened:
            case Happened("saved", str(folder)):
                asked = self._asked[Path(folder)]
                if asked != self._now or digests(asked) != self._seen:
                    self._begin(asked)
            case Happened("key", str(key)):
                wanted = self._key(key, self._now)
                if wanted is None:
                    return False
                if wanted is not self._now:
                    self._begin(wanted)
            case Happened("checked", Checked() | XorciseError() as outcome, number) if number == self._number:
                self._running = None
                self._draw(self._now, outcome)
        return True

    def _begin(self, asked: Check) -> None:
        """Begin a check, in place of one that runs."""
        self._number += 1  # so that a check that runs knows that nobody waits for it
        self._end_running()
        self._now = asked
        self._seen = digests(asked)
        self._running = threading.Thread(target=self._check, args=(asked, self._number), name="check", daemon=True)
        self._running.start()

    def _end_running(self) -> None:
        """Wait for the end of a check that runs."""
        if self._running is not None:
            self._runner.stop()
            self._running.join()

    def _check(self, asked: Check, number: int) -> None:
        outcome: Checked | XorciseError
        try:
            outcome = self._runner.check(asked, is_stopped=lambda: number != self._number)
        except XorciseError as error:
            outcome = error
        self._happened.put(Happened("checked", outcome, number))

    def _watch_files(self) -> None:
        folders = list(self._asked)
        deep = not any(asked.is_alone for asked in self._asked.values())
        for changes in watch_files(
            *folders, step=QUIET_MS, stop_event=self._stop, raise_interrupt=False, recursive=deep
        ):
            paths = [Path(path) for _change, path in changes]
            touched = {folder for folder in folders for path in paths if _is_of(path, folder)}
            for folder in sorted(touched):
                self._happened.put(Happened("saved", str(folder)))


def _is_of(path: Path, folder: Path) -> bool:
    return path.suffix in READ and path.is_relative_to(folder) and "desk" not in path.relative_to(folder).parts[:1]


def digests(asked: Check) -> Mapping[str, bytes]:
    """Return digests of the files that a check may read, by path: what is saved unchanged is no news.

    Where the student's file lies by itself, that is the code beside it.
    """
    found = {}
    folder = Path(asked.folder)
    paths = [*folder.glob("*.py"), *folder.glob("*.ipynb")] if asked.is_alone else folder.rglob("*")
    for path in sorted(paths):
        if _is_of(path, folder):
            try:
                found[str(path)] = hashlib.sha256(path.read_bytes()).digest()
            except OSError:  # it has gone meanwhile, or is a folder
                continue
    return found

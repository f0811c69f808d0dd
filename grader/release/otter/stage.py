"""Folders of one Otter run, and how a submission is taken out of Otter's reach.

Otter lays a run out in one folder, ``/autograder`` in a container: ``source/`` is the unpacked zip, ``submission/``
what was handed in, ``results/`` what comes of it (otter/run/__init__.py and otter/run/run_autograder, version 7). We
add two.

A submission must be out of reach before Otter touches it: Otter unpickles ``.OTTER_LOG``, and its kernel looks into the
current folder first for every import, so an ``otter.py`` in ``submission/`` would run there.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

CARRIED = "xorcise"
"""The folder within the zip's ``files/`` that holds the grader and the exercise."""

SINGLE = (".py", ".ipynb", ".zip")
"""What is graded as one file, where it is all that was handed in."""

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'
"""A notebook without a cell: what stands where the submission's did."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The folders of one run.

    Attributes:
        root: the folder of the run, ``/autograder`` in a container.
    """

    root: Path

    @property
    def submission(self) -> Path:
        """Where Otter puts what was handed in, and works."""
        return self.root / "submission"

    @property
    def catalogue(self) -> Path:
        """The root of the exercise in the unpacked zip, and of the grader's code."""
        return self.root / "source" / "files" / CARRIED

    @property
    def handed_in(self) -> Path:
        """Where the submission is taken to."""
        return self.root / "handed_in"

    @property
    def result(self) -> Path:
        """The result as our grading wrote it."""
        return self.root / "graded" / "result.json"

    @property
    def verdicts(self) -> Path:
        """What the test files read; relative to ``submission/``, ``../graded/verdicts.json``."""
        return self.root / "graded" / "verdicts.json"

    def take_away(self, stay: Collection[str] = ()) -> None:
        """Move everything in ``submission/`` to ``handed_in/``.

        Args:
            stay: names of what Otter itself put there.
        """
        self.handed_in.mkdir(mode=0o700)
        for path in sorted(self.submission.iterdir()):
            if path.name in stay or _is_otters(path):
                continue
            shutil.move(path, self.handed_in / path.name)  # a link is moved as a link
        shutil.rmtree(self.submission / CARRIED, ignore_errors=True)  # Otter's copy of files/, which nothing reads

    def to_grade(self) -> Path:
        """Return what is to be graded: the only file that was handed in, or the folder with all of it."""
        found = list(self.handed_in.iterdir())
        one = len(found) == 1 and found[0].suffix.lower() in SINGLE
        return found[0] if one and found[0].is_file() and not found[0].is_symlink() else self.handed_in


def _is_otters(path: Path) -> bool:
    """Whether a file is the empty ``__init__.py`` that Otter puts beside a submission."""
    return path.name == "__init__.py" and path.is_file() and not path.is_symlink() and path.stat().st_size == 0

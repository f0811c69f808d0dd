"""An exercise's folder that lies in no course: one that was downloaded alone, or that somebody renamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import SLUG, Exercise, Heading, read_exercise

NO_NUMBER = "00"
"""What the slug begins with where neither the folder nor a course says which exercise it is."""


class LoneExercise(Catalogue):
    """A catalogue of one exercise, whose folder is the root. It has no hidden suite.

    Args:
        folder: the folder, which holds ``exercise.toml``.
        known: exercises of a course. The slug of one with the same module is taken where the folder's name is none.
    """

    def __init__(self, folder: Path, known: Sequence[Exercise] = ()) -> None:
        super().__init__(folder)
        self._known = known

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercise.

        Raises:
            CatalogueError: its description is wrong.
        """
        description = self.root / "exercise.toml"
        if SLUG.fullmatch(self.root.name):
            return (read_exercise(description),)
        found = read_exercise(description, f"{NO_NUMBER}_renamed")
        same = (e.slug for e in self._known if e.module == found.module)
        return (replace(found, slug=next(same, f"{NO_NUMBER}_{found.module.lower()}")),)

    def headings(self) -> tuple[Heading, ...]:
        """What a list shows of it."""
        return tuple(Heading(e.slug, e.filename, e.title) for e in self.exercises)

    def statement_dir(self, exercise: Exercise) -> Path:
        """The folder, whatever its name is."""
        return self.root

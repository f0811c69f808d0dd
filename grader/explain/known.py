"""What the explainer compares a submission with: tables of seed 0, made with the data set that it is graded with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import DataSet
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import Misconception
from grader.explain.diagnosis import Table, beliefs_shown, failures, passed
from grader.explain.edit_match import Match, edits_shown
from grader.explain.edit_table import find_edits
from grader.explain.tables import find
from grader.explain.trying import SEED
from grader.suite.evidence import test_of
from grader.suite.session import SuiteRun


@dataclass(frozen=True, slots=True)
class Known:
    """The tables of one exercise. An empty one explains nothing.

    Attributes:
        beliefs: what each misconception's variant fails.
        misconceptions: by key.
        edits: what each single edit of the reference fails.
    """

    beliefs: Table = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    edits: Table = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        exercise: Exercise,
        data: DataSet | None,
        misconceptions: Mapping[str, Misconception],
    ) -> Known:
        """Return the tables that fit an exercise's suite and the data set.

        Args:
            catalogue: where they lie.
            exercise: the exercise.
            data: that it is graded with.
            misconceptions: its misconceptions by key.
        """
        beliefs = find(catalogue, exercise, SEED, data) or {}
        return cls(beliefs, misconceptions, find_edits(catalogue, exercise, data))

    def beliefs_in(self, run: SuiteRun) -> dict[str, Misconception]:
        """Return by test of a run with ``SEED`` the misconception that it shows."""
        return beliefs_shown(run, self.beliefs, self.misconceptions)

    def edits_in(self, run: SuiteRun, entry_points: Collection[str]) -> dict[str, Match]:
        """Return by test of a run with ``SEED`` the single edit that it shows; of several, that of the first part."""
        found: dict[str, Match] = {}
        if self.edits:
            for name, match in edits_shown(self.edits, failures(run), passed(run), entry_points):
                found.setdefault(test_of(name), match)
        return found

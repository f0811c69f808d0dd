"""What the grader knows of an exercise and a student may know before anything is handed in: the files of its desk.

Nothing here raises an error. Files that are missing or damaged, or tables of other public tests than those that lie
beside them, say nothing. A student who edits the public tests is shown what tests say, and no explanation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.explain.desk_files import HiddenTest, Words, desk_beliefs, desk_edits, read_words
from grader.explain.known import Known


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """What is known of one exercise at a student's desk.

    Attributes:
        hidden: the hidden tests, in the suite's order; none where their titles are not known.
        known: what explanations of the public tests compare with; empty where nothing fits these tests.
    """

    hidden: tuple[HiddenTest, ...] = ()
    known: Known = field(default_factory=Known)


def known_of(catalogue: Catalogue, exercise: Exercise) -> AtTheDesk:
    """Return what is known of an exercise: titles of hidden tests, and tables that fit the public tests."""
    words = read_words(catalogue, exercise) or Words()
    told = words.misconceptions
    beliefs = {key: fails for key, fails in desk_beliefs(catalogue, exercise).items() if key in told}
    return AtTheDesk(words.tests, Known(beliefs, told, desk_edits(catalogue, exercise)))

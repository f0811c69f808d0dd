"""Which single edit of right code does the same as a submission: compared as misconceptions are (``diagnosis``).

There are hundreds of edits, so more is asked of one than of a misconception: it alone explains all failures of a call,
and ``ENOUGH`` numbers were compared. Several may fit equally. Then their kind is told if they are all of one kind, and
nothing otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.explain.diagnosis import Failures, Table, best, fitting, home
from grader.explain.edit_table import ENOUGH, numbers_in, shortened
from grader.explain.edit_words import WORDS, EditKind
from grader.language import Message, _, joined


@dataclass(frozen=True, slots=True)
class Match:
    """The edit that a failed test shows.

    Attributes:
        kind: of the edit.
        call: the submission's function, or method, that gives the edit's values.
    """

    kind: EditKind
    call: str

    @property
    def cause(self) -> str:
        """The same of all tests that the edit explains."""
        return f"{self.call}:edit:{self.kind}"

    @property
    def words(self) -> Message:
        """What a student is told."""
        return joined(_(": "), [self.call, WORDS[self.kind]])


def edits_shown(
    table: Table, seen: Failures, passed: Collection[str], entry_points: Collection[str]
) -> Iterator[tuple[str, Match]]:
    """Yield the tests, and parts of tests, that show an edit, each with it.

    Args:
        table: of the exercise's edits. Tests that none of them fails, such as trainings, are not compared.
        seen: failures of the submission, with the table's seed and data set.
        passed: the tests, and parts of tests, that the submission passed in full.
        entry_points: the names that the exercise asks for.
    """
    compared = set().union(*table.values())
    short = {test: shortened(failure) for test, failure in seen.items() if test in compared}
    fits = fitting(table, short, passed)
    for test in short:
        keys = best(fits, test)
        matches = {_match(key, short, fits[key], entry_points) for key in keys}
        if len(matches) == 1 and (match := matches.pop()) is not None:
            yield test, match


def _match(key: str, seen: Failures, tests: Collection[str], entry_points: Collection[str]) -> Match | None:
    """Return what is told of an edit that explains some tests; ``None`` if that is not certain enough."""
    kind, function, _number = key.split(" ")
    at = home(seen, tests)
    if any(f.blame == at and t not in tests for t, f in seen.items()) or numbers_in(seen[t] for t in tests) < ENOUGH:
        return None
    # a call of a library, such as that of a model, is the edited function's
    asked = [n for n in (at.partition(" and ")[0], function) if n.partition(".")[0] in entry_points]
    return next((Match(k, asked[0]) for k in WORDS if k == kind and asked), None)

"""Which single edit of right code does the same as a submission: compared as misconceptions are (``diagnosis``).

There are hundreds of edits, so more is asked of one than of a misconception: it alone explains all failures of a call,
and ``ENOUGH`` numbers were compared. Several may fit equally. Then their kind is told if they are all of one kind, and
nothing otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
        kinds = {_KINDS[key.split(" ")[0]] for key in keys}
        if len(kinds) == 1 and all(_is_certain(short, fits[key]) for key in keys):
            homes = {key: home(short, fits[key]).split(" and ") for key in keys}
            exact = {_call(at, key.split(" ")[1], entry_points) for key, at in homes.items()}
            # edits of several functions may fit: then what was called is told, and not what was edited
            calls = exact if len(exact) == 1 else {_call(at, "", entry_points) for at in homes.values()}
            if len(calls) == 1 and (call := calls.pop()):
                yield test, Match(kinds.pop(), call)


_KINDS: Mapping[str, EditKind] = {kind: kind for kind in WORDS}


def _is_certain(seen: Failures, tests: Collection[str]) -> bool:
    """Return whether an edit that explains some tests explains all failures of their call, with ``ENOUGH`` numbers."""
    at = home(seen, tests)
    others = any(failure.blame == at and test not in tests for test, failure in seen.items())
    return not others and numbers_in(seen[test] for test in tests) >= ENOUGH


def _call(blamed: Sequence[str], function: str, entry_points: Collection[str]) -> str:
    """Return the call to tell of: empty if none of them is asked for by name.

    The edited function if it was called; else what the tests looked at last; else, where they looked at something of a
    library, the edited function.
    """
    looked = [part for part in reversed(blamed) if not part.endswith(" = ...")]
    names = [*(part for part in blamed if part == function), *looked, function]
    return next((name for name in names if name.partition(".")[0] in entry_points), "")

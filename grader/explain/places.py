"""The place of a fault: the line on which some single edit mends all failures of a function and breaks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from grader.explain.edits.edit import Edit, Kind
from grader.explain.trying import Budget, Wanted, confirmed, mending
from grader.suite.session import SuiteSession

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.slot.slot import Slot

MOST_EDITS = 5000
"""Edits of one function that are tried, at most: some seven seconds at 1.3 ms each. The functions of the exercises have
300 to 4,000."""

ENOUGH = 5
"""Mending edits of one line after which others of that line are left out: they would not change what is told."""

PLAIN: frozenset[Kind] = frozenset(
    ("number", "axis", "operator", "sign", "order", "call", "comparison", "copy", "bounds", "return", "random", "shift")
)
"""Kinds of edits that change one thing and add nothing. If some of them mend, those that add something are not tried:
with one term more, much can be made right elsewhere."""


@dataclass(frozen=True, slots=True)
class Located:
    """The place of a fault.

    Attributes:
        lines: in the student's file, from 1: one, or two of an edit that changes two places.
        kind: of the edit; ``expression`` where edits of several kinds mend.
        edit: the one that changes least, for the instructor.
    """

    lines: tuple[int, ...]
    kind: Kind
    edit: Edit

    def moved(self, lines: int) -> Located:
        """Return the same in a file where the function begins so many lines later."""
        return replace(self, lines=tuple(line + lines for line in self.lines))


def locate(
    slot: Slot,
    suite: SuiteSession,
    files: Mapping[str, bytes],
    edits: Iterable[Edit],
    wanted: Wanted,
    budget: Budget,
    *,
    plain: bool,
) -> Located | None:
    """Return the place, if all edits that mend are on one line.

    Args:
        slot: where workers are started.
        suite: the exercise's suite.
        files: the submission's files.
        edits: of the functions that may hold the fault.
        wanted: what an edit has to do.
        budget: what may be spent on it.
        plain: whether only edits of plain kinds are tried.
    """
    every = list(islice(edits, MOST_EDITS))
    for some in ([e for e in every if e.kind in PLAIN], [e for e in every if e.kind not in PLAIN and not plain]):
        hits: dict[int, list[Edit]] = defaultdict(list)
        for edit in mending(slot, suite, files, _open(some, hits), wanted, budget):
            hits[edit.line].append(edit)
        if budget.spent():  # an edit that was not tried may mend on another line
            return None
        if hits:
            return _judged(slot, suite, files, [e for found in hits.values() for e in found], wanted)
    return None


def _open(edits: Iterable[Edit], hits: Mapping[int, Sequence[Edit]]) -> Iterator[Edit]:
    """Yield edits of lines that have too few hits so far."""
    for edit in edits:
        if len(hits.get(edit.line, ())) < ENOUGH:
            yield edit


def _judged(
    slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], some: list[Edit], wanted: Wanted
) -> Located | None:
    if len({e.line for e in some}) != 1:
        return None
    some.sort(key=lambda e: (abs(len(e.after) - len(e.before)), len(e.after)))
    best = next((e for e in some if confirmed(slot, suite, files, e, wanted)), None)
    if best is None:
        return None
    kinds = {e.kind for e in some}
    return Located(best.lines, best.kind if len(kinds) == 1 else "expression", best)

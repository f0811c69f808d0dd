"""The place of a fault: the line on which some single edit mends all failures of a function and breaks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from grader.explain.edits.edit import Edit, Kind
from grader.explain.trying import Budget, Wanted, confirmed, mending
from grader.slot.slot import Slot
from grader.suite.session import SuiteSession

MOST_EDITS = 5000
"""Edits of one function that are tried, at most: some seven seconds at 1.3 ms each. The functions of the exercises have
300 to 4,000."""

ENOUGH = 5
"""Mending edits of one line after which others of that line are left out: they would not change what is told."""

PLAIN: frozenset[Kind] = frozenset(
    ("number", "axis", "operator", "sign", "order", "call", "comparison", "copy", "bounds", "return", "random", "shift")
)
"""Kinds of edits that change one thing and add nothing. If some of them mend, those that add something do not count:
with one term more, much can be made right elsewhere."""


@dataclass(frozen=True, slots=True)
class Located:
    """The place of a fault.

    Attributes:
        line: in the student's file, from 1.
        kind: of the edit; ``expression`` where edits of several kinds mend.
        edit: the one that changes least, for the instructor.
    """

    line: int
    kind: Kind
    edit: Edit


def locate(
    slot: Slot,
    suite: SuiteSession,
    files: Mapping[str, bytes],
    edits: Iterable[Edit],
    wanted: Wanted,
    budget: Budget,
) -> Located | None:
    """Return the place, if all edits that mend are on one line.

    Args:
        slot: where workers are started.
        suite: the exercise's suite.
        files: the submission's files.
        edits: of the functions that may hold the fault.
        wanted: what an edit has to do.
        budget: what may be spent on it.
    """
    hits: dict[int, list[Edit]] = defaultdict(list)

    def open_ones() -> Iterator[Edit]:
        for edit in islice(edits, MOST_EDITS):
            if len(hits[edit.line]) < ENOUGH:
                yield edit

    for edit in mending(slot, suite, files, open_ones(), wanted, budget):
        hits[edit.line].append(edit)
    if budget.is_spent:  # an edit that was not tried may mend on another line
        return None
    return _judged(slot, suite, files, [e for found in hits.values() for e in found], wanted)


def _judged(
    slot: Slot, suite: SuiteSession, files: Mapping[str, bytes], hits: list[Edit], wanted: Wanted
) -> Located | None:
    some = [e for e in hits if e.kind in PLAIN] or hits
    if len({e.line for e in some}) != 1:
        return None
    some.sort(key=lambda e: (e.kind not in PLAIN, abs(len(e.after) - len(e.before)), len(e.after)))
    best = next((e for e in some if confirmed(slot, suite, files, e, wanted)), None)
    if best is None:
        return None
    kinds = {e.kind for e in some}
    return Located(best.line, best.kind if len(kinds) == 1 else "expression", best)

"""How well failures are explained: of faults whose place is known, what is told without any misconception's name.

Two kinds of faults are taken: the wrong variants, as if there were no table of misconceptions, and mutants of accepted
solutions. Neither is in the table of edits, though an edit of the reference may do the same. An explanation counts as
false if it names a line that is more than two lines from every changed one.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.audit.case import Case, Run
from grader.audit.mutants import drawn, mutants, sample
from grader.exercises.overlay import Variant
from grader.explain.calls_seen import FAILED
from grader.explain.edits.site import Module

FEW = 6
"""Wrong variants, and mutants, of each exercise by default: a hundred in all, some three minutes on two cores."""

NEAR = 2
"""Lines between a told line and a changed one, at most: a student who looks at one sees the other."""

FEW_SLOW = 2
"""The same of an exercise that trains, where each takes some ten seconds."""

A_SOLUTION = 6
"""Mutants that are drawn of each accepted solution, about: making all mutants of one takes a second or two."""

LONG = 4
"""Lines of a function that is no single formula."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault whose place is known.

    Attributes:
        name: of the case.
        right: the text without the fault.
        source: the text with it.
        long: whether it changes a function of at least ``LONG`` lines.
        solution: the accepted solution that it was made of, if it was; explanations have to do without that one.
    """

    name: str
    right: str
    source: str
    long: bool
    solution: str = ""

    @property
    def lines(self) -> set[int]:
        """The changed lines of the source; where lines were only taken out, those around the gap."""
        found: set[int] = set()
        matcher = difflib.SequenceMatcher(None, self.right.splitlines(), self.source.splitlines(), autojunk=False)
        for tag, _i1, _i2, begin, end in matcher.get_opcodes():
            if tag != "equal":
                found |= set(range(begin + 1, end + 1)) or {begin, begin + 1}
        return found


def faults(
    reference: str, variants: Mapping[str, Variant], accepted: Mapping[str, str], most: int, seed: int
) -> list[Fault]:
    """Return faults of one exercise: at most ``most`` wrong variants, and as many mutants of accepted solutions.

    Args:
        reference: the text of the reference.
        variants: the wrong variants.
        accepted: texts of accepted solutions by name.
        most: of each kind; drawn with ``seed``.
        seed: of the draw.
    """
    solutions = drawn(accepted, 1 + most // A_SOLUTION, seed)
    held = [Fault(f"wrong {key}", reference, v.text, _long(v.text, v.definitions)) for key, v in variants.items()]
    made = [(name, text, mutant) for name, text in accepted.items() if name in solutions for mutant in mutants(text)]
    chosen = {mutant.name for mutant in sample([mutant for *_solution, mutant in made], most, seed)}
    of_mutants = [
        Fault(f"mutant of {name}: {mutant.name}", text, mutant.source, _long(mutant.source, {mutant.function}), name)
        for name, text, mutant in [one for one in made if one[2].name in chosen][:most]
    ]
    step = max(1, len(held) // most) if most else 1
    return [*held[::step][:most], *of_mutants]


def cases(slug: str, chosen: Sequence[Fault], seed: int) -> Iterator[Case]:
    """Yield what to grade and explain."""
    for fault in chosen:
        source = fault.source.encode()
        yield Case(slug, "explanations", fault.name, source, seed, explains=True, without=fault.solution)


def counted(chosen: Mapping[str, Fault], runs: Mapping[Case, Run]) -> tuple[dict[str, int], list[str]]:
    """Return figures, and the explanations that are false, in words. A mutant that loses nothing is no fault."""
    figures = dict.fromkeys(("faults", "told", "edit", "case", "place", "raised", "false", "long", "long_told"), 0)
    wrong = []
    for case, run in runs.items():
        fault = chosen[case.name]
        if not any(test.outcome in FAILED for test in run.tests):
            continue
        told = {t.explanation.cause: t.explanation for t in run.tests if t.explanation is not None}
        figures["faults"] += 1
        figures["told"] += bool(told)
        figures["long"] += fault.long
        figures["long_told"] += fault.long and bool(told)
        searched = [e for e in told.values() if e.kind == "place" and e.edit is not None]
        if any(e.kind == "edit" for e in told.values()):
            figures["edit"] += 1
        elif searched:
            figures["place"] += 1
        elif any(e.kind == "case" for e in told.values()):
            figures["case"] += 1
        elif told:
            figures["raised"] += 1
        away = [e for e in searched if all(abs(p.line - n) > NEAR for p in e.places for n in fault.lines)]
        if away:
            figures["false"] += 1
            line, changed = away[0].places[0].line, sorted(fault.lines)
            wrong.append(f"{case.name}: line {line} is told, lines {changed} are changed: {away[0].edit}")
    return {f"explained_{name}": count for name, count in figures.items()}, wrong


def _long(text: str, names: Collection[str]) -> bool:
    definitions = Module(text).definitions()
    sizes = [(d.end_lineno or d.lineno) - d.lineno + 1 for n, d in definitions.items() if n in names]
    return max(sizes, default=0) >= LONG

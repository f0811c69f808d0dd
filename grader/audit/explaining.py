"""How well failures are explained: of faults whose place is known, what is told without any misconception's name.

Three kinds of faults are taken: the wrong variants, as if there were no table of misconceptions, mutants of accepted
solutions, and two mutants in one function. None is in the table of edits, though an edit of the reference may do the
same. An explanation counts as false if it names a line that is more than two lines from every changed one. Two faults
count as explained if a line is told near each of them, or if each failed test is explained, by two causes.
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.audit.case import Case, Run
from grader.audit.mutants import Mutant, drawn, mutants, sample, shuffled
from grader.exercises.overlay import Variant
from grader.explain.calls_seen import FAILED
from grader.explain.edits.site import Module
from grader.result import TestResult

FEW = 6
"""Wrong variants, and mutants, of each exercise by default: a hundred in all, some three minutes on two cores."""

NEAR = 2
"""Lines between a told line and a changed one, at most: a student who looks at one sees the other."""

FEW_SLOW = 2
"""The same of an exercise that trains, where each takes some ten seconds."""

A_SOLUTION = 6
"""Mutants that are drawn of each accepted solution, about: making all mutants of one takes a second or two."""

TWO_OF = 3
"""One of so many faults of an exercise is two mutants in one function: that has no table, and each takes longest."""

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
        both: the two faults that it is made of, if it is.
    """

    name: str
    right: str
    source: str
    long: bool
    solution: str = ""
    both: tuple[Fault, ...] = ()

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
    """Return faults of one exercise: at most ``most`` wrong variants, as many mutants of accepted solutions, and pairs.

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
    return [*held[::step][:most], *of_mutants, *_pairs(made, most // TWO_OF, seed)]


def _pairs(made: Sequence[tuple[str, str, Mutant]], most: int, seed: int) -> Iterator[Fault]:
    """Yield two faults in one function of a solution, which change different parts of it.

    Args:
        made: mutants, each after its solution's name and text.
        most: pairs to yield.
        seed: of the draw.
    """
    functions: dict[str, tuple[str, str]] = {}
    singles: dict[str, Fault] = {}
    for solution, text, mutant in made:
        name = f"{solution}: {mutant.name}"
        functions[name] = (solution, mutant.function)
        singles[name] = Fault(name, text, mutant.source, _long(mutant.source, {mutant.function}), solution)
    order = shuffled(singles, seed)
    pairs = (_with_another(one, order, functions, singles) for one in order)
    yield from itertools.islice((pair for pair in pairs if pair is not None), most)


def _with_another(
    name: str, order: Sequence[str], functions: Mapping[str, tuple[str, str]], singles: Mapping[str, Fault]
) -> Fault | None:
    """Return a mutant with the next one in its function that changes another part; none if there is none."""
    one, start = singles[name], order.index(name) + 1
    for other in (*order[start:], *order[:start]):
        if functions[other] == functions[name]:
            source = _merged(one.right, one.source, singles[other].source)
            if source is not None:
                both = f"{name} and {singles[other].name}"
                return Fault(both, one.right, source, one.long, one.solution, (one, singles[other]))
    return None


def _merged(right: str, one: str, other: str) -> str | None:
    """Return a text with the changes of two others, if these change different parts and the text is Python."""
    (start, end, text), (begin, stop, more) = sorted((_changed(right, one), _changed(right, other)))
    if end > begin:
        return None
    source = right[:start] + text + right[end:begin] + more + right[stop:]
    try:
        ast.parse(source)
    except SyntaxError:
        return None
    return source


def _changed(right: str, source: str) -> tuple[int, int, str]:
    """Return which part of a text another text replaces, and by what."""
    shorter = min(len(right), len(source))
    start = _common(right, source)
    end = min(_common(right[::-1], source[::-1]), shorter - start)
    return start, len(right) - end, source[start : len(source) - end]


def _common(one: str, other: str) -> int:
    """Return the number of characters at the start of two texts that are the same."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _pair in same)


def cases(slug: str, chosen: Sequence[Fault], seed: int) -> Iterator[Case]:
    """Yield what to grade and explain."""
    for fault in chosen:
        source = fault.source.encode()
        yield Case(slug, "explanations", fault.name, source, seed, explains=True, without=fault.solution)


def counted(chosen: Mapping[str, Fault], runs: Mapping[Case, Run]) -> tuple[dict[str, int], list[str]]:
    """Return figures, and the explanations that are false, in words. A mutant that loses nothing is no fault."""
    figures = dict.fromkeys(
        ("faults", "told", "edit", "case", "place", "raised", "false", "long", "long_told", "two", "two_told"), 0
    )
    wrong = []
    for case, run in runs.items():
        fault = chosen[case.name]
        if not any(test.outcome in FAILED for test in run.tests):
            continue
        told = {t.explanation.cause: t.explanation for t in run.tests if t.explanation is not None}
        if fault.both:
            figures["two"] += 1
            figures["two_told"] += _tells_both(fault.both, run.tests)
            continue
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
        away = [e for e in searched if not all(_near(fault, place.line) for place in e.places)]
        if away:
            figures["false"] += 1
            lines, changed = [place.line for place in away[0].places], sorted(fault.lines)
            wrong.append(f"{case.name}: lines {lines} are told, lines {changed} are changed: {away[0].edit}")
    return {f"explained_{name}": count for name, count in figures.items()}, wrong


def _near(fault: Fault, line: int) -> bool:
    return any(abs(line - changed) <= NEAR for changed in fault.lines)


def _tells_both(both: Sequence[Fault], tests: Iterable[TestResult]) -> bool:
    """Return whether the explanations of some tests tell of both faults of a submission."""
    one, other = both
    failed = [t for t in tests if t.outcome in FAILED]
    told = [t.explanation for t in failed if t.explanation is not None]
    lines = {place.line for explanation in told for place in explanation.places}
    by_one = bool(one.lines & other.lines)  # one line tells both if it holds both
    by_lines = any(_near(one, a) and _near(other, b) and (by_one or a != b) for a in lines for b in lines)
    causes = {explanation.cause for explanation in told}
    return by_lines or (len(told) == len(failed) and len(causes) >= len(both))


def _long(text: str, names: Collection[str]) -> bool:
    definitions = Module(text).definitions()
    sizes = [(d.end_lineno or d.lineno) - d.lineno + 1 for n, d in definitions.items() if n in names]
    return max(sizes, default=0) >= LONG

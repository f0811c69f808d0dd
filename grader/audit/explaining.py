"""How well failures are explained: of faults whose place is known, what is told.

Three kinds of faults are taken: the wrong variants, as if there were no table of misconceptions, mutants of accepted
solutions, and the wrong versions that two variants have of one function, put together. The first two are told without
any misconception's name; they are not in the table of edits, though an edit of the reference may do the same. An
explanation counts as false if it names a line that is more than two lines from every changed one. Two mistakes count as
explained if each is named or has a line told near it, or if each failed test is explained, by two causes.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.audit.case import Case, Run
from grader.audit.merging import merged
from grader.audit.mutants import drawn, mutants, sample, shuffled
from grader.exercises.overlay import Variant
from grader.explain.calls_seen import FAILED
from grader.explain.compare import NEAR as SPAN
from grader.explain.edits.site import Module
from grader.result import Explanation, TestResult

FEW = 6
"""Wrong variants, and mutants, of each exercise by default: a hundred in all, some three minutes on two cores."""

NEAR = 2
"""Lines between a told line and a changed one, at most: a student who looks at one sees the other."""

FEW_SLOW = 1
"""The same of an exercise that trains, where each takes ten seconds and more."""

A_SOLUTION = 6
"""Mutants that are drawn of each accepted solution, about: making all mutants of one takes a second or two."""

TWO_OF = 3
"""Two mistakes in one function are one of so many faults of a kind: each takes longest to explain."""

LONG = 4
"""Lines of a function that is no single formula."""


@dataclass(frozen=True, slots=True)
class Half:
    """One of two mistakes: its name and the lines that it changes."""

    name: str
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault whose place is known.

    Attributes:
        name: of the case.
        right: the text without the fault.
        source: the text with it.
        long: whether it changes a function of at least ``LONG`` lines.
        solution: the accepted solution that it was made of, if it was; explanations have to do without that one.
        both: the two mistakes that it is made of, if it is.
    """

    name: str
    right: str
    source: str
    long: bool
    solution: str = ""
    both: tuple[Half, ...] = ()

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
    """Return faults of one exercise: wrong variants, mutants of accepted solutions, and two variants in one function.

    Args:
        reference: the text of the reference.
        variants: the wrong variants.
        accepted: texts of accepted solutions by name.
        most: of each kind, and one in ``TWO_OF`` of the last; drawn with ``seed``.
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
    return [*held[::step][:most], *of_mutants, *_pairs(reference, variants, most // TWO_OF, seed)]


def _pairs(reference: str, variants: Mapping[str, Variant], most: int, seed: int) -> Iterator[Fault]:
    """Yield two mistakes in one function: the versions of it that two variants have, put together.

    Args:
        reference: the text of the reference.
        variants: by key. Those that change more than one function, or add one, are left out.
        most: pairs to yield.
        seed: of the draw.
    """
    module = Module(reference)
    right = module.definitions()
    versions: dict[str, dict[str, str]] = {}
    for key, variant in variants.items():
        theirs = Module(variant.text)
        names, found = variant.definitions & right.keys(), theirs.definitions()
        if len(variant.definitions) == len(names) == 1 and found.keys() == right.keys():
            (name,) = names
            versions.setdefault(name, {})[key] = theirs.text(found[name])
    pairs = {
        " and ".join(pair): (name, pair)
        for name, keys in versions.items()
        for pair in itertools.combinations(sorted(keys), 2)
    }
    drawn_first = (pairs[words] for words in shuffled(pairs, seed))
    made = (_together(module, name, pair, versions[name]) for name, pair in drawn_first)
    yield from itertools.islice((fault for fault in made if fault is not None), most)


def _together(module: Module, name: str, pair: tuple[str, str], versions: Mapping[str, str]) -> Fault | None:
    """Return the fault of two variants' versions of a function; ``None`` if they do not go together."""
    right = module.definitions()[name]
    both = merged(module.text(right), *(versions[key] for key in pair))
    if both is None:
        return None
    changed = [frozenset(right.lineno + line for line in lines) for lines in both.lines]
    source = module.replaced(right, both.text)
    halves = tuple(map(Half, pair, changed))
    return Fault(" and ".join(pair), module.source, source, _long(source, {name}), both=halves)


def cases(slug: str, chosen: Sequence[Fault], seed: int) -> Iterator[Case]:
    """Yield what to grade and explain."""
    for fault in chosen:
        source = fault.source.encode()
        knows: Literal["names", "edits"] = "names" if fault.both else "edits"
        yield Case(slug, "explanations", fault.name, source, seed, explains=knows, without=fault.solution)


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
            if not _is_one_mistake(run.tests):
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
        away = [e for e in searched if not all(_near(fault.lines, place.line) for place in e.places)]
        if away:
            figures["false"] += 1
            lines, changed = [place.line for place in away[0].places], sorted(fault.lines)
            wrong.append(f"{case.name}: lines {lines} are told, lines {changed} are changed: {away[0].edit}")
    return {f"explained_{name}": count for name, count in figures.items()}, wrong


def _near(lines: Collection[int], line: int) -> bool:
    return any(abs(line - changed) <= NEAR for changed in lines)


def _is_one_mistake(tests: Iterable[TestResult]) -> bool:
    """Return whether two mistakes fail exactly as a catalogued one does: one hides the other, or both make a third."""
    named = {t.misconception for t in tests if t.outcome in FAILED}
    return len(named) == 1 and None not in named


def _tells_both(both: Sequence[Half], tests: Iterable[TestResult]) -> bool:
    """Return whether the explanations of some tests tell of both mistakes of a submission."""
    failed = [t for t in tests if t.outcome in FAILED]
    told = [t.explanation for t in failed if t.explanation is not None]
    causes = {explanation.cause for explanation in told}
    if len(told) == len(failed) and len(causes) >= len(both):
        return True
    named = {t.misconception for t in failed}
    lines = {line for explanation in told for line in _lines_told(explanation)}
    match [half.lines for half in both if half.name not in named]:
        case [one, other] if not one & other:
            return any(_near(one, a) and _near(other, b) and a != b for a in lines for b in lines)
        case left:  # one line tells both if it holds both
            return all(any(_near(changed, line) for line in lines) for changed in left)


def _lines_told(explanation: Explanation) -> Iterator[int]:
    """Yield the lines that an explanation tells to look at: of some it is a line "or on the next two"."""
    for place in explanation.places:
        yield from range(place.line, place.line + (SPAN if explanation.key == "near" else 1))


def _long(text: str, names: Collection[str]) -> bool:
    definitions = Module(text).definitions()
    sizes = [(d.end_lineno or d.lineno) - d.lineno + 1 for n, d in definitions.items() if n in names]
    return max(sizes, default=0) >= LONG

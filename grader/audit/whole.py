"""What must hold over all exercises together, as one exercise has too few cases for a share."""

from __future__ import annotations

from collections.abc import Sequence

from grader.audit.judge import FIGURES, Findings

FALSE_NAMES = 0.02
"""Largest share of wrong variants with a false name: a wrong explanation is worse for a student than none."""

PAIRS_NAMED = 0.9
"""Smallest share of pairs whose misconceptions are both named: thirty-six of forty."""

NAMED = 0.95
"""Smallest share of wrong variants with exactly their own name. The rest leaves room for declared twins."""


FALSE_EXPLANATIONS = 0.03
"""Largest share of explained faults with a wrong line. A false word costs a student more time than none."""

PUBLIC_FAILED = 0.75
"""Smallest share of wrong variants that fail a public test. Each of the others costs little, but a student who makes
three such mistakes is told of none."""

PUBLIC_TOLD = 0.85
"""Smallest share of those that are explained at a student's desk. Of the others it shows got and expected."""

MANY = 100
"""Explained faults from which on that share is judged: of fewer, one is a large share."""

LARGEST = frozenset({"seeds", "nothing_most"})
"""Figures that are no counts."""


def totals(found: Sequence[Findings]) -> dict[str, int]:
    """Return the sum of each figure over the exercises; of those in ``LARGEST``, the largest."""
    sums = {
        name: sum(f.figures.get(name, 0) for f in found) for name in FIGURES if any(name in f.figures for f in found)
    }
    return sums | {name: max(f.figures.get(name, 0) for f in found) for name in LARGEST & sums.keys()}


def shortfalls(found: Sequence[Findings]) -> list[str]:
    """Return in words which shares over all exercises are too small or too large."""
    sums = totals(found)
    faults = []
    wrong, both = sums.get("wrong", 0), sums.get("pairs", 0)
    if sums.get("false_names", 0) > FALSE_NAMES * wrong:
        faults.append(f"{sums['false_names']} of {wrong} variants get another's name; at most {FALSE_NAMES:.0%} may")
    if sums.get("named", 0) < NAMED * wrong:
        faults.append(f"{sums['named']} of {wrong} wrong variants are named exactly; at least {NAMED:.0%} must be")
    if sums.get("pairs_named", 0) < PAIRS_NAMED * both:
        faults.append(f"both are named in {sums['pairs_named']} of {both} pairs; at least {PAIRS_NAMED:.0%} must be")
    public, failed = sums.get("public", 0), sums.get("public_failed", 0)
    if failed < PUBLIC_FAILED * public:
        faults.append(f"{failed} of {public} wrong variants fail a public test; at least {PUBLIC_FAILED:.0%} must")
    if sums.get("public_told", 0) < PUBLIC_TOLD * failed:
        explained = f"{sums['public_told']} of {failed} that fail a public test are explained at the desk"
        faults.append(f"{explained}; at least {PUBLIC_TOLD:.0%} must be")
    told, false = sums.get("explained_told", 0), sums.get("explained_false", 0)
    if told >= MANY and false > FALSE_EXPLANATIONS * told:
        which = "; ".join(line for f in found for line in f.false)
        faults.append(f"{false} of {told} explanations name a wrong line, above {FALSE_EXPLANATIONS:.0%}: {which}")
    return faults

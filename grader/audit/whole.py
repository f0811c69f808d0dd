"""What must hold over all exercises together, where one alone has too few cases to say."""

from __future__ import annotations

from collections.abc import Sequence

from grader.audit.judge import FIGURES, Findings

FALSE_NAMES = 0.02
"""Most false names, as a share of the wrong variants: a mistake told as another misleads more than silence does."""

PAIRS_NAMED = 0.9
"""Fewest pairs of which both are named: thirty-six of forty."""

NAMED = 0.95
"""Fewest wrong variants with exactly their own name; the others have a twin that no test tells from them."""


def totals(found: Sequence[Findings]) -> dict[str, int]:
    """Return the sums of the figures that there are; of seeds, the most."""
    sums = {
        name: sum(f.figures.get(name, 0) for f in found) for name in FIGURES if any(name in f.figures for f in found)
    }
    if "seeds" in sums:
        sums["seeds"] = max(f.figures.get("seeds", 0) for f in found)
    return sums


def shortfalls(found: Sequence[Findings]) -> list[str]:
    """Return in words what is too little, or too much, over all exercises."""
    sums = totals(found)
    faults = []
    wrong, both = sums.get("wrong", 0), sums.get("pairs", 0)
    if sums.get("false_names", 0) > FALSE_NAMES * wrong:
        faults.append(f"{sums['false_names']} of {wrong} variants get another's name; at most {FALSE_NAMES:.0%} may")
    if sums.get("named", 0) < NAMED * wrong:
        faults.append(f"{sums['named']} of {wrong} wrong variants are named exactly; at least {NAMED:.0%} must be")
    if sums.get("pairs_named", 0) < PAIRS_NAMED * both:
        faults.append(f"both are named in {sums['pairs_named']} of {both} pairs; at least {PAIRS_NAMED:.0%} must be")
    return faults

"""Two misconceptions at once: files that hold the wrong functions, or methods, of two variants.

What a variant replaces has a name: ``train`` is a function, ``TwoLayerNet.loss`` a method, and ``TwoLayerNet`` a class
of which more than some methods differ.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from grader.exercises.calls import pieces, reached
from grader.exercises.overlay import Variant, render_overlay


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants whose wrong functions are in one file."""

    first: str
    second: str
    source: str

    @property
    def name(self) -> str:
        """Both keys."""
        return f"{self.first} + {self.second}"


def pairs(
    reference: str, variants: Mapping[str, Variant], fails: Mapping[str, Collection[str]], most: int, seed: int
) -> list[Pair]:
    """Return at most ``most`` seeded pairs of variants that can both be diagnosed from one file.

    Each variant changes one function or method of the reference. They are not the same, and neither uses the other,
    since the outer one would then return what neither variant returns. Each fails a test that the other one passes.

    Args:
        reference: text of the reference solution.
        variants: wrong variants by key.
        fails: by key, the tests that a variant is expected to fail; variants without any are in no pair.
        most: the number of pairs.
        seed: of the draw.
    """
    single = {key: next(iter(v.definitions)) for key, v in variants.items() if len(v.definitions) == 1 and key in fails}
    uses = {name: reached(reference, name) for name in pieces(reference)}
    every = [
        (a, b)
        for a, b in itertools.combinations(sorted(single), 2)
        for f, g in [(single[a], single[b])]
        if f != g and g.partition(".")[0] != f and f.partition(".")[0] != g
        if g not in uses.get(f, ()) and f not in uses.get(g, ())
        if not variants[a].statements & variants[b].statements
        if set(fails[a]) - set(fails[b]) and set(fails[b]) - set(fails[a])
    ]
    drawn = [every[i] for i in np.random.default_rng(seed).permutation(len(every))[:most]]
    # the second overlay finds in the first one's file what it finds in the reference
    return [Pair(a, b, render_overlay(variants[a].text, variants[b].overlay, f"wrong/{b}.py").text) for a, b in drawn]

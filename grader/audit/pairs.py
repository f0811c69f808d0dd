"""Two beliefs at once: files that hold the wrong functions of two variants."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants whose wrong functions stand in one file."""

    first: str
    second: str
    source: str

    @property
    def name(self) -> str:
        """Both keys."""
        return f"{self.first} + {self.second}"


def pairs(
    reference: str, variants: Iterable[Path], fails: Mapping[str, Collection[str]], most: int, seed: int
) -> list[Pair]:
    """Return at most ``most`` seeded pairs of variants of which a file that holds both gives evidence.

    Each changes one function of the reference, not the same one, and none that the other makes use of: the outer one
    would return what neither variant does. Each fails a test that the other one passes.

    Args:
        reference: text of the reference solution.
        variants: files of wrong variants.
        fails: by key, the tests that a variant declares.
        most: how many are wanted.
        seed: which ones are drawn.
    """
    texts = {p.stem: p.read_text(encoding="utf-8") for p in variants if p.stem in fails}
    wrong = {key: changed(reference, text) for key, text in texts.items()}
    single = {key: functions for key, functions in wrong.items() if len(functions) == 1}
    uses = {name: reached(reference, name) for name in functions(reference)}
    every = [
        (a, b)
        for a, b in itertools.combinations(sorted(single), 2)
        for f, g in [(*single[a], *single[b])]
        if f != g and g not in uses.get(f, ()) and f not in uses.get(g, ())
        if set(fails[a]) - set(fails[b]) and set(fails[b]) - set(fails[a])
    ]
    drawn = [every[i] for i in np.random.default_rng(seed).permutation(len(every))[:most]]
    return [Pair(a, b, combined(reference, [texts[a], texts[b]], single[a] | single[b])) for a, b in drawn]


def reached(source: str, name: str) -> set[str]:
    """Return the top-level functions and classes that ``name`` makes use of, by way of others too."""
    texts = functions(source)
    found: set[str] = set()
    waiting = [name]
    while waiting:
        names = {n.id for n in ast.walk(ast.parse(texts[waiting.pop()])) if isinstance(n, ast.Name)}
        new = (names & texts.keys()) - found
        found |= new
        waiting += new
    return found


def functions(source: str) -> dict[str, str]:
    """Return the top-level functions and classes of a module by name."""
    return {n.name: ast.unparse(n) for n in ast.parse(source).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}


def changed(reference: str, variant: str) -> dict[str, str]:
    """Return the functions of ``variant`` that are not the reference's."""
    right = functions(reference)
    return {name: text for name, text in functions(variant).items() if right.get(name) != text}


def combined(reference: str, variants: Iterable[str], others: Mapping[str, str]) -> str:
    """Return the reference with some functions replaced, and with the imports of the variants that they come from."""
    tree = ast.parse(reference)
    body = [ast.parse(others.get(getattr(n, "name", ""), ast.unparse(n))).body[0] for n in tree.body]
    nodes = [n for text in variants for n in ast.parse(text).body if isinstance(n, (ast.Import, ast.ImportFrom))]
    imports = dict.fromkeys(ast.unparse(n) for n in nodes)
    place = 1 if ast.get_docstring(tree) else 0  # before the functions, and before the reference's own imports
    tree.body = [*body[:place], *(ast.parse(text).body[0] for text in imports), *body[place:]]
    return ast.unparse(tree)

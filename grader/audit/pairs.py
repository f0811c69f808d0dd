"""Two beliefs at once: files that hold the wrong functions, or methods, of two variants.

What can be exchanged goes by a name: ``train`` for a function, ``TwoLayerNet.loss`` for a method, ``TwoLayerNet`` for a
class of which more than some methods is different.
"""

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

    Each changes one function or method of the reference, not the same one, and none that the other makes use of: the
    outer one would return what neither variant does. Each fails a test that the other one passes.

    Args:
        reference: text of the reference solution.
        variants: files of wrong variants.
        fails: by key, the tests that a variant declares.
        most: how many are wanted.
        seed: which ones are drawn.
    """
    texts = {p.stem: p.read_text(encoding="utf-8") for p in variants if p.stem in fails}
    wrong = {key: changed(reference, text) for key, text in texts.items()}
    single = {key: parts for key, parts in wrong.items() if len(parts) == 1}
    uses = {name: reached(reference, name) for name in pieces(reference)}
    every = [
        (a, b)
        for a, b in itertools.combinations(sorted(single), 2)
        for f, g in [(*single[a], *single[b])]
        if f != g and g.partition(".")[0] != f and f.partition(".")[0] != g
        if g not in uses.get(f, ()) and f not in uses.get(g, ())
        if set(fails[a]) - set(fails[b]) and set(fails[b]) - set(fails[a])
    ]
    drawn = [every[i] for i in np.random.default_rng(seed).permutation(len(every))[:most]]
    return [Pair(a, b, combined(reference, [texts[a], texts[b]], single[a] | single[b])) for a, b in drawn]


def reached(source: str, name: str) -> set[str]:
    """Return the functions, classes and methods that ``name`` makes use of, by way of others too.

    Whose method a name after a dot is, is not known: it is taken for everybody's.
    """
    texts = pieces(source)
    found: set[str] = set()
    waiting = [name]
    while waiting:
        nodes = list(ast.walk(ast.parse(texts[waiting.pop()])))
        names = {n.id for n in nodes if isinstance(n, ast.Name)}
        attributes = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
        used = {t for t in texts if t in names or t.partition(".")[2] in attributes}
        used |= {t for t in texts if t.partition(".")[0] in names and t.endswith(".__init__")}
        waiting += used - found
        found |= used
    return found


def pieces(source: str) -> dict[str, str]:
    """Return the top-level functions, the classes and their methods by name."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = ast.unparse(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{m.name}": ast.unparse(m) for m in node.body if isinstance(m, ast.FunctionDef)}
    return found


def changed(reference: str, variant: str) -> dict[str, str]:
    """Return what of ``variant`` is not the reference's: methods where a class differs in nothing else."""
    right, wrong = pieces(reference), pieces(variant)
    found = {name: text for name, text in wrong.items() if right.get(name) != text}
    for owner in [name for name in found if "." not in name]:
        methods = {name: text for name, text in found.items() if name.startswith(f"{owner}.")}
        same = owner in right and methods and ast.unparse(_exchanged(right[owner], methods)) == wrong[owner]
        for name in [owner] if same else methods:
            del found[name]
    return found


def combined(reference: str, variants: Iterable[str], others: Mapping[str, str]) -> str:
    """Return the reference with some pieces exchanged, and with the other lines of the variants they come from."""
    tree = _exchanged(reference, others)
    have = {ast.unparse(n) for n in tree.body}
    nodes = [n for text in variants for n in ast.parse(text).body if not isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    nodes.sort(key=lambda n: not _is_import(n))  # variables of a module may need them
    more = dict.fromkeys(ast.unparse(n) for n in nodes if not _is_text(n))
    place = next(i for i, n in enumerate(tree.body) if not _is_text(n) and not _is_import(n))
    tree.body[place:place] = [ast.parse(text).body[0] for text in more if text not in have]
    return ast.unparse(tree)


def _exchanged(source: str, others: Mapping[str, str]) -> ast.Module:
    return ast.Module([_Exchange(others).visit(n) for n in ast.parse(source).body], [])


class _Exchange(ast.NodeTransformer):
    """Puts other functions, classes and methods into the place of those of the same name."""

    def __init__(self, others: Mapping[str, str]) -> None:
        self.others = others
        self.owner = ""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        """A function, or a method of ``owner``."""
        text = self.others.get(self.owner + node.name)
        return node if text is None else ast.parse(text).body[0]

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        """A class: another one, or the same with other methods."""
        if node.name in self.others:
            return ast.parse(self.others[node.name]).body[0]
        self.owner = f"{node.name}."
        self.generic_visit(node)
        self.owner = ""
        return node


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))

"""Machine-made mutants of a reference solution, with one small change each.

cosmic-ray changes arithmetic, comparisons, booleans, numbers and loops; our own operators (``operators``) change
numerical code. Each mutant is a source text; docstrings, annotations and imports stay as they are.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import itertools
import pickle
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from grader.audit.operators import OPERATORS

ARITHMETIC = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Pow", "Mod")
"""cosmic-ray's operators for numbers. The others (shifts, bits) raise on floats, which any test notices."""

UNUSED = re.compile(r"VariableReplacer|VariableInserter|NoOp|RemoveDecorator|.*_(Is|IsNot|Invert)(_|$)")
"""Operators of cosmic-ray that need arguments, that find nothing to change, or that test what no statement asks for:
whether two equal numbers are one object, and the bits of a number."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a reference.

    Attributes:
        operator: the name of the operator that made it.
        function: qualified name of the function or class with the change; empty at the top of the module.
        before: the changed lines as they were, without indentation.
        after: the changed lines as they are now.
        source: the whole module.
    """

    operator: str
    function: str
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """A name that no other mutant of the reference has, in one line."""
        return f"{self.function}: {self.before!r} -> {self.after!r}"


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def mutants(source: str) -> list[Mutant]:
    """Return all mutants of a module that differ from it and from one another.

    Args:
        source: the module's text.
    """
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    found: dict[tuple[str, str, str], Mutant] = {}
    for operator, text in itertools.chain(_ours(source), _cosmic(source)):
        try:
            shape = _shape(text)
        except (SyntaxError, ValueError):  # such as a bracket around the bounds of a slice
            continue
        if shape not in seen:
            seen.add(shape)
            mutant = _described(operator, source, tree, text)
            found.setdefault((mutant.function, mutant.before, mutant.after), mutant)
    return list(found.values())


Named = TypeVar("Named", bound="_Named")


def sample(every: list[Named], most: int, seed: int) -> list[Named]:
    """Return at most ``most`` of the mutants, or flaws, in their order, drawn by a digest of seed and name.

    If one mutant is declared equivalent and taken out, the others of the draw stay.
    """
    chosen = drawn((m.name for m in every), most, seed)
    return [m for m in every if m.name in chosen]


def drawn(names: Iterable[str], most: int, seed: int) -> set[str]:
    """Return at most ``most`` of the names, drawn by a digest of seed and name."""
    return set(shuffled(names, seed)[:most])


def shuffled(names: Iterable[str], seed: int) -> list[str]:
    """Return names in an order by a digest of seed and name: one name more leaves the order of the others."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\0{name}".encode()).digest())


def diff_of(source: str, mutant: Mutant) -> str:
    """Return a unified diff of the reference and a mutant, without context."""
    lines = difflib.unified_diff(source.splitlines(), mutant.source.splitlines(), "reference", "mutant", "", "", 0, "")
    return "\n".join(list(lines)[2:])


def _ours(source: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    offsets = list(itertools.accumulate((len(line) for line in source.encode().splitlines(keepends=True)), initial=0))
    raw = source.encode()
    unchanged = _untouched(tree)
    for node in ast.walk(tree):
        if node in unchanged or not isinstance(node, (ast.expr, ast.stmt)):
            continue
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = offsets[node.lineno - 1] + node.col_offset
        end = offsets[node.end_lineno - 1] + node.end_col_offset
        text = raw[start:end].decode()
        for name, operator in OPERATORS.items():
            for other in operator(node, text):
                yield name, (raw[:start] + other.encode() + raw[end:]).decode()


def _untouched(tree: ast.AST) -> set[ast.AST]:
    """Return the nodes of annotations, imports and docstrings."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                roots += [n for n in (node.returns, *node.decorator_list) if n is not None]
            case ast.arg(annotation=ast.AST() as annotation):
                roots.append(annotation)
            case ast.AnnAssign():
                roots.append(node.annotation)
            case ast.Import() | ast.ImportFrom() | ast.JoinedStr():
                roots.append(node)
            case ast.Expr(value=ast.Constant(value=str())):
                roots.append(node)
    return {n for root in roots for n in ast.walk(root)}


def _cosmic(source: str) -> Iterator[tuple[str, str]]:
    from cosmic_ray.ast import ast_nodes, get_ast  # of xorcise[audit], which other parts of an audit do without
    from cosmic_ray.mutating import MutationVisitor  # as above
    from cosmic_ray.plugins import get_operator, operator_names  # as above

    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    parsed = pickle.dumps(tree)  # reading it takes a tenth of the time of parsing, and a mutation changes its tree
    for name in operator_names():
        short = name.split("/")[1]
        pair = re.fullmatch(r"ReplaceBinaryOperator_(\w+?)_(\w+)", short)
        if UNUSED.match(short) or (pair and not set(pair.groups()) <= set(ARITHMETIC)):
            continue
        operator = get_operator(name)()
        places = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        for occurrence in range(places):
            yield short, MutationVisitor(occurrence, operator).walk(pickle.loads(parsed)).get_code()  # noqa: S301  made above


def _shape(source: str) -> str:
    return ast.dump(ast.parse(source))


def _described(operator: str, source: str, tree: ast.Module, text: str) -> Mutant:
    ours, theirs = source.splitlines(), text.splitlines()
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    first, last = changes[0], changes[-1]
    before = " ".join(line.strip() for line in ours[first[1] : last[2]])
    after = " ".join(line.strip() for line in theirs[first[3] : last[4]])
    return Mutant(operator, _function_at(tree, first[1] + 1), before, after, text)


def _function_at(tree: ast.Module, line: int) -> str:
    """Return the qualified name of the innermost function or class around a line."""
    names: list[str] = []
    body: list[ast.stmt] = tree.body
    while True:
        around = [
            n
            for n in body
            if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and n.lineno <= line <= (n.end_lineno or n.lineno)
        ]
        if not around:
            return ".".join(names)
        names.append(around[0].name)
        body = around[0].body

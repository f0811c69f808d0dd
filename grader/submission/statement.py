"""A Python statement of a notebook: the names that it sets and reads, and whether it runs something.

Each property is computed once, since every exercise of the course asks for it.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from grader.exercises.body import DEFINITIONS, IMPORTS

_RUNNING = frozenset(
    {"fit", "fit_generator", "fit_transform", "partial_fit", "train", "train_on_batch"}
    | {"load_data", "load_mnist", "fetch_openml", "get_file", "urlretrieve", "urlopen", "input"}
)
"""Functions and methods that train, download or wait for input, by the last part of their name."""

LOOPS = (ast.For, ast.While)

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""The nodes of comprehensions. Their variables are local."""

_RUN_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
"""Names that ``symtable`` gives to comprehensions. Unlike functions, they run at once."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement at the top level of a cell.

    Attributes:
        cell: the number of the code cell, from 1.
        node: the syntax tree.
        text: the source.
        indented: whether the text has ``if True:`` as a line above it, because the statement is indented in its cell.
    """

    cell: int
    node: ast.stmt
    text: str
    indented: bool = False

    @property
    def line(self) -> int:
        """The line of the cell on which its text begins, from 1; with its decorators and the line above it."""
        decorators = self.node.decorator_list if isinstance(self.node, DEFINITIONS) else []
        return min([self.node.lineno, *(d.lineno for d in decorators)]) - self.indented

    @property
    def shown(self) -> str:
        """Its first line, for a message."""
        return self.text.split("\n", 2)[self.indented].strip()

    @property
    def defines(self) -> bool:
        """Whether it is a ``def`` or ``class``."""
        return isinstance(self.node, DEFINITIONS)

    @property
    def imports(self) -> bool:
        """Whether it is an ``import``."""
        return isinstance(self.node, IMPORTS)

    @property
    def is_future(self) -> bool:
        """Whether it is an import from ``__future__``, which must come first."""
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"

    @cached_property
    def sets(self) -> frozenset[str]:
        """The names that it binds or whose objects it modifies."""
        node = self.node
        if isinstance(node, DEFINITIONS):
            changed = (name for d in node.decorator_list if isinstance(d, ast.Call) for name in _names(d.args))
            return frozenset({node.name, *changed})
        if (call := self.method_call) is not None:
            return frozenset({call[0]})
        return frozenset(_bound_or_changed(node))

    @property
    def is_loop(self) -> bool:
        """Whether it is a ``for`` or ``while``."""
        return isinstance(self.node, LOOPS)

    @cached_property
    def counters(self) -> frozenset[str]:
        """The names that the ``for`` loops in a loop bind at each step. Nobody else means these."""
        if not self.is_loop:
            return frozenset()
        targets = [n.target for n in _surface(self.node) if isinstance(n, ast.For)]
        return frozenset(name for target in targets for name in _bound_or_changed(target))

    @cached_property
    def fills(self) -> frozenset[str]:
        """The names whose objects a loop may modify by calling their methods, as in ``table.append(x)``."""
        calls = [n.value for n in _surface(self.node) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)]
        roots = {_root(call.func) for call in calls if isinstance(call.func, ast.Attribute)}
        return frozenset(root for root in roots if root)

    @cached_property
    def method_call(self) -> tuple[str, str] | None:
        """``("a", "c")`` if the whole statement is a call ``a.b.c(...)``; otherwise ``None``."""
        node = self.node
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            root = _root(node.value.func)
            return (root, node.value.func.attr) if root else None
        return None

    @property
    def reads(self) -> frozenset[str]:
        """The global and built-in names that it reads at any time."""
        return (self._reads[0] | self._reads[1]) - self.counters

    @property
    def reads_at_once(self) -> frozenset[str]:
        """The global and built-in names that it reads while it is executed, not later inside a function."""
        return self._reads[0] - self.counters

    @cached_property
    def _reads(self) -> tuple[frozenset[str], frozenset[str]]:
        now: set[str] = set()
        later: set[str] = set()
        try:
            tables = [(symtable.symtable(self.text, "cell", "exec"), False)]
        except SyntaxError:  # `x = await f()` is valid in a notebook only; `runs` makes sure that it is dropped
            return frozenset(), frozenset()
        while tables:
            table, deferred = tables.pop()
            kind = table.get_type()
            deferred = deferred or (kind == "function" and table.get_name() not in _RUN_AT_ONCE)
            for symbol in _symbols(table):
                # At the top level every name is global. In a class body, a name that is not set yet is global, too.
                if symbol.is_referenced() if kind in ("module", "class") else symbol.is_global():
                    (later if deferred else now).add(symbol.get_name())
            tables += [(child, deferred) for child in table.get_children()]
        return frozenset(now), frozenset(later)

    @property
    def own(self) -> frozenset[str]:
        """Names that it gives a function or class that is defined in it."""
        return self._named[0]

    @property
    def aliases(self) -> frozenset[str]:
        """Names that it gives an object that already has another name and may be callable."""
        return self._named[1]

    @cached_property
    def _named(self) -> tuple[frozenset[str], frozenset[str]]:
        own: set[str] = set()
        aliases: set[str] = set()
        for node in _surface(self.node):
            if isinstance(node, DEFINITIONS):
                own.add(node.name)
            elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, ast.Name, ast.Attribute)):
                names = own if isinstance(node.value, ast.Lambda) else aliases
                names.update(target.id for target in node.targets if isinstance(target, ast.Name))
        return frozenset(own), frozenset(aliases)

    def runs(self, own: Collection[str]) -> bool:
        """Whether it calls one of ``own``, trains, downloads or awaits while it is executed."""
        awaits, roots = self._calls
        return awaits or not roots.isdisjoint(own)

    @cached_property
    def _calls(self) -> tuple[bool, frozenset[str]]:
        """Whether it awaits, trains or downloads while it is executed, and the names whose objects it calls."""
        roots: set[str] = set()
        for node in _surface(self.node):
            if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)):
                return True, frozenset()
            if isinstance(node, ast.Call):
                root = _root(node.func)
                name = node.func.attr if isinstance(node.func, ast.Attribute) else root
                if name in _RUNNING:
                    return True, frozenset()
                if root:
                    roots.add(root)
        return False, frozenset(roots)


def _symbols(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Yield the symbols of ``table``.

    ``SymbolTable.get_symbols`` takes quadratic time: it compares each name with each inner scope, and 60 kB of code can
    contain thousands of both. The private mapping that is read here needs no such comparison.
    """
    found: Mapping[str, int] = getattr(table, "_table").symbols  # noqa: B009 - typeshed does not have it
    for name, flags in found.items():
        yield symtable.Symbol(name, flags)


def _surface(node: ast.AST) -> Iterator[ast.AST]:
    """Yield ``node`` and its descendants, but nothing inside a function or a class."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def _bound_or_changed(node: ast.AST) -> Iterator[str]:
    """Yield the names that ``node`` binds, and ``a`` for an assignment to ``a.b`` or ``a[0]``."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            yield node.name
            continue
        if isinstance(node, (ast.Lambda, *COMPREHENSIONS)):
            continue
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(getattr(node, "ctx", None), ast.Store) and (root := _root(node)):
            yield root
        waiting += ast.iter_child_nodes(node)


def _root(node: ast.AST) -> str | None:
    """Return ``"a"`` for ``a``, ``a.b``, ``a[0].b``."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (node.id for tree in nodes for node in ast.walk(tree) if isinstance(node, ast.Name))

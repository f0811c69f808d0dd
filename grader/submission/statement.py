"""A statement of a notebook: which names it sets, which it reads, and whether it runs something.

Each is found out once, however many exercises ask.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_RUNNING = frozenset(
    {"fit", "fit_generator", "fit_transform", "partial_fit", "train", "train_on_batch"}
    | {"load_data", "load_mnist", "fetch_openml", "get_file", "urlretrieve", "urlopen", "input"}
)
"""Functions and methods that train, fetch or wait, by their last name."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_RUN_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
"""Names that ``symtable`` gives to scopes that run where they stand."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement at the top level of a cell.

    Attributes:
        cell: the number of its code cell, from 1.
        node: its syntax tree.
        text: its source.
    """

    cell: int
    node: ast.stmt
    text: str

    @property
    def defines(self) -> bool:
        """Whether it is a ``def`` or ``class``."""
        return isinstance(self.node, DEFINITIONS)

    @property
    def imports(self) -> bool:
        """Whether it is an ``import``."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    @property
    def is_future(self) -> bool:
        """Whether it is an import from ``__future__``, which must come first."""
        return isinstance(self.node, ast.ImportFrom) and self.node.module == "__future__"

    @cached_property
    def sets(self) -> frozenset[str]:
        """Names that it binds, or whose object it changes."""
        node = self.node
        if isinstance(node, DEFINITIONS):
            changed = (name for d in node.decorator_list if isinstance(d, ast.Call) for name in _names(d.args))
            return frozenset({node.name, *changed})
        if (call := self.method_call) is not None:
            return frozenset({call[0]})
        return frozenset(_bound_or_changed(node))

    @cached_property
    def method_call(self) -> tuple[str, str] | None:
        """For ``a.b.c(...)`` standing alone, ``("a", "c")``."""
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
        """Names of the module or of Python that it reads at any time."""
        return self._reads[0] | self._reads[1]

    @property
    def reads_at_once(self) -> frozenset[str]:
        """Those that it reads when it is executed itself."""
        return self._reads[0]

    @cached_property
    def _reads(self) -> tuple[frozenset[str], frozenset[str]]:
        now: set[str] = set()
        later: set[str] = set()
        try:
            tables = [(symtable.symtable(self.text, "cell", "exec"), False)]
        except SyntaxError:  # `x = await f()`, which notebooks allow and modules do not; `runs` drops it
            return frozenset(), frozenset()
        while tables:
            table, deferred = tables.pop()
            kind = table.get_type()
            deferred = deferred or (kind == "function" and table.get_name() not in _RUN_AT_ONCE)
            for symbol in _symbols(table):
                # At the top level all is global; in a class a name may be its own or, before it is set, the module's.
                if symbol.is_referenced() if kind in ("module", "class") else symbol.is_global():
                    (later if deferred else now).add(symbol.get_name())
            tables += [(child, deferred) for child in table.get_children()]
        return frozenset(now), frozenset(later)

    @property
    def own(self) -> frozenset[str]:
        """Names that it gives something to call, written in it."""
        return self._named[0]

    @property
    def aliases(self) -> frozenset[str]:
        """Names that it gives something that has another name already, perhaps to call."""
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
        """Whether it calls something of ``own``, trains, fetches or awaits when it is executed itself."""
        awaits, roots = self._calls
        return awaits or not roots.isdisjoint(own)

    @cached_property
    def _calls(self) -> tuple[bool, frozenset[str]]:
        """Whether it awaits, trains or fetches when it is executed itself, and the names whose objects it calls."""
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
    """Yield the names of ``table``.

    ``get_symbols`` compares each name with each scope inside, and 60 kB of code hold thousands of both. The names are
    also in a mapping of their own, which is private.
    """
    found: Mapping[str, int] = getattr(table, "_table").symbols  # noqa: B009 - typeshed does not have it
    for name, flags in found.items():
        yield symtable.Symbol(name, flags)


def _surface(node: ast.AST) -> Iterator[ast.AST]:
    """Yield ``node`` and what is executed along with it, so nothing inside a function or a class."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def _bound_or_changed(node: ast.AST) -> Iterator[str]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            yield node.name
            continue
        if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
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

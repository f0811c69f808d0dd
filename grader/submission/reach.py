"""Which of a notebook's statements make up the module that it stands for.

A notebook mixes definitions with what was run to try them out. Running it as a module would train its networks again,
within the seconds that loading may take, and fetch its data, without a network. So the module is *the entry points and
what they reach*:

1. A name is needed if it is an entry point, or if a statement that sets a needed name reads it, be it now or, inside a
   function, later. Scopes count: a parameter ``x`` does not need the ``x`` of some other cell.
2. Kept are the statements that set a needed name: ``def``, ``class``, ``import``, assignments, ``if`` and ``try`` made
   of these; and those that change what it stands for: ``params["W1"] = ...``, ``Net.forward = forward``,
   ``@add_to(Net)``, ``model.add(...)``, and settings of a needed library such as ``np.random.seed(0)``.
3. Dropped is everything else: loops, ``with``, bare calls such as ``train(net)``, ``print(...)`` and ``plt.show()``,
   assignments that nobody needs, imports that nobody needs (``google.colab`` exists on one machine only).
4. Dropped also, though needed, is an assignment that runs the notebook's own functions, trains or fetches data
   (``net = TwoLayerNet(...)``, ``history = model.fit(...)``), or that reads what such a one would have set; a note
   says so. It is kept where a ``def`` or ``class`` cannot come into being without it: a default, decorator or base.

Order is kept, so a later definition wins as it does in the notebook. ``from x import *`` is kept, since it may set
anything. If no entry point is defined, all ``def`` and ``class`` are taken for entry points.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.submission.bounds import listed, shown

STAR = "*"

_RUNNING = frozenset(
    {"fit", "fit_generator", "fit_transform", "partial_fit", "train", "train_on_batch"}
    | {"load_data", "load_mnist", "fetch_openml", "get_file", "urlretrieve", "urlopen", "input"}
)
"""Functions and methods that train, fetch or wait, by their last name."""

_SETTING = re.compile(r"(set|enable|disable|run_functions)_\w+|set\w*|seed|seterr|filterwarnings|simplefilter")
"""Functions of a library that change how it works."""

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SETTERS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.TryStar)

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
        return isinstance(self.node, _DEFINITIONS)

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
        if isinstance(node, _DEFINITIONS):
            changed = (name for d in node.decorator_list if isinstance(d, ast.Call) for name in _names(d.args))
            return frozenset({node.name, *changed})
        if (call := self.method_call) is not None:
            return frozenset({call[0]})
        return frozenset(_bound(node))

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


def defined(statements: Iterable[Statement]) -> frozenset[str]:
    """Return the names that stand for something to call: by ``def``, ``class``, ``lambda`` or as another name."""
    return _own(statements, aliases=(ast.Name, ast.Attribute))


def _own(statements: Iterable[Statement], aliases: tuple[type[ast.expr], ...] = ()) -> frozenset[str]:
    names: set[str] = set()
    for statement in statements:
        for node in _surface(statement.node):
            if isinstance(node, _DEFINITIONS):
                names.add(node.name)
            elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, *aliases)):
                names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(names)


def select(statements: Sequence[Statement], wanted: Iterable[str]) -> tuple[list[Statement], list[str]]:
    """Return the statements that make up the module, in order, and notes on needed ones that were left out.

    Args:
        statements: all of the notebook's, in order.
        wanted: the entry points.
    """
    imported = {name for s in statements if s.imports for name in s.sets}
    own = _own(statements)
    setters: dict[str, list[Statement]] = {}
    for statement in statements:
        if _may_be_kept(statement, imported):
            for name in statement.sets:
                setters.setdefault(name, []).append(statement)
    roots = setters.keys() & set(wanted)
    if not roots & defined(statements):
        roots |= {n for s in statements if s.defines for n in s.sets}
    needed, marked = _closure({STAR, *roots}, setters, lambda s: s.reads)
    vital_roots = {name for s in marked if s.defines for name in s.reads_at_once}
    assigned = {name: [s for s in found if not s.defines] for name, found in setters.items()}
    _, vital = _closure(vital_roots, assigned, lambda s: s.reads_at_once)

    kept: list[Statement] = []
    notes: list[str] = []
    present: set[str] = set()
    lost: set[str] = set()
    for statement in statements:
        names = statement.sets
        if (
            statement.is_future
            or statement in vital
            or (statement in marked and (statement.defines or statement.imports))
        ):
            keep = True
        elif statement in marked:
            keep = not (statement.runs(own) or statement.reads_at_once & lost)
        else:
            keep = False
        if keep:
            kept.append(statement)
            present |= names
            lost -= names
        elif statement.method_call is None and (gone := (names & needed) - present):
            lost |= gone
            notes.append(_note(statement, gone))
    return kept, notes


def _may_be_kept(statement: Statement, imported: Collection[str]) -> bool:
    if (call := statement.method_call) is not None:
        return call[0] not in imported or _SETTING.fullmatch(call[1]) is not None
    return isinstance(statement.node, (*_DEFINITIONS, *_SETTERS)) or type(statement.node).__name__ == "TypeAlias"


def _closure(
    roots: Iterable[str], setters: Mapping[str, list[Statement]], reads: Callable[[Statement], Iterable[str]]
) -> tuple[set[str], set[Statement]]:
    """Return ``roots`` and what the statements that set them read, and so on; and these statements.

    Each name and each statement is looked at once: one statement may set thousands of names and read as many.
    """
    needed: set[str] = set()
    visited: set[Statement] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        for statement in setters.get(name, ()):
            if statement not in visited:
                visited.add(statement)
                waiting += reads(statement)
    return needed, visited


def _note(statement: Statement, names: Iterable[str]) -> str:
    line = shown(statement.text.split("\n", 1)[0], 60)
    return (
        f"cell {statement.cell}: `{line}` runs code, so it was left out and {listed(sorted(names))} with it; "
        "a function that needs it should compute it or take it as an argument"
    )


def _surface(node: ast.AST) -> Iterator[ast.AST]:
    """Yield ``node`` and what is executed along with it, so nothing inside a function or a class."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_DEFINITIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Iterator[str]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _DEFINITIONS):
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

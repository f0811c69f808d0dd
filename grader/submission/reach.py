"""Selecting the statements of a notebook that make up a module.

A notebook mixes definitions with code that tries them out. If all of it ran as a module, it would train networks again,
within the seconds that loading may take, and download data without a network. So the module consists of *the entry
points and everything that they need*:

1. A name is needed if it is an entry point, or if a statement that sets a needed name reads it. It does not matter
   whether the statement reads the name at once or, inside a function, later. Scopes are respected: a parameter ``x``
   does not need the ``x`` of another cell.
2. The statements that set a needed name are kept: ``def``, ``class``, ``import``, assignments, and ``if`` and ``try``
   that consist of these. So are the statements that modify a needed object: ``params["W1"] = ...``,
   ``Net.forward = forward``, ``@add_to(Net)``, ``model.add(...)``, and settings of a needed library such as
   ``np.random.seed(0)``. So are loops that set a needed name or fill a needed object, as by ``table[i] = ...`` or
   ``table.append(...)``.
3. Everything else is dropped: other loops, ``with``, bare calls such as ``train(net)``, ``print(...)`` and
   ``plt.show()``, and assignments and imports that are not needed (``google.colab`` cannot be imported elsewhere).
4. A needed assignment or loop is dropped, too, if it runs the notebook's own functions, trains or downloads, such as
   ``net = TwoLayerNet(...)`` and ``history = model.fit(...)``, or if it reads a name that a dropped assignment would
   have set. A note reports it. The assignment is kept if a ``def`` or ``class`` needs it to be executed: for a default,
   a decorator or a base class.

The order is kept, so that a later definition wins as in the notebook. ``from x import *`` is kept, since it may set any
name. If no entry point is defined, every ``def`` and ``class`` counts as an entry point.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from grader.exercises.body import DEFINITIONS, IMPORTS
from grader.language import Message, _
from grader.submission.bounds import listed, shown
from grader.submission.statement import LOOPS, Statement

STAR = "*"

_SETTING = re.compile(r"(set|enable|disable|run_functions)_\w+|set\w*|seed|seterr|filterwarnings|simplefilter")
"""Functions of a library that change its settings."""

_SETTERS = (*IMPORTS, *LOOPS, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.TryStar)


class DependencyGraph:
    """The statements of a notebook by the names that they set.

    Args:
        statements: all statements of the notebook, in order.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        imported = {name for s in statements if s.imports for name in s.sets}
        self._own = frozenset[str]().union(*(s.own for s in statements))
        self._defining = frozenset(name for s in statements if s.defines for name in s.sets)
        self._setters: dict[str, list[Statement]] = {}
        for statement in statements:
            if _may_be_kept(statement, imported):
                for name in _changed(statement) - imported if statement.is_loop else statement.sets:
                    self._setters.setdefault(name, []).append(statement)
        self._assigned = {name: [s for s in found if not s.defines] for name, found in self._setters.items()}
        self.defined = self._own.union(*(s.aliases for s in statements))
        """Names of things that can be called: set by ``def``, ``class`` or ``lambda``, or an alias of another name."""

    def select(self, wanted: Iterable[str]) -> tuple[list[Statement], list[Message]]:
        """Return the statements of the module, in order, and notes on needed statements that were left out.

        Args:
            wanted: the entry points.
        """
        roots = self._setters.keys() & set(wanted)
        if not roots & self.defined:
            roots |= self._defining
        needed, marked = _closure({STAR, *roots}, self._setters, lambda s: s.reads)
        vital_roots = {name for s in marked if s.defines for name in s.reads_at_once}
        _, vital = _closure(vital_roots, self._assigned, lambda s: s.reads_at_once)

        kept: list[Statement] = []
        notes: list[Message] = []
        present: set[str] = set()
        lost: set[str] = set()
        for statement in self._statements:
            if statement.is_future or statement in vital:
                keep = True
            elif statement in marked:
                simple = statement.defines or statement.imports
                keep = simple or not (statement.runs(self._own) or statement.reads_at_once & lost)
            else:
                keep = False
            if keep:
                kept.append(statement)
                present |= statement.sets
                lost -= statement.sets
            elif statement in marked and statement.is_loop:
                # what it fills is there, but empty
                notes.append(_left_out_note(statement, _changed(statement) & needed))
                lost |= (_changed(statement) & needed) - present
            elif statement.method_call is None and (gone := (statement.sets & needed) - present):
                lost |= gone
                notes.append(_left_out_note(statement, gone))
        return kept, notes


def _changed(statement: Statement) -> frozenset[str]:
    """Return the names that a loop sets and those of the objects that it may modify."""
    return (statement.sets | statement.fills) - statement.counters


def _may_be_kept(statement: Statement, imported: Collection[str]) -> bool:
    if (call := statement.method_call) is not None:
        return call[0] not in imported or _SETTING.fullmatch(call[1]) is not None
    return isinstance(statement.node, (*DEFINITIONS, *_SETTERS)) or type(statement.node).__name__ == "TypeAlias"


def _closure(
    roots: Iterable[str], setters: Mapping[str, list[Statement]], reads: Callable[[Statement], Iterable[str]]
) -> tuple[set[str], set[Statement]]:
    """Return the names that ``roots`` need, directly or indirectly, and the statements that set these names.

    Each name and each statement is visited once, since one statement may set thousands of names and read as many.
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


def _left_out_note(statement: Statement, names: Iterable[str]) -> Message:
    return _(
        "code cell {cell}: `{line}` runs code, so it was left out and {names} with it; a function that needs it should"
        " compute it or take it as an argument",
        cell=statement.cell,
        line=shown(statement.shown, 60),
        names=listed(sorted(names)),
    )

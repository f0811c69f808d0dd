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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from grader.language import Message, _
from grader.submission.bounds import listed, shown
from grader.submission.statement import DEFINITIONS, Statement

STAR = "*"

_SETTING = re.compile(r"(set|enable|disable|run_functions)_\w+|set\w*|seed|seterr|filterwarnings|simplefilter")
"""Functions of a library that change how it works."""

_SETTERS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.If, ast.Try, ast.TryStar)


class Program:
    """The statements of a notebook, out of which each exercise takes its own.

    Args:
        statements: all of them, in order.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        imported = {name for s in statements if s.imports for name in s.sets}
        self._own = frozenset[str]().union(*(s.own for s in statements))
        self._defining = frozenset(name for s in statements if s.defines for name in s.sets)
        self._setters: dict[str, list[Statement]] = {}
        for statement in statements:
            if _may_be_kept(statement, imported):
                for name in statement.sets:
                    self._setters.setdefault(name, []).append(statement)
        self._assigned = {name: [s for s in found if not s.defines] for name, found in self._setters.items()}
        self.defined = self._own.union(*(s.aliases for s in statements))
        """Names that stand for something to call: by ``def``, ``class``, ``lambda`` or as another name."""

    def select(self, wanted: Iterable[str]) -> tuple[list[Statement], list[Message]]:
        """Return the statements that make up the module, in order, and notes on needed ones that were left out.

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
            elif statement.method_call is None and (gone := (statement.sets & needed) - present):
                lost |= gone
                notes.append(_note(statement, gone))
        return kept, notes


def _may_be_kept(statement: Statement, imported: Collection[str]) -> bool:
    if (call := statement.method_call) is not None:
        return call[0] not in imported or _SETTING.fullmatch(call[1]) is not None
    return isinstance(statement.node, (*DEFINITIONS, *_SETTERS)) or type(statement.node).__name__ == "TypeAlias"


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


def _note(statement: Statement, names: Iterable[str]) -> Message:
    return _(
        "cell {cell}: `{line}` runs code, so it was left out and {names} with it; a function that needs it should"
        " compute it or take it as an argument",
        cell=statement.cell,
        line=shown(statement.text.split("\n", 1)[0], 60),
        names=listed(sorted(names)),
    )

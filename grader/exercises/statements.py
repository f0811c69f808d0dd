"""The statements of a Python file with the lines that they stand on, for whoever puts texts together by them."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.errors import CatalogueError
from grader.language import _, joined, listed

DOCSTRING = "__doc__"
"""The name that a docstring binds."""

Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a module or class.

    Attributes:
        node: the statement.
        names: what it binds.
        start: its first line, counted from 0, with its decorators and the comments directly above.
        stop: the line after its last.
    """

    node: ast.stmt
    names: frozenset[str]
    start: int
    stop: int

    @property
    def defines(self) -> bool:
        """Whether it is a function or class."""
        return isinstance(self.node, Definition)

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))

    @property
    def shape(self) -> str:
        """What it means, without places, comments and docstrings."""
        return ast.dump(_bare(self.node))


@dataclass(frozen=True, slots=True)
class Body:
    """The statements of a module or class.

    Attributes:
        name: what messages call the file.
        lines: of the whole file, each with its end.
        items: the statements, in order.
        owner: the qualified name of the class with a dot behind, ``Net.``; empty for a module.
    """

    name: str
    lines: Sequence[str]
    items: tuple[Item, ...]
    owner: str = ""

    def text(self, item: Item) -> str:
        """Return the lines of a statement."""
        return "".join(self.lines[item.start : item.stop])

    def where(self, item: Item) -> str:
        """Return how a message calls a statement: its file, its line and what it binds."""
        names = listed(_("the docstring") if n == DOCSTRING else self.owner + n for n in sorted(item.names))
        where = _("{name}, line {line}", name=self.name, line=item.node.lineno)
        return joined(_(": "), [where, names]) if names else where

    def inner(self, item: Item) -> Body:
        """Return the body of a class of this body.

        Raises:
            CatalogueError: it begins on the line of the word ``class``.
        """
        node = item.node
        assert isinstance(node, ast.ClassDef)
        above: list[ast.expr | ast.keyword] = [*node.bases, *node.keywords, *node.decorator_list]
        head = max([node.lineno, *(n.end_lineno or 0 for n in above)])
        return Body(self.name, self.lines, _items(node.body, self.lines, head, self.name), f"{self.owner}{node.name}.")

    def indentation(self) -> str:
        """Return the white space before the first statement; a body that is not empty has one."""
        return _indentation(self.lines[self.items[0].node.lineno - 1])

    def binding(self, names: frozenset[str], asked: str) -> list[int]:
        """Return the places of the statements that bind just these names.

        Args:
            names: what they must bind.
            asked: who asks, for the message.

        Raises:
            CatalogueError: one binds some of the names only, or others together with them.
        """
        found = [i for i, item in enumerate(self.items) if item.names & names]
        for other in (self.items[i].names for i in found):
            if other != names:
                ours, theirs = (listed(sorted(some)) for some in (names, other))
                raise CatalogueError(
                    _(
                        "{asked}: {name} binds {theirs} in one statement, not {ours}: bind the same",
                        asked=asked,
                        name=self.name,
                        theirs=theirs,
                        ours=ours,
                    )
                )
        return found


def read_body(text: str, name: str) -> Body:
    """Return the statements of a file.

    Args:
        text: the file.
        name: what messages call it.

    Raises:
        CatalogueError: it is no Python, or two of its statements share a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it
    if text and not text.endswith("\n"):
        text += "\n"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CatalogueError(_("{name}, line {line}: {fault}", name=name, line=error.lineno, fault=error.msg)) from None
    except ValueError as error:  # a zero byte
        raise CatalogueError(_("{path}: {fault}", path=name, fault=error)) from None
    lines = re.findall(r".*\n", text)  # str.splitlines would split at form feeds too, which Python does not
    return Body(name, lines, _items(tree.body, lines, 0, name))


def _items(body: Sequence[ast.stmt], lines: Sequence[str], floor: int, name: str) -> tuple[Item, ...]:
    """Return statements with their lines, none of which lies above the line ``floor``."""
    found = []
    for number, node in enumerate(body):
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        if start < floor:
            raise CatalogueError(
                _(
                    "{name}, line {line}: a statement begins on another's line: give it its own",
                    name=name,
                    line=node.lineno,
                )
            )
        comment = _indentation(lines[start]) + "#"
        while start > floor and lines[start - 1].startswith(comment):
            start -= 1
        assert node.end_lineno is not None
        names = {DOCSTRING} if number == 0 and _is_text(node) else set(_bound(node))
        found.append(Item(node, frozenset(names), start, node.end_lineno))
        floor = node.end_lineno
    return tuple(found)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds in its module or class; ``import a.b`` binds ``a.b``, not all of ``a``."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names):
            yield from (a.asname or a.name for a in names)
        case ast.ImportFrom(module="__future__", names=names):
            yield from (f"__future__.{a.name}" for a in names)
        case ast.ImportFrom(names=names):
            yield from (a.asname or a.name for a in names)
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            pass  # their variables are their own
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bound(child)


def _bare(node: ast.stmt) -> ast.stmt:
    """Return a statement without the docstrings in it; the node itself stays as it is."""
    bare = copy.deepcopy(node)
    for inner in ast.walk(bare):
        if isinstance(inner, Definition) and len(inner.body) > 1 and _is_text(inner.body[0]):
            del inner.body[0]
    return bare

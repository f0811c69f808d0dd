"""The statements of a Python file with their line numbers. ``splice`` combines the lines of two files by them."""

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

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
"""The nodes of ``def``, ``async def`` and ``class``."""

IMPORTS = (ast.Import, ast.ImportFrom)
"""The nodes of ``import`` and ``from ... import``."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of a module or class.

    Attributes:
        node: the statement.
        names: the names that it binds.
        start: the first line, counted from 0, including decorators and the comments directly above.
        stop: the line after the last one.
    """

    node: ast.stmt
    names: frozenset[str]
    start: int
    stop: int

    @property
    def defines(self) -> bool:
        """Whether it is a function or class."""
        return isinstance(self.node, DEFINITIONS)

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, IMPORTS)

    @property
    def shape(self) -> str:
        """The syntax tree as text, without positions, comments and docstrings."""
        return ast.dump(_bare(self.node))


@dataclass(frozen=True, slots=True)
class Body:
    """The statements of a module or class.

    Attributes:
        name: the file's name in messages.
        lines: the lines of the whole file, including line ends.
        items: the statements, in order.
        owner: the qualified name of the class followed by a dot, ``Net.``; empty for a module.
    """

    name: str
    lines: Sequence[str]
    items: tuple[Item, ...]
    owner: str = ""

    def text(self, item: Item) -> str:
        """Return the lines of a statement."""
        return "".join(self.lines[item.start : item.stop])

    def where(self, item: Item) -> str:
        """Return a statement's description for messages: its file, its line and the names that it binds."""
        names = listed(_("the docstring") if n == DOCSTRING else self.owner + n for n in sorted(item.names))
        where = _("{name}, line {line}", name=self.name, line=item.node.lineno)
        return joined(_(": "), [where, names]) if names else where

    def inner(self, item: Item) -> Body:
        """Return the body of a class of this body.

        Raises:
            CatalogueError: the body begins on the line of the word ``class``.
        """
        node = item.node
        assert isinstance(node, ast.ClassDef)
        above: list[ast.expr | ast.keyword] = [*node.bases, *node.keywords, *node.decorator_list]
        head = max([node.lineno, *(n.end_lineno or 0 for n in above)])
        return Body(self.name, self.lines, _items(node.body, self.lines, head, self.name), f"{self.owner}{node.name}.")

    def indentation(self) -> str:
        """Return the white space before the first statement. The body must not be empty."""
        return _indentation(self.lines[self.items[0].node.lineno - 1])

    def binding(self, names: frozenset[str], asked: str) -> list[int]:
        """Return the indices of the statements that bind exactly these names.

        Args:
            names: the names.
            asked: the beginning of the message, which tells the statement that needs them.

        Raises:
            CatalogueError: a statement binds only some of the names, or others together with them.
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
        text: the content of the file.
        name: the file's name in messages.

    Raises:
        CatalogueError: the text is not valid Python, or two of its statements share a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # Python treats line ends the same way
    if text and not text.endswith("\n"):
        text += "\n"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CatalogueError(_("{name}, line {line}: {fault}", name=name, line=error.lineno, fault=error.msg)) from None
    except ValueError as error:  # a zero byte
        raise CatalogueError(_("{path}: {fault}", path=name, fault=error)) from None
    lines = re.findall(r".*\n", text)  # str.splitlines would also split at form feeds
    return Body(name, lines, _items(tree.body, lines, 0, name))


def _items(body: Sequence[ast.stmt], lines: Sequence[str], floor: int, name: str) -> tuple[Item, ...]:
    """Return the statements of ``body`` with their lines.

    Raises:
        CatalogueError: a statement begins above the line ``floor`` or on the last line of another one.
    """
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
        names = {DOCSTRING} if number == 0 and _is_text(node) else set(_bound_names(node))
        found.append(Item(node, frozenset(names), start, node.end_lineno))
        floor = node.end_lineno
    return tuple(found)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds in its module or class. ``import a.b`` counts as binding ``a.b``."""
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
            pass  # their variables are local
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _bound_names(child)


def _bare(node: ast.stmt) -> ast.stmt:
    """Return a copy of a statement without the docstrings in it."""
    bare = copy.deepcopy(node)
    for inner in ast.walk(bare):
        if isinstance(inner, DEFINITIONS) and len(inner.body) > 1 and _is_text(inner.body[0]):
            del inner.body[0]
    return bare

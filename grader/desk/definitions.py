"""Replacing one function, class or method of a Python file by another file's, and nothing else of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_HEAD = r"(?:async[ \t]+def|def|class)[ \t]+{name}\b"

_STATEMENT = re.compile(r"[^\W\d]|@")
"""How a line begins that may begin a statement, and no text or closing bracket of another one."""


def with_definition_of(source: str, given: str, name: str) -> str:
    """Return ``source`` with the definition of ``name`` as it is in ``given``.

    Decorators belong to a definition, comments above it do not. Of several definitions the last is replaced, which is
    the one that counts, and the others go. Where there is none, it is added at the end of the module or class. Where
    the class of a method is missing, it comes whole. Line ends stay those of ``source``.

    Args:
        source: the file. It may have one syntax error if that lies in the definition, and that is no method.
        given: Python that has ``name``.
        name: ``softmax``, ``SGD`` or ``SGD.update``.

    Raises:
        SyntaxError: ``source`` has an error elsewhere.
        ValueError: it has a zero byte.
        KeyError: ``given`` has no such definition.
    """
    end = "\r\n" if "\r\n" in source else "\n"
    lines, stub = lines_of(source), lines_of(given)
    owner, _dot, method = name.partition(".")
    whole = _last(ast.parse(given).body, owner)
    try:
        body = ast.parse(source).body
    except SyntaxError:
        spans = [] if method else _by_indentation(lines, owner)
        made = _spliced(lines, spans, _text(stub, whole, "", end), len(lines), 2, end)
        if spans and _is_python(made):
            return made
        raise
    inside = [node for node in _named(body, owner) if isinstance(node, ast.ClassDef) and _is_block(node)]
    if not method or not inside:
        spans = [_span(node) for node in _named(body, owner)]
        return _spliced(lines, spans, _text(stub, whole, "", end), len(lines), 2, end)
    part = _last(whole.body if isinstance(whole, ast.ClassDef) else [], method)
    first = inside[-1].body[0]
    indentation = lines[first.lineno - 1][: first.col_offset]
    spans = [_span(node) for node in _named(inside[-1].body, method)]
    return _spliced(lines, spans, _text(stub, part, indentation, end), _span(inside[-1])[1], 1, end)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as Python counts them, each with its end."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def _named(body: Iterable[ast.stmt], name: str) -> list[_Definition]:
    return [node for node in body if isinstance(node, _Definition) and node.name == name]


def _last(body: Iterable[ast.stmt], name: str) -> _Definition:
    if not (found := _named(body, name)):
        raise KeyError(name)
    return found[-1]


def _is_block(node: ast.ClassDef) -> bool:
    """Whether the body of a class is on lines of its own."""
    return node.body[0].lineno > node.lineno


def _span(node: _Definition) -> tuple[int, int]:
    """Return the first line of a definition and the line after it, counted from 0."""
    assert node.end_lineno is not None
    return min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1, node.end_lineno


def _text(lines: Sequence[str], node: _Definition, indentation: str, end: str) -> str:
    """Return the text of a definition, indented and with line ends as it is to be inserted."""
    start, stop = _span(node)
    before = lines[start][: node.col_offset]
    told = (line.rstrip("\r\n") for line in lines[start:stop])
    return "".join((indentation + line.removeprefix(before) if line else "") + end for line in told)


def _spliced(lines: Sequence[str], spans: Sequence[tuple[int, int]], new: str, place: int, blank: int, end: str) -> str:
    """Return lines with ``new`` instead of the last of ``spans``, and without the others.

    Where there are none it is inserted before line ``place``, after ``blank`` blank lines.
    """
    if not spans:
        above = "".join(lines[:place])
        gap = (blank + (above[-1] not in "\r\n")) * end if above else ""
        return above + gap + new + "".join(lines[place:])
    made, line = "", 0
    for start, stop in spans:
        made += "".join(lines[line:start])
        line = stop
    return made + new + "".join(lines[line:])


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _by_indentation(lines: Sequence[str], name: str) -> list[tuple[int, int]]:
    """Return where the definition is in a module that cannot be parsed: to the next line that begins a statement.

    Nothing where no line begins it, or several do.
    """
    head = re.compile(_HEAD.format(name=re.escape(name)))
    heads = [number for number, line in enumerate(lines) if head.match(line)]
    if len(heads) != 1:
        return []
    start, stop = heads[0], heads[0] + 1
    while start and lines[start - 1].startswith("@"):
        start -= 1
    while stop < len(lines) and not _STATEMENT.match(lines[stop]):
        stop += 1
    while not lines[stop - 1].strip() or lines[stop - 1].startswith("#"):
        stop -= 1
    return [(start, stop)]

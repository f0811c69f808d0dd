"""What must not leave the instructor's checkout, found by content in whatever is to be given to students.

Compared are all files of the hidden suites and of the solutions: suites, overlays, tables, references, accepted
variants. Names of files count for nothing, and archives are opened. Four things are leaks:

* a whole file, byte by byte;
* a block of ``BLOCK`` bytes of a binary file, also of what it holds inflated;
* a whole function, written or unparsed, with or without its docstring;
* ``RUN`` consecutive lines that say something, as written or as ``ast.unparse`` writes them without docstrings.

What stands in a stub, a statement or a public suite is public where a hidden suite or a solution repeats it, but for
two cases: a whole file, and a whole entry point of a solution, which is how a stub looks that somebody has solved. What
a table of the public tests holds is public, too: tests of both suites may ask the same and be failed in the same way.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.scaffold import TEMPLATES
from grader.explain.desk_files import tables_of_public_tests
from grader.language import Message, _
from grader.release.opened import contents, opened

RUN = 4
"""Consecutive lines that are a leak. Over the fourteen exercises no four lines of suites or solutions stand in what
students receive either; three do: how data are drawn for a test."""

SAID = 8
"""Letters and digits that a line needs to count: what is shorter, such as ``return x``, stands anywhere."""

BLOCK = 64
"""Bytes of a block. Tables are deflated, so no two files share as many by chance."""

EVERY = 1024
"""One block is looked for in as many bytes of a binary file, so that a part of a table is found too."""

VARIED = 16
"""Different bytes that a block needs to count: one of noughts stands in any picture."""

LEAST = 16
"""Bytes of a file that is compared whole; an empty ``__init__.py`` gives nothing away."""

_Lines = list[tuple[int, str]]
"""Lines with their numbers, blanks as one."""

_STATEMENTS = ("import ", "from ", "def ", "async def ", "class ", "@", "#")
"""What a line of code begins with that does not count: stub and solution share it by right."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of the instructor's in what students are to receive.

    Attributes:
        where: the file, and the line where it has lines.
        secret: the file that it is from.
        what: how much of it.
    """

    where: str
    secret: str
    what: Message

    @property
    def line(self) -> Message:
        """The whole of it in one sentence."""
        return _("{where} holds {what} of {secret}", where=self.where, what=self.what, secret=self.secret)


@dataclass(slots=True)
class Secrets:
    """What must not leave, ready to be looked for."""

    _files: dict[str, str] = field(default_factory=dict)
    _blocks: dict[bytes, str] = field(default_factory=dict)
    _runs: dict[tuple[str, ...], str] = field(default_factory=dict)
    _functions: defaultdict[str, dict[tuple[str, ...], str]] = field(default_factory=lambda: defaultdict(dict))
    _entries: dict[tuple[str, ...], str] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _clean: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, *catalogues: Catalogue) -> Secrets:
        """Return everything of the suites and solutions of some catalogues."""
        secrets = cls()
        for catalogue in catalogues:
            for folder in catalogue.secret_paths():
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and "__pycache__" not in path.parts:
                        secrets._add(catalogue.name_of(path), path.read_bytes())
        for catalogue in catalogues:
            for exercise in catalogue.exercises:
                secrets._allow(catalogue, exercise)
                secrets._keep_entries(catalogue, exercise)
        secrets._forget_drafts()
        return secrets

    def leaks(self, path: Path) -> Iterator[Leak]:
        """Yield what of the secrets is at or below ``path``, by content."""
        for name, content in contents(path):
            digest = _digest(content)
            if digest not in self._clean:  # the same file may lie in a folder, in its zip and in its repository
                found = list(self._leaks_in(name, content, digest))
                yield from found
                if not found:
                    self._clean.add(digest)

    def _add(self, name: str, content: bytes) -> None:
        if len(content.strip()) >= LEAST:
            self._files[_digest(content)] = name
        text = _text(content)
        if text is None:
            for _, part in opened(name, content):
                self._blocks |= dict.fromkeys(_blocks(part), name)
            return
        code = _lines_of_code(text)
        for lines in [_lines(text)] if code is None else [code]:
            self._runs |= {run: name for number, run in _runs(lines)}
        for function in _functions(text):
            self._functions[function[0]][function] = name

    def _allow(self, catalogue: Catalogue, exercise: Exercise) -> None:
        """Take out what the stub, the statements, the public suite and its tables say anyway."""
        statements = sorted(catalogue.statement_dir(exercise).glob("*.md"))
        for path in (catalogue.stub(exercise), catalogue.public_suite(exercise), *statements):
            self._publish(_text(path.read_bytes()) if path.is_file() else None)
        for path in tables_of_public_tests(catalogue, exercise):
            for _name, part in opened(path.name, path.read_bytes()):
                for block in [block for block in self._blocks if block in part]:
                    del self._blocks[block]

    def _publish(self, text: str | None) -> None:
        """Take out the lines and functions of a text that anybody may read."""
        for lines in _views(text or ""):
            for _number, run in _runs(lines):
                self._runs.pop(run, None)
        for function in _functions(text or ""):
            self._functions[function[0]].pop(function, None)

    def _forget_drafts(self) -> None:
        """Take out what ``xorcise new`` writes: it stands in the package, and nobody's course is in it yet."""
        for path in TEMPLATES.rglob("*.txt"):
            content = path.read_bytes()
            self._files.pop(_digest(content), None)
            self._publish(_text(content))
            tree = _tree(_text(content) or "")
            for node in tree.body if tree else ():
                self._entries.pop(_unparsed(node), None)

    def _keep_entries(self, catalogue: Catalogue, exercise: Exercise) -> None:
        """Keep the whole entry points of an exercise's solutions, whatever its stub says."""
        for path in (catalogue.reference(exercise), *catalogue.accepted(exercise), *catalogue.variants(exercise)):
            tree = _tree(_text(path.read_bytes()) or "") if path.is_file() else None
            for node in tree.body if tree else ():
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in exercise.entry_points:
                    self._names.add(node.name)
                    self._entries[_unparsed(node)] = catalogue.name_of(path)

    def _leaks_in(self, name: str, content: bytes, digest: str) -> Iterator[Leak]:
        if secret := self._files.get(digest):
            yield Leak(name, secret, _("the whole"))
            return
        text = _text(content)
        if text is None:
            found = {secret for block, secret in self._blocks.items() if block in content}
            yield from (Leak(name, secret, _("bytes")) for secret in sorted(found))
            return
        for lines in _views(text):
            yield from self._in_lines(name, lines)
        tree = _tree(text)
        for node in ast.walk(tree) if tree else ():
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name not in self._names:
                continue
            if secret := self._entries.get(_unparsed(node)):
                yield Leak(f"{name}:{node.lineno}", secret, _("the whole {name}", name=node.name))

    def _in_lines(self, name: str, lines: _Lines) -> Iterator[Leak]:
        for number, run in _runs(lines):
            if secret := self._runs.get(run):
                yield Leak(f"{name}:{number}", secret, _("{n} lines", n=RUN))
        told = [(number, line) for number, line in lines if line and not line.startswith("#")]
        only = [line for _, line in told]
        for at, (number, line) in enumerate(told):
            for function, secret in self._functions.get(line, {}).items():
                if tuple(only[at : at + len(function)]) == function:
                    yield Leak(f"{name}:{number}", secret, _("the whole {name}", name=_name_in(line)))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text(content: bytes) -> str | None:
    """Return a content as text, or ``None`` where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _blocks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content) - BLOCK + 1, EVERY):
        block = content[start : start + BLOCK]
        if len(set(block)) >= VARIED:
            yield block


def _views(text: str) -> Iterator[_Lines]:
    """Yield the lines of a text: as they stand, as Python writes them, and those in the texts of a JSON file."""
    yield _lines(text)
    if (code := _lines_of_code(text)) is not None:
        yield code
    if text.lstrip()[:1] in ("{", "["):
        try:
            told = "".join(line if line.endswith("\n") else f"{line}\n" for line in _texts(json.loads(text)))
        except (ValueError, RecursionError):
            return
        yield _lines(told)
        if (code := _lines_of_code(told)) is not None:
            yield code


def _lines(text: str) -> _Lines:
    return [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), 1)]


def _lines_of_code(text: str) -> _Lines | None:
    """Return Python as ``ast.unparse`` writes it, without docstrings; ``None`` where a text is no Python."""
    tree = _tree(text)
    return None if tree is None else _lines(ast.unparse(tree))


def _tree(text: str) -> ast.Module | None:
    """Return the tree of Python without docstrings; ``None`` where a text is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and _has_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _has_docstring(node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def _unparsed(node: ast.AST) -> tuple[str, ...]:
    return tuple(line for _, line in _lines(ast.unparse(node)))


def _functions(text: str) -> Iterator[tuple[str, ...]]:
    """Yield each function of Python code as lines: as written, without its docstring, and as ``ast.unparse`` does."""
    tree = _tree(text)
    source = text.splitlines()
    for node in ast.walk(tree) if tree else ():
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _is_empty(node):
            continue
        head, body, end = node.lineno - 1, node.body[0].lineno - 1, node.end_lineno
        node.decorator_list = []
        for written in (source[head:end], [*source[head : _end_of_head(source, head)], *source[body:end]]):
            yield tuple(line for _, line in _lines("\n".join(written)) if line and not line.startswith("#"))
        yield _unparsed(node)


def _end_of_head(source: Sequence[str], head: int) -> int:
    """Return the number of the line after a function's head, whose last line ends in a colon."""
    return next((n + 1 for n in range(head, len(source)) if source[n].rstrip().endswith(":")), head + 1)


def _is_empty(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function does nothing yet, as in a stub."""
    return all(isinstance(s, (ast.Pass, ast.Raise)) for s in node.body)


def _runs(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield ``RUN`` consecutive lines that count, with the number of the first."""
    told = [
        (number, line)
        for number, line in lines
        if not line.startswith(_STATEMENTS) and len(re.findall(r"\w", line)) >= SAID
    ]
    for at in range(len(told) - RUN + 1):
        yield told[at][0], tuple(line for _, line in told[at : at + RUN])


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in what a JSON file holds, such as the lines of a notebook's cells."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _name_in(head: str) -> str:
    return next((name for word, name in pairwise(re.findall(r"\w+", head)) if word == "def"), head)

"""Collecting what suites say when a test fails, and renewing the files of their translations.

``make messages`` runs it with ``tools.messages``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from grader.language.suite_texts import PACKAGE, hidden_file, public_file

ROOT = PACKAGE.parent

SAYING = {
    *("expect", "award", "each", "Mismatch"),
    *("assert_close", "assert_equal", "assert_shape", "assert_unchanged", "assert_raised"),
    *("as_scalar", "as_array", "as_list", "as_handle"),
}
"""Functions whose arguments a student reads, where they are texts."""

SAID = {"what", "expected", "summary", "partly", "why"}
"""Those of their arguments that are named."""

PUBLIC, HIDDEN = "exercises/*/test_*.py", "grader/suites/*/test_*.py"


def collected(pattern: str) -> dict[str, str]:
    """Return the texts of some test files, each with the file that it stands in first."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.glob(pattern)):
        for text in _texts_in(ast.parse(path.read_bytes())):
            found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def renewed(lang: str) -> dict[Path, str]:
    """Return each file with today's texts: new ones are empty, old ones are dropped."""
    public = collected(PUBLIC)
    hidden = {text: place for text, place in collected(HIDDEN).items() if text not in public}
    wanted = {public_file(lang): public, hidden_file(lang): hidden}
    return {path: _file(path, texts) for path, texts in wanted.items()}


def without_translation(lang: str) -> list[str]:
    """Return the texts that have none."""
    return [entry.msgid for text in renewed(lang).values() for entry in polib.pofile(text) if not entry.msgstr]


def _file(path: Path, texts: dict[str, str]) -> str:
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} if path.is_file() else {}
    made = polib.POFile(wrapwidth=120)
    made.metadata = {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
    for text, place in texts.items():
        made.append(polib.POEntry(msgid=text, msgstr=known.get(text, ""), occurrences=[(place, "")]))
    return f"{made}\n"


def _texts_in(tree: ast.Module) -> Iterator[str]:
    """Yield what is handed to the functions of ``SAYING``, and to functions of the suite's own that hand it on."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _hands_on(node)}
    filled = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in own:
            given: tuple[ast.expr, ...] = (*node.args.defaults, *filter(None, node.args.kw_defaults))
            yield from (text for text in _texts_of(given) if any(map(str.isalpha, text)))
        if isinstance(node, ast.Call) and _name(node.func) in SAYING | own:
            given = (*node.args, *(k.value for k in node.keywords if k.arg in SAID))
            given = tuple(filled.get(one.id, one) if isinstance(one, ast.Name) else one for one in given)
            yield from (text for text in _texts_of(given) if any(map(str.isalpha, text)))


def _hands_on(function: ast.FunctionDef) -> bool:
    return not SAID.isdisjoint(one.arg for one in (*function.args.args, *function.args.kwonlyargs))


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts_of(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Constant(str(text)):
                yield text
            case ast.JoinedStr(parts):
                yield "".join(_part(number, part) for number, part in enumerate(parts))
            case ast.IfExp(body=one, orelse=other):
                yield from _texts_of((one, other))


def _part(number: int, part: ast.expr) -> str:
    """Return a part of an f-string, with a place for what is filled in."""
    match part:
        case ast.Constant(str(text)):
            return text
        case ast.FormattedValue(ast.Name(name)):
            return f"{{{name}}}"
    return f"{{part{number}}}"

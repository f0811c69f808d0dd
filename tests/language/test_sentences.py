"""Every sentence that people read goes through ``_``, is in the file of translations, and has its Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest

from grader.language.translations import translations_file
from tools import messages

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "grader"

NOT_READ = ("suites", "locale", "guest", "audit")
"""Folders without sentences of this kind. A suite's texts are its author's. What is in ``guest`` runs beside a
student's code and imports nothing else of the package. What ``audit`` says is for authors of suites, and English."""

EXCEPTIONS = {"commands/audit.py": "as the folder audit"}
"""Files where an error's text or a printed text is not a message, and why."""

OPEN = {
    "explain/raised.py": "the line is filled in when it is known",
    "explain/unreadable.py": "the line is filled in when it is known",
    "explain/words.py": "the line is filled in when it is known",
    "records/hooks.py": "the key is filled in when it is known",
    "commands/doctor.py": "the path is filled in for each attempt",
    "language/command_line.py": "patterns of click's sentences",
}
"""Where a message may have a place without a fact, and why."""

PASSING = "report/pages.py"
"""What gives ``_`` to the templates, whose own calls are collected from them."""

ERRORS = {
    *("UsageError", "CatalogueError", "DataError", "GraderError", "ContainmentError", "TemplateLost", "SuiteError"),
    *("Interrupted", "NotAttempted", "WorkerEnded", "TimedOut", "OutOfMemory", "WireViolation", "Mismatch"),
    *("Refused", "Unusable", "error"),  # ``error`` is a parameter: the type of the error to raise
}

PRINTING = {"echo", "confirm", "print", "Text", "TextColumn", "fail", "Rule", "Wrong"}
"""Functions whose first argument is shown to somebody."""

NAMES = {"xorcise", "Xorcise", "Python"}
"""Words that are the same in every language."""

HAN = "\u4e00-\u9fff"


ENTRIES = [*polib.pofile(str(translations_file("zh-CN")))]


def translations_of(entry: polib.POEntry) -> list[str]:
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


# --- the file of translations ---------------------------------------------------------------------------------------


def test_the_file_holds_what_the_code_says() -> None:
    """No sentence is missing, none is left over: `make messages` would change nothing."""
    assert translations_file("zh-CN").read_text(encoding="utf-8") == messages.renewed("zh-CN")


def test_the_file_has_no_time_and_no_path_of_a_machine() -> None:
    """Two people who renew it get the same bytes."""
    text = translations_file("zh-CN").read_text(encoding="utf-8")
    assert "Date" not in text
    assert not re.search(r"^#: [^g]", text, re.MULTILINE)
    assert not [e for e in ENTRIES if e.obsolete or e.fuzzy]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.msgid[:60])
def test_a_translation_is_whole(entry: polib.POEntry) -> None:
    """It is there, has the same places for facts, and is written as Chinese is."""
    for chinese in translations_of(entry):
        assert chinese.strip()
        assert places(chinese) == places(entry.msgid) | places(entry.msgid_plural)
        assert not re.search(rf"[{HAN}][,;:?!()]|[,;:?!()][{HAN}]", chinese), "punctuation beside Chinese is full-width"
        assert not re.search(rf"[{HAN}][A-Za-z0-9`]|[A-Za-z0-9`][{HAN}]", chinese), "a blank between Chinese and Latin"
        assert not re.search(rf"[{HAN}，。：；] +[{HAN}，。：；]", chinese)
        assert chinese[-1] not in ".;:," or entry.msgid[-1] == chinese[-1]


# --- the code -------------------------------------------------------------------------------------------------------


@cache
def sources() -> dict[str, ast.Module]:
    """Return every module that may say something, by path within the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.split("/")[0] not in NOT_READ and name not in EXCEPTIONS:
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def name_of(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield each call of the package: where it stands, the call, and the name that is called."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", node, name_of(node.func)


def words_of(text: ast.expr) -> list[str]:
    """Return the words that an expression says by itself, names of things apart."""
    match text:
        case ast.Constant(value=str(value)):
            said = re.sub(r"\{[^}]*\}", "", value)  # of rich
            return [word for word in re.findall(r"[^\W\d_]{2,}", said) if word not in NAMES]
        case ast.JoinedStr(values=values):
            return [word for part in values if isinstance(part, ast.Constant) for word in words_of(part)]
        case ast.BinOp(left=left, right=right):
            return words_of(left) + words_of(right)
        case ast.IfExp(body=body, orelse=orelse):
            return words_of(body) + words_of(orelse)
    return []


def test_errors_and_printed_lines_say_nothing_by_themselves() -> None:
    """The text of an error, and of what is printed, is no bare string and no f-string with words in it."""
    bare = []
    for where, call, name in calls():
        said = call.args[1:2] if name == "expect" else call.args[:1] if name in ERRORS | PRINTING else []
        said += [k.value for k in call.keywords if k.arg in ("what", "why")]
        if any(map(words_of, said)):
            bare.append(f"{where} {name}")
    assert bare == []


def test_help_is_a_message() -> None:
    """Commands and options take theirs from ``_``."""
    for where, call, name in calls():
        if not where.startswith(("commands/", "cli.py")):
            continue
        helps = [k.value for k in call.keywords if k.arg == "help"]
        if name in ("option", "group"):
            assert helps, where
        assert all(isinstance(h, ast.Name) or (isinstance(h, ast.Call) and name_of(h.func) == "_") for h in helps), (
            where
        )
        if name == "command_called":
            assert all(isinstance(a, ast.Call) and name_of(a.func) == "_" for a in call.args[1:]), where


def test_a_message_is_made_of_a_literal_and_of_the_facts_in_it() -> None:
    """So that it can be collected, and that no place stays empty."""
    for where, call, name in calls():
        if name not in ("_", "ngettext") or isinstance(call.func, ast.Attribute) or where.startswith(PASSING):
            continue
        texts = call.args[:1] if name == "_" else call.args[:2]
        assert all(isinstance(t, ast.Constant) and isinstance(t.value, str) for t in texts), where
        said = {place for t in texts if isinstance(t, ast.Constant) for place in places(str(t.value))}
        facts = {k.arg for k in call.keywords} | ({"n"} if name == "ngettext" else set())
        assert said == facts or (said and not facts and where.split(":")[0] in OPEN), where


def test_every_message_is_in_the_file() -> None:
    """Also one that the collector would overlook, as it does inside of an f-string."""
    known = {(entry.msgid, entry.msgid_plural) for entry in ENTRIES}
    for where, call, name in calls():
        if name in ("_", "ngettext") and isinstance(call.func, ast.Name) and not where.startswith(PASSING):
            texts = [a.value for a in call.args[: 1 if name == "_" else 2] if isinstance(a, ast.Constant)]
            assert (*texts, *[""] * (2 - len(texts))) in known, where


def test_nothing_takes_the_place_of_the_function() -> None:
    """A scope in which ``_`` makes messages binds it to nothing else."""
    for path, tree in sources().items():
        for scope in ast.walk(tree):
            if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                nodes = [*own_nodes(scope)]
                used = any(isinstance(n, ast.Call) and name_of(n.func) == "_" for n in nodes)
                bound = [n for n in nodes if isinstance(n, ast.Name) and n.id == "_" and isinstance(n.ctx, ast.Store)]
                taken = [a for a in ast.walk(scope.args) if isinstance(a, ast.arg) and a.arg == "_"]
                assert not (used and (bound or taken)), f"{path}:{scope.lineno}"


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of the scopes in it: functions and comprehensions."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(
            child, (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
        ):
            yield child
            yield from own_nodes(child)


def test_exceptions_are_needed() -> None:
    """Each file that is excepted is there."""
    for name in [*EXCEPTIONS, *OPEN]:
        assert (PACKAGE / name).is_file()

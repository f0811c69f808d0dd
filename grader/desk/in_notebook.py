"""``desk.check`` in a notebook: the public tests of an exercise on what the notebook's cells have defined."""

from __future__ import annotations

import ast
import html
import io
import linecache
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.console import Console

from grader.desk.asked import asked
from grader.desk.cells import Cells
from grader.desk.checked import Check, Checked
from grader.desk.checking import remember
from grader.desk.deadline import Deadline
from grader.desk.explaining import named
from grader.desk.known import known_of
from grader.desk.public_suite import open_public, titles_of
from grader.desk.screen import CheckScreen
from grader.desk.written import digest_of_definitions
from grader.errors import UsageError, XorciseError
from grader.exercises.exercise import Exercise
from grader.language import LANGUAGES, _, language, listed, speak, spoken
from grader.result import Outcome, TestResult
from grader.suite.proxy import SubmissionProxy

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.worker.worker import Worker

WIDTH = 100
"""Characters of a line: what a notebook shows without folding in half of a wide screen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a check found.

    Attributes:
        passed: whether all tests passed.
        screen: what is shown.
    """

    passed: bool
    screen: CheckScreen

    def __str__(self) -> str:
        return self._console().export_text()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Return the same as HTML, for a notebook."""
        page = "<pre style=\"line-height:1.3;font-family:Menlo,'DejaVu Sans Mono',consolas,monospace\">{code}</pre>"
        return self._console().export_html(inline_styles=True, code_format=page)

    def _console(self) -> Console:
        console = Console(record=True, file=io.StringIO(), width=WIDTH, force_terminal=True, force_jupyter=False)
        console.print(self.screen)
        return console


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nothing was checked, in one line: a cell shows it, without a traceback of ours.

    Attributes:
        line: what is wrong, and how to mend it.
    """

    line: str
    passed: ClassVar[bool] = False

    def __str__(self) -> str:
        return self.line

    def __repr__(self) -> str:
        return self.line

    def _repr_html_(self) -> str:
        """Return the same as HTML, for a notebook."""
        return f'<pre style="white-space:pre-wrap;color:#b00020">{html.escape(self.line)}</pre>'


def check_cells(what: str | None, lang: str | None) -> Shown | Fault:
    """Check what the running notebook has defined; see ``grader.desk.check``."""
    speak(lang if lang in LANGUAGES else "")
    try:
        if lang is not None and lang not in LANGUAGES:
            raise UsageError(_("there is no language {name}; choose from {names}", name=lang, names=listed(LANGUAGES)))
        return _check(what, language())
    except XorciseError as error:
        return Fault(spoken(error.line))


def _check(what: str | None, lang: str) -> Shown:
    """Check; see ``check_cells``.

    Raises:
        UsageError: there is no such exercise or function here.
        SuiteError: the public tests cannot be collected.
    """
    found = asked(what)
    exercise, folder = found.exercise, found.catalogue.statement_dir(found.exercise)
    names, numbers = _notebook()
    wanted = Check(str(folder), exercise.slug, found.function or "", lang=lang)
    missing = [name for name in exercise.entry_points if name not in names and found.entry_point in (None, name)]
    note = _("your notebook does not define {names}: run the cells that do", names=listed(missing))
    checked = replace(_checked(exercise, folder, wanted, names, numbers), notes=(note,) if missing else ())
    hidden = [test.title for test in known_of(found.catalogue, exercise).hidden]
    remember(found, checked, digest_of_definitions(definitions_in(names, exercise), exercise))
    passed = all(t.outcome is Outcome.PASSED for t in checked.tests)
    return Shown(passed, CheckScreen(exercise, checked, "", hidden, lang, whole=True))


def _checked(
    exercise: Exercise, folder: Path, wanted: Check, names: Mapping[str, Any], numbers: Mapping[str, int]
) -> Checked:
    """Run public tests on some names."""
    cells = Cells(names, numbers, _deadline(), exercise.limits)
    printed: dict[str, str] = {}
    tracebacks: dict[str, str] = {}

    def on_test(name: str, result: TestResult | None) -> None:
        if result is None:
            return
        for kept, text in ((printed, proxy.printed), (tracebacks, cells.traceback)):
            if text:
                kept[name] = text

    with open_public(folder, exercise) as suite:
        proxy = SubmissionProxy(cast("Worker", cells))
        only = wanted.chosen(suite.tests)
        try:
            run = suite.run(proxy, cells.seed, keep_transcripts=True, only=only, on_test=on_test)
        except KeyboardInterrupt:  # "interrupt the kernel"; the tests run in a thread of their own
            cells.stop()
            raise
        source = "\n\n".join(map(ast.unparse, definitions_in(names, exercise)))
        return Checked(named(exercise, folder, run, source), titles_of(suite), printed, tracebacks)


@cache  # it watches in a thread, which is there as long as the kernel is
def _deadline() -> Deadline:
    """Return what ends calls that take too long. A library's call that does not end needs a restart of the kernel."""
    return Deadline(lambda _frame: None)


def definitions_in(
    names: Mapping[str, Any], exercise: Exercise
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the definitions behind the names that an exercise asks for, as the cells that were run have them."""
    for name in exercise.entry_points:
        for node in _cell_of(names.get(name)).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
                yield node


def _cell_of(value: Any) -> ast.Module:
    """Return the cell that a function or class was defined in; an empty one where that is not known."""
    inside = [value, *vars(value).values()] if isinstance(value, type) else [value]
    code = next((one.__code__ for one in inside if isinstance(one, FunctionType)), None)
    try:
        return ast.parse("".join(linecache.getlines(code.co_filename)) if code is not None else "")
    except (SyntaxError, ValueError):
        return ast.parse("")


def _notebook() -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """Return the names of the running notebook, and the numbers of its cells by the files that IPython gives them."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return sys.modules["__main__"].__dict__, {}
    return shell.user_ns, dict(getattr(shell.compile, "_filename_map", {}))

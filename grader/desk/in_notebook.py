"""``desk.check`` in a notebook: the public tests of an exercise on what the notebook's cells have defined."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rich.console import Console

from grader.desk.asked import asked
from grader.desk.cells import Cells
from grader.desk.checked import Check, Checked
from grader.desk.explaining import named
from grader.desk.known import known_of
from grader.desk.screen import CheckScreen
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise
from grader.language import language, speak
from grader.result import Outcome, TestResult
from grader.slot.suite_run import open_suite
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


def check_cells(what: str | None, lang: str | None) -> Shown:
    """Check what the running notebook has defined; see ``grader.desk.check``."""
    lang = lang or language()
    speak(lang)
    found = asked(what)
    exercise, folder = found.exercise, found.catalogue.statement_dir(found.exercise)
    names, numbers = _notebook()
    wanted = Check(str(folder), exercise.slug, found.function or "", lang=lang)
    checked = _checked(exercise, folder, wanted, names, numbers)
    hidden = [test.title for test in known_of(found.catalogue, exercise).hidden]
    passed = all(t.outcome is Outcome.PASSED for t in checked.tests)
    return Shown(passed, CheckScreen(exercise, checked, "", hidden, lang, whole=True))


def _checked(
    exercise: Exercise, folder: Path, wanted: Check, names: Mapping[str, Any], numbers: Mapping[str, int]
) -> Checked:
    """Run public tests on some names."""
    data = load_images(STAND_IN) if exercise.data else None
    cells = Cells(names, numbers)
    tracebacks: dict[str, str] = {}

    def on_test(name: str, result: TestResult | None) -> None:
        if result is not None and cells.traceback:
            tracebacks[name] = cells.traceback

    with open_suite(folder / f"test_{exercise.module}.py", exercise, "public", data) as suite:
        proxy = SubmissionProxy(cast("Worker", cells))
        run = suite.run(proxy, cells.seed, keep_transcripts=True, only=wanted.chosen(suite.tests), on_test=on_test)
        titles = {t.item.name: (t.title, t.title_zh) for t in suite.tests}
        return Checked(named(exercise, folder, run), titles, {}, tracebacks)


def _notebook() -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """Return the names of the running notebook, and the numbers of its cells by the files that IPython gives them."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return sys.modules["__main__"].__dict__, {}
    return shell.user_ns, dict(getattr(shell.compile, "_filename_map", {}))

"""``desk.check`` in a notebook: what its cells have defined, in both languages, and no traceback of ours."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from desk.sample import OURS, course
from grader import desk
from grader.desk import in_notebook
from grader.desk.in_notebook import Fault, Shown
from grader.desk.progress import Progress
from grader.desk.state import Kind
from grader.exercises.catalogue import Catalogue
from grader.language import speak

RIGHT = OURS.reference(OURS.exercise("02")).read_text(encoding="utf-8")

WRONG = f"{RIGHT}\n\ndef mean_squared_error(y, t):\n    return 3 * np.sum((np.asarray(y) - t) ** 2)\n"

Run = Callable[[str], None]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A course with one exercise, in whose folder the notebook runs."""
    found = course(tmp_path, ["02_losses"])
    monkeypatch.chdir(tmp_path)
    return found


@pytest.fixture
def run(given: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a cell of a notebook, which numbers its cells from 1 as a kernel does."""
    names: dict[str, Any] = {"__name__": "__main__"}
    numbers: dict[str, int] = {}
    monkeypatch.setattr(in_notebook, "_notebook", lambda: (names, numbers))

    def run_cell(source: str) -> None:
        file = f"/tmp/ipykernel_1/{len(numbers) + 1}.py"
        numbers[file] = len(numbers) + 1
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), names)

    yield run_cell
    speak("")


def shown(what: str | None, **more: Any) -> str:
    """Return what a check shows."""
    found = desk.check(what, **more)
    assert isinstance(found, Shown)
    return str(found)


def test_one_function_is_checked(run: Run) -> None:
    run(RIGHT)
    found = desk.check("mean_squared_error")
    assert found.passed, str(found)
    assert "Cross" not in str(found)


def test_a_cell_that_was_run_again_counts(run: Run) -> None:
    """The last run does, as in the notebook; a traceback is that of the new cell."""
    run(WRONG)
    assert not desk.check("mean_squared_error").passed
    run(RIGHT)
    assert desk.check("mean_squared_error").passed
    assert desk.check("losses").passed
    run("def mean_squared_error(y, t):\n    return y[99]")
    said = shown("mean_squared_error")
    assert "on line 2 of cell [3]" in said
    assert "Cell In[3], line 2, in mean_squared_error" in said
    assert "return y[99]" in said
    assert "ipykernel" not in said
    assert "grader" not in said


def test_prints_stand_below_their_test(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Bounded, and not in the cell's own output."""
    run("def mean_squared_error(y, t):\n    for n in range(100_000):\n        print('loss', n)\n    return 0.0")
    said = shown("mean_squared_error")
    assert "Printed" in said
    assert "loss 0" in said
    assert len(said) < 10 * 64 * 1024
    assert capsys.readouterr() == ("", "")


def test_an_endless_loop_ends_and_has_its_line(run: Run) -> None:
    run("def mean_squared_error(y, t):\n    while True:\n        pass\n")
    said = " ".join(shown("mean_squared_error").split())
    assert "time ran out while this call was running: on line" in said
    assert "of cell [1]" in said


def test_what_is_missing_is_told(run: Run) -> None:
    """An absent function, and a stub: nothing of it is wrong yet."""
    run("def cross_entropy_error(y, t):\n    raise NotImplementedError('cross_entropy_error is not written yet')")
    said = " ".join(shown("losses").split())
    assert "your notebook does not define mean_squared_error, mean_absolute_error, " in said
    assert "tests of what is not written yet" in said
    assert "请先运行定义它们的单元格" in "".join(shown("losses", lang="zh-CN").split())
    assert "does not define" not in shown("cross_entropy_error")


def test_chinese_is_spoken_for_one_check(run: Run) -> None:
    """The next one speaks the system's language again."""
    run(WRONG)
    assert "预期" in shown("mean_squared_error", lang="zh-CN") or "期望" in shown("mean_squared_error", lang="zh-CN")
    assert "Expected" in shown("mean_squared_error")


@pytest.mark.parametrize("what", ["losses", None])
@pytest.mark.parametrize("folder", [".", "exercises/02_losses"])
def test_a_notebook_may_lie_in_the_course_or_in_the_exercise(
    run: Run, given: Catalogue, what: str | None, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given.root / folder)
    run(given.stub(given.exercise("02")).read_text(encoding="utf-8"))
    assert shown(what).startswith("02 Loss functions")


@pytest.mark.parametrize(
    ("what", "more", "said"),
    [
        ("lossy", {}, "there is no exercise 'lossy', and no function, file or folder of one"),
        ("losses.nothing", {}, "02_losses has no function 'nothing'"),
        ("lossy", {"lang": "zh-CN"}, "lossy"),
        ("losses", {"lang": "fr"}, "there is no language fr; choose from en, zh-CN"),
        ("<b>", {}, "<b>"),
    ],
)
def test_a_fault_is_one_line(run: Run, what: str, more: dict[str, str], said: str) -> None:
    """A cell shows it as it shows a result."""
    found = desk.check(what, **more)
    assert isinstance(found, Fault)
    assert not found.passed
    assert said in str(found) == repr(found)
    assert "\n" not in str(found)
    assert "<b>" not in found._repr_html_()
    assert found._repr_html_().startswith("<pre ")


def test_outside_of_a_course_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an exercise around it, a check names what can be done."""
    monkeypatch.chdir(tmp_path)
    found = desk.check("nothing_of_this_name")
    assert isinstance(found, Fault)
    assert "nothing_of_this_name" in str(found)


def test_html_shows_the_same_as_text(run: Run) -> None:
    run(WRONG)
    found = desk.check("mean_squared_error")
    assert isinstance(found, Shown)
    assert "<pre" in found._repr_html_()
    assert "np.array" in found._repr_html_()


def test_interrupting_ends_the_running_test(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception goes on, and nothing of the student's code runs any more."""
    import time

    from grader.suite.session import SuiteSession

    run("def mean_squared_error(y, t):\n    while True:\n        pass\n")
    whole = SuiteSession.run

    def interrupted(self: SuiteSession, *args: Any, **more: Any) -> Any:
        self._done.put(KeyboardInterrupt())
        return whole(self, *args, **more)

    monkeypatch.setattr(SuiteSession, "run", interrupted)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        desk.check("mean_squared_error")
    assert time.monotonic() - begun < 30


# --- progress -------------------------------------------------------------------------------------------------------


def saved(given: Catalogue, *cells: str) -> None:
    """Save the notebook, as Jupyter does after running its cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    for cell in book.cells:
        cell.outputs = [nbformat.v4.new_output("stream", text=f"{len(cell.source)} characters\n")]
    path = given.stub(given.exercise("2")).with_suffix(".ipynb")
    nbformat.write(book, path)


def test_progress_is_remembered(run: Run, given: Catalogue) -> None:
    """As by `xorcise check`, whether the notebook is saved before or after; a check of one function adds to it."""
    progress, exercise = Progress.of(given), given.exercise("2")
    run(RIGHT)
    desk.check("mean_squared_error")
    saved(given, RIGHT)
    assert progress.state_of(exercise).kind is Kind.PARTLY
    desk.check("losses")
    assert progress.state_of(exercise).kind is Kind.DONE
    saved(given, RIGHT, 'from grader import desk\ndesk.check("losses")')
    assert progress.state_of(exercise).kind is Kind.DONE


def test_another_definition_is_a_change(run: Run, given: Catalogue) -> None:
    """In the file or in the kernel; comments and blanks are none."""
    progress, exercise = Progress.of(given), given.exercise("2")
    run(RIGHT)
    saved(given, RIGHT)
    desk.check("losses")
    saved(given, f"# mine\n{RIGHT}\n\n")
    assert progress.state_of(exercise).kind is Kind.DONE
    saved(given, WRONG)
    assert progress.state_of(exercise).kind is Kind.CHANGED
    run(WRONG)
    desk.check("losses")
    assert progress.state_of(exercise).kind is Kind.PARTLY


def test_a_class_is_found_in_its_cell(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its methods; what has no source, such as a built-in function, is left out."""
    exercise = OURS.exercise("5")
    source = OURS.reference(exercise).read_text(encoding="utf-8")
    run(source)
    names = in_notebook._notebook()[0]
    found = [node.name for node in in_notebook.definitions_in(names, exercise)]
    assert found == ["exponential_decay", "ExponentialMovingAverage"]
    assert [*in_notebook.definitions_in({"exponential_decay": max}, exercise)] == []

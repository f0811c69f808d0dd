"""One screen for a check: the first failure whole, the others in a line each, on a terminal of 80 times 24."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from grader.desk.checked import Checked
from grader.desk.screen import CheckScreen
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.result import Explanation, Outcome, TestResult

LONG = "a very long sentence that goes on and on, to the end of the line and far beyond it; " * 6


@pytest.fixture
def exercise(catalogue: Catalogue) -> Exercise:
    return catalogue.exercise("02")


def failed(number: int, cause: str = "", **more: object) -> TestResult:
    """Return a failed test."""
    told = Explanation("belief", "k", cause, {"en": "belief"}) if cause else None
    plain = TestResult(
        id=f"test_{number}",
        title=f"Title {number}",
        title_zh=f"标题 {number}",
        outcome=Outcome.FAILED,
        visibility="public",
        points=0.0,
        max_points=0.0,
        message="the result has a wrong value\ncalled: f(np.array([1.0]))\nexpected: 1.0\ngot: 2.0",
        hint={"en": "a hint", "zh-CN": "提示内容"},
        explanation=told,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def passed(number: int) -> TestResult:
    return replace(failed(number), outcome=Outcome.PASSED, message="", hint=None)


def shown(exercise: Exercise, checked: Checked, *, whole: bool = False, lang: str = "en", width: int = 80) -> list[str]:
    """Return the screen's lines on a terminal of 24 lines."""
    out = io.StringIO()
    console = Console(file=out, width=width, height=24, force_terminal=True, no_color=True)
    console.print(CheckScreen(exercise, checked, "losses.py", (), lang, whole))
    return (
        Console(file=io.StringIO())
        .render_str(out.getvalue(), emoji=False, markup=False, highlight=False)
        .plain.splitlines()
    )


def test_a_failure_is_told_with_all_that_helps(exercise: Exercise) -> None:
    test = failed(1, "c", belief={"en": "the belief"}, feedback={"en": "the feedback"}, misconception="k")
    lines = "\n".join(shown(exercise, Checked((test,), printed={"test_1": "printed text\n"})))
    parts = ["Title 1", "f(np.array([1.0]))", "1.0", "2.0", "the belief", "the feedback", "printed text"]
    places = [lines.index(part) for part in parts]
    assert places == sorted(places)
    assert "a hint" not in lines  # the belief's own words are nearer
    assert "a hint" in "\n".join(shown(exercise, Checked((failed(1),))))


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [80, 40])
def test_many_long_failures_fit_one_screen(exercise: Exercise, lang: str, width: int) -> None:
    """What is needed least goes first; what was called, expected and got stays, and so does the reason."""
    message = f"the result has a wrong value\ncalled: f({LONG})\nexpected: {LONG}\ngot: {LONG}\nwhere: {LONG}"
    more = {"feedback": {"en": LONG, "zh-CN": LONG}, "belief": {"en": LONG, "zh-CN": LONG}, "misconception": "k"}
    tests = tuple(failed(n, f"cause {n}", message=message, **more) for n in range(12))
    lines = shown(exercise, Checked(tests, printed={"test_0": "line\n" * 100}), lang=lang, width=width)
    assert len(lines) <= 23
    assert any("a very long" in line for line in lines)
    assert any("--all" in line for line in lines)


def test_a_long_traceback_keeps_its_end(exercise: Exercise) -> None:
    traceback = "Traceback (most recent call last):\n" + "  File x\n" * 50 + "IndexError: the last line"
    test = failed(1, outcome=Outcome.STUDENT_ERROR, message="your code raised IndexError on line 1 of losses.py")
    lines = shown(exercise, Checked((test,), tracebacks={"test_1": traceback}))
    assert len(lines) <= 23
    assert any("IndexError: the last line" in line for line in lines)


def test_everything_is_told_where_it_is_asked_for(exercise: Exercise) -> None:
    tests = (*(failed(n) for n in range(12)), passed(12))
    lines = "\n".join(shown(exercise, Checked(tests), whole=True))
    assert all(f"Title {n}" in lines for n in range(13))
    assert lines.count("np.array([1.0])") == 12


def test_what_is_not_written_yet_is_quiet(exercise: Exercise) -> None:
    """No hint, no account: a line with their number."""
    quiet = [failed(n, outcome=Outcome.NOT_ATTEMPTED, message="not written yet") for n in range(5)]
    lines = "\n".join(shown(exercise, Checked((*quiet, passed(9)))))
    assert "5 tests of what is not written yet" in lines
    assert "a hint" not in lines
    assert "1 of 6 public tests passed" in lines


def test_one_mistake_is_told_once(exercise: Exercise) -> None:
    tests = (failed(1, "c"), failed(2, "c"), failed(3, "d"))
    lines = shown(exercise, Checked(tests))
    assert sum("the same mistake" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (Outcome.TIMED_OUT, "time ran out"),
        (Outcome.STUDENT_ERROR, "your code raised NameError"),
        (Outcome.FAILED, "the result should be one number, but is None (is there a return?)\ngot: None"),
    ],
)
def test_hints_speak_of_wrong_values_alone(exercise: Exercise, outcome: Outcome, message: str) -> None:
    lines = "\n".join(shown(exercise, Checked((failed(1, outcome=outcome, message=message),))))
    assert "a hint" not in lines


def test_a_file_that_cannot_be_loaded_is_told_once(exercise: Exercise) -> None:
    message = "your code raised SyntaxError on line 3 of losses.py\n| def f(:"
    tests = tuple(failed(n, outcome=Outcome.STUDENT_ERROR, message=message) for n in range(6))
    lines = shown(exercise, Checked(tests, tracebacks={t.id: "SyntaxError: invalid syntax" for t in tests}))
    assert sum("SyntaxError on line 3" in line for line in lines) == 1
    assert not any("Title" in line for line in lines)


def test_all_passed_says_what_grading_asks(exercise: Exercise) -> None:
    tests = Checked((passed(1), passed(2)), {"test_1": ("Title 1", "标题 1"), "test_2": ("Title 2", "标题 2")})
    out = io.StringIO()
    console = Console(file=out, width=80, height=24)
    console.print(CheckScreen(exercise, tests, "losses.py", [{"en": "Hidden title", "zh-CN": "标题"}], "en", False))
    assert "2 of 2 public tests passed" in out.getvalue()
    assert "Hidden title" in out.getvalue()


def test_notes_stand_above_the_tests(exercise: Exercise) -> None:
    """Of a file that was taken for another, say. The screen is no higher than before."""
    note = _("{name} was taken for {file}", name="a.py", file="losses.py")
    lines = shown(exercise, Checked((failed(1), *map(failed, range(2, 9))), notes=(note,)))
    assert lines[1] == "note: a.py was taken for losses.py"
    assert len(lines) < 24
    assert shown(exercise, Checked((failed(1),), notes=(note,)), lang="zh-CN")[1].startswith("说明：")

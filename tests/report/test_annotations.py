"""Marks at lines of a student's file, for GitHub and GitLab, and GitHub's summary."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from grader.report.annotations import Annotation, Source, annotate, definitions
from grader.report.github import MOST, ROOM, job_summary, workflow_commands
from grader.report.gitlab import code_quality
from grader.result import Outcome, TestResult

from .sample import ESCAPE, LAYERS, LOSSES, MARKUP, SECRET, a_class, a_result, a_test, graded

EXERCISES = (replace(LOSSES, entry_points=("mean_squared_error", "cross_entropy_error")), LAYERS)

SOURCE = '''"""Losses."""
import numpy as np


def mean_squared_error(y, t):
    return 0


class Affine:
    def __init__(self, W, b): pass

    async def forward(self, x):
        def backward(self): pass
'''

SOURCES = {"02_losses": Source("exercises/02_losses/losses.py", definitions(SOURCE))}


def marks(*tests: TestResult) -> list[Annotation]:
    return annotate(a_result("bob", graded("02_losses", *tests)), EXERCISES, SOURCES)


def public(message: str, outcome: Outcome = Outcome.FAILED, id: str = "test_one") -> TestResult:
    return a_test(outcome, id=id, visibility="public", message=message, summary=message.partition("\n")[0])


def test_definitions_are_found_by_how_lines_begin() -> None:
    assert definitions(SOURCE) == {
        "mean_squared_error": 5,
        "Affine": 9,
        "Affine.__init__": 10,
        "Affine.forward": 12,
        "Affine.backward": 13,
    }


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("your code raised ValueError on line 7 of losses.py\n| raise", 7),
        ("your code raised ValueError on line 7 of another of your files\n| x.py: raise", 1),
        ("the result has a wrong value\ncalled: mean_squared_error(array)\nexpected: 1", 5),
        ("the result has a wrong value\ncalled: Affine(W, b).forward(x)\nexpected: 1", 12),
        ("the result has a wrong value\ncalled: Affine(W, b).other(x)\nexpected: 1", 9),
        ("the result has a wrong value\ncalled: unknown(x)\nexpected: 1", 1),
        ("it took too long", 1),
    ],
)
def test_a_mark_is_at_the_line_that_is_to_blame(message: str, line: int) -> None:
    """The line of the exception, else the definition of what was called, else the first."""
    (one,) = marks(public(message))
    assert (one.path, one.line) == ("exercises/02_losses/losses.py", line)


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.NOT_ATTEMPTED, Outcome.BLOCKED, Outcome.GRADER_ERROR])
def test_what_no_line_explains_is_not_marked(outcome: Outcome) -> None:
    assert marks(public("something", outcome)) == []


def test_one_syntax_error_is_one_mark() -> None:
    """It fails every test of the exercise, at one line."""
    said = "your code raised SyntaxError on line 3 of losses.py\n| def f(:"
    assert len(marks(*(public(said, Outcome.STUDENT_ERROR, f"test_{n}") for n in range(5)))) == 1
    assert len(marks(public("wrong", id="test_a"), public("wrong", id="test_b"))) == 2


def test_an_exercise_of_one_function_needs_no_call_to_find_it() -> None:
    """Also of a hidden test, which never tells what was called."""
    (one,) = annotate(a_result("bob", graded("02_losses", a_test(summary="differs"))), [LOSSES], SOURCES)
    assert (one.line, one.text) == (5, "differs")


def test_a_hidden_test_is_marked_without_its_inputs() -> None:
    (one,) = marks(a_test(message=f"differs\ncalled: mean_squared_error(1)\n{SECRET}", summary="differs"))
    assert (one.line, one.text) == (1, "differs")


# --- GitHub -----------------------------------------------------------------------------------------------------------


def test_no_text_ends_a_command_or_begins_one() -> None:
    """A line of stdout that begins with two colons is a command: only ours do, one for each mark."""
    test = replace(
        public(f"said\n| ::set-output name=x::y\r\n::stop-commands::z%0A\n| {MARKUP}"), title="a,b: c%\n::add-mask::d"
    )
    strange = {"02_losses": Source("a,b:c%.py")}
    text = workflow_commands(annotate(a_result("bob", graded("02_losses", test)), EXERCISES, strange))
    (line,) = text.splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.py,line=1,title=a%2Cb%3A c%25 %3A%3Aadd-mask%3A%3Ad::said")


def test_github_gets_as_many_marks_as_it_shows() -> None:
    """And a notice about the others, which are in the summary."""
    found = marks(*(public(f"wrong {n}", id=f"test_{n}") for n in range(MOST + 3)))
    lines = workflow_commands(found).splitlines()
    assert [line.split("::")[1].split()[0] for line in lines] == ["error"] * MOST + ["notice"]
    assert lines[-1].startswith("::notice::3 more")


def test_a_students_summary_tells_everything_that_they_may_see() -> None:
    bob = next(r for r in a_class() if r.student == "bob")
    text = job_summary([bob], EXERCISES)
    assert text.startswith("## Feedback: 6 / 18\n")
    assert "**Recognised:** mean over classes" in text
    assert "**Hint:** How many rows are there?" in text
    assert "Containment `landlock` (missing: abstract\\_unix\\_socket)" in text
    assert "0.0975" not in text
    assert "**提示：** 一共有几行？" in job_summary([bob], EXERCISES, lang="zh-CN")


def test_a_class_is_a_table_without_anybodys_tests() -> None:
    results = [*a_class(), replace(a_result("x|y" + ESCAPE), problem="p" * 100)]
    text = job_summary(results, EXERCISES)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows[0] == "| Student | 02 | 08 | Total |"
    assert rows[2:6] == [
        "| `alice` | 12 | 6 | 18 |",
        "| `bob` | 6 | 0 | 6 |",
        "| `carol` | 6 | ? | 6+ |",
        "| `dora` |  |  | unread |",
    ]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)
    assert "`dora`: `dora.zip is not a zip file: send it again`" in text
    assert "half the sum" not in text


def test_a_summary_stays_below_what_github_takes() -> None:
    many = [a_result(f"student {n:05}" + "学" * 60, graded("02_losses", a_test())) for n in range(8000)]
    text = job_summary(many, EXERCISES)
    assert ROOM - 1000 < len(text.encode()) < 2**20
    assert text.endswith(" |\n\n…\n")


# --- GitLab -----------------------------------------------------------------------------------------------------------


def test_findings_have_what_gitlab_asks_for() -> None:
    """Its five fields; a fingerprint that stays when lines move and is another for another test or file."""
    at_five = public("wrong\ncalled: mean_squared_error(x)")
    raised = public("your code raised ValueError on line 2 of losses.py", Outcome.STUDENT_ERROR, "test_two")
    found = json.loads(code_quality(marks(at_five, raised, public("partly", Outcome.PARTIAL, "test_three"))))
    assert [set(one) for one in found] == [{"description", "check_name", "fingerprint", "severity", "location"}] * 3
    assert [one["location"]["lines"]["begin"] for one in found] == [5, 2, 1]
    assert {one["location"]["path"] for one in found} == {"exercises/02_losses/losses.py"}
    assert [one["severity"] for one in found] == ["major", "major", "minor"]
    assert len({one["fingerprint"] for one in found}) == 3
    moved = {"02_losses": Source("exercises/02_losses/losses.py", {"mean_squared_error": 50})}
    (again,) = json.loads(code_quality(annotate(a_result("bob", graded("02_losses", at_five)), EXERCISES, moved)))
    assert (again["location"]["lines"]["begin"], again["fingerprint"]) == (50, found[0]["fingerprint"])


def test_nothing_to_find_is_an_empty_report() -> None:
    assert json.loads(code_quality([])) == []

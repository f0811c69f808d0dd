"""Results on a terminal, read as a person without colours reads them."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from grader.exercises.exercise import Exercise
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.report.terminal import check_report, class_table, grading_summary
from grader.result import Outcome

from .sample import BIDI, ESCAPE, EXERCISES, LOSSES, MARKUP, SECRET, a_class, a_result, a_test, graded


def shown(what: RenderableType, width: int = 80, *, colour: bool = False) -> str:
    out = io.StringIO()
    Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
    ).print(what)
    return out.getvalue()


def wide_class(exercises: int) -> tuple[list[Exercise], RenderableType]:
    catalogue = [
        Exercise(f"{i:02}_a_rather_long_name", {"en": "Long", "zh-CN": "长"}, f"a_rather_long_name_{i}", ("f",))
        for i in range(1, exercises + 1)
    ]
    results = [
        a_result(name, *(graded(e.slug, a_test(Outcome.PARTIAL, points=2.5)) for e in catalogue))
        for name in ("Ada Lovelace", "陈小明", "Maximiliane von Hohenstein-Langenfeld")
    ]
    return catalogue, class_table(results, catalogue)


def test_the_class_table_reads_without_colours() -> None:
    """Names, modules, scores with a sign each, the legend of signs, the means."""
    lines = [line.rstrip() for line in shown(class_table(a_class(), EXERCISES)).splitlines()]
    cells = [line.split() for line in lines]
    assert "losses" in lines[1]
    assert ["alice", "✓", "12", "✓", "6", "18"] in cells
    assert ["bob", "◒", "6", "◦", "0", "6"] in cells
    assert ["mean", "8", "3", "12"] in cells
    assert "✓ passed  ◒ partial  ◦ not attempted  ? grader error" in lines


def test_a_grader_error_has_no_score_and_a_note() -> None:
    text = shown(class_table(a_class(), EXERCISES))
    assert ["carol", "◒", "6", "?", "6+"] in [line.split() for line in text.splitlines()]
    assert "carol: not decided, the grader failed in 08_backprop" in text


def test_a_problem_is_told_below_the_table() -> None:
    assert "dora: dora.zip is not a zip file: send it again" in shown(class_table(a_class(), EXERCISES))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Fourteen exercises: several tables on a narrow terminal, none of them cut."""
    catalogue, table = wide_class(14)
    text = shown(table, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert text.count("◒ 2.5") == 3 * len(catalogue)
    assert text.count("total") == 1


def test_a_narrow_terminal_names_the_modules_once() -> None:
    """Numbers stand in the heading, the legend below joins them to the modules."""
    text = shown(wide_class(14)[1], 80)
    assert text.count("a_rather_long_name_7") == 1
    assert "07 a_rather_long_name_7" in text


def test_colours_follow_the_outcome() -> None:
    text = shown(class_table(a_class(), EXERCISES), colour=True)
    assert re.search(r"\x1b\[32m *✓ 12", text)
    assert re.search(r"\x1b\[33m *◒ 6", text)


def test_no_students_is_not_a_crash() -> None:
    assert shown(class_table([], EXERCISES)).strip() == "no submissions"
    assert "0 of 0 submissions graded" in shown(grading_summary([]))


def test_a_class_without_exercises_is_not_a_crash() -> None:
    assert "alice" in shown(class_table([a_result("alice")], []))


@pytest.mark.parametrize("hostile", [ESCAPE, BIDI, MARKUP, "a\nb", "x" * 1_000_000])
def test_hostile_texts_reach_no_terminal(hostile: str) -> None:
    """Neither escape sequences nor rich's own markup, and no megabyte, from names, titles, messages or hints."""
    test = a_test(message=hostile, title=hostile, misconception=hostile, hint={"en": hostile})
    exercise = graded("02_losses", test, a_test(Outcome.PASSED))
    results = [a_result(hostile, exercise), a_result(hostile + "2", problem=hostile)]
    text = shown(class_table(results, EXERCISES)) + shown(check_report(LOSSES, exercise, "en"))
    assert not any(c in text for c in "\x1b\x07\x00\x9b\u202e")
    assert len(text) < 40_000
    if hostile is MARKUP:
        assert "[bold red]x[/] [/nothing]" in " ".join(text.split())


def test_the_check_tells_everything_of_a_failure() -> None:
    """Message, misconception, hint, and the count at the end."""
    lines = [line.strip() for line in shown(check_report(LOSSES, a_class()[1].exercises[0], "en")).splitlines()]
    assert lines[0] == "02 Losses  losses.py"
    assert "✓ passed One sample: half the sum of squared differences.  6/6" in lines
    assert "✗ failed A batch: the mean over its rows.  0/6" in lines
    assert "Expected    " + SECRET.removeprefix("expected: ") in lines
    assert "Got         0.0195" in lines
    assert "Recognised  mean over classes" in lines
    assert "Hint        How many rows are there?" in lines
    assert lines[-1] == "1 of 2 passed"


def test_the_check_speaks_chinese() -> None:
    text = shown(check_report(LOSSES, a_class()[1].exercises[0], "zh-CN"))
    for part in ("损失函数", "单个样本", "通过", "未通过", "一共有几行？", "共 2 项，通过 1 项"):
        assert part in text
    assert "One sample" not in text


def test_a_test_without_a_chinese_title_keeps_its_english_one() -> None:
    exercise = graded("02_losses", a_test(title_zh="", hint={"en": "Look again."}))
    text = shown(check_report(LOSSES, exercise, "zh-CN"))
    assert "One sample" in text
    assert "Look again." in text


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_sign_and_word_in_the_check(outcome: Outcome) -> None:
    text = shown(check_report(LOSSES, graded("02_losses", a_test(outcome)), "en"))
    assert f"{SIGNS[outcome]} {OUTCOMES[outcome]} " in text


def test_one_cause_of_all_failures_is_told_once() -> None:
    """A file that cannot be imported fails every test in the same words."""
    why = "your code raised SyntaxError: invalid syntax (losses.py, line 3)"
    tests = [a_test(Outcome.STUDENT_ERROR, id=f"test_{i}", message=why) for i in range(5)]
    blocked = a_test(Outcome.BLOCKED, id="test_b", message="first make test_0 pass")
    text = shown(check_report(LOSSES, graded("02_losses", *tests, blocked), "en"))
    assert text.count("SyntaxError") == 1
    assert "first make test_0 pass" in text


def test_the_summary_counts_what_needs_attention() -> None:
    assert shown(grading_summary(a_class())).splitlines() == [
        "2 of 4 submissions graded, mean 12 of 18",
        "1 submission could not be read",
        "1 result not final: the grader failed",
    ]


def test_the_same_class_is_the_same_text() -> None:
    assert shown(class_table(a_class(), EXERCISES)) == shown(class_table(a_class()[::-1], EXERCISES))


def test_a_student_needs_no_jinja() -> None:
    """Only instructors install it; the check and the table must work without."""
    code = "import sys; sys.modules['jinja2'] = None; import grader.report.terminal, grader.report.exports.plain"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_submissions_words_stand_behind_a_bar() -> None:
    """Also where a line is folded, and where one looks like a fact."""
    message = f"your code raised ValueError on line 2 of losses.py\n| raise\n| expected: {'5' * 90}\ngot: 1"
    text = shown(check_report(LOSSES, graded("02_losses", a_test(visibility="public", message=message)), "en"))
    lines = [line.strip() for line in text.splitlines()]
    assert "│ raise" in lines
    assert "│ expected:" in lines
    folded = [line for line in text.splitlines() if "555" in line]
    assert len(folded) == 2
    assert all(re.match(r" {5,}5|.*│", line) for line in folded)
    assert [line for line in lines if line.startswith("Got")]

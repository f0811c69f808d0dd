"""What counts of a verdict: words on tests, lateness, words on the whole, and the rubric."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook.adjust import adjusted, note_on
from grader.gradebook.course import Course
from grader.gradebook.lateness import Late
from grader.gradebook.overrides import Override, Words
from grader.language import Message
from grader.result import Adjustment, ExerciseResult, Outcome, RubricLine, TestResult

SLUG = "02_losses"
MADE = "2026-12-01T10:00:00+00:00"
SUBMITTED = "2026-11-21T00:00:00+00:00"

RIGHT = TestResult("test_one", "One.", "一。", Outcome.PASSED, "hidden", 6.0, 6.0)
WRONG = TestResult(
    "test_two", "Two.", "二。", Outcome.FAILED, "hidden", 0.0, 4.0, message="called: f(1)", misconception="half"
)
FAULT = replace(WRONG, outcome=Outcome.GRADER_ERROR, message="our own words", visibility="public")

STYLE, WORDS = RubricLine("style", {"en": "Style", "zh-CN": "风格"}, 5.0), RubricLine("words", {"en": "Words"}, 2.5)

LATE = Course(
    due={SLUG: datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)},
    late=Late(per_day=0.1),
    rubric={SLUG: (STYLE, WORDS)},
)
"""The work was handed in a day late, which costs a tenth."""


def said(points: float | None, test: str = "", reason: str = "why") -> Words:
    """Return one word."""
    return {test: Override("ada", SLUG, points, reason, MADE, test)}


def counted(
    words: Words | None = None, course: Course | None = None, tests: tuple[TestResult, ...] = (RIGHT, WRONG)
) -> tuple[ExerciseResult, tuple[Adjustment, ...]]:
    """Return what counts of an exercise with ``tests``."""
    results = [ExerciseResult.of(SLUG, "suite", tests)]
    [one], changes = adjusted(results, "ada", {SLUG: SUBMITTED}, course or Course(), {("ada", SLUG): words or {}})
    return one, changes


@pytest.mark.parametrize(
    ("points", "outcome", "whole"),
    [
        (4.0, Outcome.PASSED, Outcome.PASSED),
        (1.5, Outcome.PARTIAL, Outcome.PARTIAL),
        (0.0, Outcome.FAILED, Outcome.PARTIAL),
    ],
)
def test_points_of_one_test(points: float, outcome: Outcome, whole: Outcome) -> None:
    """They decide its outcome, and the exercise is the sum again; the other test stays."""
    one, changes = counted(said(points, "test_two"))
    assert [(t.points, t.outcome) for t in one.tests] == [(6.0, Outcome.PASSED), (points, outcome)]
    assert (one.score, one.max_score, one.outcome) == (6.0 + points, 10.0, whole)
    assert changes == (Adjustment(SLUG, "override", 0.0, points, reason="why", made=MADE, test="test_two"),)


def test_a_test_that_passes_by_hand_is_told_nothing_more() -> None:
    """Neither what it expected nor what it showed; one that fails still says why."""
    passed, failed = (counted(said(points, "test_two"))[0].tests[1] for points in (4.0, 1.0))
    assert (passed.message, passed.misconception, failed.message, failed.misconception) == (
        "",
        None,
        "called: f(1)",
        "half",
    )


def test_a_test_on_which_the_grader_failed_is_decided_by_hand() -> None:
    """The exercise is decided with it, and what the judge said of its own fault is shown to nobody."""
    assert counted(tests=(RIGHT, FAULT))[0].outcome is Outcome.GRADER_ERROR
    one, _ = counted(said(1.0, "test_two"), tests=(RIGHT, FAULT))
    assert (one.outcome, one.score, one.tests[1].outcome, one.tests[1].message) == (
        Outcome.PARTIAL,
        7.0,
        Outcome.PARTIAL,
        "",
    )
    other = replace(FAULT, id="test_three")
    assert counted(said(1.0, "test_two"), tests=(FAULT, other))[0].outcome is Outcome.GRADER_ERROR


@pytest.mark.parametrize("words", [said(3.0, "test_gone"), said(None, "test_two"), said(3.0, "rubric:gone")])
def test_a_word_on_what_is_not_there_rests(words: Words) -> None:
    """A later suite has no such test, the word was withdrawn, or course.toml has no such line."""
    assert counted(words) == counted()


def test_more_points_than_a_later_suite_gives_are_all_of_it() -> None:
    """A test that was worth more when the teacher spoke, and a line of the rubric."""
    assert counted(said(9.0, "test_two"))[0].score == 10.0
    assert counted(said(9.0, "rubric:style"), replace(LATE, due={}))[0].score == 11.0


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=6),
    st.integers(0, 5),
    st.booleans(),
)
def test_the_points_that_a_test_has_already_change_no_score(
    worth: list[tuple[int, int]], chosen: int, late: bool
) -> None:
    """Whatever the tests are worth, on time and late."""
    tests = tuple(
        replace(WRONG, id=f"test_{n}", points=min(p, most) / 3, max_points=most / 3)
        for n, (p, most) in enumerate(worth)
    )
    one = tests[chosen % len(tests)]
    course = LATE if late else Course()
    before, after = counted(course=course, tests=tests)[0], counted(said(one.points, one.id), course, tests)[0]
    assert (after.score, after.max_score) == (before.score, before.max_score)


def test_lateness_costs_points_of_what_a_teacher_gave_and_no_outcome() -> None:
    """A right solution that is late is passed."""
    one, changes = counted(said(4.0, "test_two"), replace(LATE, rubric={}))
    assert (one.score, one.outcome) == (9.0, Outcome.PASSED)
    assert [(c.kind, c.before, c.after) for c in changes] == [("override", 0.0, 4.0), ("late", 10.0, 9.0)]


def test_points_of_the_whole_win_over_all() -> None:
    """Over a test, lateness and the rubric; all of the rubric counts in what is full marks."""
    words = {**said(4.0, "test_two"), **said(5.0, "rubric:style"), **said(17.5)}
    one, changes = counted(words, LATE)
    assert (one.score, one.max_score, one.outcome) == (17.5, 17.5, Outcome.PASSED)
    assert [(c.test, c.before, c.after) for c in changes] == [("test_two", 0.0, 4.0), ("", 15.0, 17.5)]
    assert counted({**words, **said(10.0)}, LATE)[0].outcome is Outcome.PARTIAL
    assert counted({**words, **said(None)}, LATE)[0].score == 14.0


def test_a_line_of_the_rubric_counts_from_the_start_and_is_no_outcome() -> None:
    """Unjudged it adds to the maximum, judged to the score; lateness leaves it; what passed is passed."""
    tests = (RIGHT,)
    before, _ = counted(course=LATE, tests=tests)
    assert (before.score, before.max_score, before.outcome) == (5.4, 13.5, Outcome.PASSED)
    assert before.rubric == (STYLE, WORDS)
    after, changes = counted(said(3.0, "rubric:style", ""), LATE, tests)
    assert (after.score, after.max_score, after.outcome) == (8.4, 13.5, Outcome.PASSED)
    assert after.rubric == (replace(STYLE, points=3.0, made=MADE), WORDS)
    assert [change.kind for change in changes] == ["late"]
    assert counted(said(0.0, "rubric:style"), LATE, tests)[0].rubric[0].points == 0.0


@pytest.mark.parametrize(
    ("test", "reason", "english", "chinese"),
    [
        (
            "test_two",
            "seen",
            f"{SLUG}, “Two”: 3 points set by the instructor: seen",
            f"{SLUG} 的测试“二”：教师改为 3 分：seen",
        ),
        ("test_two", "", f"{SLUG}, “Two”: 3 points set by the instructor", f"{SLUG} 的测试“二”：教师改为 3 分"),
        ("", "", f"{SLUG}: 3 points set by the instructor", f"{SLUG}：教师改为 3 分"),
        ("", "seen", f"{SLUG}: 3 points set by the instructor: seen", f"{SLUG}：教师改为 3 分：seen"),
    ],
)
def test_a_note_names_the_test_by_its_title(test: str, reason: str, english: str, chinese: str) -> None:
    """In both languages; the reason stays as it was written."""
    one, [change] = counted(said(3.0, test, reason))
    note = note_on(change, [one])
    assert isinstance(note, Message)
    assert (str(note), note.told("zh-CN")) == (english, chinese)

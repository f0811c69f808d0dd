"""course.toml: due dates, extensions, late policies, and one line for what no course can mean."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from grader.catalogue import Catalogue
from grader.course import Course, Late, course_of, read_course
from grader.errors import UsageError

TEXT = """
timezone = "Asia/Shanghai"
submitted = "times.csv"

[due]
02_losses = 2026-11-30T23:59:00
"03" = 2026-12-07T12:00:00Z

[late]
per_day = 0.1
cap = 0.5
grace_minutes = 30

[[extension]]
student = "ada"
exercise = "losses"
due = 2026-12-02T23:59:00

[[extension]]
student = "eve"
due = 2026-12-20T00:00:00

[columns]
02_losses = "Losses (1234)"
"""

TIMES = "student,exercise,submitted\nkim,02,2026-12-01 10:00\nliz,,2026-11-30T10:00:00+08:00\n"


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Course:
    """The course above."""
    (tmp_path / "course.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "times.csv").write_text(TIMES, encoding="utf-8")
    return read_course(tmp_path / "course.toml", catalogue.exercises)


@pytest.mark.parametrize(
    ("student", "slug", "submitted", "left"),
    [
        ("bob", "02_losses", "2026-11-30T15:58:00+00:00", 80),  # a minute before midnight in Shanghai
        ("bob", "02_losses", "2026-11-30T16:29:00+00:00", 80),  # within the grace
        ("bob", "02_losses", "2026-11-30T16:30:00+00:00", 72),  # a day has begun
        ("bob", "02_losses", "2026-12-01T16:00:00+00:00", 64),  # a minute into the second day
        ("bob", "02_losses", "2027-01-01T00:00:00+00:00", 40),  # the cap
        ("bob", "03_numerical_gradient", "2026-12-07T12:00:00+00:00", 80),  # due with an offset of its own
        ("bob", "04_gradient_descent", "2030-01-01T00:00:00+00:00", 80),  # never due
        ("bob", "02_losses", None, 80),  # nobody knows when
        ("ada", "02_losses", "2026-12-02T15:00:00+00:00", 80),  # an extension for this exercise
        ("eve", "03_numerical_gradient", "2026-12-19T15:00:00+00:00", 80),  # an extension for all
        ("kim", "02_losses", "2026-11-01T00:00:00+00:00", 72),  # the table knows better than the file
        ("liz", "02_losses", "2026-12-25T00:00:00+00:00", 80),  # also for every exercise at once
    ],
)
def test_what_lateness_costs(course: Course, student: str, slug: str, submitted: str | None, left: float) -> None:
    """Ten percent for each day that has begun, at most half, of the points earned; a sentence where it costs."""
    points, told = course.penalty(student, slug, submitted, 80.0)
    assert points == left
    assert bool(told) == (left < 80)


def test_the_sentence_says_what_was_taken_and_why(course: Course) -> None:
    """What the student reads."""
    _, told = course.penalty("bob", "02_losses", "2026-12-01T16:00:00+00:00", 80.0)
    assert told == "02_losses: 2 days late, 20% off: 64 points instead of 80"


def test_days_count_from_the_due_date() -> None:
    """The grace is for being late at all; who is later than that has the days counted in full."""
    late = Late(0.1, 1.0, datetime.timedelta(hours=12))
    assert [late.share(datetime.timedelta(hours=h)) for h in (12, 13, 24, 25)] == [0.0, 0.1, 0.1, 0.2]


def test_without_a_file_nothing_is_due(tmp_path: Path, catalogue: Catalogue) -> None:
    """No course.toml in the root is no fault; one that was named and is not there is."""
    assert course_of(None, tmp_path, catalogue.exercises) == Course()
    with pytest.raises(UsageError, match="does not exist"):
        course_of(tmp_path / "course.toml", tmp_path, catalogue.exercises)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("due = 1", r"\[due\] must be a table"),
        ("[due]\n77 = 2026-01-01T00:00:00", "names '77', which is no exercise"),
        ('[due]\n02 = "tomorrow"', "must be a date and time without quotes"),
        ("[due]\n02 = 2026-01-01", "must be a date and time"),
        ('timezone = "Mars/Base"', "write one like Asia/Shanghai"),
        ("[late]\nper_day = 2", "must be a number between 0 and 1"),
        ("[late]\nper_day = true", "must be a number between 0 and 1"),
        ("[late]\ngrace_minutes = -1", "must be a number at least 0"),
        ("[late]\nper_week = 1", "has 'per_week'"),
        ("[[extension]]\ndue = 2026-01-01T00:00:00", 'needs a "student"'),
        ("[[extension]]\nstudent = 'a'\nuntil = 1\ndue = 2026-01-01T00:00:00", "has 'until'"),
        ("extension = 3", r"write \[\[extension\]\]"),
        ("deadline = 1", "unknown key 'deadline'"),
        ('reveal = "always"', '"reveal" must be "after_due" or "never"'),
        ("reveal = true", '"reveal" must be "after_due" or "never"'),
        ('submitted = "nowhere.csv"', "nowhere.csv, which cannot be read"),
        ("[due", "is not readable TOML"),
    ],
)
def test_what_no_course_can_mean_gets_one_line(text: str, why: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """What is wrong, where, and how to mend it."""
    path = tmp_path / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=why) as caught:
        read_course(path, catalogue.exercises)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ("name,time\nada,1\n", "needs the columns student and submitted"),
        ("student,submitted\nada,yesterday\n", "line 2: .*write times like"),
        ("student,exercise,submitted\nada,99,2026-01-01\n", "names '99'"),
    ],
)
def test_a_wrong_table_of_times_gets_one_line(times: str, why: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """The line of the table that is wrong."""
    (tmp_path / "course.toml").write_text('submitted = "t.csv"', encoding="utf-8")
    (tmp_path / "t.csv").write_text(times, encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        read_course(tmp_path / "course.toml", catalogue.exercises)


def test_hidden_tests_are_revealed_where_the_course_says_so(tmp_path: Path, catalogue: Catalogue) -> None:
    """Only by its own word; without one, never."""
    path = tmp_path / "course.toml"
    for text, reveals in (("", False), ('reveal = "never"', False), ('reveal = "after_due"', True)):
        path.write_text(text)
        assert read_course(path, catalogue.exercises).reveals is reveals

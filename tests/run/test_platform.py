"""The settings of a bundle, and whose dates and attempts count on Gradescope."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.gradebook.course import Course
from grader.gradebook.lateness import Late
from grader.release.parts import template
from grader.report.gradescope import Visibilities
from grader.result import Containment, ExerciseResult, Outcome, Result, RubricLine, TestResult
from grader.run.gradescope import Metadata, dated, read_metadata, with_penalties
from grader.run.platform import SETTINGS, Platform, course_folder, read_platform

VALUES = {"EXERCISES": '"02_losses", "03_numerical_gradient"', "SEED": "7"}

SLUGS = ("02_losses", "03_numerical_gradient")


def at(day: int) -> datetime.datetime:
    return datetime.datetime(2026, 10, day, tzinfo=datetime.UTC)


def test_a_bundles_settings_are_the_documented_defaults(tmp_path: Path) -> None:
    """What the file says and what the record has by default are the same."""
    (tmp_path / SETTINGS).write_text(template("common/settings.toml", VALUES), encoding="utf-8")
    assert read_platform(tmp_path) == Platform(SLUGS, seed=7)
    assert Platform(SLUGS).visibility == Visibilities("visible", "after_due_date", "visible")
    assert Platform(SLUGS).min_containment == "landlock"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercises = []", "exercises must name at least one exercise"),
        ('exercises = ["02"]\nseeds = 3', "unknown key 'seeds'"),
        ('exercises = ["02"]\nmin_containment = "granite"', "min_containment must be"),
        ('exercises = ["02"]\n[visibility]\nhidden = "never"', "visibility.hidden must be"),
        ("seed = 3", "exercises is missing"),
    ],
)
def test_settings_that_nobody_can_mean_are_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / SETTINGS).write_text(text)
    with pytest.raises(UsageError) as caught:
        read_platform(tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_parts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"settings\.toml is missing"):
        read_platform(tmp_path)
    monkeypatch.delenv("XORCISE_COURSE", raising=False)
    with pytest.raises(UsageError, match="holds no exercises: set XORCISE_COURSE"):
        course_folder(tmp_path)
    (tmp_path / "elsewhere" / "exercises").mkdir(parents=True)
    monkeypatch.setenv("XORCISE_COURSE", str(tmp_path / "elsewhere"))
    assert course_folder(tmp_path) == tmp_path / "elsewhere"


@pytest.mark.parametrize(
    ("due", "extensions", "expected"),
    [
        ({}, {}, {slug: at(5) for slug in SLUGS}),
        ({"02_losses": at(1)}, {}, {"02_losses": at(1), "03_numerical_gradient": at(5)}),
        ({"02_losses": at(1)}, {("ada", "02_losses"): at(9)}, {"02_losses": at(9), "03_numerical_gradient": at(5)}),
        ({}, {("b@e.edu", ""): at(3)}, {slug: at(3) for slug in SLUGS}),
        ({}, {("ada", ""): at(3), ("b@e.edu", ""): at(4)}, {slug: at(4) for slug in SLUGS}),
        ({}, {("eve", ""): at(3)}, {slug: at(5) for slug in SLUGS}),
    ],
)
def test_due_dates_are_the_courses_then_gradescopes(due: Any, extensions: Any, expected: Any) -> None:
    """An extension counts for any of a group, the latest for all; it stands above the due date."""
    metadata = Metadata(due=at(5), people=("ada", "b@e.edu"))
    course = dated(Course(due=due, extensions=extensions), metadata, Platform(SLUGS))
    assert course.due == expected


def test_a_group_is_due_at_the_latest_of_its_members_dates(tmp_path: Path) -> None:
    """And at the assignment's own, whose extensions are in the members' dates."""
    path = tmp_path / "submission_metadata.json"
    users = [
        {"email": "a@e.edu", "name": "A", "assignment": {"due_date": f"2026-10-0{day}T00:00:00Z"}} for day in (3, 7)
    ]
    path.write_text(json.dumps({"assignment": {"due_date": "2026-10-01T00:00:00Z"}, "users": users}))
    metadata = read_metadata(path)
    assert metadata.due == at(7)
    assert metadata.people == ("a@e.edu", "A", "a@e.edu", "A")


def test_gradescope_counts_lateness_and_the_rubric() -> None:
    """A line that nobody has judged adds to the maximum only; a late solution that is right is passed."""
    test = TestResult("test_one", "One.", "一。", Outcome.PASSED, "hidden", 10.0, 10.0)
    done = ExerciseResult.of("02_losses", "suite", (test,))
    course = Course(
        due={"02_losses": at(1)},
        late=Late(per_day=0.1),
        rubric={"02_losses": (RubricLine("style", {"en": "Style"}, 5.0),)},
    )
    for exercises, expected in (((done,), (8.0, 15.0, [Outcome.PASSED])), ((), (0.0, 0.0, []))):
        result = Result(1, "ada", "0.2.0", 0, Containment("landlock", True), "none", "", "", 10.0, 10.0, exercises)
        counted, _ = with_penalties(result, course, Metadata(submitted=at(3)))
        assert (counted.score, counted.max_score, [e.outcome for e in counted.exercises]) == expected

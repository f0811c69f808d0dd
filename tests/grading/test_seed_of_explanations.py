"""Explanations have a seed of their own, so a misconception is named whatever the seed of the grading is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants
from grader.grading.grader import Grader
from grader.grading.settings import Settings
from grader.slot import task as slot_task
from grader.slot.task import Task, pack_files
from grader.submission.record import files_digest

KEY = "mean_over_classes"


@pytest.mark.parametrize(("explains", "named"), [(True, {KEY}), (False, {None})])
def test_a_misconception_is_named_after_another_seed(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, explains: bool, named: set[str | None]
) -> None:
    """There is no table of seed 5. The run with seed 0 shows the misconception, and it is told in its own words."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path))
    exercise = catalogue.exercise("02")
    variant = read_variants(catalogue, exercise)[KEY]
    files = {exercise.filename: variant.text.encode()}
    digest = catalogue.grading_digest(exercise)
    task = Task(exercise.slug, files_digest(files), digest, 5, exercise.points, pack_files(files))
    settings = Settings(str(catalogue.root), (exercise.slug,), seed=5, minimum="bare", explains=explains)
    with Grader(settings) as grader:
        tests = slot_task.tests_from_json(grader.grade(task).tests)
    lost = [t for t in tests if t.points < t.max_points]
    assert lost
    assert {t.misconception for t in lost} == named
    assert {t.explanation.key if t.explanation else None for t in lost} == named
    assert all(bool(t.belief and t.feedback) is explains for t in lost)

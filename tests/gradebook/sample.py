"""A small class in a gradebook, without any grading being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.gradebook import Gradebook, HandedIn, Key
from grader.result import Containment, ExerciseResult, Outcome, TestResult
from grader.slot.task import Graded, Task
from grader.submission import Submission

LANDLOCK = Containment("landlock", True)

KEY = Key("02_losses", "suite one", "none", 0, "0.1.0", ("landlock",), 10.0)


def key(slug: str = KEY.slug, **changed: Any) -> Key:
    """Return ``KEY`` with changes."""
    return replace(KEY, slug=slug, **changed)


def handed_in(student: str, at: str | None = None, problem: str = "", **files: str) -> HandedIn:
    """Return a submission with one module for each exercise: ``handed_in("ada", losses="...")``."""
    slugs = {"losses": "02_losses", "layers": "08_backprop"}
    found = {slugs[name]: {f"{name}.py": text.encode()} for name, text in files.items()}
    return HandedIn(Submission(student, found, problem), dict.fromkeys(found, at) if at else {})


def a_test(points: float, outcome: Outcome | None = None) -> TestResult:
    """Return a test worth ten points."""
    earned = outcome or (Outcome.PASSED if points == 10 else Outcome.FAILED)
    return TestResult("test_one", "One.", "一。", earned, "hidden", points, 10.0, message="called: f(1)")


def graded(
    task: Task,
    points: float = 10.0,
    outcome: Outcome | None = None,
    level: str = "landlock",
    result: ExerciseResult | None = None,
) -> Graded:
    """Return what became of ``task``."""
    result = result or ExerciseResult.of(task.slug, task.suite_digest, (a_test(points, outcome),))
    containment = Containment(level, True)
    return Graded.of(
        task, result, containment=containment, data="none", started="2026-11-26T10:00:00+00:00", duration_s=0.5
    )


def grade_all(book: Gradebook, keys: Sequence[Key], points: float = 10.0, outcome: Outcome | None = None) -> list[str]:
    """Begin a run and grade everything that is pending; return the digests of the files that were."""
    run = book.begin_run("0.1.0", 0)
    done = []
    for key in keys:
        book.settle(run, key)
        for task in book.pending(key):
            book.keep(run, key, graded(task, points, outcome))
            done.append(task.files_digest)
    book.end_run(run)
    return done


def scores(book: Gradebook) -> dict[str, dict[str, float]]:
    """Return every student's points by exercise."""
    return {r.student: {e.slug: e.score for e in r.exercises} for r in book.results()}

"""One person's submission, graded without a gradebook: for platforms that hand over one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from grader import __version__
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.grading.local import LocalExecutor
from grader.grading.settings import Settings
from grader.result import VERSION, Containment, ExerciseResult, Result
from grader.slot.task import Graded, Task, pack_files, tests_from_json
from grader.submission import Entry, Reader, Submission
from grader.submission.record import files_digest


def grade_path(settings: Settings, path: Path, student: str = "student") -> Result:
    """Grade what one person handed in at ``path`` (a folder, a zip, a module or a notebook).

    Args:
        settings: as for a class; ``settings.slugs`` are the exercises.
        path: what was handed in. What cannot be read becomes the result's ``problem``.
        student: the person's name in the result.

    Raises:
        ContainmentError: workers cannot be confined as ``settings.minimum`` asks.
        GraderError: the machine could not read it.

    A slot is a process of its own, so a script that calls this needs the guard of ``multiprocessing``::

        if __name__ == "__main__":
            result = grade_path(Settings(root="course", slugs=("02_losses",)), Path("losses.py"))
            print(result.score, result.max_score)
    """
    catalogue = Catalogue(Path(settings.root))
    exercises = [catalogue.exercise(slug) for slug in settings.slugs]
    with Reader(exercises, catalogue.exercises) as reader:
        submission = reader.read(Entry(student, path))
    return grade_submission(settings, exercises, submission)


def grade_submission(settings: Settings, exercises: Sequence[Exercise], submission: Submission) -> Result:
    """Grade one submission that was read; see ``grade_path``."""
    catalogue = Catalogue(Path(settings.root))
    if submission.problem:
        return _result(settings, exercises, submission, [])
    tasks = [_task(catalogue, exercise, submission) for exercise in exercises]
    with LocalExecutor(settings, 1) as executor:  # a slot in a process of its own: one that dies is replaced
        graded = sorted(executor.run(tasks), key=lambda one: one.task.slug)
    return _result(settings, exercises, submission, graded)


def _task(catalogue: Catalogue, exercise: Exercise, submission: Submission) -> Task:
    files = submission.files.get(exercise.slug, {})
    digest = catalogue.grading_digest(exercise)
    return Task(exercise.slug, files_digest(files), digest, 1, exercise.points, pack_files(files))


def _result(
    settings: Settings, exercises: Iterable[Exercise], submission: Submission, graded: Sequence[Graded]
) -> Result:
    results = tuple(
        ExerciseResult.of(one.task.slug, one.task.suite_digest, tests_from_json(one.tests)) for one in graded
    )
    return Result(
        version=VERSION,
        student=submission.person,
        engine=__version__,
        seed=settings.seed,
        containment=Containment.weakest(g.containment for g in graded),
        data=next((g.data for g in graded if g.data != "none"), "none"),
        started=graded[0].started if graded else datetime.now(UTC).isoformat(timespec="seconds"),
        submission_digest=submission.digest,
        score=round(sum(r.score for r in results), 6),
        max_score=round(sum(e.points for e in exercises), 6),
        exercises=results,
        problem=submission.problem,
        notes=submission.notes,
    )

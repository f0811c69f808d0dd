"""Explaining a class's failures after it was graded: what ``xorcise grade --explain later`` left."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import NamedTuple

import click

from grader.errors import Interrupted
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import data_set_name
from grader.exercises.exercise import Exercise
from grader.explain.explainer import EXPLAINABLE
from grader.gradebook import Gradebook
from grader.gradebook.book import now
from grader.gradebook.explaining import Unexplained, add_explanations, packed_and_tests, unexplained
from grader.grading.local import LocalExecutor
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.language import Message, _, ngettext, spoken
from grader.result import LEVELS, TestResult
from grader.run.aloud import say
from grader.run.batch import Step
from grader.run.books import Place, exercises_in, writing_to
from grader.run.driver import with_progress
from grader.run.reports import Reports, language_of
from grader.slot.task import Graded, Task, tests_from_json


class Request(NamedTuple):
    """What the command line asked for; each field is an option of ``xorcise explain``."""

    place: Place
    jobs: int
    mnist: str | None


Left = Mapping[tuple[str, str], Sequence[Unexplained]]
"""Gradings to explain, by exercise and digest of files. Identical files are explained once."""


def explain_class(request: Request) -> bool:
    """Explain, write the reports again, print how many; return whether our own side failed nowhere.

    Raises:
        Interrupted: Ctrl-C.
        UsageError: the folder holds no gradebook.
    """
    folder = request.place.folder
    assert folder is not None
    catalogue = Catalogue.find()
    with writing_to(request.place) as book:
        exercises = exercises_in(book, catalogue)
        left = what_is_left(book, catalogue, exercises, request.mnist)
        faults = 0
        if left:
            settings = Settings(
                root=str(catalogue.root),
                slugs=tuple(dict.fromkeys(slug for slug, _files in left)),
                mnist=request.mnist,
                # what was accepted when they were graded is accepted now
                minimum=min((one.level for group in left.values() for one in group), key=LEVELS.index),
                secrets=(str(folder.path),),
            )
            faults = explain_what_is_left(book, catalogue, left, LocalExecutor(settings, min(request.jobs, len(left))))
        Reports(folder, book, exercises, language_of(book)).of_everybody()
    done = len(left) - faults
    click.echo(spoken(ngettext("{n} different file was explained", "{n} different files were explained", done)))
    if faults:
        said = ngettext(
            "our side failed while explaining {n} file", "our side failed while explaining {n} files", faults
        )
        say([said])
    return not faults


def what_is_left(book: Gradebook, catalogue: Catalogue, exercises: Sequence[Exercise], mnist: str | None) -> Left:
    """Return what can be explained, and say on stderr what cannot."""
    left: dict[tuple[str, str], list[Unexplained]] = {}
    for exercise in exercises:
        with book.transaction() as connection:
            found = list(unexplained(connection, exercise.slug, book.course.attempts.count, may_be_explained))
        if not found:
            continue
        suite = catalogue.grading_digest(exercise) if catalogue.suite_dir(exercise).is_dir() else None
        same = [one for one in found if one.suite == suite]
        _say(_other_suite(exercise.slug, len(found) - len(same)))
        if same and exercise.data:
            data = data_set_name(mnist)
            _say(_other_data(exercise.slug, data, sum(one.data != data for one in same)))
            same = [one for one in same if one.data == data]
        for one in same:
            left.setdefault((one.slug, one.files), []).append(one)
    return left


def explain_what_is_left(book: Gradebook, catalogue: Catalogue, left: Left, executor: Executor) -> int:
    """Explain and store, file by file; return over how many files our side failed.

    Raises:
        Interrupted: the run was ended.
    """
    faults = done = 0
    try:
        with executor, contextlib.closing(_explained(book, catalogue, left, executor)) as steps:
            for step in with_progress(steps, len(left), _("explaining")):
                done += 1
                faults += step.fault
    except KeyboardInterrupt:
        raise Interrupted(
            _(
                "interrupted: {done} of {total} files are explained and kept; run the same again to go on",
                done=done,
                total=len(left),
            )
        ) from None
    return faults


def may_be_explained(test: TestResult) -> bool:
    """Return whether a test is a failure that has no explanation."""
    return test.explanation is None and test.outcome in EXPLAINABLE


def _explained(book: Gradebook, catalogue: Catalogue, left: Left, executor: Executor) -> Generator[Step, None, None]:
    """Yield a step for each file when its explanations are committed."""
    with contextlib.closing(executor.run(_tasks(book, catalogue, left))) as answers:
        for graded in answers:
            group = left[graded.task.slug, graded.task.files_digest]
            if graded.explained:
                _keep(book, group, graded)
            yield Step(graded.task.slug, not graded.explained, ())


def _tasks(book: Gradebook, catalogue: Catalogue, left: Left) -> Iterator[Task]:
    for (slug, files), group in left.items():
        with book.transaction() as connection:
            packed, tests = packed_and_tests(connection, group[0].number)
        yield Task(slug, files, group[0].suite, 0, catalogue.exercise(slug).points, packed, tests)


def _keep(book: Gradebook, group: Sequence[Unexplained], graded: Graded) -> None:
    found = {t.id: t.explanation for t in tests_from_json(graded.tests) if t.explanation is not None}
    with book.transaction() as connection:
        for one in group:
            add_explanations(connection, one, found, may_be_explained, now())


def _other_suite(slug: str, count: int) -> Message | None:
    if not count:
        return None
    return ngettext(
        "{exercise}: {n} grading was made with another suite and is left out; grade again to have it explained",
        "{exercise}: {n} gradings were made with another suite and are left out; grade again to have them explained",
        count,
        exercise=slug,
    )


def _other_data(slug: str, data: str, count: int) -> Message | None:
    if not count:
        return None
    return ngettext(
        "{exercise}: {n} grading was made with other data than {data} and is left out; give --mnist as for `grade`",
        "{exercise}: {n} gradings were made with other data than {data} and are left out; give --mnist as for `grade`",
        count,
        exercise=slug,
        data=data,
    )


def _say(line: Message | None) -> None:
    if line is not None:
        say([line])

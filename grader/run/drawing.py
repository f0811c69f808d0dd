"""Drawing what the students' functions returned, after the verdicts, for a course whose pages show pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping, Sequence

from grader.errors import Interrupted, XorciseError
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook
from grader.gradebook.explaining import packed_and_tests
from grader.gradebook.pictured import Pictured, pictured
from grader.grading.local import LocalExecutor
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.language import _
from grader.pictures.table import with_picture
from grader.run.aloud import say
from grader.run.batch import Step
from grader.run.driver import with_progress
from grader.run.pictures import Pictures
from grader.slot.task import Task

Left = Mapping[tuple[str, str], Sequence[Pictured]]
"""Verdicts that lack a picture, by exercise and digest of files: identical files are drawn once."""


def draw_class(
    pictures: Pictures, book: Gradebook, exercises: Sequence[Exercise], settings: Settings, data: str, jobs: int
) -> None:
    """Draw what the verdicts of a run lack. Nothing here changes a verdict: what cannot be drawn is left out.

    Args:
        pictures: where they are kept.
        book: with the verdicts.
        exercises: those of the run.
        settings: those of the run.
        data: name of the data set of the run.
        jobs: slots, which are on this machine also where a cluster graded.

    Raises:
        Interrupted: Ctrl-C.
    """
    left = what_is_left(pictures, book, exercises, settings.seed, data)
    if not left:
        return
    executor = LocalExecutor(settings, min(jobs, len(left)))
    done = 0
    try:
        with executor, contextlib.closing(_drawn(pictures, book, left, executor)) as steps:
            for _step in with_progress(steps, len(left), _("drawing")):
                done += 1
    except KeyboardInterrupt:
        said = _(
            "interrupted: everything is graded, {done} of {total} pictures are kept; run the same again to go on",
            done=done,
            total=len(left),
        )
        raise Interrupted(said) from None
    except XorciseError as error:
        say([_("some pages are without pictures: {why}", why=error.line)])


def what_is_left(pictures: Pictures, book: Gradebook, exercises: Sequence[Exercise], seed: int, data: str) -> Left:
    """Return the verdicts whose picture this run can make and that have none."""
    left: dict[tuple[str, str], list[Pictured]] = {}
    slugs = [exercise.slug for exercise in with_picture(exercises)]
    for students in book.pages():
        with book.transaction() as connection:
            verdicts = pictured(connection, students, slugs, book.course)
        for one in verdicts:
            if one.seed == seed and one.data in ("none", data) and not pictures.path(one).is_file():
                left.setdefault((one.slug, one.files), []).append(one)
    return left


def _drawn(pictures: Pictures, book: Gradebook, left: Left, executor: Executor) -> Generator[Step, None, None]:
    """Yield a step for each file that was drawn, when its picture is kept."""
    with contextlib.closing(executor.run(_tasks(book, left, pictures.lang))) as answers:
        for graded in answers:
            group = left[graded.task.slug, graded.task.files_digest]
            if not graded.fault:  # our side's fault is tried again with the next run
                for one in group:
                    pictures.keep(one, graded.picture)
            yield Step(graded.task.slug, graded.fault, tuple(one.student for one in group))


def _tasks(book: Gradebook, left: Left, lang: str) -> Iterator[Task]:
    for (slug, files), group in left.items():
        with book.transaction() as connection:
            packed, _tests = packed_and_tests(connection, group[0].grading)
        yield Task(slug, files, "", 0, 0.0, packed, picture=lang)

"""The driver of a run: a whole class through the hidden suites."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from grader import __version__
from grader.errors import Interrupted
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import data_set_name, load_images
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook, Key
from grader.gradebook.belonging import belonging
from grader.gradebook.course import Course
from grader.gradebook.course_file import course_of
from grader.gradebook.people import who_is_missing
from grader.gradebook.read import PAGE
from grader.gradebook.roster import Roster, read_roster
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.language import Message, _, ngettext, spoken
from grader.result import LEVELS
from grader.run.aloud import say
from grader.run.batch import Batch, Step
from grader.run.books import exercises_in
from grader.run.formats import Document
from grader.run.outdated import keys_decided
from grader.run.outfolder import OutFolder
from grader.run.plan import Plan, refuse_overlap
from grader.run.reports import Reports
from grader.submission import Entry, Reader
from grader.submission.discover import survey
from grader.submission.platforms import AUTO
from grader.submission.unpack import class_folder

if TYPE_CHECKING:
    from grader.run.documents import Documents

REFRESHED = 2
"""Times a second that the bar is drawn. Each takes 1.7 ms of processor time: rich's own ten a second, 0.3 s of a run of
20 s."""

GRADING = _("grading")

TOGETHER = 25
"""Students whose reports are written at a time: questions to the gradebook cost more than the pages."""


class Request(NamedTuple):
    """What the command line asked for; each field is an option of ``xorcise grade``."""

    submissions: Path
    out: Path
    names: tuple[str, ...]
    jobs: int
    seed: int
    mnist: str | None
    minimum: str
    lang: str
    gradebook: str | None = None
    again: bool = False
    course: Path | None = None
    scheduler: str | None = None
    regrade: bool | None = None
    documents: tuple[Document, ...] = ()
    explain: str = "now"
    roster: Path | None = None
    layout: str = AUTO
    dry_run: bool = False


def run_class(request: Request) -> bool:
    """Grade, report, print; return whether our own side failed nowhere.

    Raises:
        Interrupted: Ctrl-C, or a scheduler's SIGTERM.
    """
    catalogue = Catalogue.find()
    exercises = catalogue.with_suites(request.names)
    course = course_of(request.course, catalogue.root, catalogue.exercises)
    roster = roster_of(request.roster or course.roster)
    if not request.dry_run:
        refuse_overlap(request.submissions, request.out)
    with class_folder(request.submissions) as folder:
        packed = request.submissions if folder != request.submissions else None
        found = survey(folder, catalogue.exercises, request.layout, packed)
        assigned = {e.slug for e in exercises if request.names or e.slug in course.due}
        plan = Plan(found, exercises, assigned, detailed=request.dry_run)
        if request.dry_run:
            return print_plan(plan, catalogue, roster)
        return grade_found(request, catalogue, course, plan, folder, roster)


def print_plan(plan: Plan, catalogue: Catalogue, roster: Roster | None) -> bool:
    """Print who was found and what, and grade nothing."""
    known = belonging(plan.found.entries, roster or Roster(), [])
    plan.give(known.entries)
    with Reader(plan.exercises, catalogue.exercises) as reader:
        for _handed_in in plan.read(reader):
            pass
    say(plan.summary())
    say(who_is_missing(known.strangers, known.absent))
    click.echo(plan.table(), nl=False, color=True)
    return True


def grade_found(
    request: Request, catalogue: Catalogue, course: Course, plan: Plan, folder: Path, roster: Roster | None
) -> bool:
    """Grade what was found, report, print; return whether our own side failed nowhere.

    Raises:
        Interrupted: Ctrl-C, or a scheduler's SIGTERM.
    """
    exercises, most = plan.exercises, len(plan.found.entries)
    out = OutFolder(request.out.resolve())
    documents = documents_for(request, catalogue, course, most)
    out.prepare()
    settings = settings_for(catalogue, exercises, request, out, folder)
    executor = executor_for(request, settings, most * len(exercises))
    with (
        out.locked(),
        Reader(exercises, catalogue.exercises) as reader,
        contextlib.ExitStack() as slots,
        Gradebook(request.gradebook or out.url, course=course) as book,
    ):
        before = book.slugs()
        everything = request.again or not before
        if everything:  # slots import what they need while the class is read
            slots.enter_context(executor)
        known = book.belonging(plan.found.entries, roster)
        book.know(known)
        plan.give(known.entries)
        if not request.names:  # who hands in now should have handed in what others did before
            plan.assigned = {*plan.assigned, *before}
        book.take(plan.read(reader), [e.slug for e in exercises], plan.assigned)
        reader.close()
        say(plan.summary())
        say(book.matters())
        exercises = plan.require()
        book.complete([entry.person for entry in plan.found.entries], [e.slug for e in exercises])
        keys = keys_decided(book, keys_for(catalogue, exercises, request), request.again or request.regrade)
        batch = Batch(book, keys, __version__, request.seed, again=request.again)
        say_what_is_reused(batch, again=request.again)
        reports = Reports(out, book, exercises_in(book, catalogue), request.lang)
        batch.from_the_book()
        if batch.left and not everything:  # an unchanged class needs no slot
            slots.enter_context(executor)
        faults = grade_what_is_left(batch, reports, executor, catalogue, exercises, settings)
        batch.finish()
        if course.pictures:
            from grader.run.drawing import draw_class  # few courses want pictures
            from grader.run.pictures import Pictures

            draw_class(Pictures(out, request.lang), book, exercises, settings, batch.data, request.jobs)
        reports.of_everybody()
        printed = documents_of(documents, plan.found.entries, book, exercises)
        if printed is None:
            printed = reports.table()
    click.echo(printed, nl=False, color=True)
    if request.explain == "later" and batch.left:
        say([_("failures are not explained yet: `xorcise explain {out}` does that", out=request.out)])
    if faults:
        said = ngettext(
            "our side failed in {n} grading; earlier verdicts stay, run again to retry",
            "our side failed in {n} gradings; earlier verdicts stay, run again to retry",
            faults,
        )
        say([said])
    return not faults


def roster_of(path: Path | None) -> Roster | None:
    """Return the people in a file; ``None`` if none was named, so that those whom the book knows are taken.

    Raises:
        UsageError: it cannot be read, or names nobody.
    """
    return read_roster(path) if path is not None else None


def say_what_is_reused(batch: Batch, *, again: bool) -> None:
    """Say on stderr how much of the class was graded before; nothing where nothing was."""
    if not again and (reused := batch.reused()):
        left = sum(batch.left.values())
        said = ngettext(
            "{n} grading is taken from the gradebook, {left} to do; --again grades everything once more",
            "{n} gradings are taken from the gradebook, {left} to do; --again grades everything once more",
            reused,
            left=left,
        )
        say([said])


def documents_for(request: Request, catalogue: Catalogue, course: Course, students: int) -> Documents | None:
    """Return what makes the documents that were asked for; ``None`` where none was.

    Raises:
        UsageError: they cannot be made of so many students.
    """
    if not request.documents:
        return None
    from grader.run.documents import Documents  # with all renderers

    documents = Documents(request.documents, catalogue.exercises, request.lang, course.reveals)
    documents.require(students)
    return documents


def documents_of(
    documents: Documents | None, entries: Sequence[Entry], book: Gradebook, exercises: Sequence[Exercise]
) -> str | None:
    """Make the documents of those whose work was in this run; return what is for stdout, if any is."""
    if documents is None:
        return None
    from grader.run.documents import base_folder, sources_of  # with all renderers

    names = sorted(entry.person for entry in entries)
    pages = (names[start : start + PAGE] for start in range(0, len(names), PAGE))
    results = [result for page in pages for result in book.results_of(page)]
    sources = {entry.person: sources_of(entry, exercises, base_folder()) for entry in entries}
    return documents.make(results, sources)


def grade_what_is_left(
    batch: Batch,
    reports: Reports,
    executor: Executor,
    catalogue: Catalogue,
    exercises: Sequence[Exercise],
    settings: Settings,
) -> int:
    """Grade what the book lacks, and write reports on the way; return in how many gradings our side failed.

    Raises:
        Interrupted: the run was ended.
    """
    faults = done = 0
    total = sum(batch.left.values())
    if not total:
        return 0
    changed: dict[str, None] = {}
    try:
        with contextlib.closing(graded(batch, executor, catalogue, exercises, settings)) as steps:
            for step in with_progress(steps, total):
                done += 1
                faults += step.fault
                changed |= dict.fromkeys(step.students)
                if len(changed) >= TOGETHER:  # the rest is written with the class's reports
                    reports.of_students(batch.done(list(changed)))
                    changed.clear()
    except KeyboardInterrupt:
        raise Interrupted(
            _(
                "interrupted: {done} of {total} gradings are done and kept; run the same again to go on",
                done=done,
                total=total,
            )
        ) from None
    return faults


def keys_for(catalogue: Catalogue, exercises: Sequence[Exercise], request: Request) -> list[Key]:
    """Return each exercise as this run would grade it."""
    data = "none"
    if any(e.data for e in exercises):
        data = data_set_name(request.mnist)
    return [
        Key(
            slug=e.slug,
            suite=catalogue.grading_digest(e),
            data=data if e.data else "none",
            seed=request.seed,
            engine=__version__,
            levels=LEVELS[LEVELS.index(request.minimum) :],
            points=e.points,
        )
        for e in exercises
    ]


def settings_for(
    catalogue: Catalogue, exercises: Sequence[Exercise], request: Request, out: OutFolder, folder: Path
) -> Settings:
    """Return what every slot is told. ``folder`` is the class's, which differs from what was given for an archive."""
    handed_in = dict.fromkeys((str(request.submissions.resolve()), str(folder.resolve())))
    return Settings(
        root=str(catalogue.root),
        slugs=tuple(e.slug for e in exercises),
        seed=request.seed,
        mnist=request.mnist,
        minimum=request.minimum,
        secrets=(str(out.path), *handed_in),
        explains=request.explain == "now",
    )


def executor_for(request: Request, settings: Settings, most: int) -> Executor:
    """Return what is to grade, with at most ``most`` slots."""
    if request.scheduler:
        from grader.grading.dask import DaskExecutor  # of the extra `cluster`

        return DaskExecutor(settings, request.scheduler)
    from grader.grading.local import LocalExecutor  # multiprocessing takes 20 ms, which a cluster does without

    return LocalExecutor(settings, min(request.jobs, most))


def graded(
    batch: Batch, executor: Executor, catalogue: Catalogue, exercises: Sequence[Exercise], settings: Settings
) -> Generator[Step, None, None]:
    """Grade what the book lacks."""
    # 20 ms, which an unchanged class does without
    from grader.explain.missing_tables import make_tables, missing_tables

    wanted = [e for e in exercises if e.slug in batch.left]
    lacking = missing_tables(catalogue, wanted, settings.seed, batch.data)
    images = load_images(settings.mnist) if any(e.data for e in lacking) else None
    for exercise in lacking:
        click.echo(spoken(_("learning the misconceptions of {exercise} once ...", exercise=exercise.slug)), err=True)
        list(make_tables(catalogue, [exercise], settings.seed, images))
    del images
    yield from batch.grade(executor, exercises)


def with_progress(steps: Iterable[Step], total: int, doing: Message = GRADING) -> Iterator[Step]:
    """Pass ``steps`` on, with a bar and the remaining time on stderr where that is a terminal."""
    from rich.console import Console  # 40 ms, which the driver spends while its slots start

    console = Console(stderr=True)
    if not console.is_terminal:  # nothing would be drawn, and drawing it takes a thread
        yield from steps
        return
    from rich.progress import (  # only a terminal shows a bar
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(spoken(doing)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn(spoken(_("left"))),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, refresh_per_second=REFRESHED) as progress:
        task = progress.add_task("", total=total)
        for step in steps:
            progress.update(task, advance=1, description=step.slug)
            yield step

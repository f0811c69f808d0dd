"""``xorcise check``: a student's own work against the public tests, in the same worker that grading uses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from grader import __version__
from grader.commands.options import format_option, language_option
from grader.exercises.catalogue import Catalogue, suite_digest
from grader.exercises.datasets import load_images
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.language.command_line import command_called, option
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result
from grader.run.formats import PUBLIC_FORMS, Document
from grader.slot.slot import Slot
from grader.submission import read_folder


def check_exercises(names: Sequence[str], as_json: bool, lang: str, wanted: Sequence[Document] = ()) -> bool:
    """Run the public tests and print what they say; return whether all passed."""
    catalogue = Catalogue.find()
    exercises = [catalogue.exercise(n) for n in names] or here(catalogue)
    make = documents_for(catalogue, exercises, wanted, lang)
    with Slot() as slot:
        for kind in sorted({e.template for e in exercises}):
            slot.launcher(kind)  # libraries are imported while pytest is imported here
        results = [check_one(catalogue, slot, e) for e in exercises]
    printed = make(as_result(results, slot.containment))
    if printed is not None:
        click.echo(printed, nl=False)
    elif as_json:
        click.echo(
            json.dumps(
                {"version": VERSION, "exercises": [asdict(r.in_both()) for r in results]}, ensure_ascii=False, indent=2
            )
        )
    else:
        from rich.console import Console  # 40 ms, which `--json` does without

        from grader.report.terminal import check_report  # as above

        console = Console()
        for exercise, result in zip(exercises, results, strict=True):
            console.print(check_report(exercise, result, lang))
    return all(r.outcome is Outcome.PASSED for r in results)


def documents_for(
    catalogue: Catalogue, exercises: Sequence[Exercise], wanted: Sequence[Document], lang: str
) -> Callable[[Result], str | None]:
    """Return what makes documents of a result; it returns what is for stdout, if any of them is.

    Raises:
        UsageError: they cannot all be made.
    """
    if not wanted:
        return lambda _: None
    from grader.run.documents import Documents, base_folder, source_at  # with all renderers

    documents = Documents(wanted, catalogue.exercises, lang)
    documents.require(1)
    files = {e.slug: catalogue.stub(e) for e in exercises}
    sources = {slug: source_at(path, base_folder()) for slug, path in files.items() if path.is_file()}
    return lambda result: documents.make([result], {result.student: sources})


def as_result(results: Sequence[ExerciseResult], containment: Containment) -> Result:
    """Return what public tests said as a result of one student, who is nobody in particular."""
    return Result(
        version=VERSION,
        student="",
        engine=__version__,
        seed=0,
        containment=containment,
        data="none",
        started="",
        submission_digest="",
        score=sum(r.score for r in results),
        max_score=sum(r.max_score for r in results),
        exercises=tuple(results),
    )


def here(catalogue: Catalogue) -> list[Exercise]:
    """Return the exercise of the folder that the user is in, or all of them."""
    folder = Path.cwd().resolve()
    inside = [e for e in catalogue.exercises if catalogue.statement_dir(e).resolve() in (folder, *folder.parents)]
    return inside or list(catalogue.exercises)


def check_one(catalogue: Catalogue, slot: Slot, exercise: Exercise) -> ExerciseResult:
    """Run one exercise's public tests."""
    # with pytest: imported while the template imports its libraries
    from grader.slot.suite_run import failed_grading, open_suite, run_suite

    suite = catalogue.public_suite(exercise)
    files = read_folder(catalogue.statement_dir(exercise), exercise)
    data = load_images("digits") if exercise.data else None
    try:
        with open_suite(suite, exercise, "public", data) as session:
            tests = run_suite(slot, session, files, seed=0).tests
    except OSError as error:
        tests = (failed_grading(exercise, error),)
    return ExerciseResult.of(exercise.slug, suite_digest(suite), tests)


@command_called(
    "check",
    _("Check your own work against the public tests."),
    _(
        "SLUG is an exercise's name, number or module: 02_losses, 2, losses. Without any, the exercise of the folder"
        " you are in is checked, or all of them. Exits with 1 when some test did not pass."
    ),
)
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@option("--json", "as_json", is_flag=True, help=_("Print the results as JSON instead of text."))
@format_option(PUBLIC_FORMS)
@language_option(_("Language of titles and hints; by default the system's."))
def command(names: tuple[str, ...], as_json: bool, lang: str, documents: tuple[Document, ...]) -> None:
    """Run the command."""
    sys.exit(0 if check_exercises(names, as_json, lang, documents) else 1)

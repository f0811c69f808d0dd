"""``xorcise grade``: a run over a class."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from grader.commands.options import (
    PATH,
    course_option,
    format_option,
    gradebook_option,
    jobs_option,
    mnist_option,
    reports_language_option,
)
from grader.errors import UsageError
from grader.language import _
from grader.language.command_line import command_called, option
from grader.result import LEVELS
from grader.run.driver import Request, run_class
from grader.run.formats import FORMS, Document
from grader.submission.platforms import AUTO, LAYOUTS


@command_called(
    "grade",
    _("Grade a class with the hidden suites."),
    _(
        "SUBMISSIONS is a folder with one entry a student (a folder, a zip, a .tar.gz, a .py file or a notebook), or"
        " what a platform delivered: the folder, or the .zip or .tar.gz itself. What the gradebook has an answer to is"
        " not graded again; a run that was broken off goes on where it stopped. Exits with 3 when grading finished but"
        " our own side failed somewhere."
    ),
)
@click.argument("submissions", type=PATH)
@option("-o", "--out", type=PATH, help=_("Folder for results and reports; only --dry-run does without."))
@option(
    "--from",
    "layout",
    type=click.Choice(LAYOUTS),
    default=AUTO,
    show_default=True,
    help=_("The platform that delivered SUBMISSIONS."),
)
@option("--dry-run", is_flag=True, help=_("Print who was found and what; grade and write nothing."))
@option("-e", "--exercise", "names", metavar="SLUG", multiple=True, help=_("Grade this exercise; may be repeated."))
@jobs_option(_("Slots"))
@option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Seed of every test."))
@mnist_option
@option(
    "--min-containment",
    "minimum",
    type=click.Choice(LEVELS),
    default="landlock",
    show_default=True,
    help=_("Refuse to run below this."),
)
@gradebook_option
@option("--scheduler", metavar="ADDR", help=_("Grade on the Dask cluster of this scheduler; -j is not used then."))
@course_option
@option("--roster", type=PATH, help=_("The course's people: a CSV file, as your platform exports it."))
@option("--again", is_flag=True, help=_("Grade everything again, also what the gradebook has an answer to."))
@option(
    "--regrade/--keep",
    default=None,
    help=_("Gradings made with other suites or another version: grade them again, or keep them; by default ask."),
)
@option(
    "--explain",
    type=click.Choice(("now", "later", "never")),
    default="now",
    show_default=True,
    help=_("Explain failures while grading; or leave that to `xorcise explain OUT`; or do without."),
)
@reports_language_option
@format_option(FORMS)
def command(
    submissions: Path,
    out: Path | None,
    layout: str,
    dry_run: bool,
    names: tuple[str, ...],
    jobs: int,
    seed: int,
    mnist: str | None,
    minimum: str,
    gradebook: str | None,
    scheduler: str | None,
    course: Path | None,
    roster: Path | None,
    again: bool,
    regrade: bool | None,
    explain: str,
    lang: str,
    documents: tuple[Document, ...],
) -> None:
    """Run the command."""
    if again and regrade is False:
        raise UsageError(_("--again grades everything again: leave out --keep"))
    if out is None and not dry_run:
        raise click.MissingParameter(param_hint="'-o' / '--out'", param_type="option")
    request = Request(
        submissions=submissions,
        out=out if out is not None else Path(),
        names=names,
        jobs=jobs,
        seed=seed,
        mnist=mnist,
        minimum=minimum,
        lang=lang,
        gradebook=gradebook,
        again=again,
        course=course,
        scheduler=scheduler,
        regrade=regrade,
        documents=documents,
        explain=explain,
        roster=roster,
        layout=layout,
        dry_run=dry_run,
    )
    sys.exit(0 if grade_class(request) else 3)


def grade_class(request: Request) -> bool:
    """Grade, report, print; return whether our own side failed nowhere.

    Raises:
        Interrupted: Ctrl-C, or a scheduler's SIGTERM.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return run_class(request)

"""``xorcise forget``: everything about a person goes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from grader.commands.options import book_options
from grader.errors import UsageError, reason
from grader.gradebook.book import now
from grader.gradebook.connect import file_of
from grader.gradebook.forgetting import erase, forget
from grader.gradebook.people import delivered
from grader.language import _, ngettext, spoken
from grader.language.command_line import at_a_terminal, command_called, option
from grader.run.anonymous import FOLDER as ANONYMOUS
from grader.run.books import Place, exercises_in, require_student, writing_to
from grader.run.feedback_folder import FOLDER, upload_name
from grader.run.outfolder import OutFolder
from grader.run.reports import Reports, language_of, page_about

FORGOTTEN = "forgotten"
"""Where the book notes when somebody was forgotten; it does not say who."""


def forget_student(student: str, place: Place) -> None:
    """Delete a student from the gradebook and the reports, and renew what is about the class.

    Raises:
        UsageError: the book knows no such student, or a file cannot be deleted.
    """
    with writing_to(place) as book:
        student = require_student(book, student)
        with book.transaction() as connection:
            page = upload_name(student, delivered(connection, [student])[student])
            gone = forget(connection, student)
        before = json.loads(book.recall(FORGOTTEN) or "[]")
        book.remember(FORGOTTEN, json.dumps([*before, now()]))
        if place.folder is not None:
            _remove_reports(place.folder, student, page)
            Reports(place.folder, book, exercises_in(book), language_of(book)).of_everybody()
        url = book.url
    path = file_of(url)
    if path is not None:
        erase(path)
    entries = ngettext("{n} submission", "{n} submissions", gone.entries)
    gradings = ngettext("{n} grading", "{n} gradings", gone.gradings)
    said = _(
        "{student} is forgotten: {entries} and {gradings} are deleted. Take the work out of SUBMISSIONS and the name"
        " out of course.toml and the roster, too; otherwise the next run of `xorcise grade` takes them in again",
        student=student,
        entries=entries,
        gradings=gradings,
    )
    click.echo(spoken(said))


def _remove_reports(folder: OutFolder, student: str, page: str) -> None:
    """Delete a student's pages, and those that show students side by side.

    Args:
        folder: the reports.
        student: whose.
        page: the name of the page that is to be uploaded.

    Raises:
        UsageError: one cannot be deleted.
    """
    own = folder.path / "students" / student
    try:
        if own.is_dir():
            shutil.rmtree(own)
        (folder.path / FOLDER / page).unlink(missing_ok=True)
        (folder.path / page_about(student)).unlink(missing_ok=True)
        if (
            nameless := folder.path / ANONYMOUS
        ).is_dir():  # its pages show code, and `report --anonymous` makes them again
            shutil.rmtree(nameless)
        for pairs in folder.path.glob("similar*.html"):
            pairs.unlink()
    except OSError as error:
        raise UsageError(_("{path} cannot be deleted: {why}", path=own, why=reason(error))) from None


@command_called(
    "forget",
    _("Delete everything that is known about a student."),
    _(
        "Submissions, gradings, overrides, comments, the line of the roster, pages, and notes of others that name the"
        " student. What somebody else handed in as well stays theirs. It cannot be undone."
    ),
)
@click.argument("student")
@option("--yes", is_flag=True, help=_("Do not ask."))
@book_options
def command(student: str, yes: bool, out: Path | None, gradebook: str | None, course: Path | None) -> None:
    """Run the command."""
    if not yes:
        if not at_a_terminal():
            raise UsageError(_("forgetting cannot be undone: give --yes, or run it in a terminal, which asks"))
        if not click.confirm(spoken(_("Delete everything about {student}?", student=student)), err=True):
            return
    forget_student(student, Place(out, gradebook, course))

"""``xorcise report``: the reports again, from the gradebook."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import PATH, course_option, gradebook_option, reports_language_option
from grader.language import _
from grader.language.command_line import command_called, option
from grader.run.aloud import say
from grader.run.books import Place, exercises_in, open_book
from grader.run.reports import Reports


@command_called(
    "report", _("Write the reports again from the gradebook in OUT."), _("Then print the table of the class.")
)
@click.argument("out", type=PATH)
@reports_language_option
@option("--after-due", is_flag=True, help=_("Show what becomes visible after the due date."))
@gradebook_option
@course_option
def command(out: Path, lang: str, after_due: bool, gradebook: str | None, course: Path | None) -> None:
    """Run the command."""
    report_class(Place(out, gradebook, course), lang, after_due)


def report_class(place: Place, lang: str, after_due: bool) -> None:
    """Write all reports again from the book, and print the table.

    Raises:
        UsageError: the folder holds no gradebook.
    """
    assert place.folder is not None
    with open_book(place, writing=True) as book:
        reports = Reports(place.folder, book, exercises_in(book), lang, after_due)
        reports.of_everybody()
        say(book.matters())
        click.echo(reports.table(), nl=False, color=True)

"""``xorcise report``: the reports again, from the gradebook."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import PATH, course_option, gradebook_option, reports_language_option
from grader.language import _, spoken
from grader.language.command_line import command_called, option
from grader.run.aloud import say
from grader.run.anonymous import write_anonymous
from grader.run.books import Place, exercises_in, open_book
from grader.run.reports import Reports


@command_called(
    "report", _("Write the reports again from the gradebook in OUT."), _("Then print the table of the class.")
)
@click.argument("out", type=PATH)
@reports_language_option
@option("--after-due", is_flag=True, help=_("Show what becomes visible after the due date."))
@option(
    "--anonymous",
    is_flag=True,
    help=_(
        "Write pages without names to OUT/anonymous as well, for judging by hand. `comment` and `override` know the"
        " names of these pages."
    ),
)
@gradebook_option
@course_option
def command(out: Path, lang: str, after_due: bool, anonymous: bool, gradebook: str | None, course: Path | None) -> None:
    """Run the command."""
    report_class(Place(out, gradebook, course), lang, after_due, anonymous=anonymous)


def report_class(place: Place, lang: str, after_due: bool, *, anonymous: bool = False) -> None:
    """Write all reports again from the book, and print the table.

    Where pages without names are asked for, their place is printed instead: the table names everybody.

    Raises:
        UsageError: the folder holds no gradebook.
    """
    assert place.folder is not None
    with open_book(place, writing=True) as book:
        reports = Reports(place.folder, book, exercises_in(book), lang, after_due)
        reports.of_everybody()
        if anonymous:
            click.echo(spoken(_("Pages without names: {path}", path=write_anonymous(reports))))
            return
        say(book.matters())
        click.echo(reports.table(), nl=False, color=True)

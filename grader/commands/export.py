"""``xorcise export``: the class for a spreadsheet, a script or a learning platform, on stdout."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from grader.commands.options import PATH, book_options
from grader.errors import UsageError, reason
from grader.language import _
from grader.language.command_line import command_called, option
from grader.report.gradebook_csv import gradebook_lines
from grader.report.platforms import canvas_lines, json_lines, moodle_lines
from grader.report.standing import Standing
from grader.run.books import Place, exercises_in, open_book

FORMATS = ("csv", "json", "canvas", "moodle")


def export_class(place: Place, form: str, roster: Path | None) -> None:
    """Print the class in a format.

    Raises:
        UsageError: the roster cannot be read.
    """
    known = read_roster(roster) if roster is not None else {}
    with open_book(place) as book:
        results = book.results(tests=False)
        standing = Standing.of(results, exercises_in(book))
        lines: Iterator[str]
        match form:
            case "csv":
                lines = gradebook_lines(results, standing)
            case "json":
                lines = json_lines(results)
            case "canvas":
                lines = canvas_lines(results, standing, book.course.columns, known)
            case _:
                lines = moodle_lines(results, standing, book.course.columns, known)
        for line in lines:
            sys.stdout.write(line)


def read_roster(path: Path) -> dict[str, Mapping[str, str]]:
    """Return by student what else a roster says of them, by column.

    Raises:
        UsageError: it cannot be read, or lacks the column ``student``.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "student" not in (reader.fieldnames or ()):
                raise UsageError(
                    _("{path} needs a column student, with the names of the entries in SUBMISSIONS", path=path)
                )
            return {
                line["student"]: {k: v for k, v in line.items() if k and k != "student" and isinstance(v, str)}
                for line in reader
            }
    except OSError as error:
        raise UsageError(_("{path} cannot be read ({why})", path=path, why=reason(error))) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(_("{path} is not CSV in UTF-8: {why}", path=path, why=error)) from None


@command_called("export", _("Print the class for a spreadsheet, a script, Canvas or Moodle."))
@book_options
@option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help=_("What is to read it."))
@option("--roster", type=PATH, help=_("CSV with a column student, and the platform's own columns for each."))
def command(out: Path | None, gradebook: str | None, course: Path | None, form: str, roster: Path | None) -> None:
    """Run the command."""
    export_class(Place(out, gradebook, course), form, roster)

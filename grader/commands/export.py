"""``xorcise export``: the class for a spreadsheet, a script or a learning platform, on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from grader.commands.options import PATH, book_options
from grader.exercises.catalogue import Catalogue
from grader.gradebook import Gradebook
from grader.gradebook.roster import Roster, read_roster
from grader.language import _, language
from grader.language.command_line import command_called, option
from grader.report.exports.as_json import json_lines
from grader.report.exports.canvas import canvas_lines
from grader.report.exports.gradescope import gradescope_lines
from grader.report.exports.moodle import moodle_lines
from grader.report.exports.per_test import lines_of_tests, records_of_tests
from grader.report.exports.plain import gradebook_lines
from grader.report.exports.table import Table
from grader.report.standing import Standing
from grader.run.books import Place, exercises_in, open_book

FORMATS = ("csv", "spreadsheet", "json", "tests-csv", "tests-json", "canvas", "moodle", "gradescope")

BYTE_ORDER_MARK = "\ufeff"
"""By it a spreadsheet knows that a CSV file is UTF-8. Platforms may take it for a part of the first heading."""


def export_class(place: Place, form: str, roster: Path | None, names: tuple[str, ...] = ()) -> None:
    """Print the class in a format.

    Args:
        place: the gradebook.
        form: one of ``FORMATS``.
        roster: the platform's own file; the roster that the gradebook knows if not given.
        names: exercises; all that were handed in if not given.

    Raises:
        UsageError: the roster cannot be read, or there is no such exercise.
    """
    people = read_roster(roster) if roster is not None else None
    with open_book(place) as book:
        for line in _lines(book, form, people, names):
            sys.stdout.write(line)


def _lines(book: Gradebook, form: str, people: Roster | None, names: tuple[str, ...]) -> Iterator[str]:
    catalogue = Catalogue.find()
    wanted = {catalogue.exercise(name).slug for name in names}
    exercises = [e for e in exercises_in(book, catalogue) if not wanted or e.slug in wanted]
    if form in ("tests-csv", "tests-json"):
        every = book.results(only=wanted)
        return lines_of_tests(every) if form == "tests-csv" else records_of_tests(every)
    results = book.results(tests=False, only=wanted)
    if form == "json":
        return json_lines(results)
    standing = Standing.of(results, exercises)
    match form:
        case "csv":
            return gradebook_lines(results, standing, language())
        case "spreadsheet":
            return _with_mark(gradebook_lines(results, standing, language()))
        case "canvas":
            return canvas_lines(results, standing, _table(book, people))
        case "gradescope":
            return gradescope_lines(results, standing, _table(book, people))
        case _:
            return moodle_lines(results, standing, _table(book, people), language())


def _with_mark(lines: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines


def _table(book: Gradebook, people: Roster | None) -> Table:
    """Return what the platform's file says, under the names that its people have in results."""
    found = book.roster(people)
    lines = {person.name: person.columns for person in found.people}
    return Table(found.headings, lines, found.most, book.course.columns)


@command_called("export", _("Print the class for a spreadsheet, a script, Canvas or Moodle."))
@book_options
@option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help=_("What is to read it."))
@option("-e", "--exercise", "names", metavar="SLUG", multiple=True, help=_("Only this exercise; may be repeated."))
@option("--roster", type=PATH, help=_("The file that the platform exported; by default the roster of `xorcise grade`."))
def command(
    out: Path | None,
    gradebook: str | None,
    course: Path | None,
    form: str,
    names: tuple[str, ...],
    roster: Path | None,
) -> None:
    """Run the command."""
    export_class(Place(out, gradebook, course), form, roster, names)

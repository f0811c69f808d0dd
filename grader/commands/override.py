"""``xorcise override``: a teacher's word on the points of one exercise of one student, or on those of a whole class."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import book_options
from grader.errors import UsageError
from grader.gradebook import schema
from grader.gradebook.overrides import add_override
from grader.language import _, spoken
from grader.language.command_line import command_called, option
from grader.run.aloud import say
from grader.run.books import Place, require_student, writing_to
from grader.run.judging import Checks, renew_reports, without_effect
from grader.run.judging_file import checked
from grader.run.judging_rows import read_rows
from grader.text import number


def override_points(
    student: str, exercise: str, points: str, reason: str, place: Place, *, test: str = "", rubric: str = ""
) -> None:
    """Write it down, and renew the reports that it changes.

    Args:
        student: whose.
        exercise: as it is called on the command line.
        points: a number, or ``auto``.
        reason: why; needed unless it is about the rubric, which the suite says nothing of.
        place: the gradebook.
        test: the test that the points are for; empty for the whole exercise.
        rubric: or the key of the rubric's line.

    Raises:
        UsageError: the book knows no such student, exercise, test or line, or the points are none that it has.
    """
    if not reason.strip() and not rubric:
        raise UsageError(_("--reason is empty: say why, for the record and for the student"))
    with writing_to(place) as book:
        name = require_student(book, student)
        checks = Checks(book)
        checks.given[name] = student
        one = checks.override(name, exercise, points, reason, test=test, rubric=rubric)
        with book.transaction() as connection:
            add_override(connection, one)
        say(without_effect(book, [one], checks.given))
        renew_reports(place, book)
        most = checks.worth(name, one.slug).most(one.test)
    what = f"{one.slug} {one.test}".rstrip()
    if one.points is not None:
        given = number(one.points)
        said = _(
            "{student}, {slug}: {points} of {most} points", student=student, slug=what, points=given, most=number(most)
        )
    elif one.test.startswith(schema.RUBRIC):
        said = _("{student}, {slug}: not judged any more", student=student, slug=what)
    else:
        said = _("{student}, {slug}: counts again as graded", student=student, slug=what)
    click.echo(spoken(said))


def override_from(source: str, place: Place) -> None:
    """Take in a file of points and comments, and renew the reports that it changes.

    Raises:
        UsageError: it cannot be read, or a row of it is wrong; then nothing is written.
    """
    rows = read_rows(source)
    with writing_to(place) as book:
        checks = Checks(book)
        found = checked(source, rows, book, checks)
        found.write(book)
        say(without_effect(book, found.overrides, checks.given))
        if found.overrides or found.comments:
            renew_reports(place, book)
    click.echo(spoken(found.said()))


@command_called(
    "override",
    _("Give a student other points for an exercise than the suite did."),
    _(
        "POINTS is a number, or the word auto: then what the suite says counts again. Nothing is erased; `xorcise"
        " history` shows every override."
    ),
    _(
        "With --test they are the points of one test, by its id; late penalties apply as before. With --rubric they are"
        " those of a line of the course's rubric. Points of the whole exercise are final."
    ),
    _(
        "--from FILE takes points and comments of a class from a CSV file with the columns student, exercise, points,"
        " reason, test, rubric, comment and line, of which the first two are needed. Where a row is wrong, nothing is"
        " written. What is known already is left out."
    ),
)
@click.argument("student", required=False)
@click.argument("exercise", required=False)
@click.argument("points", required=False)
@option("--reason", help=_("Why; the student reads it."))
@option("--test", metavar="TEST", help=_("Only this test; its id, with or without test_."))
@option("--rubric", metavar="KEY", help=_("Only this line of the rubric in course.toml."))
@option("--from", "source", metavar="FILE", help=_("A CSV file of points and comments; - reads standard input."))
@book_options
def command(
    student: str | None,
    exercise: str | None,
    points: str | None,
    reason: str | None,
    test: str | None,
    rubric: str | None,
    source: str | None,
    out: Path | None,
    gradebook: str | None,
    course: Path | None,
) -> None:
    """Run the command."""
    place = Place(out, gradebook, course)
    if source is not None:
        if any(given is not None for given in (student, exercise, points, reason, test, rubric)):
            raise UsageError(_("--from takes everything from FILE: leave out what else is said of points"))
        override_from(source, place)
        return
    if student is None or exercise is None or points is None:
        raise UsageError(_("say whose points: STUDENT EXERCISE POINTS, or --from FILE"))
    if reason is None and rubric is None:
        raise UsageError(_("--reason is missing: say why, for the record and for the student"))
    if test == "" or rubric == "":
        raise UsageError(_("--test and --rubric want the name of a test or of a line of the rubric"))
    override_points(student, exercise, points, reason or "", place, test=test or "", rubric=rubric or "")

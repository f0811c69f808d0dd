"""``xorcise override``: a teacher's word on one exercise of one student."""

from __future__ import annotations

import math
from pathlib import Path

import click

from grader.commands.options import book_options
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook.adjust import Override, add_override
from grader.gradebook.book import now
from grader.language import _, spoken
from grader.language.command_line import command_called, option
from grader.run.books import Place, exercises_in, require_student, writing_to
from grader.run.reports import Reports, language_of
from grader.text import number

WITHDRAW = "auto"
"""Instead of points: what the suite says counts again."""


def override_points(student: str, exercise: str, points: str, reason: str, place: Place) -> None:
    """Write it down, and renew the reports that it changes.

    Raises:
        UsageError: the book knows no such student or exercise, or the points are none that the exercise has.
    """
    if not reason.strip():
        raise UsageError(_("--reason is empty: say why, for the record and for the student"))
    slug = Catalogue.find().exercise(exercise).slug
    with writing_to(place) as book:
        student = require_student(book, student)
        verdict = next((e for r in book.results_of([student]) for e in r.exercises if e.slug == slug), None)
        if verdict is None:
            raise UsageError(
                _("{student} has no verdict on {slug} to override: grade it first", student=student, slug=slug)
            )
        given = parsed(points, verdict.max_score)
        with book.transaction() as connection:
            add_override(connection, Override(student, slug, given, " ".join(reason.split()), now()))
        if place.folder is not None:
            Reports(place.folder, book, exercises_in(book), language_of(book)).of_everybody()
    if given is None:
        said = _("{student}, {slug}: counts again as graded", student=student, slug=slug)
    else:
        points, most = number(given), number(verdict.max_score)
        said = _("{student}, {slug}: {points} of {most} points", student=student, slug=slug, points=points, most=most)
    click.echo(spoken(said))


def parsed(points: str, most: float) -> float | None:
    """Return points as a number, or ``None`` for ``auto``.

    Raises:
        UsageError: it is neither, or more than the exercise is worth.
    """
    if points == WITHDRAW:
        return None
    try:
        given = float(points)
    except ValueError:
        given = math.nan
    if not 0 <= given <= most:
        raise UsageError(
            _(
                "POINTS must be a number from 0 to {most}, or {auto}; it is {points}",
                most=number(most),
                auto=WITHDRAW,
                points=repr(points),
            )
        )
    return given


@command_called(
    "override",
    _("Give a student other points for an exercise than the suite did."),
    _(
        "POINTS is a number, or the word auto: then what the suite says counts again. Nothing is erased; `xorcise"
        " history` shows every override."
    ),
)
@click.argument("student")
@click.argument("exercise")
@click.argument("points")
@option("--reason", required=True, help=_("Why; the student reads it."))
@book_options
def command(
    student: str,
    exercise: str,
    points: str,
    reason: str,
    out: Path | None,
    gradebook: str | None,
    course: Path | None,
) -> None:
    """Run the command."""
    override_points(student, exercise, points, reason, Place(out, gradebook, course))

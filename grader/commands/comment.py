"""``xorcise comment``: what a teacher says of one student's exercise."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import book_options
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook.book import now
from grader.gradebook.comments import add_comment, comments_of, withdraw_comment
from grader.language import _, spoken
from grader.language.command_line import command_called, option
from grader.run.books import Place, require_student, writing_to
from grader.run.judging import Checks, renew_reports


def comment_on(student: str, exercise: str, text: str, line: int | None, place: Place) -> None:
    """Write a comment down, and renew the reports that it changes.

    Raises:
        UsageError: the book knows no such student or exercise, nothing was handed in, or there is no such line or text.
    """
    with writing_to(place) as book:
        name = require_student(book, student)
        checks = Checks(book)
        checks.given[name] = student
        slug, comment = checks.comment(name, exercise, text, line)
        with book.transaction() as connection:
            number = add_comment(connection, name, slug, comment)
        renew_reports(place, book)
    click.echo(spoken(_("{student}, {slug}: comment {number}", student=student, slug=slug, number=number)))


def take_back(student: str, exercise: str, number: int, place: Place) -> None:
    """Take a comment back, and renew the reports that it changes.

    Raises:
        UsageError: there is no such comment, or it was taken back before.
    """
    slug = Catalogue.find().exercise(exercise).slug
    with writing_to(place) as book:
        name = require_student(book, student)
        with book.transaction() as connection:
            found = next((c for c in comments_of(connection, name) if (c.number, c.slug) == (number, slug)), None)
            if found is None:
                raise UsageError(
                    _(
                        "there is no comment {number} on {slug} of {student}: `xorcise history` shows the numbers",
                        number=number,
                        slug=slug,
                        student=student,
                    )
                )
            if found.withdrawn is not None:
                raise UsageError(
                    _("comment {number} was taken back already, at {time}", number=number, time=found.withdrawn)
                )
            withdraw_comment(connection, number, now())
        renew_reports(place, book)
    click.echo(
        spoken(_("{student}, {slug}: comment {number} is taken back", student=student, slug=slug, number=number))
    )


@command_called(
    "comment",
    _("Tell a student something about an exercise that was handed in."),
    _(
        "The student reads TEXT in the feedback. `xorcise history` shows every comment with its number; nothing is"
        " erased. Comments for a whole class come from a file: see `xorcise override --from`."
    ),
)
@click.argument("student")
@click.argument("exercise")
@click.argument("text", required=False)
@option(
    "--line",
    type=int,
    metavar="N",
    help=_("The line that it is about, in the exercise's file; of a notebook, in the module that was made of it."),
)
@option("--withdraw", type=int, metavar="N", help=_("Take the comment with this number back."))
@book_options
def command(
    student: str,
    exercise: str,
    text: str | None,
    line: int | None,
    withdraw: int | None,
    out: Path | None,
    gradebook: str | None,
    course: Path | None,
) -> None:
    """Run the command."""
    place = Place(out, gradebook, course)
    if withdraw is not None:
        if text is not None or line is not None:
            raise UsageError(_("--withdraw wants the number of a comment and nothing else: leave out TEXT and --line"))
        take_back(student, exercise, withdraw, place)
    elif text is None:
        raise UsageError(_("say what the student is to read: TEXT, or --withdraw N to take a comment back"))
    else:
        comment_on(student, exercise, text, line, place)

"""``xorcise next``: the exercise to do next."""

from __future__ import annotations

import click
from rich.console import Console

from grader.commands.options import language_option
from grader.desk.asked import course_around
from grader.desk.next_exercise import description, next_exercise
from grader.desk.step import ALL_DONE
from grader.exercises.catalogue import Catalogue
from grader.language import _
from grader.language.command_line import command_called


@command_called(
    "next",
    _("Say which exercise to do next, and where it lies."),
    _(
        "It is the one of the folder you are in while that is not done, else the first of the course that is not."
        " An exercise is done when all of its public tests pass."
    ),
)
@language_option(_("Language of what is printed; by default the system's."))
def command(lang: str) -> None:
    """Run the command."""
    found = next_exercise(course_around() or Catalogue.find())
    if found is None:
        click.echo(_("every exercise is done").told(lang))
        Console().print(ALL_DONE.line(lang))
    else:
        Console().print(description(found, lang), soft_wrap=True)  # a terminal wraps paths so that they can be copied

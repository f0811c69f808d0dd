"""``xorcise handout``: what students receive."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from grader.commands.options import PATH
from grader.exercises.catalogue import Catalogue
from grader.language import _
from grader.language.command_line import command_called, option
from grader.release.handout import Form, Handout


@command_called(
    "handout",
    _("Write what students receive into the new or empty folder DIR."),
    _(
        "Exercises with their public tests, a README, the student's wheel and settings for editors: as they are, as a"
        " zip, or as a git repository with one commit. Every file, also those in the wheel, is compared with suites and"
        " solutions; where anything of them is found, nothing is written."
    ),
)
@click.argument("folder", metavar="DIR", type=PATH)
@option("-e", "--exercise", "names", metavar="WHAT", multiple=True, help=_("Only this exercise; may be repeated."))
@option(
    "--form", type=click.Choice(get_args(Form)), default="folder", show_default=True, help=_("What DIR is to hold.")
)
def command(folder: Path, names: tuple[str, ...], form: Form) -> None:
    """Run the command."""
    catalogue = Catalogue.find()
    wanted = {catalogue.exercise(name).slug for name in names} or {e.slug for e in catalogue.exercises}
    click.echo(Handout(catalogue, [e for e in catalogue.exercises if e.slug in wanted]).write(folder, form))

"""``xorcise new``: start an exercise."""

from __future__ import annotations

import click

from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold
from grader.language import _, spoken
from grader.language.command_line import command_called


def start_exercise(slug: str) -> None:
    """Write the files of a new exercise and say what comes next."""
    catalogue = Catalogue.find()
    for path in scaffold(catalogue, slug):
        click.echo(path.relative_to(catalogue.root))
    said = _(
        "next: change them step by step, and run `xorcise audit {slug}` after each; see docs/adding-an-exercise.md",
        slug=slug,
    )
    click.echo(spoken(said))


@command_called(
    "new",
    _("Start a new exercise in all three places."),
    _("It is a small one that already holds together. SLUG is two digits and a name, like 15_attention."),
)
@click.argument("slug")
def command(slug: str) -> None:
    """Run the command."""
    start_exercise(slug)

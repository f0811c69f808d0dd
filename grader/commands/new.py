"""``xorcise new``: start an exercise."""

from __future__ import annotations

import click

from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold


def start_exercise(slug: str) -> None:
    """Write the files of a new exercise and say what comes next."""
    catalogue = Catalogue.find()
    for path in scaffold(catalogue, slug):
        click.echo(path.relative_to(catalogue.root))
    click.echo(
        f"next: change them step by step, and run `xorcise audit {slug}` after each; see docs/adding-an-exercise.md"
    )


@click.command("new")
@click.argument("slug")
def command(slug: str) -> None:
    """Start a new exercise in all three places.

    It is a small one that already holds together. SLUG is two digits and a name, like 15_attention.
    """
    start_exercise(slug)

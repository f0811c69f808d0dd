"""``xorcise list``."""

from __future__ import annotations

import click

from grader.exercises.catalogue import Catalogue
from grader.language import LANGUAGES, _
from grader.language.command_line import command_called


def print_list(catalogue: Catalogue) -> None:
    """Print one line an exercise: its slug, its file and its title in each language that it has."""
    rows = [(e.slug, e.filename, *(e.title.get(lang, "") for lang in LANGUAGES)) for e in catalogue.headings()]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for row in rows:
        click.echo("  ".join(f"{cell:{width}}" for cell, width in zip(row, (*widths, 0), strict=True)).rstrip())


@command_called("list", _("List the exercises."))
def command() -> None:
    """Run the command."""
    print_list(Catalogue.find())

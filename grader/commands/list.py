"""``xorcise list``."""

from __future__ import annotations

import click

from grader.exercises.catalogue import Catalogue
from grader.language import _
from grader.language.command_line import command_called


def print_list(catalogue: Catalogue) -> None:
    """Print one line an exercise: its slug, its file and its title in both languages."""
    rows = [(e.slug, e.filename, e.title["en"], e.title["zh-CN"]) for e in catalogue.headings()]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for slug, filename, english, chinese in rows:
        click.echo(f"{slug:{widths[0]}}  {filename:{widths[1]}}  {english:{widths[2]}}  {chinese}")


@command_called("list", _("List the exercises."))
def command() -> None:
    """Run the command."""
    print_list(Catalogue.find())

"""``xorcise similar``: what is alike in a class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.commands.options import PATH, gradebook_option, reports_language_option
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.files import write_parts
from grader.language import _, labelled
from grader.language.command_line import command_called, option
from grader.report.similar_page import EVIDENCE, LEVELS, NOTHING, SHARED, in_order, names_of, similar_parts
from grader.run.books import Place, exercises_in, open_book
from grader.run.similar import compare
from grader.similarity.findings import Findings

PAGE = "similar.html"

ROWS = 20
"""Pairs that the terminal shows, one screen; the page has the others."""


def compare_class(place: Place, names: tuple[str, ...], lang: str) -> None:
    """Compare a class with itself, write the page and print its first lines.

    Raises:
        UsageError: the folder holds no gradebook.
    """
    folder = place.folder
    assert folder is not None
    catalogue = Catalogue.find()
    wanted = {catalogue.exercise(name).slug for name in names}
    with open_book(place) as book:
        exercises = [e for e in exercises_in(book, catalogue) if not wanted or e.slug in wanted]
        if not exercises:
            raise UsageError(_("nobody has handed in any of these exercises yet"))
        findings = list(compare(book, catalogue, exercises))
    page = folder.path / PAGE
    write_parts(page, similar_parts(findings, exercises, lang=lang))
    console = Console()
    if any(f.alike for f in findings):
        console.print(_table(findings, lang))
    else:
        console.print(NOTHING.told(lang))
    shared = sum(len(f.mistakes) for f in findings)
    console.print(labelled(SHARED, str(shared)).told(lang), highlight=False)
    console.print(EVIDENCE.told(lang), highlight=False)
    console.print(str(page), markup=False, highlight=False, soft_wrap=True)


def _table(findings: Sequence[Findings], lang: str) -> Table:
    table = Table(box=None, header_style="bold")
    for heading, justify in (
        (_("Exercise"), "left"),
        (_("Students"), "left"),
        (_("Students"), "left"),
        (_("Share"), "right"),
        (_("Same rare mistakes"), "right"),
        (_("To read"), "left"),
    ):
        table.add_column(heading.told(lang), justify="right" if justify == "right" else "left")
    pairs = in_order(findings)
    for pair in pairs[:ROWS]:
        table.add_row(
            pair.slug[:2],
            Text(names_of(pair.left.students), overflow="fold"),
            Text(names_of(pair.right.students), overflow="fold"),
            f"{pair.left.share:.0%} / {pair.right.share:.0%}",
            str(len(pair.mistakes) or ""),
            LEVELS[pair.level].told(lang),
        )
    if (hidden := len(pairs[ROWS:]) + sum(f.more for f in findings)) > 0:
        table.caption = f"+ {hidden}"
    return table


@command_called(
    "similar",
    _("Show whose work is alike: evidence to read, not proof."),
    _(
        "Compares the code in the gradebook of OUT, without what everybody was given, and looks for rare mistakes that"
        " students share. Writes similar.html into OUT, with the pairs side by side; it is not for students."
    ),
)
@click.argument("out", type=PATH)
@option("-e", "--exercise", "names", metavar="WHAT", multiple=True, help=_("Only this exercise; may be repeated."))
@reports_language_option
@gradebook_option
def command(out: Path, names: tuple[str, ...], lang: str, gradebook: str | None) -> None:
    """Run the command."""
    compare_class(Place(out, gradebook), names, lang)

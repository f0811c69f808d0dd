"""``xorcise pack``: a student's work as one zip."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import PATH, complete_exercise
from grader.desk.pack import Packed, State, look, pack
from grader.exercises.catalogue import Catalogue
from grader.language import Message, _, listed, spoken
from grader.language.command_line import command_called, option


def pack_work(names: tuple[str, ...], target: Path | None) -> None:
    """Write the zip, and print what is in it, what is not, and its digest."""
    catalogue = Catalogue.find()
    slugs = {catalogue.exercise(name).slug for name in names}
    exercises = [e for e in catalogue.exercises if not slugs or e.slug in slugs]
    found = [look(catalogue, e) for e in exercises]
    target = target or catalogue.place / "submission.zip"
    submission = pack(catalogue, found, target)
    width = max(len(one.slug) for one in found)
    for one in found:
        click.echo(f"{one.slug:{width}}  {spoken(_said(one))}")
    for note in submission.notes:
        click.echo(spoken(_("note: {note}", note=note)))
    packed = _(
        "{zip}: {n} of {total} exercises; read back, and as you wrote it",
        zip=target,
        n=len(submission.files),
        total=len(found),
    )
    click.echo(spoken(packed))
    click.echo(spoken(_("digest {digest}", digest=submission.digest)))


def _said(one: Packed) -> Message:
    match one.state:
        case State.PACKED:
            return _("packed")
        case State.PARTLY:
            return _("packed, and not written yet: {names}", names=listed(one.unwritten))
        case State.UNTOUCHED:
            return _("left out: untouched, as you were given it")
        case State.MISSING:
            return _("left out: its file is missing")


@command_called(
    "pack",
    _("Write your work into one zip to be handed in."),
    _(
        "WHAT is an exercise's name, number or module; without any, all that you have begun are packed. The zip is read"
        " back as grading will read it before it is written. The digest is proof of what is in it: feedback repeats it"
        " where all of the zip was graded."
    ),
)
@click.argument("names", metavar="[WHAT]...", nargs=-1, shell_complete=complete_exercise)
@option("-o", "--out", "target", type=PATH, help=_("The zip; by default submission.zip beside exercises/."))
def command(names: tuple[str, ...], target: Path | None) -> None:
    """Run the command."""
    pack_work(names, target)

"""``xorcise pack``: a student's work as one zip."""

from __future__ import annotations

from pathlib import Path

import click

from grader.commands.options import PATH
from grader.desk.pack import Packed, State, look, pack
from grader.exercises.catalogue import Catalogue


def pack_work(names: tuple[str, ...], target: Path | None) -> None:
    """Write the zip, and print what is in it, what is not, and its digest."""
    catalogue = Catalogue.find()
    slugs = {catalogue.exercise(name).slug for name in names}
    exercises = [e for e in catalogue.exercises if not slugs or e.slug in slugs]
    found = [look(catalogue, e) for e in exercises]
    target = target or catalogue.root / "submission.zip"
    submission = pack(catalogue, found, target)
    width = max(len(one.slug) for one in found)
    for one in found:
        click.echo(f"{one.slug:{width}}  {_told(one)}")
    for note in submission.notes:
        click.echo(f"note: {note}")
    click.echo(f"{target}: {len(submission.files)} of {len(found)} exercises; read back, and as you wrote it")
    click.echo(f"digest {submission.digest}")


def _told(one: Packed) -> str:
    match one.state:
        case State.PACKED:
            return "packed"
        case State.PARTLY:
            return f"packed, and not written yet: {', '.join(one.unwritten)}"
        case State.UNTOUCHED:
            return "left out: untouched, as you were given it"
        case State.MISSING:
            return "left out: its file is missing"


@click.command("pack")
@click.argument("names", metavar="[WHAT]...", nargs=-1)
@click.option("-o", "--out", "target", type=PATH, help="The zip; by default submission.zip beside exercises/.")
def command(names: tuple[str, ...], target: Path | None) -> None:
    """Write your work into one zip to be handed in.

    WHAT is an exercise's name, number or module; without any, all that you have begun are packed. The zip is read back
    as grading will read it before it is written. The digest is proof of what is in it: feedback repeats it where all
    of the zip was graded.
    """
    pack_work(names, target)

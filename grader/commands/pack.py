"""``xorcise pack``: a student's work as one zip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.commands.options import PATH, complete_what
from grader.desk.checking import chosen
from grader.desk.pack import Packed, State, look, pack
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import Message, _, listed, spoken
from grader.language.command_line import command_called, option


def pack_work(names: tuple[str, ...], target: Path | None) -> None:
    """Write the zip, and print what is in it, what is not, and its digest."""
    catalogue, exercises = wanted(names)
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


def wanted(names: Sequence[str]) -> tuple[Catalogue, list[Exercise]]:
    """Return what is to be packed, in the course's order; without names, every exercise of the course.

    Raises:
        UsageError: nothing is called so, or the exercises are of several courses.
    """
    if not names:
        course = Catalogue.find()
        return course, list(course.exercises)
    some = chosen(names)
    course = some[0].catalogue
    if any(one.catalogue.root != course.root for one in some):
        raise UsageError(_("these exercises lie in more than one course: pack those of each by themselves"))
    slugs = {one.exercise.slug for one in some}
    return course, [e for e in course.exercises if e.slug in slugs]


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
        "WHAT is an exercise, a module, a function or a path, as for `xorcise check`; an exercise is packed whole."
        " Without any, all that you have begun are packed. The zip is read back as grading will read it before it is"
        " written. The digest is proof of what is in it: feedback repeats it where all of the zip was graded."
    ),
)
@click.argument("names", metavar="[WHAT]...", nargs=-1, shell_complete=complete_what)
@option("-o", "--out", "target", type=PATH, help=_("The zip; by default submission.zip beside exercises/."))
def command(names: tuple[str, ...], target: Path | None) -> None:
    """Run the command."""
    pack_work(names, target)

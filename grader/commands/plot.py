"""``xorcise plot``: pictures of a student's own results."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.commands.options import PATH, complete_exercise, language_option, mnist_option
from grader.desk.asked import asked
from grader.desk.plots.run import Undrawn, make_picture
from grader.errors import UsageError, reason
from grader.files import write_bytes
from grader.language import _, listed, spoken
from grader.language.command_line import command_called, option
from grader.pictures.table import known, with_picture


def plot(what: str, target: Path | None, lang: str, *, seed: int, epochs: int | None, mnist: str | None) -> Path:
    """Write the picture of an exercise and return its path.

    Raises:
        UsageError: the exercise has no picture, or the path or an option does not fit.
        Undrawn: the student's code came to no results that can be drawn.
    """
    found = asked(what)
    catalogue, exercise = found.catalogue, found.exercise
    about = known(exercise)
    if about is None:
        having = [e.slug for e in with_picture(catalogue.exercises)]
        if not having:
            raise UsageError(_("{exercise} has no picture, and no other exercise here has one", exercise=exercise.slug))
        names = listed(having)
        raise UsageError(_("{exercise} has no picture; these have: {names}", exercise=exercise.slug, names=names))
    if epochs is not None and not about.has_epochs:
        having = [e.slug for e in catalogue.exercises if (other := known(e)) is not None and other.has_epochs]
        raise UsageError(
            _("--epochs does not go with {exercise}, only with {names}", exercise=exercise.slug, names=listed(having))
        )
    target = target or Path(f"{exercise.slug}.png")
    if target.suffix.lower() != ".png":
        raise UsageError(_("the picture is a PNG: {path} should end in .png", path=target))
    if not target.absolute().parent.is_dir():
        raise UsageError(_("there is no folder {path}", path=target.parent))
    picture = make_picture(exercise, catalogue.stub(exercise), lang, seed=seed, epochs=epochs, mnist=mnist)
    try:
        write_bytes(target, picture)
    except OSError as error:
        raise UsageError(_("cannot write {path}: {why}", path=target, why=reason(error))) from None
    return target


@command_called(
    "plot",
    _("Draw your own results, made by your own functions."),
    _(
        "WHAT is an exercise's number, name, module or path. The picture is a PNG in the current folder. Exits with 1"
        " when your code raises an exception, is not written yet or returns what cannot be drawn."
    ),
)
@click.argument("what", metavar="WHAT", shell_complete=complete_exercise)
@option("-o", "--out", "target", metavar="FILE.png", type=PATH, help=_("Where to write it; by default NN_slug.png."))
@option("--show", is_flag=True, help=_("Open the picture with the system's viewer."))
@option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Of everything random."))
@option("--epochs", type=click.IntRange(1, 10_000), help=_("How many epochs are trained, where there are any."))
@mnist_option
@language_option(_("Language of the labels; by default the system's."))
def command(
    what: str, target: Path | None, show: bool, seed: int, epochs: int | None, mnist: str | None, lang: str
) -> None:
    """Run the command."""
    try:
        path = plot(what, target, lang, seed=seed, epochs=epochs, mnist=mnist)
    except Undrawn as error:
        if error.args[0]:
            click.echo(f"xorcise: {spoken(error.args[0])}", err=True)
        sys.exit(1)
    click.echo(path)
    if show:
        click.launch(str(path.absolute()))

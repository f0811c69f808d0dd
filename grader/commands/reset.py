"""``xorcise reset``: a file, or one function in it, as it was handed out."""

from __future__ import annotations

import click
from rich.console import Console

from grader.commands.options import complete_what, language_option
from grader.desk.asked import asked
from grader.desk.begin import begin, is_elsewhere
from grader.desk.paths import shown_path
from grader.desk.reset import Reset
from grader.desk.step import Step, number_of
from grader.desk.written import own_file
from grader.errors import UsageError
from grader.language import _, listed
from grader.language.command_line import at_a_terminal, command_called, option


def reset(what: str, yes: bool, lang: str) -> None:
    """Put back what was asked for, once somebody has said yes; write what is not here yet of its folder.

    Raises:
        UsageError: it cannot be put back, or there is no terminal to ask on.
    """
    found = asked(what)
    if is_elsewhere(found):
        is_new = own_file(found.catalogue, found.exercise) is None
        if written := begin(found):
            click.echo(_("written: {paths}", paths=listed(map(shown_path, written))).told(lang))
        if is_new:
            step = Step(f"xorcise check {number_of(found.exercise)}", _("when the first function is written"))
            Console().print(step.line(lang), soft_wrap=True)
            return
    plan = Reset.of(found)
    done = _("{what} is as you were given it", what=plan.what)
    if plan.changes_nothing:
        click.echo(done.told(lang))
        return
    if plan.before is not None and not yes:
        if not at_a_terminal():
            raise UsageError(_("{what} would be put back as you were given it: say so with --yes", what=plan.what))
        question = _("Put {what} back as you were given it?", what=plan.what)
        if not click.confirm(question.told(lang), err=True):
            click.echo(_("nothing was changed").told(lang))
            return
    backup = plan.carry_out()
    click.echo(done.told(lang))
    if backup is not None:
        click.echo(_("what the file held is kept in {path}", path=shown_path(backup)).told(lang))


@command_called(
    "reset",
    _("Put a file, or one function in it, back as you were given it."),
    _(
        "WHAT is an exercise, a function, class or method of one, or a file or folder of one. Of a function only its"
        " own lines are replaced. The whole file as it was is kept in .xorcise/backup/ of the course. Where you have no"
        " course, the folder of the exercise is written into exercises/ of the folder you are in."
    ),
)
@click.argument("what", shell_complete=complete_what)
@option("-y", "--yes", is_flag=True, help=_("Do not ask."))
@language_option(_("Language of what is printed; by default the system's."))
def command(what: str, yes: bool, lang: str) -> None:
    """Run the command."""
    reset(what, yes, lang)

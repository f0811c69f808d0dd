"""The command ``xorcise``: a group that imports a command's module when it is asked for.

Each command and its options are in ``grader/commands/NAME.py``. Progress goes to stderr, results to stdout; exit codes
are those of docs/cli.md.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from grader import __version__
from grader.errors import ContainmentError, GraderError, Interrupted, UsageError
from grader.language import LANGUAGES, _, language_among, speak, spoken
from grader.language.command_line import Group, option, recognised

COMMANDS = {
    "audit": _("Test the hidden suites themselves."),
    "bundle": _("Write what brings the grader to a platform."),
    "check": _("Check your own work against the public tests."),
    "comment": _("Tell a student something about an exercise that was handed in."),
    "diff": _("Print what the last run changed, for whom, test by test."),
    "doctor": _("Say how submissions are confined here, found out by trying."),
    "explain": _("Explain the failures that a run left unexplained."),
    "export": _("Print the class for a spreadsheet, a script, Canvas or Moodle."),
    "grade": _("Grade a class with the hidden suites."),
    "handout": _("Write what students receive into the new or empty folder DIR."),
    "hint": _("Show hints, from a nudge to nearly there."),
    "history": _("Print everything on record about a student."),
    "list": _("List the exercises."),
    "new": _("Start a new exercise in all three places."),
    "next": _("Say which exercise to do next, and where it lies."),
    "forget": _("Delete everything that is known about a student."),
    "override": _("Give a student other points for an exercise than the suite did."),
    "pack": _("Write your work into one zip to be handed in."),
    "plot": _("Draw your own results, made by your own functions."),
    "report": _("Write the reports again from the gradebook in OUT."),
    "reset": _("Put a file, or one function in it, back as you were given it."),
    "similar": _("Show whose work is alike: evidence to read, not proof."),
}
"""By name, the first line of each command's own help. It stands here too, so that the list needs no command's imports.
A test compares the two."""


class LazyGroup(Group):
    """A group whose commands are modules of ``grader.commands``, each with its command under the name ``command``."""

    def make_context(self, info_name: str | None, args: list[str], **more: Any) -> click.Context:  # type: ignore[override]
        """Choose the language, in which also mistakes in ``args`` are told, and make the context."""
        speak(language_among(args))
        return super().make_context(info_name, args, **more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command.

        Raises:
            UsageError: it needs a package that is not installed.
        """
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(f"grader.commands.{cmd_name}")
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "grader":
                raise
            raise UsageError(
                _(
                    "`xorcise {command}` needs the package {package}: install xorcise[instructor]",
                    command=cmd_name,
                    package=error.name,
                )
            ) from None
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what a shell offers for a command, without importing any."""
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        items = [CompletionItem(name, "plain", spoken(COMMANDS[name])) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, spoken(COMMANDS[name])) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("Graded deep-learning exercises, and an autograder whose verdict can be trusted."),
)
@click.version_option(__version__, prog_name="xorcise")
@option(
    "--catalogue",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("The course's folder; by default XORCISE_CATALOGUE, else this folder or one above."),
)
@option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,  # it is looked for among the words before any is read
    help=_("Language of what is printed; by default the system's."),
)
@click.pass_context
def cli(ctx: click.Context, catalogue: Path | None) -> None:
    """Say where one is in the course where no command is named; outside of any course, print the help."""
    if catalogue is not None:  # the processes that a command starts must find the same course
        os.environ["XORCISE_CATALOGUE"] = str(catalogue.resolve())
    if ctx.invoked_subcommand is None:
        from grader.desk.overview import print_overview  # with rich: commands and help do without

        if not print_overview():
            click.echo(ctx.get_help())


def main() -> None:
    """Run the command and turn every foreseen fault into one line and its exit code."""
    start_again_in_utf8()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another, and no traceback
    try:
        code = cli.main(prog_name="xorcise", standalone_mode=False)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else "xorcise"
        said = recognised(error.format_message())
        fail(_("{mistake} (see `{command} --help`)", mistake=said, command=path), 2)
    except Interrupted as error:
        fail(error.args[0], 130)
    except (click.Abort, KeyboardInterrupt):
        fail(_("interrupted"), 130)
    except (UsageError, ContainmentError) as error:
        fail(error.line, 2)
    except GraderError as error:
        fail(error.line, 3)
    except BrokenPipeError:  # the reader of our output has gone, as in `xorcise list | head`
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code or 0)


def start_again_in_utf8() -> None:
    """Start this process again in Python's UTF-8 mode, if it reads the names of files in another encoding.

    With ``LC_ALL=C`` and ``PYTHONUTF8=0``, as in old job scripts, every letter of a Chinese name would be lost. The
    encoding of a process cannot be changed, and those that it starts inherit the variable.
    """
    if sys.getfilesystemencoding().lower().replace("-", "") == "utf8" or os.name != "posix":
        return
    sys.stdout.flush()
    environment = os.environ | {"PYTHONUTF8": "1"}
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)  # noqa: S606 - no shell


def fail(message: str, code: int) -> None:
    """Print one line to stderr and exit."""
    click.echo(f"xorcise: {' '.join(spoken(message).split())}", err=True)
    sys.exit(code)

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

import click

from grader import __version__
from grader.errors import ContainmentError, GraderError, Interrupted, UsageError

COMMANDS = {
    "audit": "Test the hidden suites themselves.",
    "bundle": "Write what brings the grader to a platform.",
    "check": "Check your own work against the public tests.",
    "diff": "Print what the last run changed, for whom, test by test.",
    "doctor": "Say how submissions are confined here, found out by trying.",
    "export": "Print the class for a spreadsheet, a script, Canvas or Moodle.",
    "grade": "Grade a class with the hidden suites.",
    "handout": "Write what students receive into the new or empty folder DIR.",
    "hint": "Show hints, from a nudge to nearly there.",
    "history": "Print everything on record about a student.",
    "list": "List the exercises.",
    "new": "Start a new exercise in all three places.",
    "override": "Give a student other points for an exercise than the suite did.",
    "pack": "Write your work into one zip to be handed in.",
    "report": "Write the reports again from the gradebook in OUT.",
    "similar": "Show whose work is alike: evidence to read, not a verdict.",
}
"""By name, the first line of each command's own help. It stands here too, so that the list needs no command's imports.
A test compares the two."""


class LazyGroup(click.Group):
    """A group whose commands are modules of ``grader.commands``, each with its command under the name ``command``."""

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
                f"`xorcise {cmd_name}` needs the package {error.name}: install xorcise[instructor]"
            ) from None
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xorcise")
@click.option(
    "--catalogue",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The course's folder; by default XORCISE_CATALOGUE, else this folder or one above.",
)
@click.pass_context
def cli(ctx: click.Context, catalogue: Path | None) -> None:
    """Graded deep-learning exercises, and an autograder whose verdict can be trusted."""
    if catalogue is not None:  # the processes that a command starts must find the same course
        os.environ["XORCISE_CATALOGUE"] = str(catalogue.resolve())
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run the command and turn every foreseen fault into one line and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another, and no traceback
    try:
        code = cli.main(prog_name="xorcise", standalone_mode=False)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else "xorcise"
        fail(f"{error.format_message()} (see `{path} --help`)", 2)
    except Interrupted as error:
        fail(str(error), 130)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted", 130)
    except (UsageError, ContainmentError) as error:
        fail(str(error), 2)
    except GraderError as error:
        fail(str(error), 3)
    except BrokenPipeError:  # the reader of our output has gone, as in `xorcise list | head`
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code or 0)


def fail(message: str, code: int) -> None:
    """Print one line to stderr and exit."""
    click.echo(f"xorcise: {' '.join(message.split())}", err=True)
    sys.exit(code)

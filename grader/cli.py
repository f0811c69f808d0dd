"""The command ``xorcise``. Progress goes to stderr, results to stdout; exit codes are those of docs/cli.md."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader import __version__
from grader.errors import ContainmentError, GraderError, Interrupted, UsageError
from grader.levels import LEVELS

LANGUAGES = click.Choice(["en", "zh-CN"])
AUDITED = click.Choice(["stub", "reference", "accepted", "wrong", "garbage", "mutants", "pairs"])  # grader.audit.PARTS

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = click.Choice(["csv", "json", "canvas", "moodle"])
PATH = click.Path(path_type=Path)

BOOK_HELP = "The gradebook's database; by default the file gradebook.db in OUT."
COURSE_HELP = "Due dates and late policies; by default course.toml beside exercises/."


def book_options(command: Command) -> Command:
    """Add the options that say which gradebook a command is about."""
    command = click.option("--course", type=PATH, help=COURSE_HELP)(command)
    command = click.option("--gradebook", metavar="URL", help=BOOK_HELP)(command)
    return click.option("-o", "--out", type=PATH, help="The folder that `xorcise grade -o` filled.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xorcise")
def cli() -> None:
    """Graded deep-learning exercises, and an autograder whose verdict can be trusted."""


@cli.command("list")
def list_exercises() -> None:
    """List the exercises."""
    from grader.catalogue import Catalogue
    from grader.commands.show import print_list

    print_list(Catalogue.find())


@cli.command()
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON instead of text.")
@click.option("--lang", type=LANGUAGES, default=None, help="Language of titles and hints; by default the system's.")
def check(names: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """Check your own work against the public tests.

    SLUG is an exercise's name, number or module: 02_losses, 2, losses. Without any, the exercise of the folder you are
    in is checked, or all of them. Exits with 1 when some test did not pass.
    """
    from grader.commands.check import check_exercises

    sys.exit(0 if check_exercises(names, as_json, lang or system_language()) else 1)


@cli.command()
@click.argument("slug")
@click.argument("function", required=False)
@click.option("--step", type=click.IntRange(1), default=1, show_default=True, help="How far up the ladder.")
@click.option("--lang", type=LANGUAGES, default=None, help="Language of the hints; by default the system's.")
def hint(slug: str, function: str | None, step: int, lang: str | None) -> None:
    """Show hints, from a nudge to nearly there.

    SLUG is an exercise's name, number or module. Without FUNCTION, one hint for each function is shown; with it, its
    ladder up to --step.
    """
    from grader.commands.hint import print_hints

    print_hints(slug, function, step, lang or system_language())


@cli.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="Folder for results and reports.")
@click.option("-e", "--exercise", "names", metavar="SLUG", multiple=True, help="Grade this exercise; may be repeated.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=None, help="Slots; by default one a core.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Seed of every test.")
@click.option("--mnist", metavar="PATH", help="Keras's mnist.npz; or the word digits, for the stand-in.")
@click.option(
    "--min-containment",
    type=click.Choice(LEVELS),
    default="landlock",
    show_default=True,
    help="Refuse to run below this.",
)
@click.option("--gradebook", metavar="URL", help=BOOK_HELP)
@click.option("--scheduler", metavar="ADDR", help="Grade on the Dask cluster of this scheduler; -j is not used then.")
@click.option("--course", type=PATH, help=COURSE_HELP)
@click.option("--again", is_flag=True, help="Grade everything again, also what the gradebook has an answer to.")
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of the reports.")
def grade(
    submissions: Path,
    out: Path,
    names: tuple[str, ...],
    jobs: int | None,
    seed: int,
    mnist: str | None,
    min_containment: str,
    gradebook: str | None,
    scheduler: str | None,
    course: Path | None,
    again: bool,
    lang: str,
) -> None:
    """Grade a class with the hidden suites.

    SUBMISSIONS is a folder with one entry a student: a folder, a zip, a .py file or a notebook. What the gradebook has
    an answer to is not graded again; a run that was broken off goes on where it stopped. Exits with 3 when grading
    finished but our own side failed somewhere.
    """
    from grader.commands.grade import grade_class
    from grader.commands.request import Request

    request = Request(
        submissions=submissions,
        out=out,
        names=names,
        jobs=jobs or os.cpu_count() or 1,
        seed=seed,
        mnist=mnist,
        minimum=min_containment,
        lang=lang,
        gradebook=gradebook,
        course=course,
        again=again,
        scheduler=scheduler,
    )
    sys.exit(0 if grade_class(request) else 3)


@cli.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--lang", type=LANGUAGES, default="en", show_default=True, help="Language of the reports.")
@click.option("--after-due", is_flag=True, help="Show what becomes visible after the due date.")
@click.option("--gradebook", metavar="URL", help=BOOK_HELP)
@click.option("--course", type=PATH, help=COURSE_HELP)
def report(out: Path, lang: str, after_due: bool, gradebook: str | None, course: Path | None) -> None:
    """Write the reports again from the gradebook in OUT, and print the table."""
    from grader.commands.books import Place
    from grader.commands.report import report_class

    report_class(Place(out, gradebook, course), lang, after_due)


@cli.command()
@click.argument("student")
@book_options
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def history(student: str, out: Path | None, gradebook: str | None, course: Path | None, as_json: bool) -> None:
    """Print everything on record about a student: what was handed in, every grading, and your own words."""
    from grader.commands.books import Place
    from grader.commands.history import print_history

    print_history(student, Place(out, gradebook, course), as_json)


@cli.command()
@click.argument("student")
@click.argument("exercise")
@click.argument("points")
@click.option("--reason", required=True, help="Why; the student reads it.")
@book_options
def override(
    student: str,
    exercise: str,
    points: str,
    reason: str,
    out: Path | None,
    gradebook: str | None,
    course: Path | None,
) -> None:
    """Give a student other points for an exercise than the suite did.

    POINTS is a number, or the word auto: then what the suite says counts again. Nothing is erased; `xorcise history`
    shows every override.
    """
    from grader.commands.books import Place
    from grader.commands.override import override_points

    override_points(student, exercise, points, reason, Place(out, gradebook, course))


@cli.command()
@book_options
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def diff(out: Path | None, gradebook: str | None, course: Path | None, as_json: bool) -> None:
    """Print what the last run changed, for whom, test by test."""
    from grader.commands.books import Place
    from grader.commands.diff import print_diff

    print_diff(Place(out, gradebook, course), as_json)


@cli.command()
@book_options
@click.option("--format", "form", type=FORMATS, default="csv", show_default=True, help="What is to read it.")
@click.option("--roster", type=PATH, help="CSV with a column student, and the platform's own columns for each.")
def export(out: Path | None, gradebook: str | None, course: Path | None, form: str, roster: Path | None) -> None:
    """Print the class for a spreadsheet, a script, Canvas or Moodle."""
    from grader.commands.books import Place
    from grader.commands.export import export_class

    export_class(Place(out, gradebook, course), form, roster)


@cli.command()
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print faults and figures as JSON.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=None, help="Processes; by default one a core.")
@click.option("--only", "parts", metavar="PART", type=AUDITED, multiple=True, help="Audit this part; may be repeated.")
@click.option(
    "--mutants", type=click.IntRange(0), help="At most so many mutants an exercise; by default all of a quick one."
)
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=1, show_default=True, help="Grade variants with so many."
)
@click.option("--mnist", metavar="PATH", help="Keras's mnist.npz; or the word digits, for the stand-in.")
@click.option("--table", type=click.Path(path_type=Path), help="Renew the table of this page, docs/verdicts.md.")
@click.option("--keep", is_flag=True, help="Keep what diagnosis reads beside the suites, to ship it.")
@click.option("--update", is_flag=True, help="Write what wrong variants lose to expected.toml, instead of comparing.")
@click.option("--show", metavar="NAME", help="Print the whole file of the wrong variant NAME, and audit nothing.")
def audit(
    names: tuple[str, ...],
    as_json: bool,
    jobs: int | None,
    parts: tuple[str, ...],
    mutants: int | None,
    seeds: int,
    mnist: str | None,
    table: Path | None,
    keep: bool,
    update: bool,
    show: str | None,
) -> None:
    """Test the hidden suites themselves.

    The stub must score 0, right code everything, every wrong variant must lose what expected.toml says and be named,
    garbage must earn nothing, and machine-made mutants of the reference must lose points. PART is one of stub,
    reference, accepted, wrong, garbage, mutants, pairs. Exits with 1 when something is wrong with a suite.
    """
    from grader.audit import PARTS, Wanted
    from grader.commands.audit import Request, audit_exercises, show_variant

    if show is not None:
        show_variant(names, show)
        return
    wanted = Wanted(parts or PARTS, tuple(range(seeds)), mutants, keep, update)
    request = Request(names, wanted, jobs or os.cpu_count() or 1, as_json, mnist, table)
    sys.exit(0 if audit_exercises(request) else 1)


@cli.command()
@click.argument("slug")
def new(slug: str) -> None:
    """Start a new exercise: a small one that already holds together, in all three places.

    SLUG is two digits and a name, like 15_attention.
    """
    from grader.commands.new import start_exercise

    start_exercise(slug)


@cli.command()
@click.option("--mnist", metavar="PATH", help="Keras's mnist.npz; or the word digits, for the stand-in.")
def doctor(mnist: str | None) -> None:
    """Say how submissions are confined here, what that denies (by trying it), and which data and versions are used."""
    from grader.commands.doctor import examine

    sys.exit(0 if examine(mnist) else 1)


def system_language() -> str:
    """Return ``zh-CN`` where the environment asks for Chinese, else ``en``."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-CN" if chosen.lower().startswith("zh") else "en"


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

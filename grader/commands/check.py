"""``xorcise check``: a student's own work against the public tests, in a plain child process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from grader import __version__
from grader.commands.options import format_option, language_option
from grader.desk.checked import Check, Checked
from grader.desk.how_far import HowFar
from grader.desk.runner import Runner
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue, suite_digest
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.language.command_line import command_called, option
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result
from grader.run.formats import PUBLIC_FORMS, Document


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What the caller wants.

    Attributes:
        names: the exercises; see ``chosen``.
        words: choose the tests that have all of these in their name or title.
        lang: the reader's language.
        whole: whether every failure is told whole.
        as_json: whether JSON is printed.
        isolated: whether the grader's worker runs the code.
        documents: what is printed or written for platforms.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    lang: str
    whole: bool
    as_json: bool
    isolated: bool
    documents: tuple[Document, ...]


def check_exercises(request: CheckRequest) -> bool:
    """Run public tests and print what they say; return whether all passed.

    Raises:
        UsageError: no test has the words that are asked for.
    """
    catalogue = Catalogue.find()
    exercises = [catalogue.exercise(n) for n in request.names] or here(catalogue)
    make = documents_for(catalogue, exercises, request.documents, request.lang)
    asked = [Check(str(catalogue.statement_dir(e)), words=request.words, lang=request.lang) for e in exercises]
    found = isolated(asked) if request.isolated else in_child(asked)
    if request.words and not any(c.tests for c in found):
        raise UsageError(_("no public test has {words} in its name or title", words=repr(" ".join(request.words))))
    results = [
        ExerciseResult.of(e.slug, suite_digest(catalogue.public_suite(e)), c.tests)
        for e, c in zip(exercises, found, strict=True)
    ]
    printed = make(as_result(results))
    if printed is not None:
        click.echo(printed, nl=False)
    elif request.as_json:
        click.echo(json.dumps(as_plain(results, found), ensure_ascii=False, indent=2))
    else:
        show(catalogue, exercises, found, request)
    return all(r.outcome is Outcome.PASSED for r in results)


def in_child(asked: Sequence[Check]) -> list[Checked]:
    """Check exercises in a plain child process, with a line about how far it is where that takes longer."""
    with Runner() as runner:
        runner.start()  # it imports NumPy while this process imports what it shows results with
        with HowFar(len(asked)) as how_far:
            return [runner.check(one, how_far.begin(one)) for one in asked]


def isolated(asked: Sequence[Check]) -> list[Checked]:
    """Check exercises in the grader's worker."""
    from grader.desk.isolated import check_isolated  # with what only Linux and macOS have
    from grader.slot.slot import Slot  # as above

    with Slot() as slot:
        return [check_isolated(slot, one) for one in asked]


def show(catalogue: Catalogue, exercises: Sequence[Exercise], found: Sequence[Checked], request: CheckRequest) -> None:
    """Print a screen for each exercise: one whole, or several in a few lines each."""
    from rich.console import Console  # 40 ms, which `--json` does without

    from grader.desk.screen import CheckScreen  # as above

    console = Console()
    whole = request.whole or not console.is_terminal
    for exercise, checked in zip(exercises, found, strict=True):
        file = shown_path(catalogue.stub(exercise))
        console.print(CheckScreen(exercise, checked, file, (), request.lang, whole))


def shown_path(path: Path) -> str:
    """Return a path as short as it can be typed here."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)


def as_plain(results: Sequence[ExerciseResult], found: Sequence[Checked]) -> dict[str, object]:
    """Return results as JSON has them, with what was printed and raised."""
    told = [
        asdict(r.in_both()) | {"printed": dict(c.printed), "tracebacks": dict(c.tracebacks)}
        for r, c in zip(results, found, strict=True)
    ]
    return {"version": VERSION, "exercises": told}


def documents_for(
    catalogue: Catalogue, exercises: Sequence[Exercise], wanted: Sequence[Document], lang: str
) -> Callable[[Result], str | None]:
    """Return what makes documents of a result; it returns what is for stdout, if any of them is.

    Raises:
        UsageError: they cannot all be made.
    """
    if not wanted:
        return lambda _: None
    from grader.run.documents import Documents, base_folder, source_at  # with all renderers

    documents = Documents(wanted, catalogue.exercises, lang)
    documents.require(1)
    files = {e.slug: catalogue.stub(e) for e in exercises}
    sources = {slug: source_at(path, base_folder()) for slug, path in files.items() if path.is_file()}
    return lambda result: documents.make([result], {result.student: sources})


def as_result(results: Sequence[ExerciseResult]) -> Result:
    """Return what public tests said as a result of one student, who is nobody in particular."""
    return Result(
        version=VERSION,
        student="",
        engine=__version__,
        seed=0,
        containment=Containment("bare", False),
        data="none",
        started="",
        submission_digest="",
        score=sum(r.score for r in results),
        max_score=sum(r.max_score for r in results),
        exercises=tuple(results),
    )


def here(catalogue: Catalogue) -> list[Exercise]:
    """Return the exercise of the folder that the user is in, or all of them."""
    folder = Path.cwd().resolve()
    inside = [e for e in catalogue.exercises if catalogue.statement_dir(e).resolve() in (folder, *folder.parents)]
    return inside or list(catalogue.exercises)


def debug(names: Sequence[str], words: Sequence[str]) -> bool:
    """Let pytest run public tests together with the student's code, and stop where a test fails."""
    catalogue = Catalogue.find()
    exercises = [catalogue.exercise(n) for n in names] or here(catalogue)
    files = [str(catalogue.public_suite(e)) for e in exercises]
    chosen = ["-k", " and ".join(words)] if words else []
    return subprocess.call([sys.executable, "-m", "pytest", *files, "--pdb", "-x", "-q", *chosen]) == 0


@command_called(
    "check",
    _("Check your own work against the public tests."),
    _(
        "SLUG is an exercise's name, number or module: 02_losses, 2, losses. Without any, the exercise of the folder"
        " you are in is checked, or all of them. The first failure is told whole, the others in a line each. Exits with"
        " 1 when some test did not pass."
    ),
)
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@option("-k", "words", metavar="WORDS", multiple=True, help=_("Only tests that have WORDS in their name or title."))
@option("--all", "whole", is_flag=True, help=_("Tell every failure whole."))
@option("--pdb", is_flag=True, help=_("Stop in Python's debugger at the line that fails."))
@option("--isolated", is_flag=True, help=_("Run your code confined, as grading does."))
@option("--json", "as_json", is_flag=True, help=_("Print the results as JSON instead of text."))
@format_option(PUBLIC_FORMS)
@language_option(_("Language of titles and hints; by default the system's."))
def command(
    names: tuple[str, ...],
    words: tuple[str, ...],
    whole: bool,
    pdb: bool,
    isolated: bool,
    as_json: bool,
    lang: str,
    documents: tuple[Document, ...],
) -> None:
    """Run the command."""
    apart = tuple(word for text in words for word in text.split())
    if pdb:
        sys.exit(0 if debug(names, apart) else 1)
    request = CheckRequest(names, apart, lang, whole, as_json, isolated, documents)
    sys.exit(0 if check_exercises(request) else 1)

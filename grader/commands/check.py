"""``xorcise check``: a student's own work against the public tests, in a plain child process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import click

from grader import __version__
from grader.commands.options import complete_what, format_option, language_option
from grader.desk.asked import Asked
from grader.desk.checked import Checked
from grader.desk.checking import check_of, chosen, debug, in_child, isolated, remember
from grader.desk.written import digest_of
from grader.errors import UsageError
from grader.exercises.catalogue import suite_digest
from grader.language import _
from grader.language.command_line import command_called, option
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result
from grader.run.formats import PUBLIC_FORMS, Document


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What the caller wants.

    Attributes:
        wanted: the exercises, and functions of them.
        words: choose the tests that have all of these in their name or title.
        lang: the reader's language.
        whole: whether every failure is told whole.
        as_json: whether JSON is printed.
        is_isolated: whether the grader's worker runs the code.
        documents: what is printed or written for platforms.
    """

    wanted: Sequence[Asked]
    words: tuple[str, ...]
    lang: str
    whole: bool
    as_json: bool
    is_isolated: bool
    documents: tuple[Document, ...]


def check_exercises(request: CheckRequest) -> bool:
    """Run public tests and print what they say; return whether all passed.

    Raises:
        UsageError: no test has the words that are asked for.
    """
    make = documents_for(request.wanted, request.documents, request.lang)
    checks = [check_of(one, request.words, request.lang) for one in request.wanted]
    digests = [digest_of(one.catalogue, one.exercise) for one in request.wanted]
    found = isolated(checks) if request.is_isolated else in_child(checks)
    if request.words and not any(c.tests for c in found):
        raise UsageError(_("no public test has {words} in its name or title", words=repr(" ".join(request.words))))
    for one, checked, digest in zip(request.wanted, found, digests, strict=True):
        remember(one, checked, digest)
    results = [
        ExerciseResult.of(one.exercise.slug, suite_digest(one.catalogue.public_suite(one.exercise)), checked.tests)
        for one, checked in zip(request.wanted, found, strict=True)
    ]
    printed = make(as_result(results))
    if printed is not None:
        click.echo(printed, nl=False)
    elif request.as_json:
        click.echo(json.dumps(as_plain(results, found), ensure_ascii=False, indent=2))
    else:
        show(request, found)
    return all(r.outcome is Outcome.PASSED for r in results)


def show(request: CheckRequest, found: Sequence[Checked]) -> None:
    """Print a screen for each exercise."""
    from rich.console import Console  # 40 ms, which `--json` does without

    from grader.desk.told import screen_of  # as above

    console = Console()
    whole = request.whole or not console.is_terminal
    for one, checked in zip(request.wanted, found, strict=True):
        console.print(screen_of(one, checked, request.lang, whole=whole))


def as_plain(results: Sequence[ExerciseResult], found: Sequence[Checked]) -> dict[str, object]:
    """Return results as JSON has them, with what was printed and raised."""
    told = [
        asdict(r.in_both()) | {"printed": dict(c.printed), "tracebacks": dict(c.tracebacks)}
        for r, c in zip(results, found, strict=True)
    ]
    return {"version": VERSION, "exercises": told}


def documents_for(wanted: Sequence[Asked], documents: Sequence[Document], lang: str) -> Callable[[Result], str | None]:
    """Return what makes documents of a result; it returns what is for stdout, if any of them is.

    Raises:
        UsageError: they cannot all be made.
    """
    if not documents:
        return lambda _: None
    from grader.run.documents import Documents, base_folder, source_at  # with all renderers

    made = Documents(documents, [one.exercise for one in wanted], lang)
    made.require(1)
    files = {one.exercise.slug: one.catalogue.work_file(one.exercise) for one in wanted}
    sources = {slug: source_at(path, base_folder()) for slug, path in files.items() if path.is_file()}
    return lambda result: made.make([result], {result.student: sources})


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


@command_called(
    "check",
    _("Check your own work against the public tests."),
    _(
        "WHAT is an exercise (2, 02_losses, losses), a function or class of one, or a path; the folder `exercises` is"
        " all of them. Without it, the exercise of the folder you are in is checked, or the first one that is not done."
        " The first failure is told whole, the others in a line each. Exits with 1 when some test did not pass."
    ),
)
@click.argument("names", metavar="[WHAT]...", nargs=-1, shell_complete=complete_what)
@option("-k", "texts", metavar="WORDS", multiple=True, help=_("Only tests that have WORDS in their name or title."))
@option("--all", "whole", is_flag=True, help=_("Tell every failure whole."))
@option("--watch", "watches", is_flag=True, help=_("Check again after each save, until q."))
@option("--pdb", is_flag=True, help=_("Stop in Python's debugger at the line that fails."))
@option("--isolated", "is_isolated", is_flag=True, help=_("Run your code confined, as grading does."))
@option("--json", "as_json", is_flag=True, help=_("Print the results as JSON instead of text."))
@format_option(PUBLIC_FORMS)
@language_option(_("Language of titles and hints; by default the system's."))
def command(
    names: tuple[str, ...],
    texts: tuple[str, ...],
    whole: bool,
    watches: bool,
    pdb: bool,
    is_isolated: bool,
    as_json: bool,
    lang: str,
    documents: tuple[Document, ...],
) -> None:
    """Run the command."""
    words = tuple(word for text in texts for word in text.split())
    wanted = chosen(names)
    if pdb:
        sys.exit(0 if debug(wanted, words) else 1)
    if watches:
        from grader.desk.live import Live  # with what watches files

        Live(wanted[0], words, lang).run()
        return
    request = CheckRequest(wanted, words, lang, whole, as_json, is_isolated, documents)
    sys.exit(0 if check_exercises(request) else 1)

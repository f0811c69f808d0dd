"""Options, and the choices of options, that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.language import LANGUAGES, Message, _, language, listed
from grader.language.command_line import option
from grader.run.formats import Document

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)

LANGUAGE = click.Choice(LANGUAGES)

gradebook_option = option(
    "--gradebook", metavar="URL", help=_("The gradebook's database; by default the file gradebook.db in OUT.")
)
course_option = option(
    "--course", type=PATH, help=_("Due dates and late policies; by default course.toml beside exercises/.")
)
mnist_option = option("--mnist", metavar="PATH", help=_("Keras's mnist.npz; or the word digits, for the stand-in."))


def book_options(command: Command) -> Command:
    """Add the options that say which gradebook a command is about."""
    command = gradebook_option(course_option(command))
    return option("-o", "--out", type=PATH, help=_("The folder that `xorcise grade -o` filled."))(command)


def complete_what(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return what a shell offers for WHAT: exercises, functions, classes, methods and paths."""
    from grader.desk.completion import what_for  # only a shell that completes needs it

    _find_course_of(context)
    return what_for(begun)


def complete_exercise(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return what a shell offers for WHAT where that is an exercise."""
    from grader.desk.completion import exercises_for  # as above

    _find_course_of(context)
    return exercises_for(begun)


def complete_function(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return what a shell offers for a function of the exercise that WHAT names."""
    from grader.desk.completion import functions_for  # as above

    _find_course_of(context)
    return functions_for(context.params.get("what"), begun)


def _find_course_of(context: click.Context) -> None:
    """Make the course that ``--catalogue`` names the one that is found."""
    if (folder := context.find_root().params.get("catalogue")) is not None:
        os.environ["XORCISE_CATALOGUE"] = str(folder)  # for this process alone, which ends with its answer


def jobs_option(what: str) -> Callable[[Command], Command]:
    """Return the option for how many of ``what`` work at a time; 256 bounds a mistyped number."""
    help = _("{what}; by default one a core.", what=what)
    return option("-j", "--jobs", type=click.IntRange(1, 256), default=cores, help=help)


def format_option(forms: Sequence[str]) -> Callable[[Command], Command]:
    """Return the option for documents in formats of platforms."""

    def read(context: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[Document, ...]:
        documents = []
        for value in values:
            form, *path = value.split("=", 1)
            if form not in forms:
                fault = _("{name} is not one of {others}.", name=repr(form), others=listed(forms))
                raise click.BadParameter(fault, context, parameter)
            documents.append(Document(form, Path(path[0]) if path and path[0] else None))
        return tuple(documents)

    return option(
        "--format",
        "documents",
        metavar="FORM[=FILE]",
        multiple=True,
        callback=read,
        help=_(
            "Print the results for a platform ({forms}) instead of the table, or write them to FILE.",
            forms=listed(forms),
        ),
    )


def cores() -> int:
    """Return the number of this machine's cores."""
    return os.cpu_count() or 1


def language_option(help: Message) -> Callable[[Command], Command]:
    """Return the option for the language of what a command prints and writes."""
    return option("--lang", type=LANGUAGE, default=language, help=help)


reports_language_option = language_option(_("Language of the reports; by default the system's."))

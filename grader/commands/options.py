"""Options, and the choices of options, that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.exercises.exercise import LANGUAGES
from grader.run.formats import Document

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)

LANGUAGE = click.Choice(LANGUAGES)

gradebook_option = click.option(
    "--gradebook", metavar="URL", help="The gradebook's database; by default the file gradebook.db in OUT."
)
course_option = click.option(
    "--course", type=PATH, help="Due dates and late policies; by default course.toml beside exercises/."
)
reports_language_option = click.option(
    "--lang", type=LANGUAGE, default="en", show_default=True, help="Language of the reports."
)
mnist_option = click.option("--mnist", metavar="PATH", help="Keras's mnist.npz; or the word digits, for the stand-in.")


def book_options(command: Command) -> Command:
    """Add the options that say which gradebook a command is about."""
    command = gradebook_option(course_option(command))
    return click.option("-o", "--out", type=PATH, help="The folder that `xorcise grade -o` filled.")(command)


def jobs_option(what: str) -> Callable[[Command], Command]:
    """Return the option for how many of ``what`` work at a time; 256 bounds a mistyped number."""
    return click.option(
        "-j", "--jobs", type=click.IntRange(1, 256), default=cores, help=f"{what}; by default one a core."
    )


def format_option(forms: Sequence[str]) -> Callable[[Command], Command]:
    """Return the option for documents in formats of platforms."""

    def read(context: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[Document, ...]:
        documents = []
        for value in values:
            form, _, path = value.partition("=")
            if form not in forms:
                raise click.BadParameter(f"{form!r} is not one of {', '.join(forms)}.", context, option)
            documents.append(Document(form, Path(path) if path else None))
        return tuple(documents)

    return click.option(
        "--format",
        "documents",
        metavar="FORM[=FILE]",
        multiple=True,
        callback=read,
        help=f"Print the results for a platform ({', '.join(forms)}) instead of the table, or write them to FILE.",
    )


def cores() -> int:
    """Return the number of this machine's cores."""
    return os.cpu_count() or 1


def system_language() -> str:
    """Return ``zh-CN`` where the environment asks for Chinese, else ``en``."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-CN" if chosen.lower().startswith("zh") else "en"


def student_language_option(of_what: str) -> Callable[[Command], Command]:
    """Return the option for the language that a student reads ``of_what`` in."""
    return click.option(
        "--lang", type=LANGUAGE, default=system_language, help=f"Language of {of_what}; by default the system's."
    )

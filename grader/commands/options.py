"""Options, and the choices of options, that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from grader.language import LANGUAGES, Message, _, language
from grader.language.command_line import option

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


def jobs_option(what: str) -> Callable[[Command], Command]:
    """Return the option for how many of ``what`` work at a time; 256 bounds a mistyped number."""
    help = _("{what}; by default one a core.", what=what)
    return option("-j", "--jobs", type=click.IntRange(1, 256), default=cores, help=help)


def cores() -> int:
    """Return the number of this machine's cores."""
    return os.cpu_count() or 1


def language_option(help: Message) -> Callable[[Command], Command]:
    """Return the option for the language of what a command prints and writes."""
    return option("--lang", type=LANGUAGE, default=language, help=help)


reports_language_option = language_option(_("Language of the reports; by default the system's."))

"""Help and mistakes on the command line in the language of the process; click itself speaks English.

In English all is as click writes it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import click

from grader.language.choice import language, spoken
from grader.language.message import Message, _, joined

Function = TypeVar("Function", bound=Callable[..., Any])

_HEADINGS = {"Options": _("Options"), "Commands": _("Commands")}

_CLICKS_OWN = {
    "Show the version and exit.": _("Show the version and exit."),
    "Show this message and exit.": _("Show this message and exit."),
}

_MISTAKES = (
    _("Missing argument {name}."),
    _("Missing option {name}."),
    _("No such command {name}."),
    _("No such command {name}. Did you mean {others}?"),
    _("No such command {name}. (Did you mean one of: {others}?)"),
    _("No such option {name}."),
    _("No such option {name}. Did you mean {others}?"),
    _("No such option {name}. (Did you mean one of: {others}?)"),
    _("Invalid value for {name}: {why}"),
    _("Option {name} requires an argument."),
    _("Option {name} does not take a value."),
    _("Got unexpected extra argument ({others})"),
    _("Got unexpected extra arguments ({others})"),
    _("{name} is not in the range {range}."),
    _("{name} is not one of {others}."),
    _("{name} is not a valid integer range."),
)
"""Click's sentences, with places for what they name."""

_CLOSING = "，。；：、？！）》”’"
_OPENING = "（《“‘"

_PIECE = rf"\s+|[{_OPENING}]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[{_CLOSING}]*"
"""What a line may be broken between: words, and Chinese characters with the punctuation that belongs to them."""


def recognised(text: str) -> str:
    """Return a sentence of click's as a message; one that is not among ours stays as it is."""
    for pattern in _MISTAKES:
        parts = re.split(r"\{(\w+)\}", pattern)  # words and names by turns
        expression = "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
        if found := re.fullmatch(expression, text, re.DOTALL):
            return pattern.having(**{name: recognised(fact) for name, fact in found.groupdict().items()})
    return text


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or spoken(_("Usage: ")))

    def write_heading(self, heading: str) -> None:
        if language() == "en":
            super().write_heading(heading)
        else:
            self.write(f"{spoken(_HEADINGS.get(heading, heading))}：\n")

    def write_text(self, text: str) -> None:
        if language() == "en":
            super().write_text(text)
            return
        indent = " " * self.current_indent
        paragraphs = ("\n".join(indent + line for line in wrapped(p, self.width)) for p in text.split("\n\n"))
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        if language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        rows = list(rows)
        indent = " " * self.current_indent
        first = min(max(len(row[0]) for row in rows), col_max) + col_spacing
        for term, text in rows:
            lines = [*wrapped(spoken(_CLICKS_OWN.get(text, text)), self.width - first - 2)]
            if len(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
                term = ""
            for line in lines:
                self.write(f"{indent}{term:{first}}{line}\n")
                term = ""


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield a text in lines of at most ``width`` cells; a Chinese character takes two."""
    line, used = "", 0
    for piece in re.findall(_PIECE, " ".join(text.split())):
        wide = width_of(piece)
        if line and used + wide > width:
            yield line.rstrip()
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + wide
    yield line.rstrip()


def width_of(text: str) -> int:
    """Return the cells that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width  # Chinese needs it, and nothing else

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


class Context(click.Context):
    """A context whose help is written in the language of the process."""

    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is a message."""

    context_class = Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(spoken(self.help or ""))


class Group(Command, click.Group):
    """A group whose help is a message."""


class Option(click.Option):
    """An option whose help is a message."""

    def __init__(self, names: Sequence[str], /, *, help: Message, **kwargs: Any) -> None:
        super().__init__(names, help=help, **kwargs)
        self._help = help  # click keeps a plain copy of it

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        record = super().get_help_record(ctx)
        if record is None or language() == "en":
            return record
        more = record[1].removeprefix(str(self._help)).replace("default: ", spoken(_("default: ")))
        return record[0], spoken(self._help) + more.replace("required", spoken(_("required")))


def at_a_terminal() -> bool:
    """Return whether somebody can read a question and answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def command_called(name: str, *paragraphs: Message) -> Callable[[Callable[..., Any]], click.Command]:
    """Return the decorator that makes a command of a function.

    Args:
        name: the command's name.
        paragraphs: its help; the first line says what it does.
    """
    return click.command(name, cls=Command, help=joined("\n\n", paragraphs))


def option(*names: str, help: Message, **kwargs: Any) -> Callable[[Function], Function]:
    """Return the decorator that adds an option; see ``click.option``."""
    return click.option(*names, cls=Option, help=help, **kwargs)

"""What a command says on stderr, beside its result."""

from __future__ import annotations

from collections.abc import Iterable

import click

from grader.language import Message, spoken


def say(lines: Iterable[Message]) -> None:
    """Print lines on stderr."""
    for line in lines:
        click.echo(f"xorcise: {spoken(line)}", err=True)

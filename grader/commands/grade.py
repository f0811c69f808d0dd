"""``xorcise grade``: the short way where nothing has changed, a whole run otherwise."""

from __future__ import annotations

import gc
import signal

import click

from grader.commands.request import Request
from grader.commands.unchanged import answer

ALLOCATED = 50_000
"""Objects between two searches for cycles, instead of Python's hundreds: importing a library makes tens of thousands,
none of them garbage, and searching them over and over takes a tenth of the start. As many weigh some megabytes."""


def grade_class(request: Request, *, looked: bool = False) -> bool:
    """Grade, report, print; return whether our own side failed nowhere.

    Args:
        request: what was asked for.
        looked: whether it is known already that something has changed.

    Raises:
        Interrupted: somebody pressed Ctrl-C, or a scheduler wants its machine back.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not looked and (printed := answer(request)) is not None:
        click.echo(printed, nl=False, color=True)
        return True
    gc.set_threshold(ALLOCATED)
    from grader.commands.run import run_class  # with the gradebook's libraries, which the short way saves

    return run_class(request)

"""``xorcise grade``: a run over a class."""

from __future__ import annotations

import signal

from grader.commands.request import Request
from grader.commands.run import run_class


def grade_class(request: Request) -> bool:
    """Grade, report, print; return whether our own side failed nowhere.

    Raises:
        Interrupted: somebody pressed Ctrl-C, or a scheduler wants its machine back.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return run_class(request)

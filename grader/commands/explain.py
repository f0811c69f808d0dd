"""``xorcise explain``: why tests failed, for a class that was graded without."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from grader.commands.options import PATH, course_option, gradebook_option, jobs_option, mnist_option
from grader.language import _
from grader.language.command_line import command_called
from grader.run.books import Place
from grader.run.explain_later import Request, explain_class


@command_called(
    "explain",
    _("Explain the failures that a run left unexplained."),
    _(
        "For the gradebook in OUT that `xorcise grade --explain later` filled. No point and no outcome changes. What"
        " was explained once is not explained again. Then writes the reports again."
    ),
)
@click.argument("out", type=PATH)
@jobs_option(_("Slots"))
@gradebook_option
@course_option
@mnist_option
def command(out: Path, jobs: int, gradebook: str | None, course: Path | None, mnist: str | None) -> None:
    """Run the command."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(0 if explain_class(Request(Place(out, gradebook, course), jobs, mnist)) else 3)

"""How an outcome is shown: a sign and a word."""

from __future__ import annotations

from collections.abc import Mapping

from grader.language import Message, _
from grader.result import Outcome

SIGNS: Mapping[Outcome, str] = {
    Outcome.PASSED: "✓",
    Outcome.PARTIAL: "◒",
    Outcome.FAILED: "✗",
    Outcome.NOT_ATTEMPTED: "◦",
    Outcome.STUDENT_ERROR: "!",
    Outcome.TIMED_OUT: "T",
    Outcome.OUT_OF_MEMORY: "M",
    Outcome.BLOCKED: "⊘",
    Outcome.GRADER_ERROR: "?",
}
"""One sign an outcome, so that colour is never the only signal. None is of ambiguous width: Chinese terminals draw
those two cells wide, and a table would fall out of line."""

OUTCOMES: Mapping[Outcome, Message] = {
    Outcome.PASSED: _("passed"),
    Outcome.PARTIAL: _("partial"),
    Outcome.FAILED: _("failed"),
    Outcome.NOT_ATTEMPTED: _("not attempted"),
    Outcome.STUDENT_ERROR: _("error"),
    Outcome.TIMED_OUT: _("timed out"),
    Outcome.OUT_OF_MEMORY: _("out of memory"),
    Outcome.BLOCKED: _("blocked"),
    Outcome.GRADER_ERROR: _("grader error"),
}
"""The word for each outcome."""

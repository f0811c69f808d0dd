"""What is told of a test as lines of plain text, for formats that know no other."""

from __future__ import annotations

from grader.report.shown import Account, ShownTest
from grader.report.words import Words
from grader.result import Outcome
from grader.text import MARK


def lines_of(test: ShownTest, account: Account, w: Words, *, quoted: bool = True) -> list[str]:
    """Return what happened, what it shows and what to do; nothing for a test that passed.

    Args:
        test: the test.
        account: what happened; see ``grader.report.markdown.account_of``.
        w: the phrases of its language.
        quoted: whether to tell the submission's own words, such as the line that stands at the place anyway.
    """
    lines = [w.our_fault] if test.outcome is Outcome.GRADER_ERROR else []
    lines += [account.said] if account.said else []
    lines += [MARK + line for line in account.quotation.split("\n")] if quoted and account.quotation else []
    lines += [f"{label}{w.colon}{value}" for label, value in account.facts]
    lines += [f"{w.recognised}{w.colon}{test.misconception}"] if test.misconception else []
    lines += [test.feedback] if test.feedback else []
    lines += [f"{w.hint}{w.colon}{test.hint}"] if test.hint else []
    lines += [w.later] if test.later else []
    return lines

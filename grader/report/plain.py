"""What is told of a test as lines of plain text, for formats that know no other."""

from __future__ import annotations

from grader.language import _, labelled
from grader.report.shown import Account, ShownTest
from grader.result import Outcome
from grader.text import MARK

OUR_FAULT = _("A fault of the grader, not of this code. The test has not been decided.")

LATER = _("Inputs and expected values are shown after the due date.")


def lines_of(test: ShownTest, account: Account, lang: str, *, quoted: bool = True) -> list[str]:
    """Return what happened, what it shows and what to do; nothing for a test that passed.

    Args:
        test: the test.
        account: what happened; see ``grader.report.markdown.account_of``.
        lang: the language.
        quoted: whether to tell the submission's own words, such as the line that stands at the place anyway.
    """
    lines = [OUR_FAULT.told(lang)] if test.outcome is Outcome.GRADER_ERROR else []
    lines += [account.said] if account.said else []
    lines += [MARK + line for line in account.quotation.split("\n")] if quoted and account.quotation else []
    lines += [labelled(label, value).told(lang) for label, value in account.facts]
    lines += [labelled(_("Recognised"), test.misconception).told(lang)] if test.misconception else []
    lines += [test.feedback] if test.feedback else []
    lines += [labelled(_("Hint"), test.hint).told(lang)] if test.hint else []
    lines += [LATER.told(lang)] if test.later else []
    return lines

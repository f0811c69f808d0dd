"""The screen of a check, with what the desk knows of the exercise and of the course."""

from __future__ import annotations

from grader.desk.asked import Asked
from grader.desk.checked import Checked
from grader.desk.known import known_of
from grader.desk.paths import shown_path
from grader.desk.screen import CheckScreen


def screen_of(one: Asked, checked: Checked, lang: str, *, whole: bool, kept: int = 0) -> CheckScreen:
    """Return the screen of one exercise's check.

    Args:
        one: the exercise, and the function that was checked.
        checked: what was found.
        lang: the reader's language.
        whole: whether every failure is told whole.
        kept: lines below it that stay free for something else.
    """
    file = shown_path(one.catalogue.stub(one.exercise))
    hidden = [test.title for test in known_of(one.catalogue, one.exercise).hidden]
    return CheckScreen(one.exercise, checked, file, hidden, lang, whole, kept)

"""The screen of a check, with what the desk knows of the exercise and of the course."""

from __future__ import annotations

from pathlib import Path

from grader.desk.asked import Asked
from grader.desk.checked import Checked
from grader.desk.screen import CheckScreen


def screen_of(one: Asked, checked: Checked, lang: str, *, whole: bool) -> CheckScreen:
    """Return the screen of one exercise's check.

    Args:
        one: the exercise, and the function that was checked.
        checked: what was found.
        lang: the reader's language.
        whole: whether every failure is told whole.
    """
    file = _as_typed(one.catalogue.stub(one.exercise))
    return CheckScreen(one.exercise, checked, file, (), lang, whole)


def _as_typed(path: Path) -> str:
    """Return a path as short as it can be typed here."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)

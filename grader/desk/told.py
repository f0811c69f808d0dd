"""The screen of a check, with what the desk knows of the exercise and of the course."""

from __future__ import annotations

from rich.text import Text

from grader.desk.asked import Asked, standing
from grader.desk.checked import Checked
from grader.desk.known import known_of
from grader.desk.paths import shown_path
from grader.desk.progress import Progress
from grader.desk.screen import CheckScreen, is_wrong
from grader.desk.state import Kind, State
from grader.desk.step import ALL_DONE, Step, named, step_of
from grader.language import _
from grader.result import Outcome


def screen_of(
    one: Asked, checked: Checked, lang: str, *, whole: bool, kept: int = 0, with_next: bool = True
) -> CheckScreen:
    """Return the screen of one exercise's check.

    Args:
        one: the exercise, and the function that was checked.
        checked: what was found.
        lang: the reader's language.
        whole: whether every failure is told whole.
        kept: lines below it that stay free for something else.
        with_next: whether the last line says what to type next.
    """
    file = shown_path(one.catalogue.work_file(one.exercise))
    hidden = [test.title for test in known_of(one.catalogue, one.exercise).hidden]
    after = following(one, checked).line(lang) if with_next and checked.tests else Text()
    return CheckScreen(one.exercise, checked, file, hidden, lang, whole, kept, after)


def following(one: Asked, checked: Checked) -> Step:
    """Return what to type after a check."""
    here = standing()
    exercise = here.exercise if here is not None else None
    if any(map(is_wrong, checked.tests)):
        return step_of(one.exercise, State(Kind.PARTLY), exercise)
    if all(t.outcome is Outcome.NOT_ATTEMPTED for t in checked.tests):
        return step_of(one.exercise, State(Kind.UNTOUCHED), exercise)
    if any(t.outcome is not Outcome.PASSED for t in checked.tests):
        return Step(f"xorcise hint{named(one.exercise, exercise)}", _("gives a hint for what is not written yet"))
    if Progress.of(one.catalogue).current() is None:
        return ALL_DONE
    return Step("xorcise next", _("says which exercise comes next"))

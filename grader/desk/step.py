"""The one next thing to type, from how far an exercise is."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from grader.desk.state import Kind, State
from grader.exercises.alone import NO_NUMBER
from grader.exercises.exercise import Exercise
from grader.language import Message, _


@dataclass(frozen=True, slots=True)
class Step:
    """What to type next.

    Attributes:
        command: the command.
        why: what it does there, in a few words.
    """

    command: str
    why: Message

    def line(self, lang: str) -> Text:
        """Return the line that says so."""
        line = Text(_("next: {command}", command=self.command).told(lang))
        line.highlight_words([self.command], "bold cyan")
        return line.append(f"  # {self.why.told(lang)}", "dim")


ALL_DONE = Step("xorcise pack", _("writes all of it into one zip to be handed in"))


def step_of(exercise: Exercise, state: State, here: Exercise | None) -> Step:
    """Return what to type about an exercise that is not done.

    Args:
        exercise: the exercise.
        state: how far it is.
        here: the exercise where one stands, which need not be named.
    """
    what = named(exercise, here)
    match state.kind:
        case Kind.UNTOUCHED:
            return Step("xorcise next", _("says what it asks for, and where it lies"))
        case Kind.AWAY:
            return Step(f"xorcise reset {number_of(exercise)}", _("writes its folder here"))
        case Kind.MISSING:
            return Step(f"xorcise reset {number_of(exercise)}", _("puts the file back as it was given"))
        case Kind.PARTLY:
            return Step(f"xorcise hint{what}", _("gives a hint for what failed first"))
        case _:
            return Step(f"xorcise check{what}", _("runs the public tests on what you wrote"))


def named(exercise: Exercise, here: Exercise | None) -> str:
    """Return the name of an exercise as it follows a command; nothing for the one where one stands."""
    return "" if exercise == here else f" {number_of(exercise)}"


def number_of(exercise: Exercise) -> str:
    """Return the shortest name of an exercise: its number, or its module where a folder alone has none."""
    number = exercise.slug[:2]
    return exercise.module if number == NO_NUMBER else str(int(number))

"""Bare ``xorcise``: where one is in the course, and the one next thing to type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from grader.desk.asked import course_around, standing
from grader.desk.progress import Progress, first_waiting
from grader.desk.state import Kind, State
from grader.desk.step import ALL_DONE, Step, step_of
from grader.exercises.alone import NO_NUMBER
from grader.exercises.exercise import Exercise
from grader.language import _, language
from grader.report.outcomes import SIGNS
from grader.result import Outcome, text_in

SIGN: Mapping[Kind, tuple[str, str]] = {
    Kind.AWAY: (SIGNS[Outcome.NOT_ATTEMPTED], "dim"),
    Kind.MISSING: (SIGNS[Outcome.STUDENT_ERROR], "red"),
    Kind.UNTOUCHED: (SIGNS[Outcome.NOT_ATTEMPTED], "dim"),
    Kind.BEGUN: (SIGNS[Outcome.PARTIAL], "yellow"),
    Kind.CHANGED: (SIGNS[Outcome.PARTIAL], "yellow"),
    Kind.PARTLY: (SIGNS[Outcome.PARTIAL], "yellow"),
    Kind.DONE: (SIGNS[Outcome.PASSED], "green"),
}
"""The sign and the colour of each state; the signs are those of tests."""

BAR = 40
"""Cells of the bar: two to three for each of the course's exercises, half of a terminal."""


def print_overview() -> bool:
    """Print where one is in the course around; return whether there is a course."""
    course = course_around()
    if course is None:
        return False
    here = standing()
    exercise = here.exercise if here is not None and here.exercise in course.exercises else None
    Console().print(overview(course.exercises, Progress.of(course).states(), exercise, language()))
    return True


def overview(
    exercises: tuple[Exercise, ...], states: Mapping[str, State], here: Exercise | None, lang: str
) -> RenderableType:
    """Return a bar, a line for each exercise and the next step: for fourteen exercises nineteen lines.

    Args:
        exercises: those of the course.
        states: how far each is, by slug.
        here: the exercise where one stands.
        lang: the language.
    """
    done = sum(states[e.slug].is_done for e in exercises)
    step = next_step(exercises, states, here)
    return Group(
        _Bar(done, len(exercises), _("{n} of {total} done", n=done, total=len(exercises)).told(lang)),
        Text(),
        _Rows(exercises, states, here, lang),
        Text(),
        step.line(lang),
        Text(_("`xorcise --help` lists all commands").told(lang), "dim"),
    )


def next_step(exercises: tuple[Exercise, ...], states: Mapping[str, State], here: Exercise | None) -> Step:
    """Return what to type next: about the exercise where one stands if it is not done, else about the first such."""
    first = first_waiting(exercises, states)
    if first is None:
        return ALL_DONE
    exercise = here if here is not None and not states[here.slug].is_done else first
    return step_of(exercise, states[exercise.slug], here)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A line for each exercise. Where the terminal is narrow, titles are cut."""

    exercises: tuple[Exercise, ...]
    states: Mapping[str, State]
    here: Exercise | None
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        titles = {e.slug: text_in(e.title, self.lang) for e in self.exercises}
        words = {slug: state.words.told(self.lang) for slug, state in self.states.items()}
        beside = len(">   01   ") + max(map(cell_len, words.values()))
        room = min(max(map(cell_len, titles.values())), max(options.max_width - beside, 1))
        for exercise in self.exercises:
            state, is_here = self.states[exercise.slug], exercise == self.here
            sign, style = SIGN[state.kind]
            number = "  " if exercise.slug[:2] == NO_NUMBER else exercise.slug[:2]
            title = Text(titles[exercise.slug])
            title.truncate(room, overflow="ellipsis", pad=True)
            line = Text.assemble("> " if is_here else "  ", (sign, style), f" {number} ", title, "  ")
            yield line.append(words[exercise.slug], style)


@dataclass(frozen=True, slots=True)
class _Bar:
    """How many exercises are done, in words and as a bar; it learns how wide the terminal is when it is printed."""

    done: int
    total: int
    words: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        words = Text(f"{self.words}  ", "bold")
        width = min(BAR, options.max_width - words.cell_len)
        grid = Table.grid()
        bar = ProgressBar(self.total, self.done, width=max(width, 1), complete_style="green", finished_style="green")
        grid.add_row(words, bar)
        yield grid

"""``xorcise hint``: an exercise's hint ladders, a step at a time."""

from __future__ import annotations

import click

from grader.commands.options import student_language_option
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.result import text_in

WORDS = {
    "en": {"step": "{name} · hint {number} of {total}", "next": "next: ", "last": "that was the last hint"},
    "zh-CN": {"step": "{name} · 提示 {number}/{total}", "next": "下一步：", "last": "提示到此为止"},
}


def print_hints(name: str, function: str | None, steps: int, lang: str) -> None:
    """Print the first ``steps`` of one function's ladder; without a function, the first step of each ladder.

    Raises:
        UsageError: the exercise has no such function, its ladder is shorter, or steps are asked for of no function.
    """
    exercise = Catalogue.find().exercise(name)
    if not exercise.hints:
        raise UsageError(f"{exercise.slug} has no hints")
    if function is None:
        if steps > 1:
            raise UsageError(f"--step goes with one function: {', '.join(exercise.hints)}")
        blocks = [rung(exercise, each, 1, lang) for each in exercise.hints]
        function = next(iter(exercise.hints))
    elif function not in exercise.hints:
        raise UsageError(f"{exercise.slug} has no function {function!r}; choose from {', '.join(exercise.hints)}")
    elif steps > len(exercise.hints[function]):
        raise UsageError(f"{function} has {len(exercise.hints[function])} hints; --step {steps} is beyond the last")
    else:
        blocks = [rung(exercise, function, number, lang) for number in range(1, steps + 1)]
    words = WORDS[lang]
    more = f"{words['next']}xorcise hint {exercise.module} {function} --step {steps + 1}"
    end = more if steps < len(exercise.hints[function]) else words["last"]
    click.echo("\n\n".join([f"{exercise.slug} · {text_in(exercise.title, lang)}", *blocks, end]))


def rung(exercise: Exercise, name: str, number: int, lang: str) -> str:
    """Return one step of a ladder with its heading."""
    ladder = exercise.hints[name]
    heading = WORDS[lang]["step"].format(name=name, number=number, total=len(ladder))
    return f"{heading}\n  {text_in(ladder[number - 1], lang)}"


@click.command("hint")
@click.argument("slug")
@click.argument("function", required=False)
@click.option("--step", type=click.IntRange(1), default=1, show_default=True, help="How far up the ladder.")
@student_language_option("the hints")
def command(slug: str, function: str | None, step: int, lang: str) -> None:
    """Show hints, from a nudge to nearly there.

    SLUG is an exercise's name, number or module. Without FUNCTION, one hint for each function is shown; with it, its
    ladder up to --step.
    """
    print_hints(slug, function, step, lang)

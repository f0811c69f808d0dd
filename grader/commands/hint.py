"""``xorcise hint``: an exercise's hint ladders, a step at a time."""

from __future__ import annotations

import click

from grader.commands.options import language_option
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import _, listed, ngettext
from grader.language.command_line import command_called, option
from grader.result import text_in


def print_hints(name: str, function: str | None, steps: int, lang: str) -> None:
    """Print the first ``steps`` of one function's ladder; without a function, the first step of each ladder.

    Raises:
        UsageError: the exercise has no such function, its ladder is shorter, or steps are asked for of no function.
    """
    exercise = Catalogue.find().exercise(name)
    if not exercise.hints:
        raise UsageError(_("{exercise} has no hints", exercise=exercise.slug))
    if function is None:
        if steps > 1:
            raise UsageError(_("--step goes with one function: {names}", names=listed(exercise.hints)))
        blocks = [rung(exercise, each, 1, lang) for each in exercise.hints]
        function = next(iter(exercise.hints))
    elif function not in exercise.hints:
        raise UsageError(
            _(
                "{exercise} has no function {name}; choose from {names}",
                exercise=exercise.slug,
                name=repr(function),
                names=listed(exercise.hints),
            )
        )
    elif steps > len(exercise.hints[function]):
        raise UsageError(
            ngettext(
                "{function} has {n} hint; --step {step} is beyond the last",
                "{function} has {n} hints; --step {step} is beyond the last",
                len(exercise.hints[function]),
                function=function,
                step=steps,
            )
        )
    else:
        blocks = [rung(exercise, function, number, lang) for number in range(1, steps + 1)]
    end = _("that was the last hint")
    if steps < len(exercise.hints[function]):
        end = _("next: {command}", command=f"xorcise hint {exercise.module} {function} --step {steps + 1}")
    click.echo("\n\n".join([f"{exercise.slug} · {text_in(exercise.title, lang)}", *blocks, end.told(lang)]))


def rung(exercise: Exercise, name: str, number: int, lang: str) -> str:
    """Return one step of a ladder with its heading."""
    ladder = exercise.hints[name]
    heading = _("{name} · hint {number} of {total}", name=name, number=number, total=len(ladder))
    return f"{heading.told(lang)}\n  {text_in(ladder[number - 1], lang)}"


@command_called(
    "hint",
    _("Show hints, from a nudge to nearly there."),
    _(
        "SLUG is an exercise's name, number or module. Without FUNCTION, one hint for each function is shown; with it,"
        " its ladder up to --step."
    ),
)
@click.argument("slug")
@click.argument("function", required=False)
@option("--step", type=click.IntRange(1), default=1, show_default=True, help=_("How far up the ladder."))
@language_option(_("Language of the hints; by default the system's."))
def command(slug: str, function: str | None, step: int, lang: str) -> None:
    """Run the command."""
    print_hints(slug, function, step, lang)

"""``xorcise hint``: an exercise's hint ladders, a step at a time."""

from __future__ import annotations

import shlex

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.commands.options import complete_function, complete_what, language_option
from grader.desk.asked import asked, function_in
from grader.desk.hints import hints_to_show
from grader.language import _
from grader.language.command_line import command_called, option
from grader.result import text_in


def print_hints(what: str | None, function: str | None, step: int | None, lang: str) -> None:
    """Print the next hint, or those up to ``step``, and how to get another.

    Raises:
        UsageError: there are no such hints, or nothing is called so.
    """
    found = asked(what)
    if function is not None:
        found = function_in(found, function)
    hints = hints_to_show(found, step)
    exercise, last = found.exercise, hints[-1]
    title = f"{exercise.slug} · {text_in(exercise.title, lang)}"
    if len({hint.function for hint in hints}) > 1:
        end = _("next: {command}", command=f"xorcise hint {hints[0].function}")
    elif last.number == last.total:
        end = _("that was the last hint")
    elif step is not None:
        end = _("next: {command}", command=f"xorcise hint {exercise.module} {last.function} --step {step + 1}")
    else:
        words = [word for word in (what, function) if word is not None]
        end = _("type `{command}` again for the next", command=shlex.join(["xorcise", "hint", *words]))
    console = Console()
    soft = not console.is_terminal  # what reads a pipe wants whole lines
    parts: list[RenderableType] = [Text(title, "bold")]
    for hint in hints:
        heading = _("{name} · hint {number} of {total}", name=hint.function, number=hint.number, total=hint.total)
        text = Text(text_in(hint.text, lang))
        told = Text("  ") + text if soft else Padding(text, (0, 0, 0, 2), expand=False)
        parts.append(Group(Text(heading.told(lang), "cyan"), told))
    for part in parts:
        console.print(part, soft_wrap=soft)
        console.print()
    console.print(Text(end.told(lang), "dim"), soft_wrap=soft)


@command_called(
    "hint",
    _("Show hints, from a nudge to nearly there."),
    _(
        "WHAT is a function or class, an exercise, or a file or folder of one; FUNCTION is one of that exercise."
        " Without a function it is the one that failed first in the last check, else the first that is not written;"
        " without WHAT, the exercise of the folder you are in, else the first that is not done. Each call shows one"
        " hint more, and remembers it."
    ),
)
@click.argument("what", required=False, shell_complete=complete_what)
@click.argument("function", required=False, shell_complete=complete_function)
@option("--step", type=click.IntRange(1), help=_("Show all hints up to this one."))
@language_option(_("Language of the hints; by default the system's."))
def command(what: str | None, function: str | None, step: int | None, lang: str) -> None:
    """Run the command."""
    print_hints(what, function, step, lang)

"""Which hint comes next: of which function, and which step of its ladder."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grader.desk.asked import Asked
from grader.desk.progress import Progress
from grader.desk.written import content_of, own_file
from grader.errors import UsageError
from grader.exercises.exercise import Words
from grader.language import _, listed, ngettext
from grader.submission.written import unwritten


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of a ladder.

    Attributes:
        function: the entry point that it is about.
        number: which step, from 1.
        total: how many there are.
        text: the hint, by language.
    """

    function: str
    number: int
    total: int
    text: Words


def hints_to_show(found: Asked, step: int | None) -> tuple[Hint, ...]:
    """Return the hints to show, and remember that they were shown.

    That is one step more than before of the function that was asked for, or else of the one that needs it most. Where
    it is not known which that is, it is the first step of each function, which is not remembered.

    Args:
        found: the exercise, and the function if one was named.
        step: all hints up to this step instead.

    Raises:
        UsageError: there are no such hints.
    """
    exercise, progress = found.exercise, Progress.of(found.catalogue)
    if not exercise.hints:
        raise UsageError(_("{exercise} has no hints", exercise=exercise.slug))
    function = found.entry_point or _most_needed(found, progress)
    if function is None:
        if step is not None and step > 1:
            raise UsageError(_("--step goes with one function: {names}", names=listed(exercise.hints)))
        return tuple(_hint(found, name, 1) for name in exercise.hints)
    ladder = exercise.hints.get(function)
    if ladder is None:
        raise UsageError(
            _(
                "{exercise} has no hints for {name}; choose from {names}",
                exercise=exercise.slug,
                name=function,
                names=listed(exercise.hints),
            )
        )
    if step is not None and step > len(ladder):
        raise UsageError(
            ngettext(
                "{function} has {n} hint; --step {step} is beyond the last",
                "{function} has {n} hints; --step {step} is beyond the last",
                len(ladder),
                function=function,
                step=step,
            )
        )
    last = step or min(progress.hints_shown(exercise, function) + 1, len(ladder))
    progress.remember_hint(exercise, function, last)
    return tuple(_hint(found, function, number) for number in range(1 if step else last, last + 1))


def _hint(found: Asked, function: str, number: int) -> Hint:
    ladder = found.exercise.hints[function]
    return Hint(function, number, len(ladder), ladder[number - 1])


def _most_needed(found: Asked, progress: Progress) -> str | None:
    """Return the function that failed first in the last check, else the first that is not written yet.

    Raises:
        UsageError: the file is not Python yet, so that no function is to blame.
    """
    exercise = found.exercise
    failed = progress.first_failed(exercise)
    if failed in exercise.hints:
        return failed
    path = own_file(found.catalogue, exercise)
    content = content_of(path)
    if path is None or content is None or path.suffix != ".py":
        return next(iter(exercise.hints))
    try:
        ast.parse(content)
    except SyntaxError as error:
        said = _("{name}, line {line}: {fault}", name=path.name, line=error.lineno or 1, fault=error.msg)
        raise UsageError(_("{fault}; mend this first, or name a function for a hint", fault=said)) from None
    except (ValueError, RecursionError):
        return None
    return next((name for name in unwritten(content, exercise.entry_points) if name in exercise.hints), None)

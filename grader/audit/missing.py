"""What an exercise may have and does not have yet. None of it is a fault: an exercise grows."""

from __future__ import annotations

from collections.abc import Iterator

from grader.exercises.catalogue import STATEMENTS, Catalogue
from grader.exercises.exercise import Exercise


def missing(catalogue: Catalogue, exercise: Exercise) -> Iterator[str]:
    """Yield what is missing, each with what it would add."""
    if not catalogue.accepted(exercise):
        yield "accepted solutions: they would show that right code written in another way gets full marks"
    if not catalogue.variants(exercise):
        yield "misconceptions: they would give wrong work a name, and show that it loses points"
    if bare := [name for name in exercise.entry_points if not exercise.hints.get(name)]:
        yield f"hints for {', '.join(bare)}"
    if exercise.learnt is None:
        yield "learnt: what `xorcise check` says when all public tests pass"
    folder = catalogue.statement_dir(exercise)
    if lacking := [lang for lang, name in STATEMENTS.items() if not (folder / name).is_file()]:
        yield f"a statement in {' and '.join(lacking)}"

"""What `xorcise similar` could have found in a sample class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.exercises.catalogue import Catalogue
from grader.result import Outcome, Result
from grader.similarity.findings import Alike, Findings, Level, SharedMistake, Side
from tools.pages import hostile


def alike_in(catalogue: Catalogue, results: Sequence[Result], bad: Sequence[str]) -> Iterator[Findings]:
    """Yield what is alike in two exercises: pairs, and a rare mistake that three share.

    Args:
        catalogue: the course.
        results: the class.
        bad: its hostile names; with any, there is hostile code too.
    """
    students = [r.student for r in results if r.exercises]
    for number, exercise in enumerate(catalogue.exercises[1:3]):
        lines = catalogue.reference(exercise).read_text(encoding="utf-8").splitlines(keepends=True)
        text, half = "".join(lines), len(lines) // 2
        wrong = [e.tests for r in results for e in r.exercises if e.slug == exercise.slug]
        lost = next(t for tests in wrong for t in tests if t.outcome is Outcome.FAILED)
        pairs = tuple(
            Alike(
                *(exercise.slug, Level.HIGH if not i else Level.SOME, 900 - 100 * i),
                Side((left,), (("".join(lines[:half]), False), ("".join(lines[half:]), True)), 0.9 - 0.1 * i),
                Side((right,), ((hostile.TEXT if bad else "# by myself\n", False), (text, True)), 0.8 - 0.1 * i),
                (lost,) if not i else (),
            )
            for i, (left, right) in enumerate(zip(students[::2][:5], students[1::2][:5], strict=True))
        )
        shared = SharedMistake(exercise.slug, tuple(students[number : number + 3]), (lost,), len(students))
        yield Findings(exercise.slug, len(students), pairs, 3, (shared,), tuple((bad or students)[1:2]))

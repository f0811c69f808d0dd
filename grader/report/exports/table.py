"""What a platform's own file says: its columns, its line of each student, and what it takes an exercise for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.report.standing import Column, exercise_of
from grader.result import Outcome, Result
from grader.text import number


@dataclass(frozen=True, slots=True)
class Table:
    """A file that a platform exported, whose lines are to go back to it.

    Attributes:
        headings: of all columns, in order; none where there is no file.
        lines: by student, the cells by heading.
        most: by heading, what the platform takes an assignment's full marks for.
        names: by slug, what the platform calls the exercise, where the course says so.
    """

    headings: Sequence[str] = ()
    lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def column(self, column: Column) -> str:
        """Return an exercise's heading: the course's name for it, else a column called like it, else its slug."""
        if (name := self.names.get(column.slug)) is not None:
            return name
        like = {_key(text) for text in (column.slug, column.module, column.title)} - {""}
        found = [heading for heading in self.headings if _key(heading.rpartition(" (")[0] or heading) in like]
        return found[0] if len(found) == 1 else column.slug

    def having(self, wanted: Iterable[str]) -> str | None:
        """Return the first heading that is called like one of ``wanted``, in any case; ``None`` without one."""
        keys = {_key(text) for text in wanted}
        return next((heading for heading in self.headings if _key(heading) in keys), None)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def points(result: Result, slug: str, scale: float = 1.0) -> str:
    """Return a result's points for an exercise as a cell; empty where nothing was decided.

    Args:
        result: one student's.
        slug: the exercise.
        scale: what a point of ours is worth on the platform.
    """
    found = exercise_of(result, slug)
    if found is None or found.outcome is Outcome.GRADER_ERROR:
        return ""
    return number(round(found.score * scale, 2))

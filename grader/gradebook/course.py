"""What a course says of its exercises and students: due dates, lateness, which attempt counts, what a person judges.

Applied when results are read from the gradebook, never stored in it: a changed date needs a new report, not a new
grading. ``course_file`` reads it from ``course.toml``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from grader.gradebook.lateness import DAY, Late, Worked, penalties
from grader.language import Message, ngettext
from grader.result import Adjustment, RubricLine

Counting = Literal["latest", "best", "first"]
"""Which of the attempts that were graded gives the points."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often somebody may hand in, where a platform tells what was handed in before, and which attempt counts.

    Attributes:
        limit: submissions in all; ``None`` for any number.
        per_day: submissions in 24 hours; ``None`` for any number.
        count: which of the attempts that were graded gives the points.
    """

    limit: int | None = None
    per_day: int | None = None
    count: Counting = "latest"

    def refusal(self, before: Sequence[datetime.datetime], now: datetime.datetime) -> Message | None:
        """Return why a submission does not count, in a sentence for its owner; ``None`` if it does.

        Args:
            before: when the earlier ones were handed in that count.
            now: when this one was.
        """
        if self.limit is not None and len(before) >= self.limit:
            return ngettext(
                "This course counts one submission: this one was not graded, the result before stays.",
                "This course counts {n} submissions: this one was not graded, the result before stays.",
                self.limit,
            )
        today = [time for time in before if now - DAY < time <= now]
        if self.per_day is not None and len(today) >= self.per_day:
            return ngettext(
                "This course counts one submission in 24 hours: this one was not graded, the result before stays."
                " Hand in again later.",
                "This course counts {n} submissions in 24 hours: this one was not graded, the result before stays."
                " Hand in again later.",
                self.per_day,
            )
        return None


@dataclass(frozen=True, slots=True)
class Course:
    """What ``course.toml`` says.

    Attributes:
        due: by slug.
        extensions: by student and slug; the slug is empty where it is for every exercise.
        late: the policy.
        submitted: by student and slug (empty: every exercise), where a table says when it was handed in.
        columns: by slug, what a learning platform calls the exercise.
        table: the file that ``submitted`` was read from.
        reveals: whether students see hidden tests whole after the due date: inputs, expected values, texts and names.
        attempts: how often somebody may hand in.
        roster: the file that names the course's people; ``None`` for none.
        pictures: whether students' pages show pictures of what their functions returned.
        rubric: by slug, what a person judges beside the suite; nothing of it is judged yet.
    """

    due: Mapping[str, datetime.datetime] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], datetime.datetime] = field(default_factory=dict)
    late: Late = field(default_factory=Late)
    submitted: Mapping[tuple[str, str], datetime.datetime] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    table: Path | None = field(default=None, repr=False)
    reveals: bool = False
    attempts: Attempts = field(default_factory=Attempts)
    roster: Path | None = field(default=None, repr=False)
    pictures: bool = False
    rubric: Mapping[str, tuple[RubricLine, ...]] = field(default_factory=dict)

    def penalties(self, student: str, worked: Mapping[str, tuple[str | None, float]]) -> dict[str, Adjustment]:
        """Return what lateness makes of a student's points, by slug; see ``lateness.penalties``.

        Args:
            student: whose.
            worked: by slug, when it was handed in as the gradebook has it, and the points that the suite gave.
        """
        works = [
            Worked(slug, self.due_for(student, slug), self._submitted_by(student, slug, at), points)
            for slug, (at, points) in worked.items()
        ]
        return penalties(self.late, works)

    def penalty_of_one(self, student: str, slug: str, submitted: str | None, points: float) -> Adjustment | None:
        """Return what lateness makes of one attempt's points, without free days; ``None`` where it costs nothing."""
        work = Worked(slug, self.due_for(student, slug), self._submitted_by(student, slug, submitted), points)
        return penalties(replace(self.late, free_days=0), [work]).get(slug)

    def due_for(self, student: str, slug: str) -> datetime.datetime | None:
        """Return until when a student may hand an exercise in; ``None`` where it is never due."""
        return _either(self.extensions, student, slug) or self.due.get(slug)

    def extended(self, student: str, slugs: Iterable[str], now: datetime.datetime) -> list[str]:
        """Return those of ``slugs`` for which a student has an extension that has not run out."""
        until = {slug: _either(self.extensions, student, slug) for slug in slugs}
        return [slug for slug, time in until.items() if time is not None and now < time]

    def _submitted_by(self, student: str, slug: str, at: str | None) -> datetime.datetime | None:
        said = _either(self.submitted, student, slug)
        return said or (datetime.datetime.fromisoformat(at) if at else None)


def _either(table: Mapping[tuple[str, str], datetime.datetime], student: str, slug: str) -> datetime.datetime | None:
    return table.get((student, slug)) or table.get((student, ""))

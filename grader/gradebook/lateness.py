"""What lateness costs, and which days of it are free."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from grader.result import Adjustment

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs.

    Attributes:
        per_day: share of the points earned that each day costs; a day that has begun counts.
        cap: the most that lateness costs.
        grace: how late is not late yet. Days are counted from the due date all the same.
        free_days: late days of the whole course that cost a student nothing.
    """

    per_day: float = 0.0
    cap: float = 1.0
    grace: datetime.timedelta = datetime.timedelta()
    free_days: int = 0

    def days(self, late: datetime.timedelta) -> int:
        """Return how many days of ``late`` have begun; 0 within the grace."""
        return 0 if late <= self.grace else math.ceil(late / DAY)

    def share(self, days: int) -> float:
        """Return the share of the points that ``days`` cost."""
        return min(self.cap, self.per_day * days)


@dataclass(frozen=True, slots=True)
class Worked:
    """A student's work on one exercise.

    Attributes:
        slug: the exercise.
        due: until when, with a fixed offset from UTC; ``None`` where it is never due.
        submitted: when it was handed in, with a fixed offset from UTC; ``None`` where that is not known.
        points: what the suite gave.
    """

    slug: str
    due: datetime.datetime | None
    submitted: datetime.datetime | None
    points: float


def penalties(late: Late, works: Iterable[Worked]) -> dict[str, Adjustment]:
    """Return what lateness makes of one student's points, by slug; nothing for work that was in time or earned nothing.

    Free days are spent on the exercise that is due first, so that grading in another order changes nothing.

    Args:
        late: what the course says.
        works: all of one student's work, since the free days are for all of it.
    """
    left = late.free_days
    found = {}
    for work in sorted(works, key=_by_due):
        days = _days_late(late, work)
        if not days or not work.points:
            continue
        free = min(left, days)
        left -= free
        share = late.share(days - free)
        if not share and not free:
            continue
        assert work.due is not None
        assert work.submitted is not None
        found[work.slug] = Adjustment(
            work.slug,
            "late",
            before=work.points,
            after=round(work.points * (1 - share), 6),
            days=days,
            share=share,
            due=work.due.isoformat(),
            submitted=work.submitted.isoformat(),
            free_days=free or None,
        )
    return found


def _by_due(work: Worked) -> tuple[float, str]:
    return (work.due.timestamp() if work.due is not None else math.inf, work.slug)


def _days_late(late: Late, work: Worked) -> int:
    if work.due is None or work.submitted is None:
        return 0
    return late.days(work.submitted - work.due)

"""``course.toml``: when exercises are due, what lateness costs, and what a learning platform calls them.

Applied when results are read from the gradebook, never stored in it: a changed date needs a new report, not a new
grading.
"""

from __future__ import annotations

import csv
import datetime
import math
import tomllib
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.exercise import Exercise
from grader.report.text import number

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs.

    Attributes:
        per_day: share of the points earned that each day costs; a day that has begun counts.
        cap: the most that lateness costs.
        grace: how late is not late yet. Days are counted from the due date all the same.
    """

    per_day: float = 0.0
    cap: float = 1.0
    grace: datetime.timedelta = datetime.timedelta()

    def share(self, late: datetime.timedelta) -> float:
        """Return the share of the points that ``late`` costs."""
        return 0.0 if late <= self.grace else min(self.cap, self.per_day * math.ceil(late / DAY))


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
    """

    due: Mapping[str, datetime.datetime] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], datetime.datetime] = field(default_factory=dict)
    late: Late = field(default_factory=Late)
    submitted: Mapping[tuple[str, str], datetime.datetime] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    table: Path | None = field(default=None, repr=False)
    reveals: bool = False

    def lateness(self, student: str, slug: str, submitted: str | None) -> datetime.timedelta | None:
        """Return how late a submission is, or ``None`` where it is not or nobody can tell.

        Args:
            student: whose.
            slug: of which exercise.
            submitted: when, as the gradebook has it.
        """
        due = _either(self.extensions, student, slug) or self.due.get(slug)
        time = _either(self.submitted, student, slug) or (
            datetime.datetime.fromisoformat(submitted) if submitted else None
        )
        return time - due if due and time and time > due else None

    def penalty(self, student: str, slug: str, submitted: str | None, points: float) -> tuple[float, str]:
        """Return what is left of ``points``, and a sentence for the student; an empty one if it is not late."""
        late = self.lateness(student, slug, submitted)
        share = self.late.share(late) if late else 0.0
        if late is None or share == 0.0:
            return points, ""
        left = round(points * (1 - share), 6)
        days = math.ceil(late / DAY)
        told = f"{slug}: {days} day{'' if days == 1 else 's'} late, {number(100 * share)}% off: "
        return left, f"{told}{number(left)} points instead of {number(points)}"


def _either(table: Mapping[tuple[str, str], datetime.datetime], student: str, slug: str) -> datetime.datetime | None:
    return table.get((student, slug)) or table.get((student, ""))


def read_course(path: Path, exercises: Sequence[Exercise]) -> Course:
    """Read ``course.toml``; a course without one has no due dates.

    Raises:
        UsageError: it is not TOML, or says something that no course can mean.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Course()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not readable TOML: {error}") from None
    return _Reading(path, raw, exercises).course()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One ``course.toml`` on its way to becoming a course."""

    path: Path
    raw: Mapping[str, Any]
    exercises: Sequence[Exercise]

    def course(self) -> Course:
        known = {"timezone", "due", "late", "extension", "submitted", "columns", "reveal"}
        if unknown := sorted(self.raw.keys() - known):
            raise self._wrong(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
        zone = self._zone()
        extensions = {}
        for table in self._tables("extension"):
            self._only(table, "extension", {"student", "exercise", "due"})
            slug = self._slug(table["exercise"], "extension") if "exercise" in table else ""
            student = table.get("student")
            if not isinstance(student, str) or not student:
                raise self._wrong('each [[extension]] needs a "student"')
            extensions[student, slug] = self._time(table.get("due"), zone, "extension")
        return Course(
            due={self._slug(n, "due"): self._time(t, zone, f"due.{n}") for n, t in self._table("due").items()},
            extensions=extensions,
            late=self._late(),
            submitted=self._submitted(zone),
            columns={self._slug(n, "columns"): str(t) for n, t in self._table("columns").items()},
            table=self._table_of_times(),
            reveals=self._reveals(),
        )

    def _wrong(self, what: str) -> UsageError:
        return UsageError(f"{self.path}: {what}")

    def _table(self, name: str) -> Mapping[str, Any]:
        table = self.raw.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong(f"[{name}] must be a table")
        return table

    def _tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        tables = self.raw.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise self._wrong(f"write [[{name}]], one table each")
        return tables

    def _only(self, table: Mapping[str, Any], name: str, known: set[str]) -> None:
        if unknown := sorted(table.keys() - known):
            raise self._wrong(f"[{name}] has {unknown[0]!r}; known are {', '.join(sorted(known))}")

    def _slug(self, name: str, where: str) -> str:
        found = [e.slug for e in self.exercises if name in (e.slug, e.slug[:2], e.slug[3:], e.module)]
        if len(found) != 1:
            raise self._wrong(f"[{where}] names {name!r}, which is no exercise; `xorcise list` shows them")
        return found[0]

    def _zone(self) -> datetime.tzinfo:
        name = self.raw.get("timezone", "UTC")
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError):
            raise self._wrong(f'"timezone" is {name!r}; write one like Asia/Shanghai') from None

    def _time(self, value: Any, zone: datetime.tzinfo, where: str) -> datetime.datetime:
        if not isinstance(value, datetime.datetime):
            raise self._wrong(f"{where} must be a date and time without quotes, like 2026-11-30T23:59:00")
        return value if value.tzinfo else value.replace(tzinfo=zone)

    def _late(self) -> Late:
        table = self._table("late")
        self._only(table, "late", {"per_day", "cap", "grace_minutes"})
        per_day, cap, grace = (
            self._figure(table, name, default, most)
            for name, default, most in (("per_day", 0.0, 1.0), ("cap", 1.0, 1.0), ("grace_minutes", 0.0, math.inf))
        )
        return Late(per_day, cap, datetime.timedelta(minutes=min(grace, 1e6)))

    def _figure(self, table: Mapping[str, Any], name: str, default: float, most: float) -> float:
        value = table.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
            span = f"between 0 and {most:g}" if most < math.inf else "at least 0"
            raise self._wrong(f'[late] "{name}" must be a number {span}')
        return float(value)

    def _reveals(self) -> bool:
        match self.raw.get("reveal", "never"):
            case "after_due":
                return True
            case "never":
                return False
        raise self._wrong('"reveal" must be "after_due" or "never"')

    def _table_of_times(self) -> Path | None:
        name = self.raw.get("submitted")
        return None if name is None else self.path.parent / str(name)

    def _submitted(self, zone: datetime.tzinfo) -> dict[tuple[str, str], datetime.datetime]:
        path = self._table_of_times()
        if path is None:
            return {}
        times = {}
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                if not {"student", "submitted"} <= set(reader.fieldnames or ()):
                    raise UsageError(f"{path} needs the columns student and submitted; exercise is optional")
                for line in reader:
                    slug = self._slug(line["exercise"], path.name) if line.get("exercise") else ""
                    time = datetime.datetime.fromisoformat(line["submitted"])
                    times[line["student"], slug] = time if time.tzinfo else time.replace(tzinfo=zone)
        except OSError as error:
            raise self._wrong(f'"submitted" names {path.name}, which cannot be read ({error.strerror})') from None
        except (ValueError, csv.Error) as error:
            raise UsageError(f"{path}, line {reader.line_num}: {error}; write times like 2026-11-30 23:59") from None
        return times


def course_of(path: Path | None, root: Path, exercises: Sequence[Exercise]) -> Course:
    """Return the course of ``path``, or of ``course.toml`` in the catalogue's root where there is one.

    Raises:
        UsageError: a path was given and is not there, or what it says is wrong.
    """
    if path is not None and not path.is_file():
        raise UsageError(f"{path} does not exist; --course wants a course.toml")
    return read_course(place_of(path, root), exercises)


def place_of(path: Path | None, root: Path) -> Path:
    """Return where ``course_of`` looks for a course."""
    return path or root / "course.toml"

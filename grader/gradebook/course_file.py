"""Reading ``course.toml``: due dates, what lateness costs, what a person judges, what a platform calls exercises."""

from __future__ import annotations

import csv
import datetime
import io
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from grader.errors import UsageError
from grader.exercises.catalogue import called
from grader.exercises.exercise import Exercise, Words
from grader.gradebook.course import Attempts, Counting, Course
from grader.gradebook.lateness import Late
from grader.language import Message, _, joined
from grader.records import Rule, did_you_mean, key_path, read_text, read_toml, record, value_text
from grader.result import RubricLine

T = TypeVar("T")

Share = Annotated[float, Rule(_("must be a number between 0 and 1"), lambda share: 0 <= share <= 1)]


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # "Asia" is a folder of zones: an OSError
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Late:
    """The table ``[late]``."""

    per_day: Share = 0.0
    cap: Share = 1.0
    grace_minutes: Annotated[float, Rule(_("must be a number at least 0"), lambda minutes: minutes >= 0)] = 0.0
    free_days: Annotated[int, Rule(_("must be a whole number at least 0"), lambda days: days >= 0)] = 0


Count = Annotated[int, Rule(_("must be a whole number above 0"), lambda count: count > 0)]


@dataclass(frozen=True, slots=True)
class _Attempts:
    """The table ``[attempts]``."""

    limit: Count | None = None
    per_day: Count | None = None
    count: Counting = "latest"


KEY = 100
"""Characters of a rubric line's key, so that the gradebook's column holds it."""

Key = Annotated[
    str,
    Rule(
        _("must be a word of letters, digits and _, as a name in Python"),
        lambda key: key.isidentifier() and len(key) <= KEY,
    ),
]


@dataclass(frozen=True, slots=True)
class _Rubric:
    """One of ``[[rubric]]``."""

    exercise: str
    key: Key
    title: Words
    points: Annotated[float, Rule(_("must be a number above 0"), lambda points: points > 0)]


@dataclass(frozen=True, slots=True)
class _Feedback:
    """The table ``[feedback]``."""

    pictures: bool = False


@dataclass(frozen=True, slots=True)
class _Extension:
    """One table ``[[extension]]``."""

    student: Annotated[str, Rule(_("must be a student's name in quotes"), bool)]
    due: datetime.datetime
    exercise: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """What the file says, before its times have a zone and its exercises are found."""

    timezone: Annotated[str, Rule(_("must be a time zone; write one like Asia/Shanghai"), _is_zone)] = "UTC"
    due: dict[str, datetime.datetime] = field(default_factory=dict)
    late: _Late = field(default_factory=_Late)
    extension: tuple[_Extension, ...] = ()
    submitted: str | None = None
    roster: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    reveal: Literal["never", "after_due"] = "never"
    attempts: _Attempts = field(default_factory=_Attempts)
    feedback: _Feedback = field(default_factory=_Feedback)
    rubric: tuple[_Rubric, ...] = ()


def read_course(path: Path, exercises: Sequence[Exercise]) -> Course:
    """Read ``course.toml``; a course without one has no due dates.

    Raises:
        UsageError: it cannot be read, is not TOML, or says something that no course can mean.
    """
    raw = read_toml(path, UsageError)
    for name in ("due", "columns"):
        if isinstance(raw.get(name), dict):
            raw[name] = _with_files(raw[name])
    if isinstance(raw.get("rubric"), list):
        raw["rubric"] = [_with_title(line) for line in raw["rubric"]]
    return _Reading(path, record(path, raw, _File, UsageError), exercises).course()


def _with_files(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with ``losses.py`` as one key: without quotes TOML reads it as the key ``py`` of a table."""
    return {
        **{name: value for name, value in table.items() if not _is_file(value)},
        **{f"{name}.py": value["py"] for name, value in table.items() if _is_file(value)},
    }


def _with_title(line: Any) -> Any:
    """Return a line of the rubric with its title as a table; one that is a text is the title in every language."""
    if isinstance(line, dict) and isinstance(line.get("title"), str):
        return line | {"title": {"en": line["title"]}}
    return line


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"py"}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One ``course.toml`` on its way to becoming a course."""

    path: Path
    file: _File
    exercises: Sequence[Exercise]

    def course(self) -> Course:
        file = self.file
        late = file.late
        table = None if file.submitted is None else self.path.parent / file.submitted
        extensions = {}
        for place, one in enumerate(file.extension):
            where = key_path(("extension", place, "exercise"))
            slug = "" if one.exercise is None else self._slug(one.exercise, where)
            extensions[one.student, slug] = self._until(one.due)
        return Course(
            due={slug: self._until(time) for slug, time in self._by_slug(file.due, "due").items()},
            extensions=extensions,
            # a million minutes is two years, more than any course lasts; a timedelta cannot hold every float
            late=Late(late.per_day, late.cap, datetime.timedelta(minutes=min(late.grace_minutes, 1e6)), late.free_days),
            submitted={} if table is None else self._submitted(table),
            columns=self._by_slug(file.columns, "columns"),
            table=table,
            reveals=file.reveal == "after_due",
            roster=None if file.roster is None else self.path.parent / file.roster,
            attempts=Attempts(file.attempts.limit, file.attempts.per_day, file.attempts.count),
            pictures=file.feedback.pictures,
            rubric=self._rubric(),
        )

    def _rubric(self) -> dict[str, tuple[RubricLine, ...]]:
        found: dict[str, dict[str, RubricLine]] = {}
        for place, one in enumerate(self.file.rubric):
            slug = self._slug(one.exercise, key_path(("rubric", place, "exercise")))
            lines = found.setdefault(slug, {})
            if one.key in lines:
                raise self._wrong(
                    _(
                        "{key} is {value} once more: a line of {exercise} has it already; give each a key of its own",
                        key=key_path(("rubric", place, "key")),
                        value=value_text(one.key, repr),
                        exercise=slug,
                    )
                )
            lines[one.key] = RubricLine(one.key, one.title, one.points)
        return {slug: tuple(lines.values()) for slug, lines in found.items()}

    def _wrong(self, what: Message) -> UsageError:
        return UsageError(_("{path}: {fault}", path=self.path, fault=what))

    def _by_slug(self, table: Mapping[str, T], where: str) -> dict[str, T]:
        names: dict[str, str] = {}
        for name in table:
            slug = self._slug(name, where)
            if slug in names:
                first, second = value_text(names[slug], repr), value_text(name, repr)
                raise self._wrong(
                    _(
                        "{key} names {exercise} twice, as {first} and {second}: take one out",
                        key=where,
                        exercise=slug,
                        first=first,
                        second=second,
                    )
                )
            names[slug] = name
        return {slug: table[name] for slug, name in names.items()}

    def _slug(self, name: str, where: str) -> str:
        found = called(self.exercises, name)
        if len(found) == 1:
            return found[0].slug
        said = _("{key} names {name}, which is no exercise", key=where, name=value_text(name, repr))
        near = did_you_mean(name, [n for e in self.exercises for n in (e.slug, e.module)])
        if found:
            said = _("{key} names {name}, more than one exercise is called so", key=where, name=value_text(name, repr))
            near = ""
        raise self._wrong(joined("", [said, near or _("; `xorcise list` shows them")]))

    def _time(self, time: datetime.datetime, choose: Callable[..., datetime.datetime]) -> datetime.datetime:
        """Return ``time`` with a fixed offset from UTC.

        Python compares and subtracts times of one zone by their clocks, which is an hour wrong between summer and
        winter time. When clocks are put back, the same hour comes twice: of the two instants ``choose`` takes one.
        """
        if time.tzinfo:
            return time
        name = self.file.timezone  # the default must not need a database of zones, which a small system lacks
        zone = datetime.UTC if name == "UTC" else zoneinfo.ZoneInfo(name)
        return choose(_fixed(time.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))

    def _until(self, time: datetime.datetime) -> datetime.datetime:
        """Return a due date; the later instant of an hour that comes twice."""
        return self._time(time, max)

    def _at(self, time: datetime.datetime) -> datetime.datetime:
        """Return when something was handed in; the earlier instant of an hour that comes twice."""
        return self._time(time, min)

    def _submitted(self, table: Path) -> dict[tuple[str, str], datetime.datetime]:
        try:
            text = read_text(table, UsageError)
        except (FileNotFoundError, ValueError):  # a path with a NUL in it is a ValueError
            raise self._wrong(
                _("submitted names {file}, which does not exist", file=value_text(self.file.submitted))
            ) from None
        reader = csv.DictReader(io.StringIO(text, newline=""))
        times = {}
        try:
            if not {"student", "submitted"} <= set(reader.fieldnames or ()):
                raise UsageError(_("{path} needs the columns student and submitted; exercise is optional", path=table))
            for line in reader:
                if not line["student"]:
                    raise ValueError(_("there is no student"))
                place = _("{file}, line {line},", file=table.name, line=reader.line_num)
                slug = self._slug(line["exercise"], place) if line.get("exercise") else ""
                times[line["student"], slug] = self._at(_moment(line["submitted"] or ""))
        except (ValueError, csv.Error) as error:
            raise UsageError(
                _(
                    "{path}, line {line}: {fault}; write times like 2026-11-30 23:59",
                    path=table,
                    line=reader.line_num,
                    fault=error.args[0],
                )
            ) from None
        return times


def _fixed(time: datetime.datetime) -> datetime.datetime:
    """Return the instant ``time`` with the offset that its zone has then."""
    offset = time.utcoffset()
    assert offset is not None
    return time.replace(tzinfo=datetime.timezone(offset), fold=0)


def _moment(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("{text} is no time", text=value_text(text, repr))) from None


def course_of(path: Path | None, root: Path, exercises: Sequence[Exercise]) -> Course:
    """Return the course of ``path``, or of ``course.toml`` in the catalogue's root where there is one.

    Raises:
        UsageError: a path was given and is not there, or what it says is wrong.
    """
    if path is not None and not path.exists():
        raise UsageError(_("{path} does not exist; --course wants a course.toml", path=path))
    return read_course(place_of(path, root), exercises)


def place_of(path: Path | None, root: Path) -> Path:
    """Return where ``course_of`` looks for a course."""
    return path or root / "course.toml"

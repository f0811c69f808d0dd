"""The people of a course, from a CSV file as a platform exports it.

Known are Canvas's gradebook, Moodle's list of participants and its grading worksheet, Gradescope's roster, and a plain
table. They are told apart by nothing: a column is known by its heading, in any of them. Canvas describes its file at
https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807, Moodle at
https://docs.moodle.org/en/Assignment_settings, Gradescope at https://guides.gradescope.com/hc/en-us/articles/21926598776333.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import UsageError
from grader.gradebook.cells import cells_of
from grader.language import _, listed
from grader.records import read_text
from grader.submission.lookalikes import key_of
from grader.submission.people import safe_name

NAME, FIRST, LAST, ID, GROUP = "name", "first", "last", "id", "group"

HEADINGS = {
    NAME: ("student", "name", "full name", "student name", "学生", "姓名", "全名"),
    FIRST: ("first name", "given name", "名", "名字"),
    LAST: ("last name", "surname", "family name", "姓", "姓氏"),
    ID: (
        *("id", "sis user id", "sis login id", "login id", "integration id"),  # Canvas
        *(
            "identifier",
            "id number",
            "username",
            "email address",
            "标识符",
            "学号",
            "用户名",
            "电子邮件地址",
            "编号",
        ),  # Moodle
        *("sid", "student id", "email", "e-mail", "邮箱"),  # Gradescope, and a plain table
        *("login", "github", "github username", "账号"),
    ),
    GROUP: ("group", "group name", "groups", "team", "小组", "组", "分组"),
}
"""Headings in lower case, by what stands below them."""

MEANING = {heading: meaning for meaning, headings in HEADINGS.items() for heading in headings}

MOST = ("points possible", "满分")
"""What stands in Canvas's column of names in the line that says what each assignment is worth."""

NO_PERSON = (*MOST, "student, test")
"""What stands there where a line is about no person: that line, and Canvas's student for trying things out."""

PARTICIPANT = re.compile(r"^(?:participant|学员|参与者)\s*(\d+)$", re.IGNORECASE)
"""What Moodle's worksheet writes for a person's number. Its folders have the number alone."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is in the course.

    Attributes:
        name: as it stands in results and reports: safe as the name of a folder, and no other person's.
        ids: all that may identify them: numbers, logins, addresses. Compared by ``id_key``.
        spelled: their name as the roster has it, first name first where that is known.
        group: the group that hands in together; empty for none.
        columns: the roster's line, by heading.
    """

    name: str
    ids: tuple[str, ...]
    spelled: str
    group: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roster:
    """A course's people, in the order of the file.

    Attributes:
        headings: of all columns, in order.
        most: by heading, what Canvas says that an assignment is worth.
    """

    people: tuple[Person, ...] = ()
    headings: tuple[str, ...] = ()
    most: Mapping[str, float] = field(default_factory=dict)


def id_key(text: str) -> str:
    """Return a key that is equal for two spellings of one identifier: case, width and blanks do not matter."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = PARTICIPANT.fullmatch(text)
    return key_of(found[1] if found else text)


def name_key(text: str) -> tuple[str, ...]:
    """Return a key that is equal for two spellings of a name: ``Lovelace, Ada`` and ``ada lovelace``."""
    return tuple(sorted(re.findall(r"\w+", key_of(text))))


def read_roster(path: Path) -> Roster:
    """Return the people in a CSV file.

    Raises:
        UsageError: it cannot be read, has no column that names anybody, or has one identifier twice.
    """
    try:
        text = read_text(path, UsageError)
    except FileNotFoundError:
        raise UsageError(
            _("{path} does not exist; a roster is a CSV file, as your platform exports it", path=path)
        ) from None
    try:
        headings, *lines = [cells for _line, cells in cells_of(text)] or [[]]
    except csv.Error as error:
        raise UsageError(_("{path} is not readable CSV: {why}", path=path, why=error)) from None
    columns = _columns(headings)
    if not columns.keys() & {NAME, FIRST, LAST, ID}:
        raise UsageError(
            _(
                "{path} has no column with names or identifiers; its headings are {headings}, and known are, for"
                " example, student, name, id and email",
                path=path,
                headings=listed([heading for heading in headings if heading] or ["-"]),
            )
        )
    people = _named(_persons(headings, columns, lines))
    _require_distinct(path, people)
    return Roster(people, tuple(headings), _most(headings, columns, lines))


def _columns(headings: Sequence[str]) -> dict[str, list[int]]:
    """Return by meaning where the columns stand."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        words = " ".join(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").split())
        if (meaning := MEANING.get(words)) is not None:
            found.setdefault(meaning, []).append(place)
    return found


def _most(
    headings: Sequence[str], columns: Mapping[str, Sequence[int]], lines: Iterable[Sequence[str]]
) -> dict[str, float]:
    """Return by heading what each assignment is worth, where a line of the file says so."""
    found = {}
    for line in lines:
        if any(n < len(line) and line[n].casefold() in MOST for n in columns.get(NAME, ())):
            for heading, cell in zip(headings, line, strict=False):
                try:
                    worth = float(cell)
                except ValueError:
                    continue
                if math.isfinite(worth) and worth > 0:
                    found[heading] = worth
    return found


def _persons(
    headings: Sequence[str], columns: Mapping[str, Sequence[int]], lines: Iterable[Sequence[str]]
) -> list[Person]:
    """Return who the lines are about. Somebody who is in two sections has two lines and is one person."""
    found: dict[tuple[str, tuple[str, ...]], Person] = {}
    for line in lines:
        if (one := _person(headings, columns, line)) is not None:
            found.setdefault((key_of(one.name), one.ids if one.ids else (str(len(found)),)), one)
    return list(found.values())


def _person(headings: Sequence[str], columns: Mapping[str, Sequence[int]], line: Sequence[str]) -> Person | None:
    """Return who a line is about; ``None`` if it is about nobody."""

    def cells(meaning: str) -> list[str]:
        return [line[n] for n in columns.get(meaning, ()) if n < len(line) and line[n]]

    names = cells(NAME)
    if names and names[0].casefold() in NO_PERSON:
        return None
    spelled = names[0] if names else " ".join([*cells(FIRST), *cells(LAST)])
    last, comma, first = spelled.partition(",")
    if comma and first.strip():  # Canvas writes the last name first
        spelled = f"{first.strip()} {last.strip()}"
    ids = tuple(dict.fromkeys(cells(ID)))
    if not spelled and not ids:
        return None
    own = {heading: cell for heading, cell in zip(headings, line, strict=False) if heading}
    return Person(safe_name(spelled or ids[0]), ids, spelled or ids[0], next(iter(cells(GROUP)), ""), own)


def person_of(name: str, columns: Mapping[str, str]) -> Person:
    """Return the person that a line of a roster is about, under the name that they have in results.

    Args:
        name: the name.
        columns: the line, by heading.
    """
    headings = list(columns)
    found = _person(headings, _columns(headings), list(columns.values()))
    return replace(found, name=name) if found is not None else Person(name, (), name)


def _named(people: Sequence[Person]) -> tuple[Person, ...]:
    """Give people of one name their first identifier in addition, so that names are distinct."""
    same = Counter(key_of(one.name) for one in people)
    return tuple(
        replace(one, name=safe_name(f"{one.name} ({one.ids[0]})")) if same[key_of(one.name)] > 1 and one.ids else one
        for one in people
    )


def _require_distinct(path: Path, people: Sequence[Person]) -> None:
    """Check that no two people have one name.

    Raises:
        UsageError: two have.
    """
    same = Counter(key_of(one.name) for one in people)
    for one in people:
        if same[key_of(one.name)] > 1:
            raise UsageError(
                _(
                    "{path} names {person} twice: give each an identifier of their own, such as a number or an"
                    " e-mail address, or take one line out",
                    path=path,
                    person=one.spelled,
                )
            )

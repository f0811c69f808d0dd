"""Words on points and comments of a whole class from one CSV file: all of it, or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from grader.errors import UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.aliases import by_alias
from grader.gradebook.comments import add_comment, comments_of
from grader.gradebook.overrides import Override, add_override, overrides
from grader.gradebook.roster import id_key
from grader.language import Message, _, either, ngettext
from grader.result import Comment
from grader.run.judging import Checks, suggestion
from grader.run.judging_rows import COLUMNS, Row, refused

AT_ONCE = 500
"""Names in one question to the database."""


@dataclass(slots=True)
class Judgements:
    """What a file says, checked.

    Attributes:
        overrides: words on points that are not the latest already.
        comments: by student and slug, those that are not there already.
        known: how many words and comments are in the gradebook already.
        silent: how many rows have neither points nor a comment.
    """

    overrides: list[Override] = field(default_factory=list)
    comments: list[tuple[str, str, Comment]] = field(default_factory=list)
    known: int = 0
    silent: int = 0

    def write(self, book: Gradebook) -> None:
        """Write what is new, in one transaction."""
        with book.transaction() as connection:
            for one in self.overrides:
                add_override(connection, one)
            for student, slug, comment in self.comments:
                add_comment(connection, student, slug, comment)

    def said(self) -> Message:
        """Return what came of the file, in a sentence."""
        points = ngettext("{n} override", "{n} overrides", len(self.overrides))
        comments = ngettext("{n} comment", "{n} comments", len(self.comments))
        return _(
            "new: {overrides} and {comments}; known already: {known}; rows without points or comment: {silent}",
            overrides=points,
            comments=comments,
            known=self.known,
            silent=self.silent,
        )


def checked(source: str, rows: Sequence[Row], book: Gradebook, checks: Checks) -> Judgements:
    """Return what a file says that the gradebook does not know yet.

    Args:
        source: what the file is called.
        rows: its rows.
        book: the gradebook.
        checks: on it.

    Raises:
        UsageError: a row is wrong. Every row that is wrong was told on stderr, with its line.
    """
    nameless = by_alias(book)
    with book.transaction() as connection:
        people = _People.of(connection, nameless)
    checks.know(name for row in rows if (name := people.called(row.cells["student"])) is not None)
    wrong: list[Message] = []
    found = Judgements()
    words: dict[tuple[str, str, str], int] = {}
    for row in rows:
        try:
            override, comment = _of_row(row, people, checks)
            if override is not None:
                _require_once(words, override, row.line)
        except UsageError as error:
            wrong.append(_("{path}, line {line}: {fault}", path=source, line=row.line, fault=error.line))
            continue
        found.overrides += [override] if override is not None else []
        found.comments += [comment] if comment is not None else []
        found.silent += override is None and comment is None
    if wrong:
        raise refused(source, wrong, len(rows))
    with book.transaction() as connection:
        _leave_out_known(connection, found)
    return found


def _of_row(row: Row, people: _People, checks: Checks) -> tuple[Override | None, tuple[str, str, Comment] | None]:
    cells = row.cells
    if not cells["points"] and not cells["comment"]:
        return None, None
    for column in COLUMNS[:2]:
        if not cells[column]:
            raise UsageError(_("the column {column} is empty", column=column))
    student = people.require(cells["student"])
    checks.given[student] = cells["student"]
    override = comment = None
    if cells["points"]:
        override = checks.override(
            student,
            cells["exercise"],
            cells["points"],
            cells["reason"],
            test=cells["test"],
            rubric=cells["rubric"],
        )
    elif without := next((column for column in ("test", "rubric", "reason") if cells[column]), None):
        raise UsageError(_("there are no points for the {column}", column=without))
    if cells["comment"]:
        comment = (student, *checks.comment(student, cells["exercise"], cells["comment"], _line(cells["line"])))
    elif cells["line"]:
        raise UsageError(_("there is no comment for the line {line}", line=cells["line"]))
    return override, comment


def _line(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal() and len(cell) < 10):  # no file has a thousand million lines
        raise UsageError(_("line must be a whole number; it is {line}", line=repr(cell)))
    return int(cell)


def _require_once(words: dict[tuple[str, str, str], int], one: Override, line: int) -> None:
    """Check that a file says one thing once: of two words the order would decide, unseen."""
    about = (one.student, one.slug, one.test)
    if (first := words.setdefault(about, line)) != line:
        raise UsageError(_("line {first} gives points for the same already: take one of the two out", first=first))


def _leave_out_known(connection: Connection, found: Judgements) -> None:
    """Take out what the gradebook knows: the latest word is the same, or the comment was made before.

    A comment that was taken back counts as made: the same file does not bring it back.
    """
    said = _latest(connection, sorted({one.student for one in found.overrides}))
    new = [one for one in found.overrides if not _is_known(one, said.get((one.student, one.slug, one.test)))]
    made: dict[str, set[tuple[str, int | None, str]]] = {}
    comments = []
    for student, slug, comment in found.comments:
        if student not in made:
            made[student] = {(one.slug, one.line, one.text) for one in comments_of(connection, student)}
        key = (slug, comment.line, comment.text)
        if key not in made[student]:
            made[student].add(key)
            comments.append((student, slug, comment))
    found.known += len(found.overrides) - len(new) + len(found.comments) - len(comments)
    found.overrides, found.comments = new, comments


def _is_known(one: Override, before: Override | None) -> bool:
    if before is None or before.points is None:
        return one.points is None  # nothing is there to be withdrawn
    return (one.points, one.reason) == (before.points, before.reason)


def _latest(connection: Connection, students: Sequence[str]) -> dict[tuple[str, str, str], Override]:
    found: dict[tuple[str, str, str], Override] = {}
    for start in range(0, len(students), AT_ONCE):
        for (student, slug), words in overrides(connection, students[start : start + AT_ONCE]).items():
            found |= {(student, slug, test): word for test, word in words.items()}
    return found


@dataclass(frozen=True, slots=True)
class _People:
    """Who may be named in a file.

    Attributes:
        names: as in results.
        ids: by ``id_key``, the names of those whom an identifier of the roster or a platform, or an alias, names.
    """

    names: frozenset[str]
    ids: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, connection: Connection, nameless: Mapping[str, str]) -> _People:
        """Read them; ``nameless`` has the students by the aliases that pages without names have."""
        p, e = schema.person.c, schema.entry.c
        ids = {id_key(alias): [name] for alias, name in nameless.items()}
        names = set(connection.scalars(select(e.student).distinct()))
        for name, known in connection.execute(select(p.name, p.ids).order_by(p.name)):
            names.add(name)
            for key in dict.fromkeys(map(id_key, json.loads(known))):
                ids.setdefault(key, []).append(name)
        return cls(frozenset(names), ids)

    def called(self, text: str) -> str | None:
        """Return the name of the one person that ``text`` names; ``None`` where that is nobody, or several."""
        if text in self.names:
            return text
        found = self.ids.get(id_key(text), ())
        return found[0] if len(found) == 1 else None

    def require(self, text: str) -> str:
        """Return the name of the person that ``text`` names.

        Raises:
            UsageError: it names nobody, or several.
        """
        if (name := self.called(text)) is not None:
            return name
        if several := self.ids.get(id_key(text)):
            raise UsageError(_("{name} may be {names}: write one of these", name=repr(text), names=either(several)))
        hint = suggestion({name: name for name in sorted(self.names)}, text)
        hint = hint or _("names are those of results, or identifiers of the roster")
        raise UsageError(_("the gradebook knows no student {name}: {hint}", name=repr(text), hint=hint))

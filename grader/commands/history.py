"""``xorcise history``: everything on record about one student."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict

import click
from sqlalchemy import select

from grader.commands.books import Place, open_book
from grader.errors import UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.history import History, history
from grader.report.text import number, printable

SHORT = 10
"""Characters of a digest that are printed: as many as tell a class's files apart."""


def print_history(student: str, place: Place, as_json: bool) -> None:
    """Print what was handed in, every grading, and a teacher's words.

    Raises:
        UsageError: the book does not know the student.
    """
    with open_book(place) as book:
        require_student(book, student)
        with book.transaction() as connection:
            found = history(connection, student)
    if as_json:
        click.echo(json.dumps({"version": 1, **asdict(found)}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(printable(line) for line in lines_of(found)))


def lines_of(found: History) -> list[str]:
    """Return a history as lines of text."""
    lines = [f"{found.student}", "", "handed in"]
    lines += [
        f"  {when}  {digest[:SHORT]}{f'  {problem}' if problem else ''}" for when, digest, problem in found.entries
    ]
    lines += ["", "graded (* what became the verdict)"]
    for line in found.lines:
        points = f"{number(line.score)}/{number(line.max_score)}"
        under = f"suite {line.suite[:SHORT]}, seed {line.seed}, {line.engine}, {line.level}"
        data = "" if line.data == "none" else f", {line.data}"
        mark = "*" if line.counted else " "
        lines.append(
            f" {mark}{line.when}  {line.slug}  {points} {line.outcome}  files {line.files[:SHORT]}"
            f" of {line.submitted}, {under}{data}"
        )
    if found.overrides:
        lines += ["", "overridden"]
        lines += [
            f"  {o.made}  {o.slug}  {'withdrawn' if o.points is None else number(o.points)}: {o.reason}"
            for o in found.overrides
        ]
    return lines


def require_student(book: Gradebook, student: str) -> None:
    """Check that the book knows a student.

    Raises:
        UsageError: it does not; names that are like it are suggested.
    """
    with book.transaction() as connection:
        e = schema.entry.c
        known = connection.scalar(select(e.id).where(e.student == student).limit(1)) is not None
    if not known:
        names = [name for page in book.pages() for name in page]
        like = difflib.get_close_matches(student, names, n=3)
        hint = f"did you mean {' or '.join(like)}?" if like else "names are those of the entries in SUBMISSIONS"
        raise UsageError(f"the gradebook knows no student {student!r}: {hint}")

"""``xorcise history``: everything on record about one student."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from grader.commands.options import book_options
from grader.gradebook.history import History, history
from grader.run.books import Place, open_book, require_student
from grader.text import number, printable

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


@click.command("history")
@click.argument("student")
@book_options
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
def command(student: str, out: Path | None, gradebook: str | None, course: Path | None, as_json: bool) -> None:
    """Print everything on record about a student.

    That is what was handed in, every grading, and your own words.
    """
    print_history(student, Place(out, gradebook, course), as_json)

"""``xorcise history``: everything on record about one student."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import click

from grader.commands.options import book_options
from grader.gradebook.history import History, Line, history
from grader.language import _, language, spoken
from grader.language.command_line import command_called, option
from grader.report.judged import rubric_line
from grader.report.outcomes import OUTCOMES
from grader.result import Outcome, Result
from grader.run.anonymous import UNREAD, Hide, hiding_all, without_name
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
        name = require_student(book, student)
        with book.transaction() as connection:
            found = history(connection, name)
        result = next(iter(book.results_of([name], tests=False)), None)
        if name != student:  # a teacher who judges without names sees no name
            hide = hiding_all(book, [name], {name: student})[name]
            found = _without_name(found, student, hide)
            result = without_name(result, student, hide, language()) if result is not None else None
    if as_json:
        record = {"version": 1, **asdict(found), "counts": counts_of(result)}
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(printable(line) for line in [*lines_of(found), *lines_on_points(result)]))


def _without_name(found: History, alias: str, hide: Hide) -> History:
    """Return a history under another name; see ``grader.run.anonymous``."""
    return replace(
        found,
        student=alias,
        entries=tuple((when, digest, UNREAD if problem else "") for when, digest, problem in found.entries),
        overrides=tuple(replace(o, student=alias, reason=hide(o.reason)) for o in found.overrides),
        comments=tuple(replace(c, student=alias, text=hide(c.text)) for c in found.comments),
    )


def counts_of(result: Result | None) -> list[dict[str, object]]:
    """Return by exercise the points that count, and what changed them since the suite gave them."""
    if result is None:
        return []
    changes = {change.slug: asdict(change) for change in result.adjustments if not change.test}
    return [
        {
            "slug": e.slug,
            "score": e.score,
            "max_score": e.max_score,
            "adjustment": changes.get(e.slug),
            "tests": [asdict(change) for change in result.adjustments if change.test and change.slug == e.slug],
            "rubric": [asdict(line) for line in e.rubric],
        }
        for e in result.exercises
    ]


def lines_on_points(result: Result | None) -> list[str]:
    """Return the points that count and every note as lines of text, in the language of this process."""
    if result is None or not result.exercises:
        return []
    lines = ["", spoken(_("what counts"))]
    for one in result.exercises:
        lines.append(f"  {one.slug}  {number(one.score)}/{number(one.max_score)}")
        lines += [f"    {spoken(rubric_line(line))}" for line in one.rubric]
    return lines + [f"  {spoken(note)}" for note in result.notes]


def lines_of(found: History) -> list[str]:
    """Return a history as lines of text, in the language of this process."""
    lines = [found.student, "", spoken(_("handed in"))]
    for when, digest, problem in found.entries:
        lines.append(f"  {when}  {digest[:SHORT]}  {spoken(problem)}".rstrip())
    lines += ["", spoken(_("graded (* what became the verdict)"))]
    lines += [f" {'*' if line.counted else ' '}{line.when}  {spoken(graded(line))}" for line in found.lines]
    if found.overrides:
        lines += ["", spoken(_("overridden"))]
    for o in found.overrides:
        points = _("withdrawn") if o.points is None else number(o.points)
        what = f"{o.slug} {o.test}".rstrip()
        said = _("{exercise}  {points}: {why}", exercise=what, points=points, why=o.reason)
        lines.append(f"  {o.made}  {spoken(said) if o.reason else f'{what}  {spoken(points)}'}")
    if found.comments:
        lines += ["", spoken(_("commented"))]
    for c in found.comments:
        place = c.slug if c.line is None else _("{exercise}, line {line}", exercise=c.slug, line=c.line)
        said = _("{number}. {place}: {text}", number=c.number, place=place, text=" ".join(c.text.split()))
        if c.withdrawn is not None:
            said = _("{comment} (taken back at {time})", comment=said, time=c.withdrawn)
        lines.append(f"  {c.made}  {spoken(said)}")
    return lines


def graded(line: Line) -> str:
    """Return a grading in words: what came of it, of which files, and under which conditions."""
    said = _(
        "{exercise}  {points} {outcome}  files {files} of {submitted}, suite {suite}, seed {seed}, {engine}, {level}",
        exercise=line.slug,
        points=f"{number(line.score)}/{number(line.max_score)}",
        outcome=OUTCOMES[Outcome(line.outcome)],
        files=line.files[:SHORT],
        submitted=line.submitted,
        suite=line.suite[:SHORT],
        seed=line.seed,
        engine=line.engine,
        level=line.level,
    )
    return said if line.data == "none" else _("{grading}, {data}", grading=said, data=line.data)


@command_called(
    "history",
    _("Print everything on record about a student."),
    _("That is what was handed in, every grading, and your own words."),
)
@click.argument("student")
@book_options
@option("--json", "as_json", is_flag=True, help=_("Print the record as JSON."))
def command(student: str, out: Path | None, gradebook: str | None, course: Path | None, as_json: bool) -> None:
    """Run the command."""
    print_history(student, Place(out, gradebook, course), as_json)

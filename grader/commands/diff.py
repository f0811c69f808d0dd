"""``xorcise diff``: what the last regrade changed, for whom, test by test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from grader.commands.options import book_options
from grader.gradebook import Gradebook
from grader.gradebook.history import Change, changes, runs_of_last, touched
from grader.language import _, language, ngettext, spoken
from grader.language.command_line import command_called, option
from grader.report.outcomes import OUTCOMES
from grader.result import TestResult
from grader.run.books import Place, open_book
from grader.text import number, printable

PAGE = 100
"""Students looked at together."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One test that says something else than before; a test that is only in one of the two suites has one side."""

    test: str
    title: str
    before: TestResult | None
    after: TestResult | None


def print_diff(place: Place, as_json: bool) -> None:
    """Print what the last run changed."""
    with open_book(place) as book:
        found = changes_of_last(book)
        if as_json:
            record = [plain(change) for change in found]
            click.echo(json.dumps({"version": 1, "changes": record}, ensure_ascii=False, indent=2))
            return
        count = up = down = 0
        for change in found:
            count += 1
            up += change.after.score > change.before.score
            down += change.after.score < change.before.score
            for line in lines_of(change):
                click.echo(printable(line))
        said = ngettext(
            "{n} verdict changed, {up} to more points, {down} to fewer",
            "{n} verdicts changed, {up} to more points, {down} to fewer",
            count,
            up=up,
            down=down,
        )
        click.echo(spoken(said if count else _("nothing changed")))


def changes_of_last(book: Gradebook) -> Iterator[Change]:
    """Yield what the last run changed, by student, and by exercise."""
    after = ""
    with book.transaction() as connection:
        runs = runs_of_last(connection)
    while runs:
        with book.transaction() as connection:
            names = touched(connection, runs, after, PAGE)
            page = changes(connection, runs, names)
        yield from (change for change in page if change.before.score != change.after.score or moved(change))
        if not names:
            return
        after = names[-1]


def moved(change: Change) -> list[Moved]:
    """Return the tests that say something else, in the order of the newer suite, then those that it lost."""
    before, after = ({t.id: t for t in r.tests} for r in (change.before, change.after))
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if said(old) == said(new):
            continue
        shown = new or old
        assert shown is not None
        found.append(Moved(name, shown.title, old, new))
    return found


def said(test: TestResult | None) -> tuple[Any, ...] | None:
    """Return what counts of a test for a comparison."""
    return None if test is None else (test.outcome, test.points, test.max_points, test.misconception)


def lines_of(change: Change) -> Iterator[str]:
    """Yield a change as lines of text."""
    points = _(
        "{before} → {after} of {most}",
        before=number(change.before.score),
        after=number(change.after.score),
        most=number(change.after.max_score),
    )
    why = _("new files") if change.resubmitted else _("same files")
    yield f"{change.student}  {change.slug}  {spoken(points)}  ({spoken(why)})"
    for test in moved(change):
        yield f"    {test.test}: {state_of(test.before)} → {state_of(test.after)}  {title_of(test)}"


def title_of(moved: Moved) -> str:
    """Return a test's title in the language of this process."""
    test = moved.after or moved.before
    return (test.title_zh if test is not None and language() == "zh-CN" else "") or moved.title


def state_of(test: TestResult | None) -> str:
    """Return outcome and points of a test in words."""
    if test is None:
        return spoken(_("not there"))
    return f"{spoken(OUTCOMES[test.outcome])} {number(test.points)}/{number(test.max_points)}"


def plain(change: Change) -> dict[str, Any]:
    """Return a change as plain data."""
    return {
        "student": change.student,
        "slug": change.slug,
        "resubmitted": change.resubmitted,
        "before": {"score": change.before.score, "max_score": change.before.max_score},
        "after": {"score": change.after.score, "max_score": change.after.max_score},
        "tests": [
            {
                "id": test.test,
                "title": test.title,
                **{
                    side: None if t is None else {"outcome": t.outcome, "points": t.points, "max_points": t.max_points}
                    for side, t in (("before", test.before), ("after", test.after))
                },
            }
            for test in moved(change)
        ],
    }


@command_called("diff", _("Print what the last run changed, for whom, test by test."))
@book_options
@option("--json", "as_json", is_flag=True, help=_("Print the changes as JSON."))
def command(out: Path | None, gradebook: str | None, course: Path | None, as_json: bool) -> None:
    """Run the command."""
    print_diff(Place(out, gradebook, course), as_json)

"""The class as Canvas's gradebook imports it.

Its guide "How do I import grades in the Gradebook?" describes the file: the first columns are Canvas's own, a line of
maxima follows the headings, and an assignment that Canvas knows is called ``Name (number)``. An empty cell leaves a
grade alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.report.exports.plain import cell, csv_line
from grader.report.exports.table import Table, points
from grader.report.standing import Standing, by_name
from grader.result import Result
from grader.text import number

FIRST = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
"""Canvas's own columns, in its order; which of them it exports depends on the school."""

USUAL = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""Those that Canvas's import always has."""


def canvas_lines(results: Iterable[Result], standing: Standing, table: Table) -> Iterator[str]:
    """Yield the lines of Canvas's import.

    Points are scaled to what Canvas takes the assignment for, where its file says so. Who is not in the file is named
    as here, also as the login.
    """
    head = standing.columns()
    own = [name for name in FIRST if name in USUAL or name in table.headings]
    called = [table.column(column) for column in head]
    worth = [table.most.get(name, column.max_score) for name, column in zip(called, head, strict=True)]
    scales = [w / column.max_score if column.max_score else 1.0 for w, column in zip(worth, head, strict=True)]
    yield csv_line([*own, *map(cell, called)])
    yield csv_line(["Points Possible", *[""] * (len(own) - 1), *map(number, worth)])
    for result in by_name(results):
        line = table.lines.get(result.student, {"SIS Login ID": result.student})
        first = [cell(line.get(name, result.student if name == "Student" else "")) for name in own]
        yield csv_line([*first, *(points(result, c.slug, s) for c, s in zip(head, scales, strict=True))])

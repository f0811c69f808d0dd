"""The class as a table with the columns of Gradescope's export of grades: people, points, total and maximum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.report.exports.plain import cell, csv_line
from grader.report.exports.table import Table, points
from grader.report.standing import Standing, by_name, is_final, is_unread
from grader.result import Result
from grader.text import number

PEOPLE = ("First Name", "Last Name", "SID", "Email")


def gradescope_lines(results: Iterable[Result], standing: Standing, table: Table) -> Iterator[str]:
    """Yield a heading and one line a student. Who is not in the file has their name as first name."""
    head = standing.columns()
    yield csv_line([*PEOPLE, *(cell(table.column(c)) for c in head), "Total Score", "Max Points"])
    for result in by_name(results):
        line = table.lines.get(result.student, {"First Name": result.student})
        own = [cell(line.get(table.having([name]) or name, "")) for name in PEOPLE]
        total = number(result.score) if is_final(result) else ""
        most = "" if is_unread(result) else number(result.max_score)
        yield csv_line([*own, *(points(result, c.slug) for c in head), total, most])

"""The class as Moodle takes it: a grading worksheet of one assignment filled in, or columns for its import from CSV.

A worksheet is recognised by its columns. Moodle finds a person by ``Identifier``, takes ``Grade`` and the columns of
feedback, and leaves a grade alone that was changed after ``Last modified (grade)``: see its
mod/assign/feedback/offline/importgradeslib.php. All other columns stay as they were exported. The import from CSV maps
any column, and asks which one identifies a user.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.report.exports.plain import cell, csv_line, notes_on
from grader.report.exports.table import Table, points
from grader.report.judged import placed, rubric_line
from grader.report.standing import Column, Standing, by_name, exercise_of, is_final
from grader.result import Outcome, Result
from grader.text import number

IDENTIFIER = ("Identifier", "标识符", "编号")
GRADE = ("Grade", "成绩", "分数")
MOST = ("Maximum Grade", "最高分", "最高成绩", "满分")
OURS = "student"
"""The heading of the names in SUBMISSIONS, in a table of one's own. Moodle knows nothing of them."""

COMMENTS = ("Feedback comments", "反馈评语", "反馈意见", "评语")


def moodle_lines(results: Iterable[Result], standing: Standing, table: Table, lang: str = "en") -> Iterator[str]:
    """Yield the lines of the worksheet that ``table`` is, or of a table for the import from CSV.

    In a worksheet the grade is the sum over the exercises of ``standing``, scaled to the assignment's maximum; a person
    without a final result keeps an empty cell, which leaves the grade alone.
    """
    head = standing.columns()
    grade = table.having(GRADE)
    if table.having(IDENTIFIER) is not None and grade is not None:
        yield from _worksheet(results, head, table, grade, lang)
        return
    own = list(table.headings) or ["Username"]
    called = [table.column(column) for column in head]
    own = [heading for heading in own if heading not in called and heading != OURS]
    yield csv_line([*map(cell, own), *map(cell, called)])
    for result in by_name(results):
        line = table.lines.get(result.student, {own[0]: result.student})
        yield csv_line([*(cell(line.get(name, "")) for name in own), *(points(result, c.slug) for c in head)])


def _worksheet(results: Iterable[Result], head: Sequence[Column], table: Table, grade: str, lang: str) -> Iterator[str]:
    most, comments = table.having(MOST), table.having(COMMENTS)
    yield csv_line(table.headings)
    for result in by_name(results):
        line = table.lines.get(result.student)
        if line is None:  # Moodle knows nobody by that name
            continue
        filled = dict(line)
        filled[grade] = _grade(result, head, line.get(most, "") if most else "")
        if comments is not None:
            filled[comments] = _comment(result, head, lang)
        yield csv_line([filled.get(heading, "") for heading in table.headings])


def _grade(result: Result, head: Sequence[Column], most: str) -> str:
    found = [exercise_of(result, column.slug) for column in head]
    decided = [one for one in found if one is not None and one.outcome is not Outcome.GRADER_ERROR]
    if not is_final(result) or len(decided) < len(found):
        return ""
    earned, possible = sum(one.score for one in decided), sum(column.max_score for column in head)
    try:
        worth = float(most)
    except ValueError:
        worth = possible
    return f"{earned * worth / possible if possible else 0.0:.2f}"


def _comment(result: Result, head: Sequence[Column], lang: str) -> str:
    """Return points by exercise, what a person judged, and the notes, in one line."""
    each: Mapping[str, str] = {
        f"{column.number} {column.title or column.module}": f"{number(one.score)}/{number(one.max_score)}"
        for column in head
        if (one := exercise_of(result, column.slug)) is not None and one.outcome is not Outcome.GRADER_ERROR
    }
    parts = [f"{name}: {earned}" for name, earned in each.items()]
    for column in head:
        if (one := exercise_of(result, column.slug)) is not None:
            said = [*map(rubric_line, one.rubric), *map(placed, one.comments)]
            parts += [f"{column.number} {cell(part.told(lang))}" for part in said]
    notes = notes_on(result, lang)
    return "; ".join([*parts, *([notes] if notes else [])])

"""The class as CSV, for spreadsheets and for a learning platform's import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from grader.exercises.exercise import Exercise
from grader.language import _, joined, listed
from grader.report.shown import in_words
from grader.report.standing import Column, Standing, by_name, exercise_of, is_final, is_unread
from grader.result import Outcome, Result
from grader.text import number, printable

NOTES = 40
"""Notes in one cell: a handful is usual, an exercise may give one or two each."""

# What makes a spreadsheet read a cell as a formula; East Asian versions take the full-width forms too.
_FORMULA = tuple("=+-@\t\n＝＋－＠")


def gradebook_csv(results: Iterable[Result], exercises: Sequence[Exercise], lang: str = "en") -> str:
    """Return the lines of ``gradebook_lines`` as one text."""
    return "".join(gradebook_lines(results, Standing.of(results, exercises), lang))


def gradebook_lines(results: Iterable[Result], standing: Standing, lang: str = "en") -> Iterator[str]:
    """Yield a heading and one line a student: name, scores by exercise, total, maximum, outcomes by exercise, notes.

    A cell for which nothing was decided is empty, never 0: an exercise that was not graded, a grader error, and the
    total of a result that has one. The heading and the outcomes are for programs, and the same in every language; the
    notes are in ``lang``. Lines end as RFC 4180 wants them, so write the text with ``newline=""``.
    """
    head = standing.columns()
    slugs = [cell(c.slug) for c in head]
    yield csv_line(["student", *slugs, "total", "max", *(f"{s} outcome" for s in slugs), "notes"])
    for result in by_name(results):
        yield csv_line(_row(result, head, lang))


def csv_line(cells: Sequence[str]) -> str:
    """Return one line of CSV."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def cell(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet takes for a formula: one that might be gets an apostrophe."""
    clean = printable(text)
    return f"'{clean}" if clean.startswith(_FORMULA) or clean.lstrip().startswith(_FORMULA) else clean


def _row(result: Result, head: Sequence[Column], lang: str) -> list[str]:
    found = [exercise_of(result, c.slug) for c in head]
    scores = [number(e.score) if e is not None and e.outcome is not Outcome.GRADER_ERROR else "" for e in found]
    outcomes = [e.outcome.value if e is not None else "" for e in found]
    total = number(result.score) if is_final(result) else ""
    most = "" if is_unread(result) else number(result.max_score)
    return [cell(result.student), *scores, total, most, *outcomes, cell(notes_on(result, lang))]


def notes_on(result: Result, lang: str) -> str:
    """Return what a teacher should know of a result, in one line: problems, lateness, overrides, guesses, attempts."""
    failed = [e.slug for e in result.exercises if e.outcome is Outcome.GRADER_ERROR]
    notes = [in_words(result.problem, result.problem_zh, lang)] if result.problem else []
    if failed:
        notes.append(_("no total, the grader failed in {names}", names=listed(failed)))
    notes += [in_words(note, zh, lang) for note, zh in zip_longest(result.notes, result.notes_zh, fillvalue="")]
    return joined(_("; "), notes[:NOTES]).told(lang)

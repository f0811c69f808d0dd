"""Reading the CSV file in which a teacher wrote points and comments for a class."""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.gradebook.cells import cells_of
from grader.language import Message, _, listed
from grader.records import did_you_mean, read_text
from grader.run.aloud import say

COLUMNS = ("student", "exercise", "points", "reason", "test", "rubric", "comment", "line")

STDIN = "-"
"""The name of a file that is read from standard input."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file.

    Attributes:
        line: on which it begins, from 1.
        cells: by column; every one of ``COLUMNS`` is there, empty where the file has none.
    """

    line: int
    cells: Mapping[str, str]


def read_rows(source: str) -> list[Row]:
    """Return the rows of a file; ``STDIN`` is what this process is given.

    Raises:
        UsageError: it cannot be read, is not CSV, lacks a column or has no row.
    """
    name, text = _text_of(source)
    try:
        table = cells_of(text)
    except csv.Error as error:
        raise UsageError(_("{path} is not readable CSV: {why}", path=name, why=error)) from None
    headings = [_heading(cell) for cell in table[0][1]] if table else []
    _require_columns(name, headings)
    if len(table) == 1:
        raise UsageError(_("{path} has no rows below its headings: there is nothing to take in", path=name))
    wrong = [
        _("{path}, line {line}: {fault}", path=name, line=line, fault=_too_wide(cells, headings))
        for line, cells in table[1:]
        if any(cells[len(headings) :])
    ]
    if wrong:
        raise refused(name, wrong, len(table) - 1)
    empty = dict.fromkeys(COLUMNS, "")
    return [
        Row(line, empty | {h: c for h, c in zip(headings, cells, strict=False) if h in empty})
        for line, cells in table[1:]
    ]


def _text_of(source: str) -> tuple[str, str]:
    if source != STDIN:
        try:
            return source, read_text(Path(source), UsageError)
        except (FileNotFoundError, ValueError):  # a path with a NUL in it is a ValueError
            raise UsageError(_("{path} does not exist; --from wants a CSV file", path=source)) from None
    name = _("standard input")
    try:
        return name, sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise UsageError(
            _("{path} is not in UTF-8 (line {line}): save it with the encoding UTF-8", path=name, line=line)
        ) from None


def _heading(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().split())


def _require_columns(name: str, headings: Sequence[str]) -> None:
    """Check the headings, and say which columns are not read.

    Raises:
        UsageError: one that is needed is missing, is there twice, or seems to be misspelt.
    """
    missing = [column for column in COLUMNS[:2] if column not in headings]
    if missing or not {"points", "comment"} & set(headings):
        raise UsageError(
            _(
                "{path} needs the columns student, exercise, and points or comment; it has {headings}",
                path=name,
                headings=listed([h for h in headings if h] or ["-"]),
            )
        )
    for column in COLUMNS:
        if headings.count(column) > 1:
            raise UsageError(_("{path} has the column {column} twice: take one out", path=name, column=column))
    others = [heading for heading in headings if heading and heading not in COLUMNS]
    for heading in others:
        if near := did_you_mean(heading, [column for column in COLUMNS if column not in headings]):
            raise UsageError(_("{path} has a column {column}{near}", path=name, column=repr(heading), near=near))
    if others:
        say([_("not read of {path}: the columns {names}", path=name, names=listed(others))])


def _too_wide(cells: Sequence[str], headings: Sequence[str]) -> Message:
    return _(
        "it has {n} cells and there are {most} headings: put a text that holds the separator in quotes",
        n=len(cells),
        most=len(headings),
    )


def refused(source: str, wrong: Sequence[Message], rows: int) -> UsageError:
    """Return the error of a file with wrong rows, and tell each of them on stderr.

    Args:
        source: what the file is called.
        wrong: what is wrong, with its line.
        rows: how many rows there are.
    """
    say(wrong)
    return UsageError(
        _(
            "{path}: nothing was written, since {n} of its {rows} rows are wrong: mend the lines that are named above",
            path=source,
            n=len(wrong),
            rows=rows,
        )
    )

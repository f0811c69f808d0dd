"""The cells of a CSV file, as spreadsheets in any language write it."""

from __future__ import annotations

import csv
import io
import unicodedata


def cells_of(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file: the line on which each begins, and its cells without blanks around them.

    Rows of empty cells are left out. The first line decides what separates the cells: spreadsheets in some languages
    write semicolons or tabs.

    Raises:
        csv.Error: it is not CSV.
    """
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = []
    line = 1
    for row in rows:
        cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
        if any(cells):
            found.append((line, cells))
        line = rows.line_num + 1
    return found

"""How much a submission may be, and what happens to one that is more."""

from __future__ import annotations

import unicodedata

from grader.errors import StudentFault

MIB = 1024 * 1024

FILES = 200
"""Files in a submission. A whole course is some twenty modules; ten times that leaves room for helpers and data."""

FILE = 2 * MIB
"""Bytes in a file. A module of a lesson is under 50 KB; two megabytes allow for a small table beside it."""

TOTAL = 16 * MIB
"""Bytes in a submission, notebooks apart: eight files of the largest kind, and what the judge holds at a time."""

NOTEBOOK = 10 * MIB
"""Bytes in a notebook. Its outputs weigh, not its code: a figure is about 50 KB, so this is two hundred of them."""

NOTEBOOKS = 4 * NOTEBOOK
"""Bytes in all notebooks of a submission, read only to be reduced to their code."""

NOTEBOOK_CODE = 256 * 1024
"""Characters of code in a notebook. The judge parses it, at some 250 bytes of memory for one of text."""

NOTEBOOK_PARTS = 3_000
"""Cells in a notebook, and statements outside functions plus functions. A long one has a tenth of either. The time that
Python takes to compile functions grows with the square of their number if they are alike."""

LOOKED_AT = 5_000
"""Directory entries looked at in a submission, dropped ones included, so that the walk ends whatever it meets."""

LISTING = MIB
"""Bytes of a zip's list of contents, some ten thousand names, so that the list is no bomb either."""

NAME = 255
"""Bytes in one part of a path, as file systems have it."""

PATH = 1024
"""Bytes in a relative path: a quarter of Linux's limit, which leaves room for the folder that it is written into."""

NOTES = 20
"""Notes kept for one submission; more are counted, not listed."""


class Refused(StudentFault):
    """A submission that is not taken. ``str()`` says why, for its owner."""


class Unusable(Refused):
    """A file that is not taken, which only matters if it is wanted. ``str()`` says why and lacks the file's name."""


def mib(size: int) -> str:
    """Return ``size`` bytes as text in MiB."""
    return f"{size / MIB:g} MiB"


def shown(text: str, most: int = 80) -> str:
    """Return ``text`` on one line and fit for any terminal or file: no control characters, at most ``most`` characters.

    A student chooses names and code; a problem or a note that quotes them must not carry escape sequences along.
    """
    text = "".join("?" if unicodedata.category(c)[0] == "C" else c for c in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"

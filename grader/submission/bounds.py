"""How much a submission may be, and what happens to one that is more."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import StudentFault
from grader.language import Message, _, joined, ngettext
from grader.text import is_visible

MIB = 1024 * 1024

FILES = 200
"""Files in a submission. A whole course is some twenty modules; ten times that leaves room for helpers and data."""

FILE = 2 * MIB
"""Bytes in a file. A module of a lesson is under 50 KB; two megabytes allow for a small table beside it."""

TOTAL = 16 * MIB
"""Bytes in a submission, notebooks apart: eight files of the largest kind, and what the judge holds at a time."""

WITH_EACH = 64 * MIB
"""Bytes in the files of all exercises, where a file that goes along with several counts for each. Each exercise is
packed, kept and sent with its own copy, and packing takes a second for about 30 MiB. A table of two megabytes that lies
beside fifteen modules is half of this."""

DEPTH = 16
"""Folders inside one another, from the top of what was handed in. Two may wrap the work and one is the exercise's; a
package of helpers has two or three. Every worker sets the folders up and clears them, one by one."""

FOLDERS = FILES
"""Folders that hold files, or folders with files: no more than there may be files. Setting one up costs as much."""

NOTEBOOK = 10 * MIB
"""Bytes in a notebook. Its outputs weigh, not its code: a figure is about 50 KB, so this is two hundred of them."""

NOTEBOOKS = 4 * NOTEBOOK
"""Bytes in all notebooks of a submission, read only to be reduced to their code."""

NOTEBOOK_CODE = 256 * 1024
"""Characters of code in a notebook. The judge parses it, at some 250 bytes of memory for one of text."""

NOTEBOOK_PARTS = 3_000
"""Cells in a notebook, and statements outside functions plus functions. A long one has a tenth of either. The time that
Python takes to compile functions grows with the square of their number if they are alike."""

NOTEBOOK_COMPILED = 4 * NOTEBOOK_CODE
"""Statements in a notebook as they are compiled, where those of a ``finally`` count once for each way out of its
``try``, since Python repeats them there. Nested, twenty lines make a million. No notebook within ``NOTEBOOK_CODE`` has
a quarter of this without such repetition."""

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

NOTE = 400
"""Characters in a note or a problem: two names as ``shown`` leaves them, a line of code and a sentence are 300."""

LISTED = 5
"""Names that one note lists; more are counted."""


class Refused(StudentFault):
    """A submission that is not taken. ``str()`` says why, for its owner."""


class Unusable(Refused):
    """A file that is not taken, which only matters if it is wanted. ``str()`` says why and lacks the file's name."""


def mib(size: int) -> str:
    """Return ``size`` bytes as text in MiB."""
    return f"{size / MIB:g} MiB"


def shown(text: str, most: int = 80) -> str:
    """Return ``text`` on one line and fit for any terminal or file: nothing invisible, at most ``most`` characters.

    A student chooses names and code; a problem or a note that quotes them must not carry escape sequences along.
    """
    text = "".join(c if is_visible(c) else "?" for c in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def listed(names: Sequence[str], most: int = LISTED) -> Message:
    """Return the first of ``names`` as text, and how many more there are."""
    more = len(names) - most
    first = joined(_(", "), [shown(name) for name in names[:most]])
    return ngettext("{names} and {n} more", "{names} and {n} more", more, names=first) if more > 0 else first


def fit(note: str) -> str:
    """Return a note or a problem as it is, so that a message stays one, or bounded where it is too long."""
    bounded = shown(note, NOTE)
    return note if bounded == note else bounded


def bounded(notes: Sequence[str]) -> tuple[str, ...]:
    """Return ``notes``, each once, bounded in number and in length."""
    each = tuple(dict.fromkeys(map(fit, notes)))
    more = len(each) - NOTES
    if more <= 0:
        return each
    return (*each[:NOTES], ngettext("and {n} more of this kind", "and {n} more of this kind", more))

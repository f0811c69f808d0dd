"""Limits on the size of a submission, and the errors for submissions and files that exceed them."""

from __future__ import annotations

from collections.abc import Sequence

from grader.errors import StudentFault
from grader.language import Message, _, joined, ngettext
from grader.text import is_visible

MIB = 1024 * 1024

FILES = 200
"""Files in a submission. A whole course has about twenty modules. Ten times that leaves room for helpers and data."""

FILE = 2 * MIB
"""Bytes in a file. A module of a lesson has less than 50 KB. Two megabytes allow for a small data file beside it."""

TOTAL = 16 * MIB
"""Bytes in a submission without its notebooks: eight files of the maximum size. The judge holds this in memory."""

WITH_EACH = 64 * MIB
"""Bytes in the files of all exercises. A file that belongs to several exercises counts once for each, since each
exercise is packed, stored and sent with its own copy. A data file of two megabytes beside fifteen modules takes half of
this."""

DEPTH = 16
"""Nested folders, counted from the top of the entry. Two may wrap the work, one is the exercise's, and a package of
helpers has two or three. Every worker creates and removes each folder, so the number is limited."""

FOLDERS = FILES
"""Folders that hold files, directly or further down. Creating a folder costs as much as creating a file."""

NOTEBOOK = 10 * MIB
"""Bytes in a notebook. Most of them are outputs: a figure has about 50 KB, so this is room for two hundred figures."""

NOTEBOOK_WITH_OUTPUTS = 10 * NOTEBOOK
"""Bytes in a notebook before its outputs are left out, which is done only above ``NOTEBOOK``. Two thousand figures fit
into it, or an hour of training that prints each step. Going over it once takes half a second."""

NOTEBOOKS = 4 * NOTEBOOK
"""Bytes in all notebooks of a submission. This is more than ``TOTAL`` since only their code is kept."""

NOTEBOOK_CODE = 256 * 1024
"""Characters of code in a notebook. Parsing ordinary code takes about 250 bytes of memory for each character."""

NOTEBOOK_PARTS = 3_000
"""Cells in a notebook. The same limit holds for its functions plus the statements outside functions. A long notebook
has a tenth of either. Python's time to compile functions grows with the square of their number if they are alike."""

NOTEBOOK_COMPILED = 4 * NOTEBOOK_CODE
"""Bytes of code in a notebook after Python has repeated each ``finally`` block once for each exit from its ``try``.
With nesting, twenty lines become a million. ASCII code within ``NOTEBOOK_CODE`` has at most a quarter of this if
nothing is repeated."""

LOOKED_AT = 5_000
"""Directory entries that are looked at in a submission, including ignored ones, so that the walk always ends."""

LISTING = MIB
"""Bytes of a zip's list of contents: about ten thousand names. zipfile reads the whole list into memory."""

INFLATED = 256 * MIB
"""Bytes of a .tar.gz after inflating. Its members come one after another, so that what is left out has to be inflated,
too. This is five times what is kept of a submission, and takes about a second."""

NAME = 255
"""Bytes in one part of a path. File systems have the same limit."""

PATH = 1024
"""Bytes in a relative path: a quarter of Linux's limit. This leaves room for the path of the worker's folder."""

NOTES = 20
"""Notes that are kept for one submission. Further notes are only counted."""

NOTE = 400
"""Characters in a note or a problem. Two names as ``shown`` returns them, a line of code and a sentence are 300."""

LISTED = 5
"""Names that one note lists. Further names are only counted."""


class Refused(StudentFault):
    """The submission is not accepted. ``str()`` gives the reason, in words for the student."""


class Unusable(Refused):
    """One file is not accepted. This matters only if an exercise needs the file.

    ``str()`` gives the reason without the file's name, such as "is a symbolic link".
    """


def mib(size: int) -> str:
    """Return ``size`` bytes as text in MiB."""
    return f"{size / MIB:g} MiB"


def shown(text: str, most: int = 80) -> str:
    """Return ``text`` on one line, with invisible characters replaced by ``?``, cut to at most ``most`` characters.

    Students choose names and code. A note that quotes them must not contain escape sequences.
    """
    text = "".join(c if is_visible(c) else "?" for c in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def listed(names: Sequence[str], most: int = LISTED) -> Message:
    """Return the first ``most`` of ``names`` as text, followed by the number of the others."""
    more = len(names) - most
    first = joined(_(", "), [shown(name) for name in names[:most]])
    return ngettext("{names} and {n} more", "{names} and {n} more", more, names=first) if more > 0 else first


def fit(note: str) -> str:
    """Return a note or a problem as it is, so that a message stays one, or bounded where it is too long."""
    bounded = shown(note, NOTE)
    return note if bounded == note else bounded


def bounded(notes: Sequence[str]) -> tuple[str, ...]:
    """Return ``notes`` without repetitions, at most ``NOTES`` of them and each at most ``NOTE`` characters long."""
    each = tuple(dict.fromkeys(map(fit, notes)))
    more = len(each) - NOTES
    if more <= 0:
        return each
    return (*each[:NOTES], ngettext("and {n} more of this kind", "and {n} more of this kind", more))

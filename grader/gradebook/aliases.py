"""Names that say nothing about anybody, for judging without knowing whose work it is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from grader.gradebook.book import Gradebook

KEY = "alias"
"""Where the book remembers what the names are made with: they stay the same, and nobody without the book finds them."""

LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "bcdfghjkmnpqrstvwxz0123456789aeu")
"""Small letters and digits that are hard to take for others: no l, no o, no i."""


def aliases(book: Gradebook, students: Iterable[str]) -> dict[str, str]:
    """Return by student an alias such as ``k7q2-9dmx``.

    40 bits tell students apart: in a class of 10,000 two have the same with a chance of 5 in 100,000.
    """
    secret = book.recall(KEY)
    if secret is None:
        secret = secrets.token_hex(16)
        book.remember(KEY, secret)
    return {student: _alias(bytes.fromhex(secret), student) for student in students}


def by_alias(book: Gradebook) -> dict[str, str]:
    """Return by alias the students; nobody where no page without names was ever made."""
    if book.recall(KEY) is None:
        return {}
    return {alias: name for name, alias in aliases(book, book.students()).items()}


def _alias(secret: bytes, student: str) -> str:
    made = hmac.digest(secret, student.encode(), hashlib.sha256)[:5]
    text = base64.b32encode(made).decode("ascii").translate(LETTERS)
    return f"{text[:4]}-{text[4:]}"

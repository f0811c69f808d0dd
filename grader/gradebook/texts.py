"""Sentences as the book holds them: JSON, in which a message keeps its facts and is told in any language later.

A book that an older version wrote holds English sentences without facts. They are told as they were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from grader.language import from_plain, to_plain


def text_to_json(text: str) -> str:
    """Return a sentence for the book; an empty one stays empty, so that a question to the database can ask for it."""
    return _json(to_plain(text)) if text else ""


def text_from_json(kept: str) -> str:
    """Return a sentence from the book."""
    return from_plain(json.loads(kept)) if kept else ""


def texts_to_json(texts: Iterable[str]) -> str:
    """Return several sentences for the book."""
    return _json([to_plain(text) for text in texts])


def texts_from_json(kept: str) -> tuple[str, ...]:
    """Return several sentences from the book."""
    return tuple(from_plain(plain) for plain in json.loads(kept))


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False)

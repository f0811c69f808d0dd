"""Keys and values as text for messages."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from grader.text import printable

SHOWN = 60
"""Characters of a wrong value that a message shows. This is enough to find the value in the file."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def unknown(name: object, known: Collection[str]) -> str:
    """Return a message that there is no key ``name``. It suggests the most similar key, or lists all of them."""
    remedy = did_you_mean(str(name), known) or f"; known are {', '.join(sorted(known))}"
    return f"unknown key {value_text(name, repr)}{remedy}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question that suggests the most similar of ``known``, or an empty text if none is similar."""
    import difflib  # needed only if something is wrong

    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {value_text(near[0], repr)}?" if near else ""


def key_path(where: tuple[str | int, ...]) -> str:
    """Return a path as text, with keys as in the file and list items counted from 1: ``hints.relu no. 2, en``."""
    text = ""
    for part in where:
        if isinstance(part, int):
            text += f" no. {part + 1}"
        else:
            between = ", " if re.search(r" no\. \d+$", text) else "." if text else ""
            text += between + (part if _BARE.fullmatch(part) else value_text(part))
    return text


def value_text(value: object, write: Callable[[Any], str] | None = None) -> str:
    """Return a value as text of one line for a message, cut after ``SHOWN`` characters."""
    if isinstance(value, (Mapping, list)):
        return "a table" if isinstance(value, Mapping) else "a list"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**SHOWN:
        return "a huge number"
    if isinstance(value, float):
        return repr(value)  # TOML writes floats the same way, also inf and nan
    return printable((write or _quoted)(value), SHOWN)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

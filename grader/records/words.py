"""Keys and values as a message shows them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from grader.text import printable

SHOWN = 60
"""Characters of a wrong value that a message shows: enough to find it in the file, and the line stays one line."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def unknown(name: object, known: Collection[str]) -> str:
    """Return in words that there is no key ``name``, with the nearest one that there is, or else all of them."""
    remedy = did_you_mean(str(name), known) or f"; known are {', '.join(sorted(known))}"
    return f"unknown key {shown(name, repr)}{remedy}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of ``known`` was meant; empty where none is near."""
    import difflib  # only where something is wrong

    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {shown(near[0], repr)}?" if near else ""


def key_path(where: tuple[str | int, ...]) -> str:
    """Return keys as they stand in the file, and places in lists counted from 1: ``hints.relu no. 2, en``."""
    text = ""
    for part in where:
        if isinstance(part, int):
            text += f" no. {part + 1}"
        else:
            between = ", " if re.search(r" no\. \d+$", text) else "." if text else ""
            text += between + (part if _BARE.fullmatch(part) else shown(part))
    return text


def shown(value: object, write: Callable[[Any], str] | None = None) -> str:
    """Return a value for a message: in one line, and no more of it than ``SHOWN``."""
    if isinstance(value, (Mapping, list)):
        return "a table" if isinstance(value, Mapping) else "a list"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**SHOWN:
        return "a huge number"
    if isinstance(value, float):
        return repr(value)  # as TOML writes it, inf and nan too
    return printable((write or _quoted)(value), SHOWN)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

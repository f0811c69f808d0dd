"""Keys and values as a message shows them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from grader.language import Message, _, joined, listed
from grader.text import printable

SHOWN = 60
"""Characters of a wrong value that a message shows: enough to find it in the file, and the line stays one line."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def unknown(name: object, known: Collection[str]) -> Message:
    """Return in words that there is no key ``name``, with the nearest one that there is, or else all of them."""
    remedy = did_you_mean(str(name), known) or _("; known are {names}", names=listed(sorted(known)))
    return joined("", [_("unknown key {name}", name=shown(name, repr)), remedy])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question whether the nearest of ``known`` was meant; empty where none is near."""
    import difflib  # only where something is wrong

    near = difflib.get_close_matches(name, known, n=1)
    return _("; did you mean {name}?", name=shown(near[0], repr)) if near else ""


def key_path(where: tuple[str | int, ...]) -> str:
    """Return keys as they stand in the file, and places in lists counted from 1: ``hints.relu no. 2, en``."""
    text = ""
    for place, part in enumerate(where):
        if isinstance(part, int):
            text = _("{key} no. {number}", key=text, number=part + 1)
        else:
            name = part if _BARE.fullmatch(part) else shown(part)
            if place and isinstance(where[place - 1], int):
                text = _("{list}, {key}", list=text, key=name)
            else:
                text = joined(".", [text, name]) if text else name
    return text


def shown(value: object, write: Callable[[Any], str] | None = None) -> str:
    """Return a value for a message: in one line, and no more of it than ``SHOWN``."""
    if isinstance(value, (Mapping, list)):
        return _("a table") if isinstance(value, Mapping) else _("a list")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**SHOWN:
        return _("a huge number")
    if isinstance(value, float):
        return repr(value)  # as TOML writes it, inf and nan too
    return printable((write or _quoted)(value), SHOWN)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

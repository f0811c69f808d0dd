"""Keys and values as text for messages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from grader.language import Message, _, joined, listed
from grader.text import printable

SHOWN = 60
"""Characters of a wrong value that a message shows. This is enough to find the value in the file."""

_BARE = r"[A-Za-z0-9_-]+"


def unknown(name: object, known: Collection[str]) -> Message:
    """Return a message that there is no key ``name``. It suggests the most similar key, or lists all of them."""
    remedy = did_you_mean(str(name), known) or _("; known are {names}", names=listed(sorted(known)))
    return joined("", [_("unknown key {name}", name=value_text(name, repr)), remedy])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question that suggests the most similar of ``known``, or an empty text if none is similar."""
    import difflib  # needed only if something is wrong

    spelled = {one.lower(): one for one in known}  # `Softmax` is near to `softmax`, and `sgd` to `SGD`
    near = difflib.get_close_matches(name.lower(), spelled, n=1)
    return _("; did you mean {name}?", name=value_text(spelled[near[0]], repr)) if near else ""


def key_path(where: tuple[str | int, ...]) -> str:
    """Return a path as text, with keys as in the file and list items counted from 1: ``hints.relu no. 2, en``."""
    text = ""
    for place, part in enumerate(where):
        if isinstance(part, int):
            text = _("{key} no. {number}", key=text, number=part + 1)
        else:
            name = part if re.fullmatch(_BARE, part) else value_text(part)
            if place and isinstance(where[place - 1], int):
                text = _("{list}, {key}", list=text, key=name)
            else:
                text = joined(".", [text, name]) if text else name
    return text


def value_text(value: object, write: Callable[[Any], str] | None = None) -> str:
    """Return a value as text of one line for a message, cut after ``SHOWN`` characters."""
    if isinstance(value, (Mapping, list)):
        return _("a table") if isinstance(value, Mapping) else _("a list")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**SHOWN:
        return _("a huge number")
    if isinstance(value, float):
        return repr(value)  # TOML writes floats the same way, also inf and nan
    return printable((write or _quoted)(value), SHOWN)


def _quoted(value: object) -> str:
    import json  # needed only if something is wrong

    return json.dumps(value, ensure_ascii=False)

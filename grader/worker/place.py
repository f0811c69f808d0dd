"""Where a submission's exception was raised: the worker names a line, the judge looks it up in its own copy.

The worker may name any line, so the choice among them is a way to say something. It is bounded here: one line an
exception, of those that were handed in, not blank and no comment, and the first ``MOST`` of them. Whether a statement
begins there is not asked: parsing what a stranger wrote costs the judge more than it would narrow the choice, for the
stranger fills the lines as they like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grader.errors import Place

MOST = 1000
"""Lines that can be told, those of the exercise's own module first: ten bits. The longest reference has 76 lines,
and a notebook of a whole exercise a few hundred."""

WIDE = 160
"""Characters of a line that are quoted: a line of code has 120 at most in most styles."""

_LINE_END = re.compile(b"\r\n|\r|\n")
"""As Python counts lines; ``splitlines`` would count others too."""


def place_of(files: Mapping[str, bytes], module: str, said: list[Any]) -> Place | None:
    """Return the line that a worker names, or ``None`` where it is none that can be told.

    Args:
        files: the submission's files, by relative path, as they were handed in.
        module: the exercise's module, whose name is ours and not the student's.
        said: the file's path and the line's number, in the worker's words.
    """
    match said:
        case [str(name), int(number)] if type(number) is int and name in files and number > 0:
            pass
        case _:
            return None
    own = f"{module}.py"
    left = MOST
    for path in sorted((p for p in files if p.endswith(".py")), key=lambda p: (p != own, p)):
        lines = _LINE_END.split(files[path])
        if path == name:
            if number > len(lines) or not _told(lines[number - 1]):
                return None
            if sum(map(_told, lines[:number])) > left:
                return None
            source = lines[number - 1].decode("utf-8", "replace").strip()[:WIDE]
            if path == own:
                return Place(f"on line {number} of {own}", source)
            return Place(f"on line {number} of another of your files", f"{path}: {source}")
        left -= sum(map(_told, lines))
    return None


def _told(line: bytes) -> bool:
    """Whether there is something on a line that can raise an exception."""
    bare = line.strip()
    return bool(bare) and not bare.startswith(b"#")

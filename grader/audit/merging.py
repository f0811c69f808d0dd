"""Two wrong versions of one function put together: the changes of both, if they change different parts of it."""

from __future__ import annotations

import ast
import difflib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

_WORDS = re.compile(r"\n *|\w+| +|[^\w\s]")
"""What a change is made of: a line's end with the next one's indentation, a name or number, spaces, a sign."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with the changes of two others.

    Attributes:
        text: the text.
        lines: for each of the two, the lines that it changed, from 0.
    """

    text: str
    lines: tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True, order=True)
class _Change:
    """Words ``start`` to ``end`` (exclusive) of the right text, replaced by version 0 or 1."""

    start: int
    end: int
    version: int
    text: str


def merged(right: str, one: str, other: str) -> Merged | None:
    """Return the text of a function with the changes of two wrong versions.

    Args:
        right: the right function.
        one: a wrong version of it.
        other: another one.

    Returns:
        ``None`` if both change the same part, if one holds the changes of the other, or if no Python comes out.
    """
    words = _WORDS.findall(right)
    changes = sorted(c for number, text in enumerate((one, other)) for c in _changes(words, text, number))
    if any(later.start <= earlier.end for earlier, later in itertools.pairwise(changes) if _differ(earlier, later)):
        return None
    parts: list[str] = []
    lines: tuple[set[int], set[int]] = (set(), set())
    at = 0
    for change in changes:
        parts += ["".join(words[at : change.start]), change.text]
        end = "".join(parts).count("\n")
        lines[change.version].update(range(end - change.text.count("\n"), end + 1))
        at = change.end
    text = "".join([*parts, *words[at:]])
    try:
        ast.parse(dedent(text))
    except SyntaxError:
        return None
    return None if text in (one, other) else Merged(text, (frozenset(lines[0]), frozenset(lines[1])))


def _changes(words: list[str], text: str, version: int) -> Iterator[_Change]:
    theirs = _WORDS.findall(text)
    for tag, start, end, begin, stop in difflib.SequenceMatcher(None, words, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Change(start, end, version, "".join(theirs[begin:stop]))


def _differ(one: _Change, other: _Change) -> bool:
    return one.version != other.version

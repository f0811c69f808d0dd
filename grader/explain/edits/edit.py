"""An edit: one or two changed places of a student's file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number",
    "axis",
    "operand",
    "operator",
    "sign",
    "size",
    "factor",
    "comparison",
    "clip",
    "shift",
    "name",
    "call",
    "order",
    "copy",
    "bounds",
    "statement",
    "return",
    "random",
    "arguments",
    "missing",
    "near",
    "expression",
    "two",
]
"""What an edit changes. It decides the words that a student is told; see ``grader.explain.places``."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one place, or of two.

    Attributes:
        kind: what it changes; ``two`` if there are two places.
        line: the line of the change in the student's file, from 1.
        before: the changed text as it was; empty where something is added.
        after: the text in its place.
        source: the whole file with the change.
        second: the line of the second place; 0 if there is one.
    """

    kind: Kind
    line: int
    before: str
    after: str
    source: str
    second: int = 0

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of its places."""
        return (self.line, self.second) if self.second else (self.line,)

    def __str__(self) -> str:
        """Return what an instructor is told of it."""
        return f"{self.before} -> {self.after}".strip()

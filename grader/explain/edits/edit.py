"""An edit: one changed place of a student's file."""

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
]
"""What an edit changes. It decides the words that a student is told; see ``grader.explain.places``."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one place.

    Attributes:
        kind: what it changes.
        line: the line of the change in the student's file, from 1.
        before: the changed text as it was; empty where something is added.
        after: the text in its place.
        source: the whole file with the change.
    """

    kind: Kind
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        """Return what an instructor is told of it."""
        return f"{self.before} -> {self.after}".strip()

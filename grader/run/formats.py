"""The formats that a command can be asked for. What makes them is ``documents``, which most runs need not import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMS = ("junit", "github", "gitlab", "gradescope", "classroom50")

PUBLIC_FORMS = ("junit", "github", "gitlab")
"""Those that say something of work without points."""

OF_ONE = frozenset({"gradescope", "classroom50"})
"""Forms of one student's result: their platforms call a grader once for each submission."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was asked for.

    Attributes:
        form: one of ``FORMS``.
        path: where to; ``None`` for stdout.
    """

    form: str
    path: Path | None = None

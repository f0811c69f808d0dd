"""Flaws: the reference made wrong by the audit itself, in ways that no statement and no suite may forget.

``code`` holds the wrong code, one kind in a module; ``kinds`` says which function can have which flaw; ``targets`` are
the functions and methods. A flaw wraps one function of the reference, so the rest of the file is right.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

from grader.audit.asked import Examples
from grader.audit.flaws.kinds import KINDS
from grader.audit.flaws.targets import Target, targets

CODE = Path(__file__).with_name("code")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One function of a reference, made wrong.

    Attributes:
        kind: one of ``KINDS``.
        function: ``softmax`` or ``Affine.forward``.
        about: the parameter that it is about, in words; may be empty.
        source: the whole file.
    """

    kind: str
    function: str
    about: str
    source: str

    @property
    def name(self) -> str:
        """A name that no other flaw of the reference has."""
        return f"{self.kind}: {self.function}" + (f" ({self.about})" if self.about else "")


def flaws(reference: str, entry_points: Collection[str], examples: Examples) -> list[Flaw]:
    """Return every flaw that the functions and methods of a reference can have.

    Args:
        reference: its text.
        entry_points: the functions and classes that the statement asks for.
        examples: the calls of the tests.
    """
    return [
        Flaw(kind, target.name, about, with_flaw(reference, target, kind, options))
        for target in targets(reference, entry_points, examples)
        for kind, applies in KINDS.items()
        for about, options in applies(target)
    ]


def with_flaw(reference: str, target: Target, kind: str, options: tuple[Any, ...]) -> str:
    """Return the reference with one function wrapped."""
    given = ", ".join([target.name, *map(repr, options)])
    return f"{reference}\n\n{made_of(kind)}\n\n{target.name} = _{kind}()({given})\n"


@cache
def made_of(kind: str) -> str:
    """Return the definition of ``_KIND``, a function that returns the code's ``flawed``.

    Everything is within that function, so that it hides no name of the reference. A worker has nothing of grader:
    lines that import from it are left out, and what they import is written before.
    """
    texts = [(CODE / f"{name}.py").read_text(encoding="utf-8") for name in ("common", kind)]
    lines = [line for text in texts for line in text.splitlines() if not line.startswith("from grader.")]
    return f"def _{kind}():\n{indent(chr(10).join(lines), '    ')}\n\n    return flawed"

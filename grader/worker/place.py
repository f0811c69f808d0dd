"""Where a submission's exception was raised: the worker names a line, the judge looks it up in its own copy.

The worker may name any line, so the choice among them is a way to say something. It is bounded here: one line an
exception, of those that were handed in, not blank and no comment, and the first ``MOST`` of them. Whether a statement
begins there is not asked: parsing what a stranger wrote costs the judge more than it would narrow the choice, for the
stranger fills the lines as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from grader.errors import Place
from grader.language import _

MOST = 1000
"""Lines that can be told, those of the exercise's own module first: ten bits. The longest reference has 76 lines,
and a notebook of a whole exercise a few hundred."""

WIDE = 160
"""Characters of a line that are quoted: a line of code has 120 at most in most styles."""

LOOKED_AT = 50_000
"""Lines that are looked at for those: fifty for each, so that a file of nothing but line ends costs a tenth of a second
and not one. The longest notebook of a course has some thousand."""

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
"""A line as Python counts them; ``splitlines`` would count others too."""


class Places:
    """The lines of a submission that can be told, found once, when the first exception is told.

    Args:
        files: the submission's files, by relative path, as they were handed in.
        module: the exercise's module, whose name is ours and not the student's.
    """

    def __init__(self, files: Mapping[str, bytes], module: str) -> None:
        self._files = files
        self._own = f"{module}.py"

    def find(self, said: list[Any]) -> Place | None:
        """Return the line that a worker names, or ``None`` where it is none that can be told.

        Args:
            said: the file's path and the line's number, in the worker's words.
        """
        match said:
            case [str(path), int(number)] if type(number) is int and (line := self._lines.get((path, number))):
                source = line.decode("utf-8", "replace").strip()[:WIDE]
                if path == self._own:
                    return Place(_("on line {line} of {file}", line=number, file=self._own), source)
                return Place(_("on line {line} of another of your files", line=number), f"{path}: {source}")
        return None

    @cached_property
    def _lines(self) -> dict[tuple[str, int], bytes]:
        told = (at for at in islice(self._numbered(), LOOKED_AT) if _can_raise(at[1]))
        return dict(islice(told, MOST))

    def _numbered(self) -> Iterator[tuple[tuple[str, int], bytes]]:
        """Yield each line of each file with its place, those of the exercise's own module first."""
        for path in sorted((p for p in self._files if p.endswith(".py")), key=lambda p: (p != self._own, p)):
            for number, line in enumerate(_LINE.finditer(self._files[path]), 1):
                yield (path, number), line[1]


def _can_raise(line: bytes) -> bool:
    """Whether there is something on a line that can raise an exception."""
    bare = line.strip()
    return bool(bare) and not bare.startswith(b"#")

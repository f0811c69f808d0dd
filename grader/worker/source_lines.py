"""The line of a submission that raised an exception: the guest names it, the judge looks it up in its own copy.

The guest may name any line, so its choice carries information. The choice is bounded here: one line for each exception,
of the files that were handed in, neither blank nor a comment, and among the first ``MAX_LINES`` of them. It is not
checked whether a statement begins on the line. Parsing would cost the judge more than it would narrow the choice, since
the student decides what the lines hold.

The line of a module that was made from a notebook is told as the line of its cell. That follows from the line, so it
adds nothing to the choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from grader.errors import Place
from grader.language import _
from grader.submission.cell_lines import spot

MAX_LINES = 1000
"""Lines that can be named, those of the exercise's own module first: ten bits. The longest reference has 76 lines, and
a notebook of a whole exercise a few hundred."""

MAX_WIDTH = 160
"""Characters of a line that are quoted: a line of code has 120 at most in most styles."""

MAX_LINES_READ = 50_000
"""Lines that are read to find those: fifty for each. Without this bound a file of line ends alone would keep the judge
busy for long. The longest notebook of a course has some thousand lines."""

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
"""A line as Python counts them; ``splitlines`` would count others too."""


class SourceLines:
    """The lines of a submission that can be named. They are found when the first exception is reported.

    Args:
        files: the submission's files, by relative path, as they were handed in.
        module: the exercise's module, whose name is the judge's and not the student's.
    """

    def __init__(self, files: Mapping[str, bytes], module: str) -> None:
        self._files = files
        self._own = f"{module}.py"

    def find(self, said: list[Any]) -> Place | None:
        """Return the line that a guest names, or ``None`` if it is none that can be named.

        Args:
            said: the file's path and the line's number, as the guest says.
        """
        match said:
            case [str(path), int(number)] if type(number) is int and (line := self._lines.get((path, number))):
                source = line.decode("utf-8", "replace").strip()[:MAX_WIDTH]
                if path == self._own:
                    at = spot(self._files, path, number)
                    where = _("on line {line} of {file}", line=at.line, file=at.file)
                    return Place(where, source, path, at.line, at.cell)
                words = _("on line {line} of another of your files", line=number)
                return Place(words, f"{path}: {source}", path, number)
        return None

    @cached_property
    def _lines(self) -> dict[tuple[str, int], bytes]:
        with_code = (at for at in islice(self._numbered(), MAX_LINES_READ) if _can_raise(at[1]))
        return dict(islice(with_code, MAX_LINES))

    def _numbered(self) -> Iterator[tuple[tuple[str, int], bytes]]:
        """Yield path, number and text of each line of each file, those of the exercise's own module first."""
        for path in sorted((p for p in self._files if p.endswith(".py")), key=lambda p: (p != self._own, p)):
            for number, line in enumerate(_LINE.finditer(self._files[path]), 1):
                yield (path, number), line[1]


def _can_raise(line: bytes) -> bool:
    """Whether there is something on a line that can raise an exception."""
    bare = line.strip()
    return bool(bare) and not bare.startswith(b"#")

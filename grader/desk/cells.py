"""What the cells of a notebook have defined, as the code that public tests call."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from grader.desk.kernel import Kernel
from grader.errors import NotAttempted, Place, StudentFault, StudentRaised
from grader.language import Message, _


class Cells(Kernel):
    """A notebook's kernel: what is called is what its cells have defined.

    Args:
        names: the notebook's global variables.
        numbers: by the file that IPython says code is in, the number of the cell, as in ``In [3]``. A line of another
            file is told without it.

    Attributes:
        traceback: of what the code raised last in the running test, from the first line of a cell on.
    """

    def __init__(self, names: Mapping[str, Any], numbers: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self._names = names
        self._numbers = numbers or {}
        self.traceback = ""
        self.guest.module = _Module(names)

    def begin(self, seed: int, held: int = 0) -> None:
        """Begin a test: no handles, reseeded generators."""
        self.traceback = ""
        super().begin(seed, held)

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception of a cell's code means."""
        if isinstance(error, NotImplementedError):
            return NotAttempted(str(error) or _("not written yet"))
        own = [t for t in _each(error.__traceback__) if t.tb_frame.f_globals is self._names]
        if own:
            self.traceback = "".join(traceback.format_exception(error.with_traceback(own[0]), chain=False)).rstrip("\n")
        return StudentRaised(type(error).__name__, str(error), self._place(own[-1]) if own else None)

    def _place(self, at: TracebackType) -> Place:
        """Return the line of a cell."""
        file = at.tb_frame.f_code.co_filename
        source = linecache.getline(file, at.tb_lineno).strip()
        number = self._numbers.get(file)
        where: Message = _("on line {line} of its cell", line=at.tb_lineno)
        if number is not None:
            where = _("on line {line} of cell [{number}]", line=at.tb_lineno, number=number)
        return Place(where, source)


class _Module:
    """A notebook's names as the attributes of a module."""

    __name__ = "this notebook"

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None


def _each(at: TracebackType | None) -> list[TracebackType]:
    """Return a traceback's entries, the outermost first."""
    found = []
    while at is not None:
        found.append(at)
        at = at.tb_next
    return found

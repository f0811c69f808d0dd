"""What the cells of a notebook have defined, as the code that public tests call."""

from __future__ import annotations

import linecache
import math
import re
import traceback
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any

from grader.desk.captured import captured
from grader.desk.deadline import Deadline
from grader.desk.kernel import Kernel
from grader.errors import NotAttempted, Place, StudentFault, StudentRaised
from grader.exercises.exercise import Limits
from grader.language import Message, _
from grader.worker.messages import Reply

_STUB = re.compile(r"([A-Za-z_][\w.]*) is not written yet")
"""What a stub says."""


class Cells(Kernel):
    """A notebook's kernel: what is called is what its cells have defined.

    Args:
        names: the notebook's global variables.
        numbers: by the file that IPython says code is in, the number of the cell, as in ``In [3]``. A line of another
            file is told without it.
        deadline: ends calls that take longer than ``limits`` allow; without one nothing does, and what is printed
            goes where it goes. With one it is kept in ``output``.
        limits: the exercise's.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        numbers: Mapping[str, int] | None = None,
        deadline: Deadline | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(limits=limits, deadline=deadline)
        self._names = names
        self._numbers = numbers or {}
        self._late_at: Place | None = None
        self.guest.module = _Module(names)

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Answer a request.

        Raises:
            StudentFault: what the code did instead of answering.
        """
        self.refuse_if_spent()
        return super().request(message, timeout)

    def answer(self, message: list[Any], timeout: float) -> list[Any]:
        """Return the guest's answer within its time.

        Raises:
            TimedOut: it took longer.
        """
        if self.deadline is None:
            return super().answer(message, timeout)
        with captured(self.output), self.limited(timeout, _("this call"), self.called(message)):
            return super().answer(message, timeout)

    def stop(self) -> None:
        """End the running call, and let no other begin."""
        self.spent = math.inf
        if self.deadline is not None:
            self.deadline.end()

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception of a cell's code means."""
        if isinstance(error, NotImplementedError):
            stub = _STUB.fullmatch(str(error))
            if stub is not None:
                return NotAttempted(_("{name} is not written yet", name=stub[1]))
            return NotAttempted(_("not written yet"), quotation=str(error))
        own = [t for t in _each(error.__traceback__) if t.tb_frame.f_globals is self._names]
        if own:
            told = "".join(traceback.format_exception(error.with_traceback(own[0]), chain=False))
            self.traceback = self._in_cells(told.rstrip("\n"))
        place = self._place(own[-1].tb_frame, own[-1].tb_lineno) if own else None
        return StudentRaised(type(error).__name__, str(error), place)

    def late_at(self) -> str | None:
        """Return the line on which the last deadline passed, in words; ``None`` if it is not known."""
        return self._late_at.where if self._late_at else None

    def note_late(self, frame: FrameType | None) -> None:
        """Remember on which line of a cell a deadline passes."""
        while frame is not None and frame.f_globals is not self._names:
            frame = frame.f_back
        self._late_at = self._place(frame, frame.f_lineno) if frame is not None else None

    def _place(self, frame: FrameType, line: int) -> Place:
        """Return the line of a cell."""
        file = frame.f_code.co_filename
        source = linecache.getline(file, line).strip()
        number = self._numbers.get(file)
        where: Message = _("on line {line} of its cell", line=line)
        if number is not None:
            where = _("on line {line} of cell [{number}]", line=line, number=number)
        return Place(where, source)

    def _in_cells(self, told: str) -> str:
        """Return a traceback that names cells as notebooks do, in place of the files that IPython gives them."""

        def in_cell(found: re.Match[str]) -> str:
            number = self._numbers.get(found[1])
            return found[0] if number is None else f"  Cell In[{number}], line "

        return re.sub(r'^  File "(.*)", line ', in_cell, told, flags=re.MULTILINE)


class _Module:
    """A notebook's names as the attributes of a module."""

    __name__ = "this notebook"

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise NotAttempted(_("your notebook defines no {name}: run the cell that does", name=name)) from None


def _each(at: TracebackType | None) -> list[TracebackType]:
    """Return a traceback's entries, the outermost first."""
    found = []
    while at is not None:
        found.append(at)
        at = at.tb_next
    return found

"""A student's own file, run in this process: the same faults as in grading, with real tracebacks beside them."""

from __future__ import annotations

import contextlib
import linecache
import os
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from grader.desk.captured import captured
from grader.desk.deadline import Deadline
from grader.desk.kernel import NOT_ITS_OWN, Kernel
from grader.errors import NotAttempted, StudentFault, TimedOut
from grader.exercises.exercise import Exercise
from grader.guest.guest import reload_module
from grader.language import Message, _
from grader.submission.cell_lines import Spot, spot
from grader.worker.faults import ReportedExceptions
from grader.worker.messages import Reply

_CELL = "Code cell {cell}, line {line}"
"""How a line of a traceback begins: as in a notebook, which has "Cell In[3], line 2", and in English as all of it."""


class OwnCode(Kernel):
    """One exercise's file in a student's folder.

    Args:
        exercise: the exercise.
        folder: its folder.
        files: the student's files as grading would read them, by path relative to the folder.
        deadline: ends calls that take too long; without one nothing does.
        echoes: whether what is printed also goes where it would go without us. It is kept in ``output`` in any case.
    """

    def __init__(
        self,
        exercise: Exercise,
        folder: Path,
        files: Mapping[str, bytes],
        deadline: Deadline | None = None,
        *,
        echoes: bool = False,
    ) -> None:
        folder = folder.resolve()
        super().__init__(folder, folder.parent, exercise.limits, deadline)
        self.exercise = exercise
        self._folder = folder
        self._files = files
        self._late_at: Spot | None = None
        self._echoes = echoes
        self._exceptions = ReportedExceptions(files, exercise.module, numpy_only=exercise.template == "numpy")
        self._load_fault: StudentFault | None = None

    @property
    def is_unloadable(self) -> bool:  # type: ignore[override]
        """Whether the file could not be loaded, so that every test fails alike."""
        return self._load_fault is not None

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Answer a request; the file is loaded before the first.

        Raises:
            StudentFault: what the code did instead of answering.
        """
        if self._load_fault is not None:
            raise self._load_fault.with_traceback(None)
        self.refuse_if_spent()
        self._exceptions.note(message)
        if self.guest.module is None:
            self._load()
        return super().request(message, timeout)

    def answer(self, message: list[Any], timeout: float) -> list[Any]:
        """Return the guest's answer within its time."""
        with captured(self.output, echoes=self._echoes), self.limited(timeout, _("this call"), self.called(message)):
            return super().answer(message, timeout)

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception means, in the sentences of grading."""
        told = self.guest.error(error)
        _said, kind, kinds, text, _line = told
        fault = self._exceptions.fault(kind, kinds, text, self._line(error))
        if not isinstance(fault, NotAttempted):
            self.traceback = self._shown(error)
        return fault

    def _load(self) -> None:
        """Load the file.

        Raises:
            StudentFault: it cannot be loaded. It is not tried again.
        """
        name = self.exercise.module
        source = self._files.get(f"{name}.py")
        try:
            if source is None:
                raise NotImplementedError(f"there is no {name}.py")
            sys.path += [p for p in dict.fromkeys((str(self._folder), str(self._folder.parent))) if p not in sys.path]
            importing = _("importing {file}", file=f"{name}.py")
            with (
                captured(self.output, echoes=self._echoes),
                self.limited(self.limits.load_s, importing),
                self._no_arguments(),
            ):
                self._forget_siblings()
                lines = source.decode("utf-8", "replace").splitlines(keepends=True)
                linecache.cache[str(self._path)] = (len(source), None, lines, str(self._path))
                self.guest.module = reload_module(self._folder, name, source)
            self.guest.answer(["seed", self.seed])
        except StudentFault as fault:
            self._load_fault = fault
            raise
        except NOT_ITS_OWN:
            raise
        except BaseException as error:
            self._load_fault = self.fault_of(error)
            raise self._load_fault from error

    @contextlib.contextmanager
    def _no_arguments(self) -> Iterator[None]:
        """Let a script that reads its arguments find none: those of this process are ours."""
        before = sys.argv[:]
        sys.argv[:] = [str(self._path)]
        try:
            yield
        finally:
            sys.argv[:] = before

    def _forget_siblings(self) -> None:
        """Forget the student's other modules: one that has been edited is loaded again."""
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str) and self._name_of(file) in self._files:
                del sys.modules[name]

    def timed_out(self, said: Message) -> TimedOut:
        """Return the fault of a deadline that has passed; a library that the exercise does not need may be why."""
        return self._exceptions.timed_out(said)

    def late_at(self) -> str | None:
        """Return the line on which the last deadline passed, in words; ``None`` if it is not known."""
        at = self._late_at
        return _("it was on line {line} of {file}", line=at.line, file=at.file) if at else None

    def note_late(self, frame: FrameType | None) -> None:
        """Remember on which of the student's lines a deadline passes."""
        self._late_at = None
        while frame is not None and self._late_at is None:
            if (name := self._name_of(frame.f_code.co_filename)) in self._files:
                self._late_at = spot(self._files, name, frame.f_lineno)
            frame = frame.f_back

    @property
    def _path(self) -> Path:
        return self._folder / self.exercise.filename

    def _name_of(self, file: str) -> str:
        """Return the path of a file relative to the exercise's folder, as ``files`` has it."""
        try:
            return Path(os.path.relpath(file, self._folder)).as_posix()
        except ValueError:  # on Windows: another drive
            return ""

    def _line(self, error: BaseException) -> list[Any]:
        """Return file and number of the student's innermost line that an exception came by, as a guest reports them."""
        lines = [(frame.f_code.co_filename, number) for frame, number in traceback.walk_tb(error.__traceback__)]
        if isinstance(error, SyntaxError) and type(error.lineno) is int:
            lines.append((str(error.filename), error.lineno))
        own = [(name, number) for file, number in lines if (name := self._name_of(file)) in self._files]
        return [*own[-1]] if own else []

    def _shown(self, error: BaseException) -> str:
        """Return a traceback as Python shows it, from the student's first line on."""
        start: TracebackType | None = error.__traceback__
        while start is not None and self._name_of(start.tb_frame.f_code.co_filename) not in self._files:
            start = start.tb_next
        # a misspelt import or a syntax error in the file itself has no line of the student's above it
        lines = traceback.TracebackException(type(error), error, start, compact=True).format(chain=False)
        return self._in_cells("".join(lines).rstrip("\n"))

    def _in_cells(self, told: str) -> str:
        """Return a traceback with the lines of a notebook's cells in place of those of the module made from it."""

        def in_cell(found: re.Match[str]) -> str:
            at = spot(self._files, self.exercise.filename, int(found[1]))
            return found[0] if at.cell is None else f"  {_CELL.format(cell=at.cell, line=at.line)}"

        return re.sub(rf'^  File "{re.escape(str(self._path))}", line (\d+)', in_cell, told, flags=re.MULTILINE)

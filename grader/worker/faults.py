"""Faults: what an exception in a guest, or the end of its process, means for the submission.

The sentences are the judge's own. All words of a guest are marked as quotations.
"""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from grader.errors import NotAttempted, OutOfMemory, StudentFault, StudentRaised, TimedOut, WorkerEnded
from grader.language import Message, _, joined
from grader.submission.imports import Import, libraries_in, numpy_is_enough
from grader.text import quoted
from grader.worker.source_lines import SourceLines

NO_SPACE = f"[Errno {errno.ENOSPC}]"
"""How the text of the exception begins that a full file system raises."""

FILES_TOO_LARGE = _("it wrote too many or too large files")

OUT_OF_MEMORY = (b"MemoryError", b"bad_alloc", b"ResourceExhausted")
"""What Python, C++ and TensorFlow print when a process ends for lack of memory."""


class ReportedExceptions:
    """Turns the exceptions that a guest reports into faults.

    Args:
        files: the submission's files, by path relative to its folder.
        module: the module that is loaded.
        numpy_only: whether the exercise needs no other library than NumPy.
    """

    def __init__(self, files: Mapping[str, bytes], module: str, *, numpy_only: bool = False) -> None:
        self._files = files
        self._numpy_only = numpy_only
        self._module = module
        self._lines = SourceLines(files, module)
        self._names: list[str] = []  # names that were asked for in the submission's module, the last one last
        self._method = ""  # the method that the last request was for, if it was for one

    def note(self, message: list[Any]) -> None:
        """Note the names in a request. They come from the suite, so they may stand in the judge's sentences."""
        self._method = ""
        match message:
            case ["call" | "read" | "write", ["module", str(name)], *_]:
                self._names = [*(n for n in self._names if n != name), name]
            case ["call", _, [*_, ["attr", str(name)]], *_]:
                self._method = name

    def fault(self, kind: str, kinds: list[str], text: str, line: list[Any]) -> StudentFault:
        """Return the fault for an exception.

        Args:
            kind: name of its class, as the guest says; so are the rest.
            kinds: names of its class and of all base classes.
            text: its message.
            line: path and number of the line that raised it.
        """
        text = text[:2000]
        found = self._lines.find(line)
        if "NotImplementedError" in kinds:
            if (known := self._unwritten().get(text)) is not None:
                return NotAttempted(known)
            said = _("not written yet")
            if found:
                here = _("not written yet {where}", where=found.where)
                said = joined("\n", [here, quoted(found.source)])
            return NotAttempted(said, quotation=text)
        if "MemoryError" in kinds or "ResourceExhaustedError" in kinds:
            return OutOfMemory(_("it used more memory than it may"))
        advice = ""
        if found and "ImportError" in kinds:
            advice = next(
                (numpy_is_enough(one, self._files) for one in self._libraries if [one.path, one.line] == line), ""
            )
        return StudentRaised(kind[:100], text, found, advice)

    def timed_out(self, said: Message) -> TimedOut:
        """Return the fault of a deadline that has passed; ``said`` is the sentence about it.

        A library that the exercise does not need may be why, so the first one is named. It is found in the files before
        anything runs, so that the sentence tells nothing of what the submission was asked.
        """
        why = [numpy_is_enough(one, self._files) for one in self._libraries[:1]]
        return TimedOut(joined(_(": "), [said, *why]) if why else said)

    @cached_property
    def _libraries(self) -> tuple[Import, ...]:
        return libraries_in(self._files, self._module) if self._numpy_only else ()

    def _unwritten(self) -> dict[str, Message]:
        """Return what guests say of a missing name, and what stubs say, with names that the suite asked for."""
        file = f"{self._module}.py"
        told = [_("{file} defines no {name}", file=file, name=name) for name in self._names[-1:]]
        for name in self._names:
            parts = (name, f"{name}.__init__", f"{name}.{self._method}")
            told += [_("{name} is not written yet", name=part) for part in parts]
        return {str(said): said for said in [*told, _("there is no {file}", file=file)]}


def is_no_space(kinds: list[str], text: str) -> bool:
    """Whether a reported exception says that a file system is full."""
    return "OSError" in kinds and text.startswith(NO_SPACE)


def process_ended(
    status: int, printed: bytes, *, memory_mb: int, group_was_full: bool, files_full: bool
) -> StudentFault:
    """Return the fault of a process that ended instead of answering.

    Args:
        status: its wait status (``os.waitpid``).
        printed: the end of what it printed.
        memory_mb: MiB of memory that it may use.
        group_was_full: whether the kernel ended it because its control group had no memory left.
        files_full: whether its files took all the space that they may.
    """
    if group_was_full or any(sign in printed for sign in OUT_OF_MEMORY) or b"out of memory" in printed.lower():
        return OutOfMemory(_("it used more than {size} MiB of memory", size=memory_mb))
    if was_killed(status):
        return WorkerEnded(_("the program ended itself instead of answering"))
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return TimedOut(_("it used up its CPU time"))
        if number == signal.SIGBUS and files_full:  # it wrote to a mapped file for which there was no space
            return WorkerEnded(FILES_TOO_LARGE)
        return WorkerEnded(_("the program crashed instead of answering"), _("signal {number}", number=int(number)))
    exit_status = _("exit status {number}", number=os.WEXITSTATUS(status))
    return WorkerEnded(_("the program ended itself instead of answering"), exit_status)


def was_killed(status: int) -> bool:
    """Whether a process ended by SIGKILL, as its wait status says. The filter refuses it to the guest itself."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL

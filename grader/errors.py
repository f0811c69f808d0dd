"""Everything that can go wrong, in two families that share no base class.

Whose fault it is decides what happens to the points, so the two must never be caught by one ``except``::

    XorciseError              ours or the caller's: never turns into points or into a zero
    ├── UsageError            the caller's input: one line that says what, where and how to mend it; exit code 2
    │   ├── CatalogueError        an exercise that is missing, ambiguous or badly described
    │   └── DataError             a data set that is missing or not the one it claims to be
    └── GraderError           our side failed: outcome ``grader_error``, exit code 3
        ├── ContainmentError      a worker is less confined than was asked for
        ├── TemplateLost          the process that workers are forked from ended or hangs; a fresh one takes its place
        ├── DiskFilled            the disk was filled during grading, and not by files that this worker shows
        └── SuiteError            a suite that cannot be collected or whose points do not add up

    Interrupted               the run was ended from outside; exit code 130

    StudentFault              what a submission did; each knows its outcome
    ├── NotAttempted              the stub is still there, or nothing is
    ├── StudentRaised             an exception out of the student's code
    ├── WorkerEnded               the process ended in the middle of a call
    ├── TimedOut                  a deadline passed
    ├── OutOfMemory               the memory limit was reached
    ├── WireViolation             a malformed, oversized or unasked-for message
    └── Mismatch                  an answer other than the one asked for; carries expected, got and where
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

from grader.language import Message, _, joined
from grader.result import Outcome
from grader.text import continued, one_line, quoted

_PYTHON = """
ArithmeticError AssertionError AttributeError BaseException BufferError EOFError Exception FileExistsError
FileNotFoundError FloatingPointError GeneratorExit ImportError IndentationError IndexError IsADirectoryError
KeyboardInterrupt KeyError LookupError ModuleNotFoundError NameError NotADirectoryError OSError OverflowError
PermissionError RecursionError ReferenceError RuntimeError StopIteration SyntaxError SystemError SystemExit TabError
TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError
"""
_NUMPY = "AxisError LinAlgError"
_TENSORFLOW = """
AbortedError FailedPreconditionError InternalError InvalidArgumentError NotFoundError OperatorNotAllowedInGraphError
OutOfRangeError UnimplementedError UnknownError
"""

WELL_KNOWN = frozenset(f"{_PYTHON} {_NUMPY} {_TENSORFLOW}".split())
"""Names of exceptions that a student is told: of Python, NumPy and TensorFlow. Any other name is a text of the
submission's. A fixed list, so that what the choice among them can carry does not grow with a new Python."""

_REASONS = {
    errno.EACCES: _("Permission denied"),
    errno.EEXIST: _("File exists"),
    errno.EIO: _("Input/output error"),
    errno.EISDIR: _("Is a directory"),
    errno.EMFILE: _("Too many open files"),
    errno.ENAMETOOLONG: _("File name too long"),
    errno.ENOENT: _("No such file or directory"),
    errno.ENOMEM: _("Cannot allocate memory"),
    errno.ENOSPC: _("No space left on device"),
    errno.ENOTDIR: _("Not a directory"),
    errno.EPERM: _("Operation not permitted"),
    errno.EROFS: _("Read-only file system"),
}
"""What the system says of the faults that files have, in its own words."""


def reason(error: OSError) -> str:
    """Return why the system refused: a message for the faults that files have, else the system's English."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


class XorciseError(Exception):
    """A fault that is not the student's. Its argument is a message, so that it can be told in the reader's language."""

    @property
    def line(self) -> str:
        """What went wrong, in one line; ``str()`` is its English."""
        return self.args[0] if self.args else ""


class UsageError(XorciseError):
    """Bad usage or input. The message is one line: what, where, how to mend it."""


class CatalogueError(UsageError):
    """An exercise that is missing, ambiguous or badly described."""


class DataError(UsageError):
    """A data set that is missing or is not the one it claims to be."""


class GraderError(XorciseError):
    """The grader itself failed; that says nothing about the student's work."""


class ContainmentError(GraderError):
    """A worker is less confined than was asked for."""


class TemplateLost(GraderError):  # noqa: N818 - the house's way: the name says what happened
    """The process that workers are forked from ended or hangs. What it took with it is graded again."""


class SuiteError(GraderError):
    """A suite cannot be collected, or its points do not add up."""


class DiskFilled(GraderError):  # noqa: N818 - the house's way: the name says what happened
    """The disk was filled during grading, and not known by which process. What was being graded is graded again."""

    def __init__(self, message: str = _("the disk was filled while this was graded: grade again")) -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a submission's own files, from the judge's copy.

    Attributes:
        where: which line of which file, in words of ours.
        source: what stands there; the student's text.
        file: the file's path; chosen by the student, but for the exercise's own.
        line: the line, from 1; of a notebook, in the cell.
        cell: the number of the notebook's code cell, from 1; ``None`` of another file.
    """

    where: str
    source: str
    file: str = ""
    line: int = 0
    cell: int | None = None


class StudentFault(Exception):  # noqa: N818 - what a submission did, not an error of ours
    """Something that the submission did.

    ``summary`` is what a student may be told of a hidden test: words of ours from a small closed set, in which the
    submission chose nothing while it ran. ``message`` is the whole of it, for the instructor; ``str()`` is its English.

    Attributes:
        summary: one sentence in words of ours.
        detail: what belongs to it but was chosen by the submission, such as a size or a status; for the instructor.
        quotation: the submission's own words, such as the text of its exception; for the instructor.
    """

    outcome = Outcome.FAILED

    def __init__(self, summary: str, detail: str = "", quotation: str = "") -> None:
        super().__init__(summary, detail, quotation)
        self.summary = summary
        self.detail = detail
        self.quotation = quotation

    @property
    def message(self) -> str:
        """All that happened."""
        head = self.summary
        if self.detail:
            detail = self.detail if isinstance(self.detail, Message) else one_line(self.detail)
            head = joined(_(": "), [self.summary, detail])
        return joined("\n", [head, quoted(self.quotation)]) if self.quotation else head

    def __str__(self) -> str:
        return str(self.message)


class NotAttempted(StudentFault):
    """The stub is untouched: ``NotImplementedError``, or the function or file is not there."""

    outcome = Outcome.NOT_ATTEMPTED


class Interrupted(Exception):  # noqa: N818 - no error
    """Ctrl-C, or a scheduler's SIGTERM. ``str()`` says what was kept and how to go on."""


class StudentRaised(StudentFault):
    """An exception that left the student's code.

    Attributes:
        kind: the exception's class name, as the worker says.
        text: its message, bounded.
        place: the line of the student's own file, where the judge found it in its copy.
        advice: a sentence of ours about the line, or nothing.
    """

    outcome = Outcome.STUDENT_ERROR

    def __init__(self, kind: str, text: str, place: Place | None = None, advice: str = "") -> None:
        raised: str = _raised(kind, place)
        if advice:
            raised = joined(_(": "), [raised, advice])
        said = joined("\n", [raised, quoted(place.source)]) if place else raised
        super().__init__(said, quotation=f"{kind}: {text}" if text else kind)
        self.args = (kind, text, place, advice)
        self.kind = kind
        self.text = text
        self.place = place


def _raised(kind: str, place: Place | None) -> Message:
    """Return the sentence about an exception, which names a well-known one only."""
    if kind not in WELL_KNOWN:
        if place is None:
            return _("your code raised an exception of its own")
        return _("your code raised an exception of its own {where}", where=place.where)
    if place is not None:
        return _("your code raised {kind} {where}", kind=kind, where=place.where)
    if kind == "TypeError":  # most often Python's word for another number of arguments
        return _("your code raised TypeError: does it take the arguments that the statement names?")
    return _("your code raised {kind}", kind=kind)


class WorkerEnded(StudentFault):
    """The worker process ended in the middle of a call."""

    outcome = Outcome.STUDENT_ERROR


class TimedOut(StudentFault):
    """A deadline passed; the worker was killed."""

    outcome = Outcome.TIMED_OUT


class OutOfMemory(StudentFault):
    """The memory limit was reached."""

    outcome = Outcome.OUT_OF_MEMORY


class WireViolation(StudentFault):
    """A malformed, oversized or unasked-for message; the worker was killed."""

    outcome = Outcome.STUDENT_ERROR


class Mismatch(StudentFault, AssertionError):  # noqa: N818 - as above
    """An answer other than the one asked for.

    The parts stay apart so that a report decides what of them is shown: a hidden test never shows its inputs.

    Attributes:
        call: what was called, as text.
        expected: text of what was expected.
        got: text of what came back.
        where: the first place at which they differ.
    """

    def __init__(self, summary: str, call: str = "", expected: str = "", got: str = "", where: str = "") -> None:
        super().__init__(summary)
        self.args = (summary, call, expected, got, where)
        self.call = call
        self.expected = expected
        self.got = got
        self.where = where

    @property
    def message(self) -> str:
        """The sentence, then a line for each part with its label: docs/result-format.md."""
        parts = {"called": self.call, "expected": self.expected, "got": self.got, "where": self.where}
        facts = {n: text if isinstance(text, Message) else continued(text) for n, text in parts.items() if text}
        lines = [f"{name}: {{{name}}}" for name in facts]
        return Message("\n".join(["{summary}", *lines]), {"summary": self.summary, **facts}) if facts else self.summary

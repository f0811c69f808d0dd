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

    Interrupted               somebody ended the run; exit code 130

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

from dataclasses import dataclass

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


class XorciseError(Exception):
    """A fault that is not the student's."""


class UsageError(XorciseError):
    """Bad usage or input. The message is one line: what, where, how to mend it."""


class CatalogueError(UsageError):
    """An exercise that is missing, ambiguous or badly described."""


class DataError(UsageError):
    """A data set that is missing or is not the one it claims to be."""


class GraderError(XorciseError):
    """The grader itself failed; no verdict about the student follows from it."""


class ContainmentError(GraderError):
    """A worker is less confined than was asked for."""


class TemplateLost(GraderError):  # noqa: N818 - the house's way: the name says what happened
    """The process that workers are forked from ended or hangs. What it took with it is graded again."""


class SuiteError(GraderError):
    """A suite cannot be collected, or its points do not add up."""


class DiskFilled(GraderError):  # noqa: N818 - the house's way: the name says what happened
    """The disk was filled during grading, by whom nobody can tell. What was being graded is graded again."""

    def __init__(self) -> None:
        super().__init__("the disk was filled while this was graded: grade again")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a submission's own files, from the judge's copy.

    Attributes:
        where: which line of which file, in words of ours.
        source: what stands there; the student's text.
    """

    where: str
    source: str


class StudentFault(Exception):  # noqa: N818 - a verdict about a submission, not an error of ours
    """Something that the submission did.

    ``summary`` is what a student may be told of a hidden test: words of ours from a small closed set, in which the
    submission chose nothing. ``str()`` is the whole message, for the instructor.

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

    def __str__(self) -> str:
        head = f"{self.summary}: {one_line(self.detail)}" if self.detail else self.summary
        return f"{head}\n{quoted(self.quotation)}" if self.quotation else head


class NotAttempted(StudentFault):
    """The stub is untouched: ``NotImplementedError``, or the function or file is not there."""

    outcome = Outcome.NOT_ATTEMPTED


class Interrupted(Exception):  # noqa: N818 - nobody's error
    """Ctrl-C, or a scheduler's SIGTERM. ``str()`` says what was kept and how to go on."""


class StudentRaised(StudentFault):
    """An exception that left the student's code.

    Attributes:
        kind: the exception's class name, as the worker says.
        text: its message, bounded.
        place: the line of the student's own file, where the judge found it in its copy.
    """

    outcome = Outcome.STUDENT_ERROR

    def __init__(self, kind: str, text: str, place: Place | None = None) -> None:
        named = kind if kind in WELL_KNOWN else "an exception of its own"
        said = f"your code raised {named}" + (f" {place.where}" if place else "")
        if kind == "TypeError" and place is None:  # most often Python's word for another number of arguments
            said += ": does it take the arguments that the statement names?"
        source = f"\n{quoted(place.source)}" if place else ""
        super().__init__(said + source, quotation=f"{kind}: {text}" if text else kind)
        self.args = (kind, text, place)
        self.kind = kind
        self.text = text
        self.place = place


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

    def __str__(self) -> str:
        parts = [self.summary]
        for label, text in (
            ("called", self.call),
            ("expected", self.expected),
            ("got", self.got),
            ("where", self.where),
        ):
            if text:
                parts.append(f"{label}: {continued(text)}")
        return "\n".join(parts)

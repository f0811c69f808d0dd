"""Everything that can go wrong, in two families that share no base class.

Whose fault it is decides what happens to the points, so the two must never be caught by one ``except``::

    XorciseError              ours or the caller's: never turns into points or into a zero
    ├── UsageError            the caller's input: one line that says what, where and how to mend it; exit code 2
    │   ├── CatalogueError        an exercise that is missing, ambiguous or badly described
    │   └── DataError             a data set that is missing or not the one it claims to be
    └── GraderError           our side failed: outcome ``grader_error``, exit code 3
        ├── ContainmentError      a worker is less confined than was asked for
        ├── TemplateLost          the process that workers are forked from ended or hangs; a fresh one takes its place
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

from grader.outcome import Outcome


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


class StudentFault(Exception):  # noqa: N818 - a verdict about a submission, not an error of ours
    """Something that the submission did. ``str()`` is the sentence that a teacher reads."""

    outcome = Outcome.FAILED


class NotAttempted(StudentFault):
    """The stub is untouched: ``NotImplementedError``, or the function or file is not there."""

    outcome = Outcome.NOT_ATTEMPTED


class Interrupted(Exception):  # noqa: N818 - nobody's error
    """Ctrl-C, or a scheduler's SIGTERM. ``str()`` says what was kept and how to go on."""


class StudentRaised(StudentFault):
    """An exception that left the student's code.

    Attributes:
        kind: the exception's class name.
        text: its message, bounded.
        trace: lines of the student's own files, innermost last, bounded.
    """

    outcome = Outcome.STUDENT_ERROR

    def __init__(self, kind: str, text: str, trace: tuple[str, ...] = ()) -> None:
        super().__init__(kind, text, trace)
        self.kind = kind
        self.text = text
        self.trace = trace

    def __str__(self) -> str:
        where = f" ({self.trace[-1]})" if self.trace else ""
        return (
            f"your code raised {self.kind}: {self.text}{where}" if self.text else f"your code raised {self.kind}{where}"
        )


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
        summary: one sentence without any input or expected value.
        call: what was called, as text.
        expected: text of what was expected.
        got: text of what came back.
        where: the first place at which they differ.
    """

    def __init__(self, summary: str, call: str = "", expected: str = "", got: str = "", where: str = "") -> None:
        super().__init__(summary, call, expected, got, where)
        self.summary = summary
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
                parts.append(f"{label}: {text}")
        return "\n".join(parts)

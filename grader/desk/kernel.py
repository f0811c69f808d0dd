"""A worker's place, taken by the process that a test runs in: a student's own code at the student's own desk.

Nothing is confined here, and nothing gives points. Values pass through the same codec as on the wire, so a test sees
what it sees in grading: copies of arguments, plain data, handles.
"""

from __future__ import annotations

import bdb
import contextlib
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, cast

from grader.desk.deadline import Deadline, Overdue
from grader.errors import Mismatch, StudentFault, TimedOut
from grader.exercises.exercise import Limits
from grader.guest.guest import Guest, JudgeRaisedError
from grader.guest.wire import Callback, Codec, Ref
from grader.language import Message, _, joined
from grader.worker.messages import Reply

SEED = 0
"""Of every public test, as for ``xorcise check``."""

NOT_ITS_OWN: tuple[type[BaseException], ...] = (KeyboardInterrupt, GeneratorExit, bdb.BdbQuit)
"""What ends a test from outside: Ctrl-C, or ``quit`` in a debugger. The student's code did not raise it."""


AGAIN = 10
"""A function that ran out of time gets this part of its time when it is called again. So a person waits for an endless
loop once, not in each of five tests, and a function that is slow with one large input may still answer a small one."""


class Kernel:
    """Answers the requests of ``SubmissionProxy`` in this process.

    Args:
        folder: the folder of the code.
        above: the folder that holds all of a student's files, if it is not ``folder`` itself.
        limits: the seconds that calls may take.
        deadline: ends calls that take longer; without one nothing does.

    Attributes:
        output: what was printed in the running test, where it is kept.
        traceback: of what the code raised last in the running test, as Python shows it, from the student's first line
            on; empty if it raised nothing.
        spent: seconds that calls took so far, on the clock of deadlines.
    """

    generation = 0
    held = 0
    is_unloadable = False
    seed = SEED

    def __init__(
        self,
        folder: Path | None = None,
        above: Path | None = None,
        limits: Limits | None = None,
        deadline: Deadline | None = None,
    ) -> None:
        self.guest = _Guest(folder or Path(), above, self._call_back)
        self.limits = limits or Limits()
        self.output = bytearray()
        self.traceback = ""
        self.spent = 0.0
        self.deadline = deadline
        self._callbacks: list[Callable[..., Any]] = []
        self._late: set[Hashable] = set()

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Say what a suite sees of an object that stays with the code."""
        self._unhandle = unhandle
        self._codec = Codec(self._give, handle, self._no_callback, most=None)

    def begin(self, seed: int, held: int = 0) -> None:
        """Begin a test: no handles, reseeded generators, nothing printed."""
        self.seed = seed
        self.output.clear()
        self.traceback = ""
        self.guest.answer(["seed", seed])

    def end(self) -> None:
        """There is no process to end."""

    def finish(self) -> None:
        """There is no folder to look at."""

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Answer a request.

        Args:
            message: see ``Guest``.
            timeout: seconds that it may take.

        Raises:
            StudentFault: the code raised something.
        """
        self._callbacks = []
        try:
            answer = self.answer(message, timeout)
            match self._codec.unpack(self.guest.codec.pack(answer)):
                case ["value", value, changed]:
                    return Reply(value, dict(changed))
                case ["stop"]:
                    return Reply(stopped=True)
        except NOT_ITS_OWN:
            raise
        except StudentFault:
            raise
        except BaseException as error:  # whatever the code raises is an answer, also SystemExit
            raise self.fault_of(error) from error
        raise Mismatch(_("the answer cannot be read"))

    def answer(self, message: list[Any], timeout: float) -> list[Any]:
        """Return the guest's answer to a request that has passed through the codec."""
        return self.guest.answer(self.guest.codec.unpack(self._codec.pack(message)))

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception of the code means."""
        raise NotImplementedError

    def refuse_if_spent(self) -> None:
        """Refuse a request where the time for the whole exercise is used up.

        Raises:
            TimedOut: it is.
        """
        if self.spent >= self.limits.exercise_s:
            raise TimedOut(_("the time for the whole exercise was used up before"))

    @contextlib.contextmanager
    def limited(self, seconds: float, doing: Message, function: Hashable = None) -> Iterator[None]:
        """End what takes longer, if there is a deadline.

        Args:
            seconds: that it may take; less where the same function ran out of time before.
            doing: what it is, in words.
            function: what is called, if it is a function.

        Raises:
            TimedOut: it was ended.
        """
        if self.deadline is None:
            yield
            return
        if function in self._late:
            seconds /= AGAIN
        try:
            with self.deadline.within(min(seconds, self.limits.exercise_s - self.spent), self.note_late):
                yield
        except Overdue:
            self.deadline.stop()
            if function is not None:
                self._late.add(function)
            said = _("time ran out while {what} was running", what=doing)
            where = self.late_at()
            raise self.timed_out(joined(_(": "), [said, where]) if where else said) from None
        finally:
            self.spent += self.deadline.used

    @staticmethod
    def called(message: list[Any]) -> Hashable:
        """Return what a request calls: the names on the way to it; ``None`` if it calls nothing."""
        match message:
            case ["call", ["module", str(name)], steps, *_]:
                return (name, *map(str, steps))
            case ["call", _object, steps, *_] if steps:
                return tuple(map(str, steps))
        return None

    def note_late(self, frame: FrameType | None) -> None:
        """Remember on which of the student's lines a deadline passes."""
        raise NotImplementedError

    def late_at(self) -> str | None:
        """Return the line on which the last deadline passed, in words; ``None`` if it is not known."""
        raise NotImplementedError

    def timed_out(self, said: Message) -> TimedOut:
        """Return the fault of a deadline that has passed; ``said`` is the sentence about it."""
        return TimedOut(said)

    def _give(self, item: Any) -> Any:
        ref = self._unhandle(item)
        if ref is not None:
            return ref
        if callable(item):
            self._callbacks.append(item)
            return Callback(len(self._callbacks) - 1)
        raise TypeError(f"a test cannot hand over a {type(item).__name__}")

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a test's function for the code, with copies there and back, and the exceptions that a worker sees."""
        sent = self._codec.unpack(self.guest.codec.pack([list(args), kwargs]))
        try:
            value = self._callbacks[number](*sent[0], **sent[1])
        except (StudentFault, TypeError, ValueError):
            raise
        except Exception as error:
            raise JudgeRaisedError(str(error)) from error
        return self.guest.codec.unpack(self._codec.pack(value))

    def _no_callback(self, number: int) -> Any:
        raise TypeError("a function came back")


class _Guest(Guest):
    """The guest's protocol without a wire."""

    def __init__(
        self, folder: Path, above: Path | None, call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any]
    ) -> None:
        super().__init__(cast(Any, None), folder, above)
        self._call_back = call_back

    def answer(self, message: list[Any]) -> list[Any]:
        """Answer one message of the protocol."""
        return self._handle(message)

    def error(self, error: BaseException) -> list[Any]:
        """Return what is told of an exception, as on the wire."""
        return self._error(error)

    def _take_callback(self, number: int) -> Callable[..., Any]:
        return lambda *args, **kwargs: self._call_back(number, args, kwargs)

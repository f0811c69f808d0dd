"""A worker's place, taken by the process that a test runs in: a student's own code at the student's own desk.

Nothing is confined here, and nothing gives points. Values pass through the same codec as on the wire, so a test sees
what it sees in grading: copies of arguments, plain data, handles.
"""

from __future__ import annotations

import bdb
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from grader.errors import Mismatch, StudentFault
from grader.exercises.exercise import Limits
from grader.guest.guest import Guest, JudgeRaisedError
from grader.guest.wire import Callback, Codec, Ref
from grader.language import _
from grader.worker.messages import Reply

SEED = 0
"""Of every public test, as for ``xorcise check``."""

NOT_ITS_OWN: tuple[type[BaseException], ...] = (KeyboardInterrupt, GeneratorExit, bdb.BdbQuit)
"""What ends a test from outside: Ctrl-C, or ``quit`` in a debugger. The student's code did not raise it."""


class Kernel:
    """Answers the requests of ``SubmissionProxy`` in this process.

    Args:
        folder: the folder of the code.
        above: the folder that holds all of a student's files, if it is not ``folder`` itself.

    Attributes:
        raised: what the code raised last in the running test, or ``None``.
    """

    generation = 0
    limits = Limits()
    output: bytes | bytearray = b""
    held = 0
    is_unloadable = False
    seed = SEED
    raised: BaseException | None = None

    def __init__(self, folder: Path | None = None, above: Path | None = None) -> None:
        self.guest = _Guest(folder or Path(), above, self._call_back)
        self._callbacks: list[Callable[..., Any]] = []

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Say what a suite sees of an object that stays with the code."""
        self._unhandle = unhandle
        self._codec = Codec(self._give, handle, self._no_callback, most=None)

    def begin(self, seed: int, held: int = 0) -> None:
        """Begin a test: no handles, reseeded generators."""
        self.seed = seed
        self.raised = None
        self.guest.answer(["seed", seed])

    def end(self) -> None:
        """There is no process to end."""

    def finish(self) -> None:
        """There is no folder to look at."""

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Answer a request.

        Args:
            message: see ``Guest``.
            timeout: seconds that it may take; here nothing ends it, since the person at the desk can.

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
            self.raised = error
            raise self.fault_of(error) from error
        raise Mismatch(_("the answer cannot be read"))

    def answer(self, message: list[Any], timeout: float) -> list[Any]:
        """Return the guest's answer to a request that has passed through the codec."""
        return self.guest.answer(self.guest.codec.unpack(self._codec.pack(message)))

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception of the code means."""
        raise NotImplementedError

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

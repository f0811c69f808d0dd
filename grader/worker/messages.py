"""Messages between judge and guest: packed for the wire, and read within bounds of the judge's own memory.

A test's functions travel with a request as numbers. The guest calls them by number, and they run here, in the judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grader.errors import TemplateLost, WireViolation
from grader.guest.wire import MAX_FRAME, MAX_WEIGHT, Callback, Codec, Ref, TooHeavy, WireError, frame, pack_plain
from grader.language import _

MAX_HELD = 256 * 2**20
"""Bytes that all answers of one test together may take in the judge's memory, since the test may keep each of them. It
is five times MNIST's training images as bytes. The most that a test of any suite keeps is 3.5 MB, of the weights in 14.

It covers all that a test can keep of what a guest sent: values, changed arguments (``proxy.left_of`` returns those
very objects), handles, texts of exceptions. It does not cover the arguments of callbacks: they are dropped at once, and
what a transcript keeps of them is within ``transcript.MAX_KEPT``. It does not cover what was printed either, which is
within ``connection.MAX_OUTPUT``. Answers that a suite looks at in several tests (``student.once``) count in each later
one."""

CALLBACK_HEAD = b"\x94" + pack_plain(["callback"])[1:]
"""The first bytes of a callback. A guest that writes a callback in another way wants it weighed as an answer, of which
more is allowed. Such a message ends the process."""

MIN_ARGUMENTS = 2**20
"""Bytes of memory that the arguments of one callback may always take. Honest code gives x itself, a number, or a batch
of x moved up and down in each of its n elements. That batch is 2 n rows of n float64, so n may be 250. The largest x of
any suite has 12 elements; the largest grid of points that 13 asks for takes 13 kB.

The bound is small because what the function makes of the arguments is larger: booleans become floats of eight times
their size, and formulas make copies and broadcast."""

ARGUMENTS_OF_REQUEST = 4
"""If a request is larger than ``MIN_ARGUMENTS``, a callback's arguments may take this many times the request's size: x
in float64 though it was sent in float32, twice for a batch of x + h and x - h."""


@dataclass
class Reply:
    """What came back from one request.

    Attributes:
        value: the value.
        changed: the arguments that the student's code changed, by position or keyword.
        stopped: whether an iterator had no more.
    """

    value: Any = None
    changed: dict[int | str, Any] = field(default_factory=dict)
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class ArgumentsTooLarge:
    """A callback with arguments that take too much memory. The arguments were not made.

    Attributes:
        why: a sentence for the student's code.
    """

    why: str


class Messages:
    """Packs what a worker sends and reads what comes back.

    Attributes:
        held: bytes of memory that the answers of the running test take.
        functions: the functions that were sent with the running request, by number.
        calling: whether one of them is running now.
    """

    def __init__(self) -> None:
        self.held = 0
        self.functions: list[Callable[..., Any]] = []
        self.calling = False
        self._most_arguments = MIN_ARGUMENTS  # bytes that the arguments of one callback may take
        self.bind(lambda ref: ref, lambda value: value if isinstance(value, Ref) else None)

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Set how a suite sees an object that stays in the guest; see ``Worker.bind``."""
        self._unhandle = unhandle
        self._codec = Codec(self._give, handle, _refuse_function, most=MAX_WEIGHT)

    def pack_request(self, message: list[Any]) -> bytes:
        """Return the frame of a request, and keep the functions in it for ``call``.

        Raises:
            TypeError: something in it cannot be sent.
            WireError: it is too large.
        """
        self.functions = []
        try:
            payload = frame(self._codec.pack(message), MAX_FRAME)
        except Exception:
            self.functions = []
            raise
        self._most_arguments = max(MIN_ARGUMENTS, ARGUMENTS_OF_REQUEST * len(payload))
        return payload

    def pack_reply(self, reply: list[Any]) -> bytes:
        """Return the frame of what a callback returned or raised; an exception if the value cannot be sent."""
        try:
            return frame(self._codec.pack(reply), MAX_FRAME)
        except (WireError, TypeError) as error:
            return frame(self._codec.pack(["throw", "ValueError", str(error)[:500]]), MAX_FRAME)

    def forget_functions(self) -> None:
        """Drop the functions of the request that is over: a function of a suite may keep anything alive."""
        self.functions = []

    def read(self, data: bytearray) -> Any:
        """Return the message in ``data``. Unless it is a callback, its memory counts as held by the test.

        Arguments of a callback that are too large are a mistake that an honest loop can make. Such a message comes back
        as ``ArgumentsTooLarge``.

        Raises:
            WireViolation: the message is malformed, or takes too much memory, alone or with the test's other answers.
        """
        callback = bool(self.functions) and is_callback(data)
        most = min(self._most_arguments, MAX_WEIGHT) if callback else MAX_HELD - self.held
        try:
            message = self._codec.unpack(data, most)
        except TooHeavy as error:
            if callback:
                return ArgumentsTooLarge(
                    f"the function was called with too much: arguments may take {most:,} bytes together"
                )
            together = _("the answers of this test are too large together")
            why = together if most < MAX_WEIGHT else _("the answer is too large")
            raise WireViolation(why, str(error)) from None
        except WireError as error:
            raise WireViolation(_("the answer is not one"), str(error)) from None
        if not callback:
            self.held += self._codec.weight
            if type(message) is list and message[:1] == ["callback"]:
                raise WireViolation(_("the answer is not one that was asked for"))
        return message

    def call(self, number: int, args: list[Any], kwargs: dict[Any, Any]) -> list[Any]:
        """Call a function of the request; return the message that tells the guest what it returned or raised."""
        if not all(type(k) is str for k in kwargs):
            return ["throw", "TypeError", "keywords must be strings"]
        self.calling = True
        try:
            return ["reply", self.functions[number](*args, **kwargs)]
        except TemplateLost:
            raise
        except Exception as error:  # noqa: BLE001 - f of a wrong argument: the student's code sees the exception
            return ["throw", type(error).__name__, str(error)[:500]]
        finally:
            self.calling = False

    def _give(self, item: Any) -> Any:
        ref = self._unhandle(item)
        if ref is not None:
            return ref
        if callable(item):
            self.functions.append(item)
            return Callback(len(self.functions) - 1)
        raise TypeError(f"a suite cannot send a {type(item).__name__} to a guest")


def is_callback(data: bytearray) -> bool:
    """Whether a message begins as a callback does."""
    return data[: len(CALLBACK_HEAD)] == CALLBACK_HEAD


def is_change(item: Any) -> bool:
    """Whether ``item`` is a pair of an argument's position or name and its new value."""
    return type(item) is list and len(item) == 2 and type(item[0]) in (int, str)


def _refuse_function(number: int) -> Any:
    raise WireError("a function came from the guest")

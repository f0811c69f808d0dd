"""Targets of the wire: frames, messages and answers from a worker."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
import tracemalloc
from typing import Any
from unittest import mock

import msgpack
import numpy as np

from grader.errors import Mismatch, StudentFault
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy
from grader.guest.weight import weigh
from grader.guest.wire import HEADER, MAX_WEIGHT, Codec, Ref, WireError
from grader.result import Outcome
from grader.suite import Handle, SubmissionProxy, assertions, in_place
from grader.suite.describe import describe
from grader.suite.fingerprint import fingerprint
from grader.suite.outcomes import ending_of
from grader.suite.transcript import Transcript
from grader.worker.conversation import Conversation
from grader.worker.worker import Worker

from .sample import folder
from .source import Source, pack

PLAIN = (type(None), bool, int, float, complex, str, bytes)


def is_plain(value: Any, reference: type = Ref) -> bool:
    """Whether ``value`` consists of exact built-in and NumPy types, whose methods no submission can define."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind in (list, tuple):
            waiting += item
        elif kind is dict:
            waiting += [*item.keys(), *item.values()]
        elif kind is np.ndarray:
            if item.dtype.hasobject or item.dtype.kind not in "biufc":
                return False
        elif (
            kind not in PLAIN
            and kind is not reference
            and not (isinstance(item, np.generic) and kind.__module__ == "numpy")
        ):
            return False
    return True


def _refuse(*_: Any) -> Any:
    raise WireError("unexpected")


JUDGE = Codec(_refuse, lambda ref: ref, _refuse, most=MAX_WEIGHT)


def wire(data: bytes) -> None:
    """Any frame is refused with ``WireError`` or becomes plain data, which can be packed again."""
    try:
        value = JUDGE.unpack(data)
    except WireError:
        return
    assert is_plain(value)
    with contextlib.suppress(WireError):  # a value of the greatest depth that may be received can be too deep to send
        JUDGE.pack(value)


def frames(data: bytes) -> None:
    """``wire`` holds for frames that are nearly valid."""
    source = Source(data)
    frame = bytearray(pack(source.value()))
    for _ in range(source.byte() % 4):
        frame[(source.byte() | source.byte() << 8) % len(frame)] = source.byte()
    wire(bytes(frame))


PER_BYTE = 96
"""Bytes of memory for each byte of a message. An empty list is one byte in the message and takes 72 in memory."""

AT_LEAST = 256 * 1024
"""Bytes of memory for any message: the decoder's stack and buffers, and headers that it caches."""

SECONDS_PER_MIB, SECONDS_AT_LEAST = 20.0, 0.5
"""Seconds for reading a message: for each MiB, and for any message. The slowest known messages consist of empty
mappings of one byte each and take a seventh of this on a busy machine. Quadratic time is far above."""


def weights(data: bytes) -> None:
    """The memory for a message, during and after decoding, is limited by its length and by its estimated weight."""
    source = Source(data)
    times = source.one_of((1, 10, 100, 1000, 10_000))
    heads = source.one_of((b"", b"\x91", b"\x92\xc7\x00\x05", b"\x81\xa1k")) * (source.byte() % 8)
    items = [pack(source.value()) for _ in range(1 + source.byte() % 3)]
    times = min(times, 1 + 2**18 // len(b"".join(items)))
    message = heads + b"\xdd" + (times * len(items)).to_bytes(4, "big") + b"".join(items) * times
    try:
        weight = weigh(message, MAX_WEIGHT)
    except WireError:
        weight = 0
    begun = time.perf_counter()
    with contextlib.suppress(WireError):
        JUDGE.unpack(message)
    took = time.perf_counter() - begun
    assert took <= SECONDS_AT_LEAST + SECONDS_PER_MIB * len(message) / 2**20, (took, len(message))
    tracemalloc.start()  # after the time was measured, since this makes everything slower
    try:
        with contextlib.suppress(WireError):
            value = JUDGE.unpack(message)
            assert tracemalloc.get_traced_memory()[0] <= weight + AT_LEAST
            assert is_plain(value)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= min(PER_BYTE * len(message), weight + len(message)) + AT_LEAST, (peak, weight, len(message))


class _Said:
    """A process that has already sent all its messages and closed its side of the wire."""

    pid = 0

    def __init__(self, said: bytes) -> None:
        self.sock, theirs = socket.socketpair()
        with theirs:
            theirs.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                theirs.send(said)
            theirs.shutdown(socket.SHUT_WR)
            self._theirs = theirs.dup()  # kept open, so that the judge can still send
        self.output, writer = os.pipe()
        os.set_blocking(self.output, False)
        os.write(writer, said[:100])
        os.close(writer)

    def signal(self, number: signal.Signals) -> None:
        """Do nothing, since there is no process."""

    def end(self) -> int:
        """Close everything."""
        self.sock.close()
        self._theirs.close()
        os.close(self.output)
        return 9


class _Launcher:
    joins = False

    def __init__(self, said: bytes) -> None:
        self.said = said
        self.started = 0

    def start(self, policy: Policy) -> _Said:
        """Start a process with the messages. A second process sends nothing."""
        self.started += 1
        return _Said(self.said if self.started == 1 else b"")

    def close(self) -> None:
        """Do nothing."""


def _take_unasked(_: Conversation) -> None:
    """Accept answers that come before their requests, since one thread plays both sides."""


def _framed(payload: bytes) -> bytes:
    return HEADER.pack(len(payload)) + payload


def _message(source: Source) -> bytes:
    """Return one message of the protocol that is mostly valid."""
    kind = source.byte() % 8
    message: Any
    match kind:
        case 0 | 1 | 2:
            changed = [[source.one_of((0, 1, "k", -1, 9, None)), source.value()] for _ in range(source.byte() % 3)]
            message = ["value", source.value(), changed]
        case 3:
            kinds = [source.text().encode("utf-8", "replace").decode() for _ in range(source.byte() % 3)]
            text = source.text().encode("utf-8", "replace").decode()
            message = ["error", text, kinds, text * source.one_of((1, 300)), kinds]
        case 4 | 5:
            keywords = {source.key(): source.value()} if source.byte() % 3 == 0 else {}
            arguments = [source.value() for _ in range(source.byte() % 3)]
            message = ["callback", source.one_of((0, 0, 0, 1, -1, 2**40)), arguments, keywords]
        case 6:
            message = ["stop"]
        case _:
            message = source.value()
    data = pack(message)
    if source.byte() % 16 == 0:
        return source.take(6) + data
    return _framed(data)


LIMITS = Limits(load_s=2.0, call_s=2.0, exercise_s=10.0, memory_mb=256, scratch_mb=8)


def answer(data: bytes) -> None:
    """Any answer of a worker gives plain data or a ``StudentFault``, whatever a suite does with it.

    The returned values are passed to every assertion, the transcript, its fingerprint and the message for a report.
    None of these raises another error.
    """
    source = Source(data)
    honest = _framed(msgpack.packb(["value", None, []]))
    said = honest * 2 + b"".join(_message(source) for _ in range(1 + source.byte() % 6))
    worker = Worker(_Launcher(said), {"answer.py": b""}, "answer", LIMITS, folder(), "bare", False)
    student = SubmissionProxy(worker)
    array, mapping = np.zeros((2, 3)), {"W": np.zeros(3)}
    error: BaseException | None = None
    assertions.speak_for(student)
    try:
        with mock.patch.object(Conversation, "_refuse_unasked", _take_unasked):
            _ask(student, array, mapping, source)
    except StudentFault as fault:
        error = fault
    finally:
        assertions.speak_for(None)
        worker.end()
    outcome, message, summary = ending_of(error)
    assert outcome is not Outcome.GRADER_ERROR
    assert len(message) < 20_000
    assert len(summary) < 5_000
    with np.errstate(all="ignore"):
        print_of = fingerprint(Transcript("t", outcome, tuple(student.events)))
    assert print_of.matches(print_of)
    assert array.shape == (2, 3)


def _ask(student: SubmissionProxy, array: Any, mapping: dict[str, Any], source: Source) -> None:
    got = student.f(in_place(array), in_place(mapping), k=lambda x: np.sum(x) if isinstance(x, np.ndarray) else x)
    assert is_plain(got, Handle)
    assert len(describe(got)) <= 300
    for check in (
        lambda: assertions.assert_close(got, 0.5),
        lambda: assertions.assert_close(got, np.zeros((2, 3))),
        lambda: assertions.assert_close(got, np.zeros(0)),
        lambda: assertions.assert_equal(got, "text"),
        lambda: assertions.assert_equal(got, 3),
        lambda: assertions.assert_equal(got, np.arange(3)),
        lambda: assertions.assert_equal(got, [1, {"a": 2}]),
        lambda: assertions.assert_shape(got, (2, 3)),
        lambda: assertions.as_list(got),
        lambda: assertions.as_scalar(got),
        lambda: assertions.as_array(got),
        lambda: assertions.as_handle(got),
        lambda: assertions.assert_unchanged(array, np.zeros((2, 3))),
    ):
        try:
            check()
        except Mismatch as mismatch:
            assert len(str(mismatch)) < 10_000  # noqa: PT017 - not every check raises it
    assertions.form(got)
    if isinstance(got, Handle):
        for _ in zip(range(3), got, strict=False):
            pass
    student.g(array)

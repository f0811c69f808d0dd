"""A transcript as something to compare: what happened, as text, and every number in it, as one vector.

Two transcripts are the same where the text is equal and the numbers are close. What differs between honest ways of
holding the same belief stays out of it: dtypes, the form of a scalar, what was printed, names of the student's classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.result import Outcome
from grader.suite.proxy import Handle
from grader.suite.transcript import Event, LargeArray, Transcript

RTOL = 1e-4
"""Relative tolerance between a student's numbers and a variant's. The same belief in float32, with another epsilon in a
logarithm or another step in a difference, moves values by up to 1e-5; different beliefs differ by far more."""

ATOL = 1e-6
"""Absolute tolerance: float32's resolution at 1, ten times."""

COMPARED = 64
"""Elements of an array that are compared, evenly spaced; its norm stands beside them and moves with every other.
As many as a transcript keeps of a large array; it keeps a table of the largest suite below 300 kB."""

LISTED = 32
"""Callbacks of one call that are compared; the number of all of them is too."""

MAX_WORDS = MAX_NUMBERS = 2**20
"""Characters and numbers of one test that are compared. The fingerprints of all variants of a suite take less than
that together."""

TOO_MUCH = "more than is compared"
"""Stands for what is longer. It equals nothing."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One test's transcript.

    Attributes:
        shape: what happened, as text: calls, outcomes, shapes.
        numbers: (n,) float64, the numbers that came back, of each array at most ``COMPARED`` and its norm.
    """

    shape: str
    numbers: np.ndarray[Any, np.dtype[np.float64]]

    def matches(self, other: Fingerprint) -> bool:
        """Whether both are of the same doing."""
        ours, theirs = self.numbers, other.numbers
        if self.shape != other.shape or ours.size != theirs.size or self.shape == TOO_MUCH:
            return False
        with np.errstate(all="ignore"):  # np.allclose takes ten times as long, and this runs for every variant
            near = np.abs(ours - theirs) <= ATOL + RTOL * np.abs(theirs)
            same = (ours == theirs) | ((ours != ours) & (theirs != theirs))
            return bool(np.all(same | (near & np.isfinite(theirs))))


def fingerprint(transcript: Transcript) -> Fingerprint:
    """Return the fingerprint of a transcript."""
    words: list[str] = [failed_as(transcript.outcome)]
    numbers: list[float] = []
    with np.errstate(all="ignore"):
        seen = written = 0
        for event in transcript.events:
            _event(event, words, numbers)
            written += sum(map(len, words[seen:]))
            seen = len(words)
            if written > MAX_WORDS or len(numbers) > MAX_NUMBERS:
                return Fingerprint(TOO_MUCH, np.zeros(0))
        return Fingerprint("\n".join(words), np.asarray(numbers, dtype=np.float64))


def failed_as(outcome: Outcome) -> str:
    """Return how a test ended, as far as it matters: partial credit for the same numbers is the same doing."""
    return "wrong" if outcome in (Outcome.FAILED, Outcome.PARTIAL) else str(outcome)


def blame(transcript: Transcript) -> str:
    """Return what the test found wrong, or what raised: the last call, and what was asked of an object after it.

    A method without arguments, ``w.numpy()``, is asked for what the object holds, like an attribute.
    """
    calls = [e.call for e in transcript.events if e.kind == "call" and (e.call == e.entry or e.args or e.kwargs)]
    last = transcript.events[-1].call if transcript.events else ""
    return " and ".join(dict.fromkeys([*calls[-1:], last]))


def _event(event: Event, words: list[str], numbers: list[float]) -> None:
    words.append(f"{event.call} {event.outcome} {event.value if event.outcome != 'value' else ''}")
    if event.outcome == "value":
        _value(event.value, words, numbers)
    for key in sorted(event.changed, key=str):
        words.append(f"changed {key}")
        _value(event.changed[key], words, numbers)
    if event.callback_count:
        words.append(f"callbacks {event.callback_count}")
        for _, arguments in event.callbacks[:LISTED]:
            for argument in arguments:
                words.append(f"at {_moved(argument, event.args)}")


def _moved(argument: Any, given: Sequence[Any]) -> str:
    """Return in which direction each element of a callback's argument lies of what the call was given.

    Not how far: the step of a difference is a student's choice.
    """
    if not isinstance(argument, (np.ndarray, np.generic, float, int)):
        return type(argument).__name__
    for start in given:
        if np.shape(start) == np.shape(argument) and not isinstance(start, (str, list, tuple)) and not callable(start):
            try:
                signs = np.sign(np.subtract(argument, start, dtype=np.float64))
            except (TypeError, ValueError, OverflowError):  # complex, or an integer beyond every float
                continue
            return "".join("?" if s != s else "-0+"[int(s) + 1] for s in np.ravel(signs)[:LISTED].tolist())
    return f"shape {np.shape(argument)}"


def _value(value: Any, words: list[str], numbers: list[float]) -> None:
    match value:
        case LargeArray():
            words.append(f"array {value.shape}")
            numbers.extend(_floats(value.sample))
        case np.ndarray():
            words.append("number" if value.size == 1 else f"array {value.shape}")
            flat = value.ravel()
            if np.iscomplexobj(flat):
                flat = np.concatenate([flat.real, flat.imag])
            numbers.extend(_some(flat.astype(np.float64)))
        case bool() | int() | float() | np.generic():
            words.append("number")
            numbers.extend(_floats([value]))
        case str() | bytes() | None:
            words.append(repr(value)[:200])
        case Mapping():
            words.append(f"mapping {sorted(map(str, value))}")
            for key in sorted(value, key=str):
                _value(value[key], words, numbers)
        case list() | tuple():
            words.append(f"items {len(value)}")
            for item in value:
                _value(item, words, numbers)
        case Handle():
            words.append("object")
        case _:
            words.append(type(value).__name__)


def _some(flat: np.ndarray[Any, np.dtype[np.float64]]) -> list[float]:
    """Return the elements of a small array, or evenly spaced ones of a larger one and its norm."""
    if flat.size <= COMPARED:
        return [*flat.tolist()]
    places = np.linspace(0, flat.size - 1, COMPARED).astype(int)
    return [*flat[places].tolist(), float(np.linalg.norm(flat))]


def _floats(values: Iterable[Any]) -> Sequence[float]:
    found = []
    for value in values:
        try:
            found.append(float(np.real(value)))
        except (OverflowError, TypeError, ValueError):
            found.append(float("inf"))
    return found

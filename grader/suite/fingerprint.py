"""Fingerprints: a transcript made comparable, as a text of what happened and a vector of the numbers in it.

Two transcripts are the same if their texts are equal and their numbers are close. Left out is what differs between
submissions with the same misconception: dtypes, the form of a scalar, an object's class, what was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.result import Outcome
from grader.suite.transcript import Event, LargeArray, SeenObject, Transcript

RTOL = 1e-4
"""Relative tolerance between a submission's numbers and a variant's. float32, another epsilon in a logarithm or another
step in a difference moves values by up to 1e-5; another misconception moves them by far more."""

ATOL = 1e-6
"""Absolute tolerance: float32's resolution at 1, ten times."""

COMPARED = 64
"""Elements of an array that are compared, evenly spaced, together with its norm, which every element moves.
A transcript keeps as many of a large array, and the table of the largest suite stays below 300 kB."""

LISTED = 32
"""Callbacks of one call that are compared, together with the number of all of them."""

MAX_WORDS = MAX_NUMBERS = 2**20
"""Characters and numbers of one test that are compared, at most. The fingerprints of all variants of a suite together
take less."""

CALLBACKS = "callbacks "
"""Begins the line that counts the callbacks of a call."""

AT = "at "
"""Begins the line of a place at which a callback was asked."""

RAISED = " StudentRaised "
"""Stands in the line of a call that ended with an exception of the submission."""

TOO_MUCH = "more than is compared"
"""The text of a fingerprint that is longer. It matches no other, not even itself."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One test's transcript, made comparable.

    Attributes:
        shape: what happened, as text: calls, outcomes, shapes.
        numbers: (n,) float64, the numbers that came back: of each array at most ``COMPARED`` elements and its norm.
    """

    shape: str
    numbers: np.ndarray[Any, np.dtype[np.float64]]

    def matches(self, other: Fingerprint) -> bool:
        """Return whether both record the same behaviour: equal texts, and numbers within the tolerance."""
        return self.shape == other.shape and self._is_near(other)

    def resembles(self, other: Fingerprint) -> bool:
        """Return whether both record the same answers, and asked a callback for the same places, in whatever order.

        A function that is asked for f(x) once, before the loop, measures the same slopes as one that asks each time.
        """
        return self.matches(other) or (_unordered(self.shape) == _unordered(other.shape) and self._is_near(other))

    def _is_near(self, other: Fingerprint) -> bool:
        ours, theirs = self.numbers, other.numbers
        if ours.size != theirs.size or TOO_MUCH in (self.shape, other.shape):
            return False
        # faster than np.allclose, and this runs for every variant: benchmarks/diagnosis.py
        with np.errstate(all="ignore"):
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


def fingerprint_of(value: Any) -> Fingerprint:
    """Return the fingerprint of a single value, as a transcript keeps it."""
    words: list[str] = []
    numbers: list[float] = []
    with np.errstate(all="ignore"):
        _value(value, words, numbers)
    return Fingerprint("\n".join(words), np.asarray(numbers, dtype=np.float64))


def _unordered(shape: str) -> tuple[str | frozenset[str], ...]:
    """Return the lines of a fingerprint's text, with the set of its callbacks' places for each call.

    A call that raised has none: how far it came before is a matter of order.
    """
    found: list[str | frozenset[str]] = []
    raised = False
    for line in shape.split("\n"):
        if line.startswith(CALLBACKS):
            found.append(frozenset())
        elif line.startswith(AT) and found and isinstance(found[-1], frozenset):
            found[-1] |= {"" if raised else line}
        else:
            raised = RAISED in line
            found.append(line)
    return tuple(found)


def failed_as(outcome: Outcome) -> str:
    """Return how a test ended, for comparing: partial credit for the same numbers is the same behaviour."""
    return "wrong" if outcome in (Outcome.FAILED, Outcome.PARTIAL) else str(outcome)


def blame(transcript: Transcript) -> str:
    """Return the call that the test found wrong or that raised: the last call, and what was read of an object after it.

    A method without arguments, such as ``w.numpy()``, counts as a read of an attribute.
    """
    calls = [e.call for e in transcript.events if e.kind == "call" and (e.call == e.entry_point or e.args or e.kwargs)]
    last = transcript.events[-1].call if transcript.events else ""
    return " and ".join(dict.fromkeys([*calls[-1:], last]))


def _event(event: Event, words: list[str], numbers: list[float]) -> None:
    words.append(f"{event.call} {event.outcome} {event.value if event.outcome != 'value' else ''}{_of_module(event)}")
    if event.outcome == "value":
        _value(event.value, words, numbers)
    for key in sorted(event.changed, key=str):
        words.append(f"changed {key}")
        _value(event.changed[key], words, numbers)
    if event.callback_count:
        words.append(f"{CALLBACKS}{event.callback_count}")
        for _, arguments in event.callbacks[:LISTED]:
            for argument in arguments:
                words.append(f"{AT}{_moved(argument, event.args)}")


def _of_module(event: Event) -> str:
    """Return a mark of an ``AttributeError`` about a module: ``np.int`` is another fault than a number's shape."""
    raised = event.outcome == "StudentRaised" and event.value == "AttributeError"
    return " of a module" if raised and event.said.startswith("module ") else ""


def _moved(argument: Any, given: Sequence[Any]) -> str:
    """Return the direction in which each element of a callback's argument differs from what the call was given.

    The distance is left out: the step of a difference is a student's choice.
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
        case SeenObject():
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

"""What is kept of a finished test for diagnosis: fingerprints of what failed, in place of the whole transcript.

A run holds this evidence to its end, and transcripts only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.guest.weight import size_of
from grader.result import Outcome
from grader.suite.fingerprint import Fingerprint, blame, fingerprint
from grader.suite.transcript import EVENT_SIZE, Room, Transcript

TRIED = frozenset({Outcome.FAILED, Outcome.PARTIAL, Outcome.STUDENT_ERROR, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY})
"""Outcomes of a test that ran and lost points."""

PART = "#"
"""Stands between a test's name and the number of its part; no function's name can hold it."""


def test_of(name: str) -> str:
    """Return the test that a name of a test, or of a part of one, belongs to."""
    return name.partition(PART)[0]


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed test of a variant or a submission: its fingerprint, and the call that it blames."""

    fingerprint: Fingerprint
    blame: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What diagnosis needs of one test, or of one of its parts.

    Attributes:
        name: of the test, or of its part.
        outcome: how it ended.
        failure: its fingerprint and blame, if it ran and the test lost points. ``None`` otherwise, and if the run's
            room is full: then no misconception is named.
        called: the entry points that the whole test called, if it lost points; an audit compares them with what a
            wrong variant changed. Empty otherwise, and if the run's room is full.
    """

    name: str
    outcome: Outcome
    failure: Failure | None
    called: frozenset[str] = frozenset()


def evidence(transcript: Transcript, lost: bool, room: Room) -> tuple[Evidence, ...]:
    """Return what is kept of a finished test.

    Args:
        transcript: the test's.
        lost: whether the test lost points.
        room: the run's.
    """
    called = _called(transcript, room) if lost else frozenset()
    return tuple(
        Evidence(name, part.outcome, _failure(part, room) if lost and part.outcome in TRIED else None, called)
        for name, part in parted(transcript)
    )


def _failure(transcript: Transcript, room: Room) -> Failure | None:
    failure = Failure(fingerprint(transcript), blame(transcript))
    texts = size_of(failure.fingerprint.shape) + size_of(failure.blame)
    return failure if room.take(EVENT_SIZE + texts + failure.fingerprint.numbers.nbytes) else None


def _called(transcript: Transcript, room: Room) -> frozenset[str]:
    names = frozenset(event.entry_point for event in transcript.events)
    return names if room.take(sum(map(size_of, names))) else frozenset()


def parted(transcript: Transcript) -> Iterator[tuple[str, Transcript]]:
    """Yield a name and a transcript for each part of a test, or for the whole test if it has no parts."""
    if not transcript.parts:
        yield transcript.test, transcript
    for number, part in enumerate(transcript.parts):
        events = transcript.events[part.start : part.stop]
        yield f"{transcript.test}{PART}{number}", replace(transcript, outcome=part.outcome, events=events, parts=())

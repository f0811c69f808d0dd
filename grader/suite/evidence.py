"""What a test that is over leaves for diagnosis: fingerprints of what failed, instead of every value that passed.

A suite's run holds these as long as it lasts, and transcripts only where somebody asks for them.
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
"""Stands between a test's name and the number of its part; no name of a function holds it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed test of a variant or a student: its fingerprint, and the call that it blames."""

    fingerprint: Fingerprint
    blame: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one test, or one of its parts, has to say.

    Attributes:
        name: of the test, or of its part.
        outcome: how it ended.
        failure: where it ran and the test lost points, what was done. ``None`` elsewhere, and where a run has filled
            its room: then nothing is named.
        called: where the test lost points, the entry points that the whole test called; an audit compares them with
            what a wrong variant changed. Empty elsewhere, and where a run has filled its room.
    """

    name: str
    outcome: Outcome
    failure: Failure | None
    called: frozenset[str] = frozenset()


def evidence(transcript: Transcript, lost: bool, room: Room) -> tuple[Evidence, ...]:
    """Return what is kept of a test that is over.

    Args:
        transcript: the test's.
        lost: whether the test lost points.
        room: the run's.
    """
    called = _called(transcript, room) if lost else frozenset()
    return tuple(
        Evidence(name, part.outcome, _failure(part, room) if lost and part.outcome in TRIED else None, called)
        for name, part in _parted(transcript)
    )


def _failure(transcript: Transcript, room: Room) -> Failure | None:
    failure = Failure(fingerprint(transcript), blame(transcript))
    texts = size_of(failure.fingerprint.shape) + size_of(failure.blame)
    return failure if room.take(EVENT_SIZE + texts + failure.fingerprint.numbers.nbytes) else None


def _called(transcript: Transcript, room: Room) -> frozenset[str]:
    names = frozenset(event.entry for event in transcript.events)
    return names if room.take(sum(map(size_of, names))) else frozenset()


def _parted(transcript: Transcript) -> Iterator[tuple[str, Transcript]]:
    """Yield the transcript, or that of each of its parts where it has any, under a name."""
    if not transcript.parts:
        yield transcript.test, transcript
    for number, part in enumerate(transcript.parts):
        events = transcript.events[part.start : part.stop]
        yield f"{transcript.test}{PART}{number}", replace(transcript, outcome=part.outcome, events=events, parts=())

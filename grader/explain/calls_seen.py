"""The calls that a run made of one function, each beside what the reference gave for the same call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from grader.result import Outcome
from grader.suite.evidence import PART, parted
from grader.suite.fingerprint import fingerprint_of
from grader.suite.transcript import Event, Transcript

FAILED = frozenset({Outcome.FAILED, Outcome.PARTIAL, Outcome.STUDENT_ERROR})
"""Outcomes of a test whose last call was found wrong. One that ran out of time or memory says nothing of values."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        event: what was asked and what came back.
        reference: the same of the reference; ``None`` where the reference was not asked the same.
        before: the events of the same test before it, oldest first.
    """

    event: Event
    reference: Event | None
    before: tuple[Event, ...]

    @property
    def agrees(self) -> bool:
        """Whether it gave what the reference gave, and changed what the reference changed."""
        other = self.reference
        return other is not None and _same_answer(self.event, other)


@dataclass(frozen=True, slots=True)
class Seen:
    """The calls of one function, or of one method.

    A call is right if it agrees with the reference. The last call of a failed test is wrong if it does not. Of any
    other call nothing is known: a test may accept several answers, and may forgive what another test charges.

    Attributes:
        right: calls that were right.
        wrong: calls that were wrong.
    """

    right: tuple[Call, ...]
    wrong: tuple[Call, ...]


def seen(
    transcripts: Iterable[Transcript], reference: Mapping[str, Transcript], call: str, failing: Iterable[str]
) -> Seen:
    """Return the calls of a function.

    Args:
        transcripts: of a whole run.
        reference: the reference's transcripts by test, with the same seed.
        call: as ``Event.call`` has it: ``softmax`` or ``net.loss``.
        failing: names of the failed tests, and parts of tests, whose last call is meant.
    """
    wanted = frozenset(failing)
    right: list[Call] = []
    wrong: list[Call] = []
    for name, outcome, calls in _parts(transcripts, reference):
        own = [c for c in calls if c.event.kind == "call" and c.event.call == call]
        right += [c for c in own if c.agrees]
        if name in wanted and outcome in FAILED and own and own[-1].reference is not None and not own[-1].agrees:
            wrong.append(own[-1])
    return Seen(tuple(right), tuple(wrong))


def events_of(transcripts: Iterable[Transcript]) -> dict[str, tuple[Event, ...]]:
    """Return the events of each test, or of each of its parts, by name."""
    return {name: part.events for transcript in transcripts for name, part in parted(transcript)}


def _parts(
    transcripts: Iterable[Transcript], reference: Mapping[str, Transcript]
) -> Iterator[tuple[str, Outcome, tuple[Call, ...]]]:
    for transcript in transcripts:
        calls = tuple(_paired(transcript, reference.get(transcript.test)))
        if not transcript.parts:
            yield transcript.test, transcript.outcome, calls
        for number, part in enumerate(transcript.parts):
            yield f"{transcript.test}{PART}{number}", part.outcome, calls[part.start : part.stop]


def _paired(transcript: Transcript, reference: Transcript | None) -> Iterator[Call]:
    """Yield each event with the reference's; after a part that ended early, the next part is paired from its start."""
    theirs = reference.events if reference is not None else ()
    starts = {
        part.start: other.start
        for part, other in zip(transcript.parts, reference.parts if reference else (), strict=False)
    }
    begun, at = 0, 0
    for number, event in enumerate(transcript.events):
        if number in starts:
            begun, at = number, starts[number]
        place = at + number - begun
        other = theirs[place] if place < len(theirs) else None
        same = other is not None and _same_question(event, other)
        yield Call(event, other if same else None, transcript.events[begun:number])


def _same_question(event: Event, other: Event) -> bool:
    asked, wanted = [event.args, event.kwargs], [other.args, other.kwargs]
    return event.call == other.call and fingerprint_of(asked).matches(fingerprint_of(wanted))


def _same_answer(event: Event, other: Event) -> bool:
    got, wanted = [event.outcome, event.value, event.changed], [other.outcome, other.value, other.changed]
    return fingerprint_of(got).matches(fingerprint_of(wanted))

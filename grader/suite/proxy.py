"""The submission as a test sees it: what the ``student`` fixture returns.

``student.f(x)`` calls the submission's ``f`` in its worker and returns plain data, or a ``Handle`` for what cannot
travel. Every request is recorded. A fault of the submission is raised as a ``StudentFault`` and ends the test.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from grader.errors import Mismatch, StudentFault
from grader.guest.weight import size_of
from grader.guest.wire import Ref
from grader.language import _
from grader.result import Outcome
from grader.suite.describe import call_text
from grader.suite.marks import award
from grader.suite.remote import Handle, RemoteCallable
from grader.suite.transcript import EVENT_SIZE, MAX_EVENTS, Event, Part, Room, snapshot
from grader.worker.messages import Reply

if TYPE_CHECKING:  # what it imports is not there on every system
    from grader.worker.worker import Worker

PLAIN = frozenset(("NoneType", "bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "dict", "ndarray"))
"""Types that are no class of a submission's."""

MAX_SAID = 300
"""Characters of an exception's text that are kept: what kind of fault it is stands at its beginning."""

MAX_PRINTED = 4096
"""Characters of printed text that are kept with each request."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Done:
    """What ``SubmissionProxy.once`` keeps of finished work.

    Attributes:
        value: what it returned; ``None`` where a fault ended it.
        fault: what ended it.
        events: its requests.
        left: what its calls left of their arguments.
        room: bytes that it keeps of the run's room.
        held: bytes of memory that the answers take.
    """

    value: Any
    fault: StudentFault | None
    events: list[Event]
    left: list[tuple[Any, Any]]
    room: int
    held: int


class SubmissionProxy:
    """A submission. Attributes are its functions and classes.

    Besides them:
        ``student.new("TwoLayerNet", 784, 50, 10)`` calls a class and insists on an object;
        ``student.new("tensorflow.Variable", 3.0)`` makes a library's object in the worker;
        ``student.each(check, check)`` runs independent checks, all of them even where one fails;
        ``student.once("the training", work)`` does work that several tests look at, one time.

    Each public name hides the submission's function of that name, so what the other modules of this room need in
    addition begins with an underscore.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.room = Room()
        self._done: dict[str, _Done] = {}
        self.forget()
        worker.bind(lambda ref: Handle(self, ref, worker.generation), self._unhandle)

    def __getattr__(self, name: str) -> RemoteCallable:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteCallable(self, ["module", name], (), name, name)

    def new(self, name: str, *args: Any, **kwargs: Any) -> Handle:
        """Call a class, or a library's dotted name, and return the object as a handle.

        Raises:
            Mismatch: the submission's ``name`` returned ``None`` or plain data, so it is not a class.
        """
        where = "library" if "." in name else "module"
        made = RemoteCallable(self, [where, name], (), name, name)._call(args, kwargs, keep=True)
        # a submission's class may be a kind of dict, and a library's name may stand for plain data
        if not isinstance(made, Handle) or (where == "module" and made.type_name in PLAIN):
            gave = "None" if getattr(made, "type_name", "") == "NoneType" else _("plain data")
            raise Mismatch(
                _("{name}(...) should make an object, but gave {gave}", name=name, gave=gave), call=self.last_call
            )
        return made

    @property
    def last_call(self) -> str:
        """The last call as it would read in Python, shortened."""
        return call_text(self._events[-1]) if self._events else ""

    @property
    def events(self) -> list[Event]:
        """The requests of the running test so far."""
        return self._events

    @property
    def printed(self) -> str:
        """What the submission printed since the test began, a bounded part of it."""
        return bytes(self._worker.output).decode("utf-8", "replace")

    @property
    def is_unloadable(self) -> bool:
        """Whether the submission could not be loaded, so that every test fails alike."""
        return self._worker.is_unloadable

    @property
    def held(self) -> int:
        """Bytes of memory that the answers of the running test take."""
        return self._worker.held

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the running test; empty where it has none."""
        return tuple(self._parts)

    @property
    def blamed(self) -> Event | None:
        """The last request of the first part that failed, or of the test: it was found wrong, or it raised."""
        events = next(
            (self._events[p.start : p.stop] for p in self._parts if p.outcome is not Outcome.PASSED), self._events
        )
        return events[-1] if events else None

    def each(self, *checks: Callable[[], None], partly: str) -> None:
        """Run independent checks. Each that passes earns its share of the points; the first fault is the test's.

        Args:
            checks: functions without arguments. Each makes the calls that it needs; diagnosis compares each by itself.
            partly: the summary where some pass and some do not, without inputs or expected values.

        Raises:
            StudentFault: the first fault, after every check has run.
        """
        first: StudentFault | None = None
        failed = 0
        for check in checks:
            start = len(self._events)
            try:
                check()
            except StudentFault as fault:
                first = first or fault
                failed += 1
                self._parts.append(Part(start, len(self._events), fault.outcome))
            else:
                self._parts.append(Part(start, len(self._events), Outcome.PASSED))
        award(1 - failed / len(checks), partly)
        if first is not None:
            raise first

    def once(self, name: str, work: Callable[[np.random.Generator], T]) -> T:
        """Return what ``work`` returns. It runs when the first test of a run asks for it; later tests look at the same.

        A test that asks for it has its requests in its own transcript, and fails with it. So it makes no difference to
        a test whether an earlier one has asked.

        Args:
            name: of the work, the same in each test.
            work: gets a generator that depends on the run's seed and the name. It returns plain data, since an object
                of the submission does not outlive a test, and it awards nothing.

        Raises:
            StudentFault: what ended the work.

        Example::

            history, out = student.once("the training", lambda rng: trained(student, data, rng))
        """
        done = self._done.get(name)
        if done is None:
            done = self._done[name] = self._do(name, work)
        else:
            self._events += done.events
            self._left += done.left
        if done.fault is not None:
            raise done.fault.with_traceback(None)
        return done.value  # type: ignore[no-any-return]  # of the work that the name stands for

    def _do(self, name: str, work: Callable[[np.random.Generator], T]) -> _Done:
        events, left, room, held = len(self._events), len(self._left), self.room.left, self.held
        value, fault = None, None
        try:
            value = work(np.random.default_rng([self._worker.seed, zlib.crc32(name.encode())]))
        except StudentFault as error:
            fault = error
        kept = self._events[events:], self._left[left:]
        return _Done(value, fault, *kept, room - self.room.left, self.held - held)

    @property
    def lasting(self) -> int:
        """Bytes of the run's room that finished work keeps until the run ends."""
        return sum(done.room for done in self._done.values())

    def has(self, name: str) -> bool:
        """Return whether the submission defines ``name``."""
        return self._ask(["has", name], Event(f"hasattr({name})", name)).value is True

    def begin(self, seed: int) -> None:
        """Begin a test: no events, reseeded generators, no handles."""
        self.forget()
        self._worker.begin(seed, sum(done.held for done in self._done.values()))

    def start_afresh(self) -> None:
        """Go on with another process, which has seen none of the earlier requests."""
        self._worker.end()

    def finish(self) -> None:
        """End a test.

        Raises:
            StudentFault: the test's calls together left behind more than they may, each too quickly to be seen.
        """
        self._worker.finish()

    def forget(self) -> None:
        """Drop the events of a test, and what its calls left of their arguments.

        Both are bounded: events by ``room`` and ``MAX_EVENTS``; what calls left of their arguments is part of the
        answers, which ``messages.MAX_HELD`` bounds.
        """
        self._events: list[Event] = []
        self._parts: list[Part] = []
        self._left: list[tuple[Any, Any]] = []
        self._printed: tuple[str, Any] = ("", "")  # printed text at the last request, and what is kept of it

    def remember(self, given: Any, left: Any) -> None:
        """Remember what a call left of an argument that it was not meant to change."""
        self._left.append((given, left))

    def left_of(self, given: Any) -> Any:
        """Return what the calls of this test left of their argument ``given``: itself where none changed it."""
        return next((left for argument, left in reversed(self._left) if argument is given), given)

    def kept(self, value: Any) -> Any:
        """Return what the transcript keeps of ``value``."""
        return snapshot(value, self.room)

    def _unhandle(self, value: Any) -> Ref | None:
        if not isinstance(value, Handle):
            return None
        value._check(self)
        return value._ref

    def _ask(self, message: list[Any], event: Event) -> Reply:
        room = self.room.take(EVENT_SIZE + size_of(event.call))
        if self._events and (len(self._events) >= MAX_EVENTS or not room):
            self._events.pop()
        self._events.append(event)
        try:
            reply = self._worker.request(message, self._worker.limits.call_s)
        except StudentFault as fault:
            event.outcome = type(fault).__name__
            event.value = getattr(fault, "kind", None)
            event.place = getattr(fault, "place", None)
            event.said = str(getattr(fault, "text", ""))[:MAX_SAID]
            raise
        finally:
            event.output = self._kept_output()
        event.value = self.kept(reply.value)
        return reply

    def _kept_output(self) -> str:
        """Return what the transcript keeps of the printed text: the same object where nothing was printed since."""
        printed = self.printed[-MAX_PRINTED:]
        if printed != self._printed[0]:
            self._printed = (printed, self.kept(printed))
        return str(self._printed[1])

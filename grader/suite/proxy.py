"""The ``student`` fixture: a submission as a test sees it.

``student.f(x)`` calls the submission's ``f`` in its worker and returns plain data, or a ``Handle`` for what cannot
travel. Everything is recorded in the transcript. A fault of the submission is raised here as a ``StudentFault`` and
ends the test.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from grader.errors import Mismatch, StudentFault, WorkerEnded
from grader.guest.weight import size_of
from grader.guest.wire import Ref
from grader.language import _
from grader.result import Outcome
from grader.suite.marks import award
from grader.suite.transcript import EVENT_SIZE, LEFT_OUT, MAX_CALLBACKS, MAX_EVENTS, Event, Part, Room, snapshot
from grader.worker.host import Reply, Worker

METHODS = ("method", "function", "builtin_function_or_method", "method-wrapper")

PLAIN = frozenset(("NoneType", "bool", "int", "float", "complex", "str", "bytes", "list", "tuple", "dict", "ndarray"))
"""Types that are no class of a submission's."""

MAX_NAME = 100
"""Characters of a class's name that a message shows: longer than any that a person writes."""

MAX_PRINTED = 4096
"""Characters of what was printed that are kept with each request."""

Steps = tuple[tuple[str, Any], ...]


class Student:
    """A submission. Attributes are its functions and classes.

    Besides them:
        ``student.new("TwoLayerNet", 784, 50, 10)`` calls a class and insists on an object;
        ``student.new("tensorflow.Variable", 3.0)`` makes a library's object on the worker's side;
        ``student.each(check, check)`` runs checks of which one that fails does not keep the others from being run.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.room = Room()
        self.forget()
        worker.bind(lambda ref: Handle(self, ref, worker.generation), self._unhandle)

    def __getattr__(self, name: str) -> Entry:
        if name.startswith("__"):
            raise AttributeError(name)
        return Entry(self, ["module", name], (), name, name)

    def new(self, name: str, *args: Any, **kwargs: Any) -> Handle:
        """Call a class, or a library's dotted name, and return the object as a handle.

        Raises:
            Mismatch: the submission's ``name`` returned ``None`` or plain data: it is not a class.
        """
        where = "library" if "." in name else "module"
        made = Entry(self, [where, name], (), name, name)._call(args, kwargs, keep=True)
        # a class of one's own may well be a kind of dict, and a library's name may stand for plain data
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
        """The transcript of the running test."""
        return self._events

    @property
    def printed(self) -> str:
        """What the submission printed since the test began, a bounded part of it."""
        return bytes(self._worker.output).decode("utf-8", "replace")

    @property
    def held(self) -> int:
        """Bytes of memory that the answers of the running test take."""
        return self._worker.held

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the running test, where it has any."""
        return tuple(self._parts)

    @property
    def blamed(self) -> Event | None:
        """What was called last in the first part that failed, or in the test: what it found wrong, or what raised."""
        events = next(
            (self._events[p.start : p.stop] for p in self._parts if p.outcome is not Outcome.PASSED), self._events
        )
        return events[-1] if events else None

    def each(self, *checks: Callable[[], None], partly: str) -> None:
        """Run independent checks: each that holds is worth its share of the points, the first fault is the test's.

        Args:
            checks: without arguments. Each asks for what it needs; diagnosis looks at each by itself.
            partly: what is said where some hold and some do not, without inputs or expected values.

        Raises:
            StudentFault: the first fault, when every check has been run.
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

    def has(self, name: str) -> bool:
        """Whether the submission defines ``name``."""
        return self._ask(["has", name], Event(f"hasattr({name})", name)).value is True

    def begin(self, seed: int) -> None:
        """Begin a test: a new transcript, reseeded generators, no handles."""
        self.forget()
        self._worker.begin(seed)

    def start_afresh(self) -> None:
        """Go on with another process, which knows nothing of what this one was asked."""
        self._worker.end()

    def finish(self) -> None:
        """End a test.

        Raises:
            StudentFault: what its calls left behind, each in too short a time to be seen, is more than they may.
        """
        self._worker.finish()

    def forget(self) -> None:
        """Begin a test that will not be run: an empty transcript, and nothing that calls left of their arguments.

        What is held here of a running test is bounded: events by ``room`` and ``MAX_EVENTS``; what calls left of their
        arguments is part of the answers, which ``host.MAX_HELD`` bounds.
        """
        self._events: list[Event] = []
        self._parts: list[Part] = []
        self._left: list[tuple[Any, Any]] = []
        self._printed: tuple[str, Any] = ("", "")  # what was printed until the last request, and what is kept of it

    def remember(self, given: Any, left: Any) -> None:
        """Remember what a call left of an argument that it was not meant to change."""
        self._left.append((given, left))

    def left_of(self, given: Any) -> Any:
        """Return what the calls of this test left of their argument ``given``: itself where none changed it."""
        return next((left for argument, left in reversed(self._left) if argument is given), given)

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
            raise
        finally:
            event.output = self._kept_output()
        event.value = self.kept(reply.value)
        return reply

    def kept(self, value: Any) -> Any:
        """Return what the transcript keeps of ``value``."""
        return snapshot(value, self.room)

    def _kept_output(self) -> str:
        """Return what the transcript keeps of what was printed: the same text where nothing was printed since."""
        printed = self.printed[-MAX_PRINTED:]
        if printed != self._printed[0]:
            self._printed = (printed, self.kept(printed))
        return str(self._printed[1])


class Entry:
    """Something callable of the submission's: a function, a class, or an object's method."""

    def __init__(self, student: Student, root: Any, steps: Steps, text: str, entry: str) -> None:
        self._student = student
        self._root = root
        self._steps = steps
        self._text = text
        self._entry = entry

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the worker. Arguments stay as they are here, but for those marked ``in_place``."""
        return self._call(args, kwargs, keep=False)

    def _call(self, args: tuple[Any, ...], kwargs: dict[str, Any], *, keep: bool) -> Any:
        bare = tuple(a.value if isinstance(a, InPlace) else a for a in args)
        student = self._student
        kept_kwargs = {k: student.kept(v) for k, v in kwargs.items()}
        event = Event(self._text, self._entry, tuple(map(student.kept, bare)), kept_kwargs)

        def watched(function: Any) -> Any:
            def called(*fargs: Any, **fkwargs: Any) -> Any:
                event.callback_count += 1
                if len(event.callbacks) < MAX_CALLBACKS:
                    kept = student.kept((*fargs, *fkwargs.values()))
                    if kept is not LEFT_OUT:
                        event.callbacks.append((0, kept))
                return function(*fargs, **fkwargs)

            return called

        def prepared(value: Any) -> Any:
            if isinstance(value, Entry):  # one of the submission's own functions, given back to it
                return value._handle()
            return watched(value) if callable(value) and not isinstance(value, Handle) else value

        sent = [prepared(a) for a in bare]
        sent_kwargs = {k: prepared(v) for k, v in kwargs.items()}
        reply = self._student._ask(["call", self._root, list(self._steps), sent, sent_kwargs, keep], event)
        given: dict[int | str, Any] = dict(enumerate(args)) | kwargs
        for key, new in reply.changed.items():
            if key not in given:  # nothing that was sent
                continue
            event.changed[key] = student.kept(new)
            if isinstance(given.get(key), InPlace):
                restore(given[key].value, new, self._student.last_call)
            else:
                self._student.remember(given[key], new)
        return reply.value

    def _handle(self) -> Any:
        message = ["read", self._root, list(self._steps), True]
        return self._student._ask(message, Event(self._text, self._entry)).value


@dataclass(frozen=True, slots=True)
class InPlace:
    """An argument that a call is meant to change: the change is made in the test's own object too."""

    value: Any


def in_place(value: Any) -> Any:
    """Mark an array, list or dictionary that a call is meant to change: ``sgd.update(in_place(params), grads)``.

    Other arguments stay as they were in the test, whatever the submission did to its copy, so that no submission can
    change an expected value; ``assert_unchanged`` tells whether it did.
    """
    return InPlace(value)


class Handle:
    """An object that stays in the worker. Attributes, items and calls are asked for over the wire."""

    def __init__(self, student: Student, ref: Ref, generation: int) -> None:
        self._student = student
        self._ref = ref
        self._generation = generation

    @property
    def type_name(self) -> str:
        """Name of the object's class, as the worker says."""
        return self._ref.type_name

    def __repr__(self) -> str:
        return f"<{self._named} object>"

    @property
    def _named(self) -> str:
        """The class's name where a message may show it as one, else a word of ours: it is the submission's text."""
        name = self._ref.type_name[:MAX_NAME]
        return name if name.replace("-", "_").isidentifier() else "(oddly named)"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.read(name)

    def __getitem__(self, key: Any) -> Any:
        return self.read([key])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._entry()(*args, **kwargs)

    def __iter__(self) -> Iterator[Any]:
        iterator = self if self._ref.type_name == "generator" else self.method("__iter__")()
        if not isinstance(iterator, Handle):
            raise Mismatch(_("the object cannot be iterated over"), call=self._student.last_call, got=describe(self))
        while True:
            iterator._check(self._student)
            reply = self._student._ask(["next", iterator], Event(f"next({self._named})", ""))
            if reply.stopped:
                return
            yield reply.value

    def read(self, *path: Any) -> Any:
        """Follow ``path`` and return what is there; a step is an attribute's name, or ``[key]`` for an item.

        Methods come back as something to call: ``net.loss(x, t)``.
        """
        value = self._read(path, keep=False)
        if isinstance(value, Handle) and isinstance(path[-1], str) and value._ref.type_name in METHODS:
            return Entry(self._student, value, (), f"{self._named}.{path[-1]}", self._ref.type_name)
        return value

    def method(self, name: str) -> Entry:
        """Return the method ``name``, one request instead of two."""
        text = f"{self._named}.{name}"
        self._check(self._student)
        return Entry(self._student, self, (("attr", name),), text, self._ref.type_name)

    def write(self, *path: Any, to: Any) -> None:
        """Set what ``path`` leads to; an array of the same shape is overwritten in place."""
        self._check(self._student)
        *steps, last = (_step(p) for p in path)
        text = f"{self._named}.{_path_text(path)} = ..."
        event = Event(text, self._ref.type_name, (self._student.kept(to),), kind="write")
        self._student._ask(["write", self, steps, last, to], event)

    def _read(self, path: tuple[Any, ...], *, keep: bool) -> Any:
        self._check(self._student)
        event = Event(f"{self._named}.{_path_text(path)}", self._ref.type_name, kind="read")
        return self._student._ask(["read", self, [_step(p) for p in path], keep], event).value

    def _entry(self) -> Entry:
        self._check(self._student)
        return Entry(self._student, self, (), self._named, self._ref.type_name)

    def _check(self, student: Student) -> None:
        if self._student is not student or self._generation != student._worker.generation:
            raise WorkerEnded(_("the object is gone: its program ended"))


def _step(part: Any) -> list[Any]:
    return ["item", part[0]] if isinstance(part, list) else ["attr", part]


def _path_text(path: tuple[Any, ...]) -> str:
    return ".".join(f"[{p[0]!r}]" if isinstance(p, list) else str(p) for p in path).replace(".[", "[")


def restore(target: Any, new: Any, call: str) -> None:
    """Make ``target``, the judge's argument, equal to ``new``, what the student's code left of it.

    Raises:
        Mismatch: an array's shape or dtype was changed in place.
    """
    if isinstance(target, np.ndarray):
        if not isinstance(new, np.ndarray) or new.shape != target.shape or new.dtype != target.dtype:
            raise Mismatch(_("the call changed the shape or the dtype of an array that it was given"), call=call)
        target[...] = new
    elif isinstance(target, list) and isinstance(new, list):
        target[:] = new
    elif isinstance(target, dict) and isinstance(new, dict):
        for key in target.keys() - new.keys():
            del target[key]
        for key, value in new.items():
            old = target.get(key)
            if (
                isinstance(old, np.ndarray)
                and isinstance(value, np.ndarray)
                and old.shape == value.shape
                and old.dtype == value.dtype
            ):
                old[...] = value
            else:
                target[key] = value


def describe(value: Any, limit: int = 300) -> str:
    """Return ``value`` as short text for a message, at a cost that does not grow with ``value``.

    It is a notation, the same in every language.
    """
    if isinstance(value, np.ndarray):
        # of 22 dimensions of length 2 NumPy would print every one of four million elements
        flat = value if value.ndim <= 4 else value.ravel()
        body = np.array2string(flat, precision=8, threshold=20, edgeitems=4, separator=", ")
        text = f"{value.dtype} array {value.shape}: {body}"
    elif isinstance(value, Handle):
        text = repr(value)
    elif isinstance(value, np.generic):
        text = repr(value.item())
    elif inspect.isfunction(value):  # its repr holds an address, which no two runs share
        text = "<function>" if value.__name__ == "<lambda>" else value.__name__
    else:
        text = repr(_cut(value, [limit], limit))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


class _Words(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _cut(value: Any, left: list[int], limit: int) -> Any:
    """Return as much of ``value`` as ``limit`` characters can show; ``left`` counts the items that may still come."""
    left[0] -= 1
    if type(value) in (list, tuple):
        return type(value)(_cut(v, left, limit) for v in value[: max(left[0], 0)])
    if isinstance(value, dict):
        return {_cut(k, left, limit): _cut(v, left, limit) for k, v in islice(value.items(), max(left[0], 0))}
    if isinstance(value, (str, bytes)):
        return value[:limit]
    if isinstance(value, np.ndarray) and value.size > 20:
        return _Words(describe(value, limit))
    return value


def call_text(event: Event) -> str:
    """Return a call as it would read in Python, shortened."""
    parts = [describe(a, 120) for a in event.args] + [f"{k}={describe(v, 120)}" for k, v in event.kwargs.items()]
    return f"{event.call}({', '.join(parts)})"

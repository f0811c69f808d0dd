"""Public tests in a student's own notebook, run by Otter's check cells.

A test asks for ``student`` as in a suite. Here that is the notebook's own kernel: its functions are called in it, so
that prints and plots appear and nothing is confined. Values pass through the same codec as on the wire, so that a test
sees what it sees in grading: copies of arguments, plain data, handles.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from otter.test_files import test_case

from grader.errors import Mismatch, NotAttempted, Place, StudentFault, StudentRaised
from grader.exercises.exercise import Limits
from grader.guest.guest import Guest
from grader.guest.wire import Callback, Codec, Ref
from grader.language import _
from grader.suite import assertions
from grader.suite.fixtures import Fixtures
from grader.suite.marks import Award
from grader.suite.proxy import SubmissionProxy
from grader.worker.messages import Reply
from grader.worker.worker import Worker

SEED = 0
"""Of every public test, as for ``xorcise check``."""


class public_test(test_case):  # type: ignore[misc]  # noqa: N801 - Otter's decorator is called so, and has no types
    """Decorates a test of a public suite, so that Otter runs it; see ``otter.test_files.test_case``."""

    def call_func(self, global_environment: dict[str, Any]) -> None:
        """Run the test on the notebook's functions.

        Otter shows the line of the second frame below its own, so the test is called from this very function.
        """
        fixtures = Fixtures(None)
        fixtures.seed = SEED
        fixtures.proxy = student = SubmissionProxy(cast(Worker, Kernel(global_environment)))
        given = {name: fixtures.value(name, self.test_func.__name__) for name in self._get_func_params()}
        with assertions.asking(student) as credit:
            student.begin(SEED)
            self.test_func(**given)
        _settle(credit)


def _settle(credit: Award) -> None:
    """Raise what a test said that awarded less than everything."""
    if credit.fraction is not None and credit.fraction < 1:
        raise Mismatch(credit.why, got=credit.got)


class Kernel:
    """A notebook's kernel in the place of a worker: it answers the requests of ``SubmissionProxy`` by itself.

    Args:
        names: the notebook's global variables.
    """

    generation = 0
    limits = Limits()
    output = b""
    held = 0
    is_unloadable = False
    seed = SEED

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self._guest = _Guest(names, self._call_back)
        self._callbacks: list[Callable[..., Any]] = []

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Say what a suite sees of an object that stays in the kernel."""
        self._unhandle = unhandle
        self._codec = Codec(self._give, handle, self._no_callback, most=None)

    def begin(self, seed: int, held: int = 0) -> None:
        """Begin a test: no handles, reseeded generators."""
        self.seed = seed
        self._guest.answer(["seed", seed])

    def end(self) -> None:
        """There is no process to end."""

    def finish(self) -> None:
        """There is no folder to look at."""

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Answer a request, however long it takes: the person at the notebook can interrupt it.

        Raises:
            StudentFault: the notebook's code raised something.
        """
        self._callbacks = []
        try:
            answer = self._guest.answer(self._guest.codec.unpack(self._codec.pack(message)))
            match self._codec.unpack(self._guest.codec.pack(answer)):
                case ["value", value, changed]:
                    return Reply(value, dict(changed))
                case ["stop"]:
                    return Reply(stopped=True)
        except StudentFault:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the notebook's code raises is an answer
            fault = self._fault_of(error)
        else:
            fault = Mismatch(_("the answer cannot be read"))
        raise fault

    def _fault_of(self, error: Exception) -> StudentFault:
        if isinstance(error, NotImplementedError):
            return NotAttempted(str(error) or _("not written yet"))
        return StudentRaised(type(error).__name__, str(error), _place(error.__traceback__, self._names))

    def _give(self, item: Any) -> Any:
        ref = self._unhandle(item)
        if ref is not None:
            return ref
        if callable(item):
            self._callbacks.append(item)
            return Callback(len(self._callbacks) - 1)
        raise TypeError(f"a test cannot hand over a {type(item).__name__}")

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a test's function for the notebook's code, with copies there and back."""
        sent = self._codec.unpack(self._guest.codec.pack([list(args), kwargs]))
        value = self._callbacks[number](*sent[0], **sent[1])
        return self._guest.codec.unpack(self._codec.pack(value))

    def _no_callback(self, number: int) -> Any:
        raise TypeError("a function came back")


class _Guest(Guest):
    """The guest's protocol without a wire: its module is what the notebook has defined."""

    def __init__(
        self, names: Mapping[str, Any], call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any]
    ) -> None:
        super().__init__(cast(Any, None), Path())
        self.module = _Module(names)
        self._call_back = call_back

    def answer(self, message: list[Any]) -> list[Any]:
        """Answer one message of the protocol."""
        return self._handle(message)

    def _take_callback(self, number: int) -> Callable[..., Any]:
        return lambda *args, **kwargs: self._call_back(number, args, kwargs)


class _Module:
    """A notebook's names as the attributes of a module."""

    __name__ = "this notebook"

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None


def _place(trace: TracebackType | None, names: Mapping[str, Any]) -> Place | None:
    """Return the innermost line of the notebook's own cells that an exception came by."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_globals is names:
            source = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
            found = Place(_("on line {line} of its cell", line=trace.tb_lineno), source)
        trace = trace.tb_next
    return found

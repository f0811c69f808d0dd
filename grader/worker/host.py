"""The judge's side of the wire: one submission's worker, its deadlines and its end.

Nothing that arrives here is trusted: frames are bounded, decoded by ``wire``, and checked for shape; anything else ends
the worker. Nothing here executes what arrived.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import (
    DiskFilled,
    GraderError,
    NotAttempted,
    OutOfMemory,
    StudentFault,
    StudentRaised,
    TemplateLost,
    TimedOut,
    WireViolation,
    WorkerEnded,
)
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy
from grader.guest.wire import (
    AT_ONCE,
    HEADER,
    MAX_ANSWER,
    MAX_AT_ONCE,
    MAX_FRAME,
    MAX_WEIGHT,
    Callback,
    Codec,
    Ref,
    TooHeavy,
    WireError,
    frame,
    plain,
    split,
)
from grader.language import Message, _, joined
from grader.text import quoted
from grader.worker.bounds import Bounds
from grader.worker.holds import Holds
from grader.worker.launch import Launcher, Process
from grader.worker.place import Places
from grader.worker.watch import TOO_MUCH

PRINTED_S = 0.002
"""Seconds to leave what is printed alone after reading some: the pipe holds 64 KiB meanwhile, and an answer waits no
longer than that."""

TICK_S = 0.25
"""How often a waiting judge looks at the clock and at what the worker uses up."""

NO_SPACE = f"[Errno {errno.ENOSPC}]"
"""How the exception begins that a full room raises."""

MAX_OUTPUT = 64 * 1024
"""Bytes of standard output and error that are kept; the rest is read and thrown away, so that printing never blocks."""

MAX_HELD = 256 * 2**20
"""Bytes that the answers of one test may take in the judge's memory, all together, since a test may hold on to each:
five times MNIST's training images as bytes. The most that a test of any suite holds is 3.5 MB, of the weights in 14.

It covers all that a test can keep of what a worker said: values, changed arguments (``Student.left_of`` returns those
very objects), handles, texts of exceptions. What callbacks are given is not among it: it is let go of at once, and what
a transcript keeps of it is within ``transcript.MAX_KEPT``. What was printed is within ``MAX_OUTPUT``."""

CALLBACK_HEAD = b"\x94" + plain(["callback"])[1:]
"""How a call of the judge's function begins. Whoever writes it otherwise wants it weighed as an answer, of which more
is allowed; it ends the worker."""

MAX_CALLBACKS = 200_000
"""Calls of one of the judge's functions during one call: numerical gradients of the largest net ask for 80,000."""

QUICK_S, QUICK_SIZE = 0.001, 4096
"""A worker is not stopped for a function of the judge's that took less than a millisecond the last time, for a question
of no more bytes than this: a page. Nobody writes much in a millisecond, and stopping costs half as much again as such a
callback does, of which there are 80,000."""


MIN_ARGUMENTS = 2**20
"""Bytes of memory that the arguments of one call of the judge's function may always take. Honest code gives x itself, a
number, or a batch of x moved up and down in each of its n elements: 2 n rows of n float64, so n may be 250. The largest
x of any suite has 12 elements; the largest grid of points that 13 asks for takes 13 kB.

It is small because what the function makes of it is larger, in the judge's memory: booleans become floats of eight
times their size, and formulas make copies and broadcast."""

ARGUMENTS_OF_REQUEST = 4
"""Where a request is larger, a call's arguments may take this many times its size: x in float64 though it was sent in
float32, twice for a batch of x + h and x - h."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands for a call of the judge's function with arguments that are too large.

    Attributes:
        why: in words for the student's code.
    """

    why: str


@dataclass
class Reply:
    """What came back from one request.

    Attributes:
        value: the value.
        changed: by position or keyword, arguments that the student's code changed.
        stopped: whether an iterator had no more.
    """

    value: Any = None
    changed: dict[int | str, Any] = field(default_factory=dict)
    stopped: bool = False


class Worker:
    """One submission and exercise. Starts a process when one is needed; starts another when the last one was ended.

    Args:
        launcher: starts the process.
        files: the submission's files, by path relative to its folder.
        module: the module to load.
        limits: what it may use.
        folder: an empty folder for this submission alone; the caller removes it.
        level: level of confinement.
        seccomp: whether system calls are filtered.
        owner: user that the process runs as, where that is another than the judge's; the files are given to it.
        user: user that the process changes to itself; see ``Policy``.
        holds: what bounds its disk and memory.
    """

    def __init__(
        self,
        launcher: Launcher,
        files: Mapping[str, bytes],
        module: str,
        limits: Limits,
        folder: Path,
        level: str,
        seccomp: bool,
        owner: int | None = None,
        user: int | None = None,
        holds: Holds | None = None,
    ) -> None:
        self.launcher = launcher
        self.files = files
        self.module = module
        self.limits = limits
        self.folder = folder
        self.level = level
        self.seccomp = seccomp
        self.owner = owner
        self.user = user
        self.bounds = Bounds(folder, limits, holds or Holds())
        self.seed = 0
        self.spent = 0.0
        self.killed = False  # whether something that need not be its own doing ended a process of it
        self.held = 0  # bytes of memory that this test's answers take
        self.lost = False  # whether a template's end or a full disk took an answer: no verdict follows from this run
        self.generation = 0  # counts processes: a handle of an earlier one is worth nothing
        self.output = bytearray()
        self.bind(lambda ref: ref, lambda value: value if isinstance(value, Ref) else None)
        self._process: Process | None = None
        self._heard = bytearray()  # what has come and was not asked for yet
        self._poll = select.poll()  # of the process's wire and output
        self._looked = 0.0  # when it was looked at last
        self._stopped = False  # whether the process stands still
        self._filled = False  # whether it was a full disk to which this run was lost
        self._load_fault: StudentFault | None = None
        self._callbacks: list[Callable[..., Any]] = []
        self._arguments = MIN_ARGUMENTS  # bytes that a call of one of them may bring
        self._in_callback = False
        self._begun = False  # whether the process knows of the test that began last
        self._places = Places(files, module)
        self._names: list[str] = []  # what was asked for of the submission's module, the last one last
        self._method = ""  # the method that the last request was for, if it was for one

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Say what a suite sees of an object that stays in the worker.

        Args:
            handle: turns a ``Ref`` into what a suite sees.
            unhandle: turns that back into a ``Ref``, or returns ``None`` for anything else.
        """
        self._unhandle = unhandle
        self._codec = Codec(self._give, handle, self._no_callback, most=MAX_WEIGHT)

    @property
    def pid(self) -> int:
        """The number of its process in our own /proc; 0 if there is none."""
        return self._process.pid if self._process is not None else 0

    # --- for the suite ----------------------------------------------------------------------------------------------

    def begin(self, seed: int) -> None:
        """Begin a test: with its first request, the worker forgets handles and reseeds its generators."""
        self.seed = seed
        self.held = 0
        self.output.clear()
        self._begun = False

    def finish(self) -> None:
        """End a test: see what its calls left in the folder, at which the judge looks only while a call lasts.

        Raises:
            WorkerEnded: its files are too many or too large; the test is to blame, and the next one starts afresh.
        """
        if self._process is not None:
            self._look()

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Send one request to a loaded worker and wait for its answer.

        Args:
            message: see ``guest``.
            timeout: seconds for this request; what is left of the exercise's time may be less.

        Raises:
            StudentFault: whatever the submission did instead of answering.
        """
        if self._in_callback:
            raise TypeError("an object of the submission's cannot be asked while the submission waits for an answer")
        if self._load_fault is not None:
            raise self._load_fault.with_traceback(None)  # or it would grow with every test
        if self.spent >= self.limits.exercise_s:
            self.end()
            raise TimedOut(_("the time for the whole exercise was used up before"))
        mark = b""
        self._note(message)
        if self._process is None:
            self._start()
        elif not self._begun:
            mark = secrets.token_bytes(8)
            message = ["seeded", self.seed, mark, message]
        self._begun = True
        return self._ask(message, timeout, _("this call"), mark)

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            process, self._process = self._process, None
            self._drain(process)
            with contextlib.suppress(TemplateLost):  # it was killed all the same, and its answers had come
                process.end()
            self.bounds.leave()

    # --- processes --------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.lost:
            raise DiskFilled if self._filled else TemplateLost(_("the worker template was lost before"))
        begun = time.monotonic()
        until = begun + min(self.limits.load_s, max(self.limits.exercise_s - self.spent, 0.0))
        try:
            try:
                self.bounds.lay_out(self.files, self.owner, until)
                self._launch()
            finally:
                self.spent += time.monotonic() - begun
            self._ask(["seed", self.seed], self.limits.load_s, _("starting"))
            if not self.launcher.joins:
                self._hold()
            self._ask(["load", self.module], self.limits.load_s, _("importing {file}", file=f"{self.module}.py"))
        except StudentFault as fault:
            self._load_fault = fault
            self.end()
            raise

    def _launch(self) -> None:
        """Start a process and take over its room, if it makes one.

        Raises:
            TemplateLost: the template ended or hangs.
            GraderError: the process could not be confined; nothing of the submission's has run.
        """
        policy = Policy(
            level=self.level,
            seccomp=self.seccomp,
            folder=str(self.folder),
            memory_mb=self.limits.memory_mb,
            cpu_s=int(self.limits.exercise_s) + 30,  # a net under the wall clock: threads together may use more of it
            file_mb=self.limits.scratch_mb,
            user=self.user,
        )
        try:
            self._process = self.launcher.start(self.bounds.complete(policy, joins=self.launcher.joins))
        except TemplateLost:
            self.lost = True
            raise
        self._heard.clear()
        if self.launcher.joins:
            self._hold()
        if not self.bounds.take_room(self._process.sock):
            fault = self._ended()
            if b"could not be confined" in self.output:
                raise GraderError(bytes(self.output[-300:]).decode("utf-8", "replace").strip())
            raise fault
        self._process.sock.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._process.sock, select.POLLIN)
        self._poll.register(self._process.output, select.POLLIN)
        self.generation += 1
        self._stopped = False
        self._looked = self._now()

    def _hold(self) -> None:
        """Bound the process's memory, before it loads what a student wrote.

        Raises:
            GraderError: the control group does not take it.
        """
        try:
            self.bounds.hold(self.pid, joined=self.launcher.joins)
        except OSError as error:
            self.end()
            raise GraderError(_("a control group does not take a worker: {why}", why=error)) from None

    def _fail(self, fault: StudentFault) -> StudentFault:
        """End the process and return the fault to raise."""
        self.end()
        return fault

    def _ended(self) -> StudentFault:
        """End the process, which has hung up, and say why it did.

        Raises:
            TemplateLost: it went down with its template, which is nobody's fault.
        """
        process, self._process = self._process, None
        assert process is not None
        self._drain(process)
        try:
            status = process.end()
        except TemplateLost:
            self.lost = True
            self.bounds.leave()
            raise
        full, taken = self.bounds.look() is not None, self.bounds.out_of_memory()
        self.bounds.leave()
        said = bytes(self.output[-4096:])
        if (
            taken
            or b"MemoryError" in said
            or b"bad_alloc" in said
            or b"out of memory" in said.lower()
            or b"ResourceExhausted" in said
        ):
            return OutOfMemory(_("it used more than {size} MiB of memory", size=self.limits.memory_mb))
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == 24:  # SIGXCPU
                return TimedOut(_("it used up its CPU time"))
            if number == 7 and full:  # SIGBUS: it wrote to a mapped file for which there was no room
                return WorkerEnded(TOO_MUCH)
            if number != 9:
                return WorkerEnded(_("the program crashed instead of answering"), _("signal {number}", number=number))
            self.killed = True
        code = _("exit status {number}", number=os.WEXITSTATUS(status)) if os.WIFEXITED(status) else ""
        return WorkerEnded(_("the program ended itself instead of answering"), code)

    # --- frames -----------------------------------------------------------------------------------------------------

    def _now(self) -> float:
        """Return the time of the worker's clock, which stands still while it waits for others to make space."""
        return time.monotonic() - self.bounds.watch.waited

    def _ask(self, message: list[Any], timeout: float, doing: str, mark: bytes = b"") -> Reply:
        begun = self._now()
        left = self.limits.exercise_s - self.spent
        deadline = begun + min(timeout, max(left, 0.0))
        self._callbacks = []
        try:
            payload = frame(self._codec.pack(message), MAX_FRAME)
            self._arguments = max(MIN_ARGUMENTS, ARGUMENTS_OF_REQUEST * len(payload))
            self._refuse_unasked()
            self._send(payload, deadline, doing)
            if mark:
                self._hear(mark, deadline, doing)
            return self._answer(deadline, doing)
        finally:
            self._callbacks = []  # a function of a suite's may hold on to anything
            self.spent += self._now() - begun

    def _refuse_unasked(self) -> None:
        """See that nothing waits to be read before a question is asked: it would be taken for the answer.

        Raises:
            WireViolation: the worker has said something unasked.
        """
        assert self._process is not None
        try:
            waiting = self._heard or self._process.sock.recv(1, socket.MSG_PEEK)
        except OSError:  # nothing waits, or it hung up: then sending finds out
            return
        if waiting:
            raise self._fail(WireViolation(_("it sent an answer that nobody had asked for")))

    def _hear(self, mark: bytes, deadline: float, doing: str) -> None:
        """See that the next message repeats ``mark``, which the worker could not know before.

        So an answer that comes late is taken for one of another question in its own test at most, never in the next.

        Raises:
            WireViolation: it is something else.
        """
        expected = frame(plain(["begun", mark]), MAX_ANSWER)
        if self._receive(len(expected), deadline, doing) != expected:
            raise self._fail(WireViolation(_("it sent an answer that nobody had asked for")))

    def _answer(self, deadline: float, doing: str) -> Reply:
        quick = False  # whether the judge's function has just shown that it takes no time
        for _message in range(MAX_CALLBACKS):
            if self._now() >= deadline:  # many small messages may have come at once
                raise self._fail(TimedOut(_("time ran out while {what} was running", what=doing)))
            size = HEADER.unpack(self._receive(HEADER.size, deadline, doing))[0]
            if size > MAX_ANSWER:
                raise self._fail(WireViolation(_("the answer is too large"), _("{size} bytes", size=f"{size:,}")))
            data = self._receive(size, deadline, doing, begun=True)
            passing = data[: len(CALLBACK_HEAD)] == CALLBACK_HEAD
            if not (passing and quick and size <= QUICK_SIZE):
                self._rest(look=not passing)
            answer = self._read(data)
            match answer:
                case Refused(why):
                    self._reply(["throw", "ValueError", why], deadline, doing)
                case ["value", value, [*changed]] if all(is_change(c) for c in changed):
                    self._drain_output()
                    return Reply(value, dict(changed))
                case ["stop"]:
                    return Reply(stopped=True)
                case ["error", str(kind), [*kinds], str(text), [*place]] if all(type(k) is str for k in kinds):
                    self._drain_output()
                    if "OSError" in kinds and text.startswith(NO_SPACE):
                        self._no_space()
                    raise self._fault_of(kind, kinds, text, place)
                case ["callback", int(number), [*args], {**kwargs}] if 0 <= number < len(self._callbacks):
                    begun = self._now()
                    self._call_back(number, args, kwargs, deadline, doing)
                    quick = self._now() - begun < QUICK_S
                case _:
                    raise self._fail(WireViolation(_("the answer is not one that was asked for")))
        raise self._fail(TimedOut(_("the given function was called more than {most} times", most=f"{MAX_CALLBACKS:,}")))

    def _read(self, data: bytearray) -> Any:
        """Return a message, and count it among what the test holds unless it is a call of the judge's function.

        A call whose arguments are too large is a mistake that an honest loop can make: it comes back as ``Refused``,
        and nothing was made of it.

        Raises:
            WireViolation: it is none, or takes too much memory, alone or with the test's other answers.
        """
        passing = bool(self._callbacks) and data[: len(CALLBACK_HEAD)] == CALLBACK_HEAD
        left = min(self._arguments, MAX_WEIGHT) if passing else MAX_HELD - self.held
        try:
            answer = self._codec.unpack(data, left)
        except TooHeavy as error:
            if passing:
                return Refused(f"the function was called with too much: arguments may take {left:,} bytes together")
            together = _("the answers of this test are too large together")
            why = together if left < MAX_WEIGHT else _("the answer is too large")
            raise self._fail(WireViolation(why, str(error))) from None
        except WireError as error:
            raise self._fail(WireViolation(_("the answer is not one"), str(error))) from None
        if not passing:
            self.held += self._codec.weight
            if type(answer) is list and answer[:1] == ["callback"]:
                raise self._fail(WireViolation(_("the answer is not one that was asked for")))
        return answer

    def _fault_of(self, kind: str, kinds: list[str], text: str, place: list[Any]) -> StudentFault:
        """Return the fault for an exception that the worker reports; its words are quotations, whatever they say."""
        text = text[:2000]
        found = self._places.find(place)
        if "NotImplementedError" in kinds:
            if (known := self._unwritten().get(text)) is not None:
                return NotAttempted(known)
            said = _("not written yet")
            if found:
                here = _("not written yet {where}", where=found.where)
                said = joined("\n", [here, quoted(found.source)])
            return NotAttempted(said, quotation=text)
        if "MemoryError" in kinds or "ResourceExhaustedError" in kinds:
            return OutOfMemory(_("it used more memory than it may"))
        return StudentRaised(kind[:100], text, found)

    def _note(self, message: list[Any]) -> None:
        """Note the names in a request: they are a suite's own, and may stand in a sentence of ours."""
        self._method = ""
        match message:
            case ["call" | "read" | "write", ["module", str(name)], *_]:
                self._names = [*(n for n in self._names if n != name), name]
            case ["call", _, [*_, ["attr", str(name)]], *_]:
                self._method = name

    def _unwritten(self) -> dict[str, Message]:
        """Return what a file without an answer says, and what stubs say, with names that are a suite's own."""
        file = f"{self.module}.py"
        told = [_("{file} defines no {name}", file=file, name=name) for name in self._names[-1:]]
        for name in self._names:
            parts = (name, f"{name}.__init__", f"{name}.{self._method}")
            told += [_("{name} is not written yet", name=part) for part in parts]
        return {str(said): said for said in [*told, _("there is no {file}", file=file)]}

    def _call_back(self, number: int, args: list[Any], kwargs: dict[Any, Any], deadline: float, doing: str) -> None:
        reply: list[Any]
        if not all(type(k) is str for k in kwargs):
            reply = ["throw", "TypeError", "keywords must be strings"]
        else:
            self._in_callback = True
            try:
                reply = ["reply", self._callbacks[number](*args, **kwargs)]
            except TemplateLost:
                raise
            except Exception as error:  # noqa: BLE001 - f of a wrong argument: that is for the student's code to see
                reply = ["throw", type(error).__name__, str(error)[:500]]
            finally:
                self._in_callback = False
        self._reply(reply, deadline, doing)

    def _reply(self, reply: list[Any], deadline: float, doing: str) -> None:
        """Send what came of a call of the judge's function."""
        try:
            payload = frame(self._codec.pack(reply), MAX_FRAME)
        except (WireError, TypeError) as error:  # the judge's function made of it what cannot travel
            payload = frame(self._codec.pack(["throw", "ValueError", str(error)[:500]]), MAX_FRAME)
        self._send(payload, deadline, doing)

    def _send(self, payload: bytes, deadline: float, doing: str) -> None:
        assert self._process is not None
        self._go_on()
        sock = self._process.sock
        view = memoryview(payload)
        while view:
            try:
                view = view[sock.send(view) :]
            except BlockingIOError:
                pass
            except OSError:
                raise self._ended() from None
            if view:
                self._poll.modify(sock, select.POLLOUT)
                self._wait(deadline, doing)
                self._poll.modify(sock, select.POLLIN)

    def _receive(self, size: int, deadline: float, doing: str, *, begun: bool = False) -> bytearray:
        """Return the next ``size`` bytes; where they have ``begun`` to come, the first are there without waiting."""
        assert self._process is not None
        sock = self._process.sock
        while len(self._heard) < size:  # it grows as bytes arrive: a length that was only promised costs nothing
            if not begun:  # once only: whoever sends byte after byte must meet the deadline
                self._wait(deadline, doing)
            begun = False
            try:
                part = sock.recv(min(max(size - len(self._heard), AT_ONCE), MAX_AT_ONCE))
            except BlockingIOError:
                continue
            except OSError:
                part = b""
            if not part:
                raise self._ended()
            self._heard += part
        data, self._heard = split(self._heard, size)
        return data

    def _wait(self, deadline: float, doing: str) -> None:
        """Wait until the wire is ready, reading what the worker prints meanwhile."""
        assert self._process is not None
        output = self._process.output
        while True:
            now = self._now()
            if now >= deadline:
                raise self._fail(TimedOut(_("time ran out while {what} was running", what=doing)))
            ready = [fd for fd, _ in self._poll.poll(min(TICK_S, deadline - now) * 1000)]
            if output in ready:
                if not self._drain(self._process):
                    self._poll.unregister(output)
                ready.remove(output)
                if not ready:  # or whoever prints byte after byte wakes us for each
                    time.sleep(PRINTED_S)
            if now - self._looked >= TICK_S:  # whichever call it was in which it looked last
                self._looked = now
                self._look_at_all()
            if ready:
                return

    def _look(self, pid: int = 0) -> None:
        """See that the worker does not use too much; with ``pid``, also at what its process holds, which is slower.

        Raises:
            StudentFault: it does.
            DiskFilled: the disk is full of what nobody can be blamed for.
        """
        fault = self.bounds.look(pid)
        if fault is not None:
            raise self._fail(fault)
        if self.bounds.disk_filled():
            # its own files may be hidden from the faster look
            if (fault := self.bounds.look(self.pid)) is not None:
                raise self._fail(fault)
            self.lost = self._filled = True
            self.end()
            raise DiskFilled

    def _no_space(self) -> None:
        """Say why a file found no space: its room is full, or the disk is.

        Raises:
            WorkerEnded: the room is.
            DiskFilled: the disk is, of whatever.
        """
        if self.bounds.watch.room is not None:
            raise self._fail(WorkerEnded(TOO_MUCH))
        if self.bounds.disk_full():
            self.lost = self._filled = True
            self.end()
            raise DiskFilled

    def _look_at_all(self) -> None:
        """Look in the middle of a call. Where files are counted the worker stands still: none is moved meanwhile."""
        moving = not self._stopped and self.bounds.watch.room is None
        if moving:
            self._rest()
        self._look(self.pid)
        if moving:
            self._go_on()

    def _rest(self, *, look: bool = False) -> None:
        """Stop the process until it is asked again, where only looking bounds it; ``look`` at what it has left, too."""
        if self.bounds.watched and self.pid and not self._stopped:
            assert self._process is not None
            self._process.signal(signal.SIGSTOP)
            self._stopped = True
        if look and self.bounds.watch.room is None:
            self._look()

    def _go_on(self) -> None:
        """Let the process go on, where it was stopped."""
        if self._stopped and self._process is not None:
            self._stopped = False
            self._process.signal(signal.SIGCONT)

    def _drain_output(self) -> None:
        """Read what was printed before the answer."""
        if self._process is not None:
            self._drain(self._process)

    def _drain(self, process: Process) -> bool:
        """Read what the worker has printed, a bounded part of it; return whether there may be more later."""
        for _part in range(64):  # not for ever: a worker that prints faster than we read must not hold the clock
            try:
                part = os.read(process.output, 65536)
            except BlockingIOError:
                return True
            if not part:
                return False
            self.output += part[: max(0, MAX_OUTPUT - len(self.output))]
        return True

    # --- values -----------------------------------------------------------------------------------------------------

    def _give(self, item: Any) -> Any:
        ref = self._unhandle(item)
        if ref is not None:
            return ref
        if callable(item):
            self._callbacks.append(item)
            return Callback(len(self._callbacks) - 1)
        raise TypeError(f"a suite cannot send a {type(item).__name__} to a worker")

    def _no_callback(self, number: int) -> Any:
        raise WireError("a function came from the worker")


def is_change(item: Any) -> bool:
    """Whether ``item`` is a pair of an argument's position or name and its new value."""
    return type(item) is list and len(item) == 2 and type(item[0]) in (int, str)

"""The worker: the judge's handle on the guest process of one submission, with its deadlines and its end.

Nothing that arrives from the guest is trusted. Messages are bounded and checked for shape, and anything else ends the
process. The judge never executes what arrived.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import DiskFilled, GraderError, OutOfMemory, StudentFault, TemplateLost, TimedOut
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy
from grader.guest.wire import Ref
from grader.language import _
from grader.worker.connection import DeadlinePassed, HungUp
from grader.worker.conversation import Conversation
from grader.worker.enforcement import Enforcement
from grader.worker.faults import ReportedExceptions, process_ended, was_killed
from grader.worker.guest_clock import WALL_FACTOR
from grader.worker.launch import Launcher
from grader.worker.messages import Messages, Reply
from grader.worker.resources import Resources

CPU_SPARE_S = 30
"""Seconds of processor time beyond the limit of the exercise, on each core. The judge's clock is what normally ends a
process, and the kernel's limit is a second net. Threads on all cores together may use so much before the judge's clock
ends them."""


class Worker:
    """The handle on one submission's guest process. It starts a process when one is needed, again after each end.

    Args:
        launcher: starts the process.
        files: the submission's files, by path relative to its folder.
        module: the module to load.
        limits: what the guest may use.
        folder: an empty folder for this submission alone; the caller removes it.
        level: level of confinement.
        seccomp: whether system calls are filtered.
        owner: user that the files are given to, if the process runs as another user than the judge's.
        user: user that the process changes to itself; see ``Policy``.
        enforcement: what enforces the limits on this machine.
        numpy_only: whether the exercise needs no other library than NumPy, as messages then say.

    Attributes:
        spent: seconds of the exercise's time that are used up, on the guest's clock (``guest_clock``).
        killed: whether SIGKILL ended a process. It may have come from outside, since the filter refuses it to guests.
        lost: whether an answer was lost to a template's end or a full disk. No verdict follows from this run then.
        generation: number of processes so far. A handle of an earlier process is worth nothing.
        output: what was printed in the running test, a bounded part of it.
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
        enforcement: Enforcement | None = None,
        *,
        numpy_only: bool = False,
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
        self.resources = Resources(folder, limits, enforcement or Enforcement())
        self.seed = 0
        self.spent = 0.0
        self.killed = False
        self.lost = False
        self.generation = 0
        self.output = bytearray()
        self._messages = Messages()
        self._exceptions = ReportedExceptions(files, module, numpy_only=numpy_only)
        self._conversation: Conversation | None = None
        self._disk_filled = False  # whether a full disk is why ``lost`` is set
        self._load_fault: StudentFault | None = None
        self._begun = False  # whether the process knows of the running test

    def bind(self, handle: Callable[[Ref], Any], unhandle: Callable[[Any], Ref | None]) -> None:
        """Say how a suite sees an object that stays in the guest.

        Args:
            handle: turns a ``Ref`` into what a suite sees.
            unhandle: turns that back into a ``Ref``, or returns ``None`` for anything else.
        """
        self._messages.bind(handle, unhandle)

    @property
    def pid(self) -> int:
        """The number of its process in the judge's /proc; 0 if there is none."""
        return self._conversation.connection.process.pid if self._conversation is not None else 0

    @property
    def held(self) -> int:
        """Bytes of memory that the answers of the running test take."""
        return self._messages.held

    @property
    def is_unloadable(self) -> bool:
        """Whether the submission could not be loaded, so that every test fails alike."""
        return self._load_fault is not None

    # --- for the suite ----------------------------------------------------------------------------------------------

    def begin(self, seed: int, held: int = 0) -> None:
        """Begin a test. With the test's first request, the guest forgets its objects and reseeds its generators.

        Args:
            seed: the run's seed.
            held: bytes of memory that answers of earlier tests still take.
        """
        self.seed = seed
        self._messages.held = held
        self.output.clear()
        self._begun = False

    def reload(self, source: bytes) -> None:
        """Replace the module by another text of it, in the same process where there is one.

        Only for looking for an explanation: the process has seen other texts, so nothing that it answers is scored.

        Raises:
            StudentFault: the text cannot be run.
        """
        self.files = {**self.files, f"{self.module}.py": source}
        self.resources.files_changed()
        self._load_fault = None
        if self._conversation is not None:
            self._ask(
                ["reload", self.module, source], self.limits.load_s, _("importing {file}", file=f"{self.module}.py")
            )

    def finish(self) -> None:
        """End a test. The judge looks at the folder during calls only, so it looks once more now.

        Raises:
            WorkerEnded: the files are too many or too large. This test is to blame; the next one gets a fresh process.
            DiskFilled: the disk is full, and not of files that this guest shows.
        """
        if self._conversation is None:
            return
        try:
            self.resources.check(self.pid)
        except (StudentFault, DiskFilled) as error:
            self._end_for(error)
            raise

    def request(self, message: list[Any], timeout: float) -> Reply:
        """Send one request and wait for the answer. The process is started first if there is none.

        Args:
            message: see ``guest``.
            timeout: seconds of the guest's clock for this request; what is left of the exercise's may be less.

        Raises:
            StudentFault: what the submission did instead of answering.
        """
        if self._messages.calling:
            raise TypeError("an object of the submission's cannot be asked while the submission waits for an answer")
        if self._load_fault is not None:
            raise self._load_fault.with_traceback(None)  # or the traceback would grow with every test
        if self.spent >= self.limits.exercise_s:
            self.end()
            raise TimedOut(_("the time for the whole exercise was used up before"))
        mark = b""
        self._exceptions.note(message)
        if self._conversation is None:
            self._start()
        elif not self._begun:
            mark = secrets.token_bytes(8)
            message = ["seeded", self.seed, mark, message]
        self._begun = True
        return self._ask(message, timeout, _("this call"), mark)

    def end(self) -> None:
        """End the process, if there is one."""
        conversation, self._conversation = self._conversation, None
        if conversation is not None:
            with contextlib.suppress(TemplateLost):  # the process was killed all the same, and its answers had come
                conversation.connection.end()
            self.resources.release()

    def _end_for(self, error: StudentFault | DiskFilled) -> None:
        """End the process because of ``error``."""
        if isinstance(error, DiskFilled):
            self.lost = self._disk_filled = True
        self.end()

    # --- processes --------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Start a process and load the submission.

        Raises:
            StudentFault: the submission cannot be loaded. It is not tried again.
            GraderError: the process cannot be started or confined.
        """
        if self.lost:
            raise DiskFilled if self._disk_filled else TemplateLost(_("the template was lost before"))
        begun = time.monotonic()
        until = begun + WALL_FACTOR * min(self.limits.load_s, max(self.limits.exercise_s - self.spent, 0.0))
        try:
            try:
                self.resources.lay_out(self.files, self.owner, until)
                self._launch()
            finally:
                self.spent += (time.monotonic() - begun) / WALL_FACTOR  # the judge's work, and the disk's
            self._ask(["seed", self.seed], self.limits.load_s, _("starting"))
            if not self.launcher.joins:
                self._bound_memory()
            self._ask(["load", self.module], self.limits.load_s, _("importing {file}", file=f"{self.module}.py"))
        except StudentFault as fault:
            self._load_fault = fault
            self.end()
            raise

    def _launch(self) -> None:
        """Start a process, and take over its tmpfs if it mounts one.

        Raises:
            TemplateLost: the template ended or hangs.
            GraderError: the process could not be confined; no code of the submission has run.
        """
        policy = Policy(
            level=self.level,
            seccomp=self.seccomp,
            folder=str(self.folder),
            memory_mb=self.limits.memory_mb,
            cpu_s=(int(self.limits.exercise_s) + CPU_SPARE_S) * (os.cpu_count() or 1),
            file_mb=self.limits.scratch_mb,
            user=self.user,
        )
        try:
            process = self.launcher.start(self.resources.complete(policy, joins=self.launcher.joins))
        except TemplateLost:
            self.lost = True
            raise
        self._conversation = Conversation(process, self.output, self._messages, self._exceptions, self.resources)
        if self.launcher.joins:
            self._bound_memory()
        if not self.resources.receive_tmpfs(process.sock):
            fault = self._ended()
            if b"could not be confined" in self.output:
                raise GraderError(bytes(self.output[-300:]).decode("utf-8", "replace").strip())
            raise fault
        self.generation += 1

    def _bound_memory(self) -> None:
        """Bound the memory of the process, before it loads what a student wrote.

        Raises:
            GraderError: the control group does not take it.
        """
        try:
            self.resources.bound_memory(self.pid, joined=self.launcher.joins)
        except OSError as error:
            self.end()
            raise GraderError(_("a control group does not take a guest process: {why}", why=error)) from None

    def _ended(self) -> StudentFault:
        """Clean up after a process that hung up, and return the fault that this is.

        Raises:
            TemplateLost: it ended together with its template, so it is not the submission's fault.
        """
        conversation, self._conversation = self._conversation, None
        assert conversation is not None
        try:
            status = conversation.connection.end()
            fault = process_ended(
                status,
                bytes(self.output[-4096:]),
                memory_mb=self.limits.memory_mb,
                group_was_full=self.resources.group_was_full(),
                files_full=self.resources.files_full(),
            )
        except TemplateLost:
            self.lost = True
            raise
        finally:
            self.resources.release()
        self.killed |= was_killed(status) and not isinstance(fault, OutOfMemory)
        return fault

    # --- one request ------------------------------------------------------------------------------------------------

    def _ask(self, message: list[Any], timeout: float, doing: str, mark: bytes = b"") -> Reply:
        """Send one request and return its answer.

        Args:
            message: see ``guest``.
            timeout: seconds of the guest's clock for the answer.
            doing: what the guest does meanwhile, for the message of a timeout.
            mark: see ``Conversation.ask``.

        Raises:
            TypeError: the message holds something that cannot be sent.
            WireError: the message is too large.
            StudentFault: the guest reported an exception; or it broke a rule, and the process has ended.
            DiskFilled: the disk is full, and not of files that this guest shows. The process has ended.
        """
        conversation = self._conversation
        assert conversation is not None
        payload = self._messages.pack_request(message)
        self.resources.begin_request(self.pid)
        deadline = min(timeout, max(self.limits.exercise_s - self.spent, 0.0))
        try:
            answer = conversation.ask(payload, deadline, mark)
        except DeadlinePassed:
            self.end()
            raise self._exceptions.timed_out(_("time ran out while {what} was running", what=doing)) from None
        except HungUp:
            raise self._ended() from None
        except (StudentFault, DiskFilled) as error:
            self._end_for(error)
            raise
        finally:
            self._messages.forget_functions()
            self.spent += self.resources.now()
        if isinstance(answer, StudentFault):
            raise answer
        return answer

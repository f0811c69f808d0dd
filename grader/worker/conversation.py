"""The conversation with one guest process: requests, callbacks and answers; the judge's half of the protocol.

The order matters as much as the content: nothing may arrive before it was asked for.
"""

from __future__ import annotations

import time

from grader.errors import StudentFault, TimedOut, WireViolation
from grader.guest.wire import MAX_ANSWER, frame, pack_plain
from grader.language import _
from grader.worker.connection import Connection, DeadlinePassed
from grader.worker.faults import ReportedExceptions, is_no_space
from grader.worker.launch import Process
from grader.worker.messages import ArgumentsTooLarge, Messages, Reply, is_callback, is_change
from grader.worker.resources import Resources

MAX_CALLBACKS_PER_REQUEST = 200_000
"""Callbacks during one request: numerical gradients of the largest net need 80,000."""

QUICK_CALLBACK_S, QUICK_CALLBACK_SIZE = 0.001, 4096
"""The guest process is not stopped during a callback if the one before took less than a millisecond, and if this one
has no more bytes than a page. Little can be written in a millisecond. Stopping takes time too, and one request
may make 80,000 callbacks."""


class Conversation:
    """Asks one guest process, and looks at what it uses meanwhile.

    Args:
        process: the guest process.
        output: what it prints is added here; see ``Connection``.
        messages: packs and reads.
        exceptions: turns exceptions that the guest reports into faults.
        resources: what the guest may use; also its clock.

    Attributes:
        connection: the wire to the process.
    """

    def __init__(
        self,
        process: Process,
        output: bytearray,
        messages: Messages,
        exceptions: ReportedExceptions,
        resources: Resources,
    ) -> None:
        self.connection = Connection(process, output, resources.now, self._look_during_call)
        self._messages = messages
        self._exceptions = exceptions
        self._resources = resources

    def ask(self, request: bytes, deadline: float, mark: bytes = b"") -> Reply | StudentFault:
        """Send one request; return its answer, or the fault for an exception that the guest reports.

        Args:
            request: as ``Messages.pack_request`` packs it.
            deadline: when the answer must be there, on the clock of ``resources``.
            mark: what the guest must repeat first, if this is the first request of a test.

        Raises:
            StudentFault: the guest broke a rule. Its process has to end.
            DiskFilled: the disk is full. The process has to end.
            HungUp: the guest hung up.
            DeadlinePassed: it did not answer in time.
        """
        connection, messages = self.connection, self._messages
        self._refuse_unasked()
        connection.send(request, deadline)
        if mark:
            self._receive_mark(mark, deadline)
        quick = False  # whether the last callback took next to no time
        for _message in range(MAX_CALLBACKS_PER_REQUEST):
            if self._resources.now() >= deadline:  # many small messages may have arrived at once
                raise DeadlinePassed
            data = connection.receive_frame(deadline)
            callback = is_callback(data)
            if not (callback and quick and len(data) <= QUICK_CALLBACK_SIZE):
                self._pause(look=not callback)
            match messages.read(data):
                case ArgumentsTooLarge(why):
                    connection.send(messages.pack_reply(["throw", "ValueError", why]), deadline)
                case ["value", value, [*changed]] if all(is_change(c) for c in changed):
                    connection.drain()
                    return Reply(value, dict(changed))
                case ["stop"]:
                    return Reply(stopped=True)
                case ["error", str(kind), [*kinds], str(text), [*line]] if all(type(k) is str for k in kinds):
                    connection.drain()
                    if is_no_space(kinds, text):
                        self._resources.explain_no_space()
                    return self._exceptions.fault(kind, kinds, text, line)
                case ["callback", int(number), [*args], {**kwargs}] if 0 <= number < len(messages.functions):
                    begun = time.monotonic()  # the guest's clock hardly moves while the judge computes
                    connection.send(messages.pack_reply(messages.call(number, args, kwargs)), deadline)
                    quick = time.monotonic() - begun < QUICK_CALLBACK_S
                case _:
                    raise WireViolation(_("the answer is not one that was asked for"))
        raise TimedOut(_("the given function was called more than {most} times", most=f"{MAX_CALLBACKS_PER_REQUEST:,}"))

    def _refuse_unasked(self) -> None:
        """Check before a request that nothing waits to be read: it would be taken for the answer.

        Raises:
            WireViolation: something waits.
        """
        if self.connection.has_unread():
            raise WireViolation(_("it sent an answer that nobody had asked for"))

    def _receive_mark(self, mark: bytes, deadline: float) -> None:
        """Check that the next message repeats ``mark``, which the guest could not know before.

        So a late answer can be taken for the answer to another request of its own test, but never of the next test.

        Raises:
            WireViolation: the message is something else.
        """
        expected = frame(pack_plain(["begun", mark]), MAX_ANSWER)
        if self.connection.receive(len(expected), deadline) != expected:
            raise WireViolation(_("it sent an answer that nobody had asked for"))

    def _look_during_call(self) -> None:
        """Look at what the guest uses, in the middle of a call.

        If files are counted, the process is stopped meanwhile, so that no file is moved.

        Raises:
            StudentFault: it uses too much.
            DiskFilled: the disk is full, and not of files that this guest shows.
        """
        connection = self.connection
        stop = self._resources.counts_files and not connection.stopped
        if stop:
            connection.stop()
        self._resources.check(connection.process.pid, thorough=True)
        if stop:
            connection.resume()

    def _pause(self, *, look: bool) -> None:
        """Stop the process until the next message to it, if only looking bounds it; ``look`` at its files, too."""
        if self._resources.needs_looks:
            self.connection.stop()
        if look and self._resources.counts_files:
            self._resources.check(self.connection.process.pid)

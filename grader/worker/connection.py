"""The judge's end of the wire to one guest process: frames by a deadline, and what is printed.

Nothing that arrives here is trusted. A frame's length is bounded before its bytes are read.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable

from grader.errors import WireViolation
from grader.guest.wire import AT_ONCE, HEADER, MAX_ANSWER, MAX_AT_ONCE, split
from grader.language import _
from grader.worker.launch import Process

PRINTED_S = 0.002
"""Seconds to wait after reading what was printed, if nothing else has arrived. Otherwise a guest that prints byte by
byte would wake the judge for each byte. The pipe holds 64 KiB meanwhile, and an answer waits no longer than this."""

LOOK_EVERY_S = 0.25
"""Seconds between two looks at the clock and at the resources of a guest process, while the judge waits for it."""

MAX_OUTPUT = 64 * 1024
"""Bytes of standard output and error that are kept. The rest is read and thrown away, so that printing never blocks."""

READS_OF_OUTPUT = 64
"""Reads of 64 KiB from the output, one after another. A guest that prints faster than the judge reads must not keep the
judge from looking at the clock."""


class HungUp(Exception):  # noqa: N818 - the house's way: the name says what happened
    """The guest process closed its end of the wire, or ended."""


class DeadlinePassed(Exception):  # noqa: N818 - as above
    """The deadline passed before the wire was ready."""


class Connection:
    """The wire to one guest process.

    Args:
        process: the guest process.
        output: what the process prints is added here, up to ``MAX_OUTPUT`` bytes.
        now: returns the time in seconds, on the clock that the deadlines are given in. Where it runs faster than the
            wall clock, a deadline is noticed up to ``LOOK_EVERY_S`` late.
        look: is called every ``LOOK_EVERY_S`` of the wall clock while the judge waits. What it raises ends the wait.

    Attributes:
        process: the guest process.
        stopped: whether the process is stopped (SIGSTOP).
    """

    def __init__(self, process: Process, output: bytearray, now: Callable[[], float], look: Callable[[], None]) -> None:
        self.process = process
        self.stopped = False
        self._output = output
        self._now = now
        self._look = look
        self._looked = time.monotonic()
        self._received = bytearray()  # bytes that arrived and were not asked for yet
        process.sock.setblocking(False)
        self._poll = select.poll()
        self._poll.register(process.sock, select.POLLIN)
        self._poll.register(process.output, select.POLLIN)

    def has_unread(self) -> bool:
        """Whether anything has arrived that was not received yet."""
        try:
            return bool(self._received or self.process.sock.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing has arrived, or the guest hung up: then sending finds out
            return False

    def send(self, payload: bytes, deadline: float) -> None:
        """Let the process run again if it was stopped, and send ``payload``.

        Raises:
            HungUp: the guest hung up.
            DeadlinePassed: it did not read the payload in time.
        """
        self.resume()
        sock = self.process.sock
        view = memoryview(payload)
        while view:
            try:
                view = view[sock.send(view) :]
            except BlockingIOError:
                pass
            except OSError:
                raise HungUp from None
            if view:
                self._poll.modify(sock, select.POLLOUT)
                self._wait(deadline)
                self._poll.modify(sock, select.POLLIN)

    def receive_frame(self, deadline: float) -> bytearray:
        """Return the content of the next frame.

        Raises:
            WireViolation: the frame is longer than ``MAX_ANSWER``.
            HungUp: the guest hung up.
            DeadlinePassed: the frame did not arrive in time.
        """
        size = HEADER.unpack(self.receive(HEADER.size, deadline))[0]
        if size > MAX_ANSWER:
            raise WireViolation(_("the answer is too large"), _("{size} bytes", size=f"{size:,}"))
        return self.receive(size, deadline, begun=True)

    def receive(self, size: int, deadline: float, *, begun: bool = False) -> bytearray:
        """Return the next ``size`` bytes.

        Args:
            size: number of bytes.
            deadline: when they must be there.
            begun: whether some of them have probably arrived, so that the first read need not wait.

        Raises:
            HungUp: the guest hung up.
            DeadlinePassed: the bytes did not arrive in time.
        """
        sock = self.process.sock
        while len(self._received) < size:  # grows as bytes arrive: a length that is only promised costs nothing
            if not begun:  # skipped once only: a guest that sends byte by byte must meet the deadline
                self._wait(deadline)
            begun = False
            try:
                part = sock.recv(min(max(size - len(self._received), AT_ONCE), MAX_AT_ONCE))
            except BlockingIOError:
                continue
            except OSError:
                part = b""
            if not part:
                raise HungUp
            self._received += part
        data, self._received = split(self._received, size)
        return data

    def _wait(self, deadline: float) -> None:
        """Wait until the wire is ready, and read what the process prints meanwhile."""
        output = self.process.output
        while True:
            now = self._now()
            if now >= deadline:
                raise DeadlinePassed
            ready = [fd for fd, _ in self._poll.poll(min(LOOK_EVERY_S, deadline - now) * 1000)]
            if output in ready:
                if not self.drain():
                    self._poll.unregister(output)
                ready.remove(output)
                if not ready:
                    time.sleep(PRINTED_S)
            passed = time.monotonic() - self._looked
            if passed >= LOOK_EVERY_S:  # counted across calls, so that many short calls are looked at too
                self._looked += passed
                self._look()
            if ready:
                return

    def drain(self) -> bool:
        """Read what the process has printed, and keep a bounded part; return whether more may come."""
        for _read in range(READS_OF_OUTPUT):
            try:
                part = os.read(self.process.output, 65536)
            except BlockingIOError:
                return True
            if not part:
                return False
            self._output += part[: max(0, MAX_OUTPUT - len(self._output))]
        return True

    def stop(self) -> None:
        """Stop the process until something is sent to it."""
        if self.process.pid and not self.stopped:
            self.process.signal(signal.SIGSTOP)
            self.stopped = True

    def resume(self) -> None:
        """Let the process run again if it was stopped."""
        if self.stopped:
            self.stopped = False
            self.process.signal(signal.SIGCONT)

    def end(self) -> int:
        """Read what was printed, kill the process and return its wait status.

        Raises:
            TemplateLost: the template ended, so the status is not known.
        """
        self.drain()
        return self.process.end()

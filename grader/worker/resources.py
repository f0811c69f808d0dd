"""The disk, memory and threads of one guest: bounded, looked at, and given back when its process has ended.

The bounds themselves are in ``guest.tmpfs``, ``control_group`` and ``monitor``; ``enforcement`` says which of them this
machine has.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from grader.errors import DiskFilled, TimedOut, WorkerEnded
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy
from grader.guest.template import TMPFS_MADE
from grader.language import _
from grader.worker.disk_usage import free_space
from grader.worker.enforcement import Enforcement
from grader.worker.faults import FILES_TOO_LARGE
from grader.worker.folder import MAX_FILES, TooManyFilesError, count_files, fill, make_empty, placed
from grader.worker.guest_clock import WALL_FACTOR, GuestClock
from grader.worker.monitor import KERNEL_MB, SUBMISSION_BYTES, Monitor, status_of

SPARE_MB = 1
"""MiB of a tmpfs beside what one file may have. A tmpfs counts as too full when nothing more fits, and one file of the
largest size must not fill it. AutoGraph's files are in there too, some kilobytes each."""

GROUP_STEP = 64 * 2**20
"""Bytes in whose multiples a control group is bounded, so that its bound seldom changes from one guest to the next."""


class Resources:
    """What one guest may use, and uses.

    Args:
        folder: an empty folder for it alone.
        limits: what it may use.
        enforcement: which bounds there are on this machine.

    Attributes:
        own: the name of the exercise's folder in ``folder``, if files lie beside it.
    """

    def __init__(self, folder: Path, limits: Limits, enforcement: Enforcement) -> None:
        self.folder = folder
        self.limits = limits
        self.enforcement = enforcement
        group = enforcement.group
        self.monitor = Monitor(folder, limits, grouped=group is not None and group.threads is not None)
        self._clock = GuestClock(self.monitor.now)
        self._laid_out = False  # whether the folder holds the submission's files and nothing else
        self.own = ""
        self._tmpfs_kb = 0
        self._tmpfs_files = 0
        self._kills = 0  # processes of the control group that the kernel had ended before this one began

    # --- a process begins and ends ----------------------------------------------------------------------------------

    def lay_out(self, files: Mapping[str, bytes], owner: int | None, until: float) -> None:
        """Make sure that the folder holds ``files`` and nothing else.

        Args:
            files: the submission's, by path relative to the exercise's folder.
            owner: user that they are given to, if it is another than the judge's.
            until: when this must be done, of ``time.monotonic``.

        Raises:
            WorkerEnded: there are too many files or folders.
            TimedOut: it took too long.
        """
        if self._laid_out:
            return
        try:
            self.own, where = placed(files)
            self._tmpfs_files = MAX_FILES + count_files(where)
            make_empty(self.folder, until)
            fill(self.folder, where, owner, until)
        except TooManyFilesError:
            raise WorkerEnded(_("its files lie in too many or too deep folders")) from None
        except TimeoutError:
            raise TimedOut(_("time ran out while its files were laid out")) from None
        given = sum(-(-len(content) // 4096) * 4 for content in files.values())  # KiB, in pages
        self._tmpfs_kb = (self.limits.scratch_mb + SPARE_MB) * 1024 + given
        self._laid_out = self.enforcement.tmpfs != ""  # a guest with a tmpfs of its own does not reach the folder

    def files_changed(self) -> None:
        """Say that the next process has other files, so that the folder is laid out again."""
        self._laid_out = False

    def complete(self, policy: Policy, *, joins: bool) -> Policy:
        """Return ``policy`` with what the guest process does to bound itself.

        Args:
            policy: the rest of the policy.
            joins: whether the process can move itself into control groups.
        """
        group = self.enforcement.group
        return replace(
            policy,
            own=self.own,
            tmpfs=self.enforcement.tmpfs,
            tmpfs_kb=self._tmpfs_kb,
            tmpfs_files=self._tmpfs_files,
            groups=group.files_to_join() if group is not None and joins else (),
        )

    def receive_tmpfs(self, wire: socket.socket) -> bool:
        """Receive the descriptor of the tmpfs that the process has made; return whether all is as it should be."""
        if not self.enforcement.tmpfs:
            return True
        wire.settimeout(self.limits.load_s * WALL_FACTOR)
        try:
            said, descriptors, _, _ = socket.recv_fds(wire, len(TMPFS_MADE), 1)
        except OSError:
            return False
        finally:
            wire.setblocking(False)
        if descriptors:
            self.monitor.tmpfs = descriptors[0]
        return said == TMPFS_MADE and bool(descriptors)

    def bound_memory(self, pid: int, *, joined: bool) -> None:
        """Bound the memory of a process before it loads what a student wrote.

        Args:
            pid: the process, in the judge's /proc.
            joined: whether it moves itself into its control group.

        Raises:
            OSError: the control group does not take it.
        """
        self.monitor.begin(pid)
        group = self.enforcement.group
        if group is None or not pid:
            return
        # memory that it shares with its template may become its own, page by page
        shared = int(status_of(pid).get("RssAnon", "0").split()[0]) * 1024
        size = shared + (self.limits.memory_mb + self.limits.scratch_mb + KERNEL_MB) * 2**20 + SUBMISSION_BYTES
        group.limit(-(-size // GROUP_STEP) * GROUP_STEP)
        if not (joined and group.files_to_join()):
            group.add(pid)
        self._kills = group.kills()

    def release(self) -> None:
        """Close the tmpfs of a process that has ended, and stop its clock. The kernel then frees the tmpfs."""
        self._clock.forget()
        if self.monitor.tmpfs is not None:
            tmpfs, self.monitor.tmpfs = self.monitor.tmpfs, None
            os.close(tmpfs)

    # --- while it runs ----------------------------------------------------------------------------------------------

    def begin_request(self, pid: int) -> None:
        """Begin to count the time of a request to a process, whose number in the judge's /proc is ``pid``."""
        self._clock.begin(pid)

    def now(self) -> float:
        """Return the seconds that the running request is charged with so far; see ``GuestClock``."""
        return self._clock.now()

    @property
    def counts_files(self) -> bool:
        """Whether files are counted, since the guest has no tmpfs of its own."""
        return self.monitor.tmpfs is None

    @property
    def needs_looks(self) -> bool:
        """Whether anything is bounded by looks alone. Then the process must not run between them."""
        return self.monitor.tmpfs is None or not self.monitor.grouped

    def check(self, pid: int, *, thorough: bool = False) -> None:
        """Look at what the guest uses.

        Args:
            pid: its process in the judge's /proc.
            thorough: whether to look also at what the process keeps open, which is slower.

        Raises:
            StudentFault: it uses too much.
            DiskFilled: the disk is full, and not of files that this guest shows.
        """
        fault = self.monitor.look(pid if thorough else 0)
        if fault is None and self.counts_files and self.monitor.disk_filled():
            fault = self.monitor.look(pid)  # the guest's own files may be hidden from the faster look
            if fault is None:
                raise DiskFilled
        if fault is not None:
            raise fault

    def explain_no_space(self) -> None:
        """Find out why a file found no space. If this returns, the guest made the exception up.

        Raises:
            WorkerEnded: its tmpfs is full.
            DiskFilled: the disk is full.
        """
        if self.monitor.tmpfs is not None:
            raise WorkerEnded(FILES_TOO_LARGE)
        if free_space(self.folder) < self.limits.scratch_mb * 2**20 + SUBMISSION_BYTES:
            raise DiskFilled

    # --- why it ended -----------------------------------------------------------------------------------------------

    def files_full(self) -> bool:
        """Whether the guest's files take all the space that they may."""
        return self.monitor.look() is not None

    def group_was_full(self) -> bool:
        """Whether the kernel has ended the process because its control group had no memory left."""
        group = self.enforcement.group
        with contextlib.suppress(OSError):
            return group is not None and group.kills() > self._kills
        return False

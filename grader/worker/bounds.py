"""What bounds one worker's disk, memory and threads, from laying out its files to letting go of its room.

On the judge's side; ``host`` says when. What each bound is: ``room``, ``group``, ``watch``.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from grader.errors import StudentFault, TimedOut, WorkerEnded
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy
from grader.guest.template import ROOM
from grader.language import _
from grader.worker.folder import MAX_FILES, TooManyFilesError, entries, fill, fresh
from grader.worker.holds import Holds
from grader.worker.watch import GIVEN, KERNEL_MB, Watch, free_space, status_of

SPARE_MB = 1
"""MiB of a room beside what one file may have: a room counts as too full when nothing more fits, and one file of the
largest size does not fill it. AutoGraph's files are in there too, some kilobytes each."""

GROUP_STEP = 64 * 2**20
"""Bytes in whose multiples a control group is bounded, so that it seldom changes from one worker to the next."""


class Bounds:
    """The bounds of one worker.

    Args:
        folder: an empty folder for it alone.
        limits: what it may use.
        holds: which bounds there are on this machine.
    """

    def __init__(self, folder: Path, limits: Limits, holds: Holds) -> None:
        self.folder = folder
        self.limits = limits
        self.holds = holds
        group = holds.group
        self.watch = Watch(folder, limits, grouped=group is not None and group.threads is not None)
        self._laid_out = False  # whether the folder holds the submission's files and nothing else
        self._room_kb = 0
        self._room_files = 0
        self._kills = 0  # of the control group before the process began

    def lay_out(self, files: Mapping[str, bytes], owner: int | None, until: float) -> None:
        """See that the folder holds ``files`` and nothing else.

        Args:
            files: the submission's, by path relative to the folder.
            owner: user that they are given to, where that is another than the judge's.
            until: when this must be done, of ``time.monotonic``.

        Raises:
            WorkerEnded: there are too many files or folders.
            TimedOut: it took too long.
        """
        if self._laid_out:
            return
        try:
            self._room_files = MAX_FILES + entries(files)
            fresh(self.folder, until)
            fill(self.folder, files, owner, until)
        except TooManyFilesError:
            raise WorkerEnded(_("its files lie in too many or too deep folders")) from None
        except TimeoutError:
            raise TimedOut(_("time ran out while its files were laid out")) from None
        given = sum(-(-len(content) // 4096) * 4 for content in files.values())  # KiB, in pages
        self._room_kb = (self.limits.scratch_mb + SPARE_MB) * 1024 + given
        self._laid_out = self.holds.room != ""  # a process in a room of its own does not reach the folder

    def complete(self, policy: Policy, *, joins: bool) -> Policy:
        """Return ``policy`` with what a worker does to be bounded; ``joins`` if it can enter control groups itself."""
        groups = self.holds.group.entries() if self.holds.group is not None and joins else ()
        room = self.holds.room
        return replace(policy, room=room, room_kb=self._room_kb, room_files=self._room_files, groups=groups)

    def take_room(self, wire: socket.socket) -> bool:
        """Take the descriptor of the room that the process has made; return whether there is one where there should."""
        if not self.holds.room:
            return True
        wire.settimeout(self.limits.load_s)
        with contextlib.suppress(OSError):
            said, rooms, _, _ = socket.recv_fds(wire, len(ROOM), 1)
            if rooms:
                self.watch.room = rooms[0]
            return said == ROOM and bool(rooms)
        return False

    def hold(self, pid: int, *, joined: bool) -> None:
        """Bound a process's memory, before it loads what a student wrote; ``joined`` if it enters its group itself.

        Raises:
            OSError: the control group does not take it.
        """
        self.watch.begin(pid)
        group = self.holds.group
        if group is None or not pid:
            return
        # what it shares with its template it may come to have for itself, page by page
        shared = int(status_of(pid).get("RssAnon", "0").split()[0]) * 1024
        size = shared + (self.limits.memory_mb + self.limits.scratch_mb + KERNEL_MB) * 2**20 + GIVEN
        group.limit(-(-size // GROUP_STEP) * GROUP_STEP)
        if not (joined and group.entries()):
            group.add(pid)
        self._kills = group.kills()

    def look(self, pid: int = 0) -> StudentFault | None:
        """Return the fault of a worker that uses too much; with ``pid``, its process is looked at too."""
        return self.watch.look(pid)

    @property
    def watched(self) -> bool:
        """Whether anything is bounded by looking alone: then the process must not run while nobody looks."""
        return self.watch.room is None or not self.watch.grouped

    def disk_full(self) -> bool:
        """Whether the disk has less space than the files of one worker may take."""
        return free_space(self.folder) < self.limits.scratch_mb * 2**20 + GIVEN

    def disk_filled(self) -> bool:
        """Whether the disk was filled, by whoever it was, and has stayed so for a while; see ``Watch.disk_filled``."""
        return self.watch.room is None and self.watch.disk_filled()

    def out_of_memory(self) -> bool:
        """Whether the kernel has ended the process because its control group was full."""
        with contextlib.suppress(OSError):
            return self.holds.group is not None and self.holds.group.kills() > self._kills
        return False

    def leave(self) -> None:
        """Let go of the room of a process that has ended; the kernel frees it."""
        if self.watch.room is not None:
            room, self.watch.room = self.watch.room, None
            os.close(room)

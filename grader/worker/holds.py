"""What bounds a worker's disk, memory and threads on this machine, found out by trying, and put into words."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader.guest.confinement import THREADS
from grader.guest.room import NAMESPACE, USER_NAMESPACE
from grader.worker import group
from grader.worker.group import Group
from grader.worker.launch import INTERPRETER, scrubbed_environment

TRIAL_S = 30.0
"""Seconds to make a room in a fresh interpreter: some fifty milliseconds, more on a busy machine."""


@dataclass(frozen=True)
class Holds:
    """The bounds in use.

    Attributes:
        room: how workers make rooms of their own, see ``room``; empty where their folders are watched.
        group: the control group that workers run in, if there is one.
    """

    room: str = ""
    group: Group | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What a result records as lacking."""
        lacking = {"disk_bound": not self.room, "memory_group": self.group is None}
        return tuple(name for name, lacks in lacking.items() if lacks)

    def lines(self) -> list[str]:
        """Return what ``doctor`` says, a line for each bound."""
        disk = {
            NAMESPACE: "a file system of its own in memory, in a mount namespace",
            USER_NAMESPACE: "a file system of its own in memory, in a user namespace",
        }
        watched = "looked at each quarter of a second"
        memory = f"control group, version {self.group.place.version}, at {self.group.memory}" if self.group else ""
        threads = ""
        if self.group and self.group.threads:
            threads = f"at most {THREADS}, by control group"
        elif self.room == USER_NAMESPACE and os.geteuid() != 0:
            threads = f"at most {THREADS}, by limit in a user namespace"
        shared = self.group is not None and self.group.processors is not None
        return [
            f"disk: {disk.get(self.room, watched)}",
            f"memory: {memory or f'limits, and {watched}'}",
            f"threads: {threads or watched}",
            f"processors: {'one share for each slot, by control group' if shared else 'a share for each thread'}",
        ]

    def close(self) -> None:
        """Remove the group."""
        if self.group is not None:
            self.group.close()


def find(root: Path, wrap: tuple[str, ...], user: int | None) -> Holds:
    """Return the strongest bounds that work for workers of a slot.

    Args:
        root: the slot's folder.
        wrap: command line put before a template's.
        user: user and group id that templates run as; ``None`` for the judge's own.
    """
    made = None
    place = group.find()
    if place is not None:
        with contextlib.suppress(OSError):
            made = Group(place)
    return Holds(room_in(root, wrap, user) if wrap else _room(user), made)


@functools.cache
def _room(user: int | None) -> str:
    """Return the kind of room that workers can make; asked once, since nothing of a slot's own changes it."""
    with tempfile.TemporaryDirectory(prefix="xorcise-room-") as root:
        if user is not None:
            os.chown(root, user, user)
        return room_in(Path(root), (), user)


def room_in(root: Path, wrap: tuple[str, ...], user: int | None) -> str:
    """Return the kind of room that a template's workers can make over a folder below ``root``, by making one."""
    with tempfile.TemporaryDirectory(prefix="room-", dir=root) as folder:
        if user is not None:
            os.chown(folder, user, user)
        try:
            done = subprocess.run(
                [*wrap, *INTERPRETER, "-m", "grader.guest.room", folder],
                env=scrubbed_environment(folder),
                cwd=folder,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                capture_output=True,
                text=True,
                timeout=TRIAL_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    found = done.stdout.strip()
    return found if done.returncode == 0 and found in (NAMESPACE, USER_NAMESPACE) else ""

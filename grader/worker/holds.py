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
from grader.language import Message, _
from grader.worker import group
from grader.worker.group import Group
from grader.worker.launch import INTERPRETER, environment

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

    def lines(self) -> list[Message]:
        """Return what ``doctor`` says, a line for each bound."""
        disk = {
            NAMESPACE: _("disk: a file system of its own in memory, in a mount namespace"),
            USER_NAMESPACE: _("disk: a file system of its own in memory, in a user namespace"),
        }
        memory = _("memory: limits, and looked at each quarter of a second")
        if self.group is not None:
            version, path = self.group.place.version, self.group.memory
            memory = _("memory: control group, version {version}, at {path}", version=version, path=path)
        threads = _("threads: looked at each quarter of a second")
        if self.group and self.group.threads:
            threads = _("threads: at most {most}, by control group", most=THREADS)
        elif self.room == USER_NAMESPACE and os.geteuid() != 0:
            threads = _("threads: at most {most}, by limit in a user namespace", most=THREADS)
        processors = _("processors: a share for each thread")
        if self.group is not None and self.group.processors is not None:
            processors = _("processors: one share for each slot, by control group")
        watched = _("disk: looked at each quarter of a second")
        return [disk.get(self.room, watched), memory, threads, processors]

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
                env=environment(folder),
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

"""What enforces the limits on disk, memory and threads on this machine: found out by trying, and put into words."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader.guest.confinement import THREADS
from grader.guest.tmpfs import NAMESPACE, USER_NAMESPACE
from grader.language import Message, _
from grader.worker import control_group
from grader.worker.control_group import ControlGroup
from grader.worker.launch import INTERPRETER, scrubbed_environment

TRIAL_S = 30.0
"""Seconds to make a tmpfs in a fresh interpreter: far less than one, but the machine may be busy."""


@dataclass(frozen=True)
class Enforcement:
    """The means in use.

    Attributes:
        tmpfs: how guests mount a tmpfs of their own, see ``guest.tmpfs``; empty if their files are counted instead.
        group: the control group that guest processes run in, if there is one.
    """

    tmpfs: str = ""
    group: ControlGroup | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What this machine lacks, as results record it."""
        lacking = {"disk_bound": not self.tmpfs, "memory_group": self.group is None}
        return tuple(name for name, lacks in lacking.items() if lacks)

    def lines(self) -> list[Message]:
        """Return what ``doctor`` says: a line for each resource."""
        disk = {
            NAMESPACE: _("disk: a file system of its own in memory, in a mount namespace"),
            USER_NAMESPACE: _("disk: a file system of its own in memory, in a user namespace"),
        }
        memory = _("memory: limits, and looked at each quarter of a second")
        if self.group is not None:
            version, path = self.group.parents.version, self.group.memory
            memory = _("memory: control group, version {version}, at {path}", version=version, path=path)
        threads = _("threads: looked at each quarter of a second")
        if self.group and self.group.threads:
            threads = _("threads: at most {most}, by control group", most=THREADS)
        elif self.tmpfs == USER_NAMESPACE and os.geteuid() != 0:
            threads = _("threads: at most {most}, by limit in a user namespace", most=THREADS)
        processors = _("processors: a share for each thread")
        if self.group is not None and self.group.processors is not None:
            processors = _("processors: one share for each slot, by control group")
        monitored = _("disk: looked at each quarter of a second")
        return [disk.get(self.tmpfs, monitored), memory, threads, processors]

    def close(self) -> None:
        """Remove the group."""
        if self.group is not None:
            self.group.close()


def find_enforcement(root: Path, wrap: tuple[str, ...], user: int | None) -> Enforcement:
    """Return the strongest means that work for the guests of a slot.

    Args:
        root: the slot's folder.
        wrap: command line put before a template's.
        user: user and group id that templates run as; ``None`` for the judge's own.
    """
    group = None
    parents = control_group.find_parents()
    if parents is not None:
        with contextlib.suppress(OSError):
            group = ControlGroup(parents)
    return Enforcement(_tmpfs_in(root, wrap, user) if wrap else _tmpfs(user), group)


@functools.cache
def _tmpfs(user: int | None) -> str:
    """Return the kind of tmpfs that guests can mount. It is tried once, since it is the same for all slots."""
    with tempfile.TemporaryDirectory(prefix="xorcise-tmpfs-") as root:
        if user is not None:
            os.chown(root, user, user)
        return _tmpfs_in(Path(root), (), user)


def _tmpfs_in(root: Path, wrap: tuple[str, ...], user: int | None) -> str:
    """Mount a tmpfs over a folder below ``root`` as a guest would; return its kind, or nothing if none can be."""
    with tempfile.TemporaryDirectory(prefix="tmpfs-", dir=root) as folder:
        if user is not None:
            os.chown(folder, user, user)
        try:
            done = subprocess.run(
                [*wrap, *INTERPRETER, "-m", "grader.guest.tmpfs", folder],
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

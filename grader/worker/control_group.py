"""The control group (cgroup) of a slot's guests: it bounds their memory, their threads and their processor share.

Limits of a process (``confinement.limit``) count some kinds of memory and leave others out: page tables, pages held in
pipes, stacks that grow down, file systems in memory, names that the kernel remembers. A control group counts them all.
If it is full, the kernel ends the guest process and no other.

A group has one share of the processors, however many threads run in it. Without it, if the judge itself runs in a group
(a container, a service), each thread of a guest gets as large a share as a classmate's whole guest process.

A slot has one group for all its guests, one after another. A group for each would go on to take memory after it is
removed, as long as files of its guest are cached. Version 1 of the interface has one tree for memory and others for
threads and processors; version 2 has one for all.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.guest.confinement import THREADS

PREFIX = "xorcise-"
LEAF = "xorcise-judge"
"""The group that the judge moves into in version 2: a group with processes of its own cannot bound those below it."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Parents:
    """The groups below which a slot's group can be made.

    Attributes:
        version: of the interface.
        memory: group below which memory is bounded.
        threads: group below which threads are bounded, if there is one; the same as ``memory`` in version 2.
        processors: group below which processors are shared, if there is one; the same as ``memory`` in version 2.
    """

    version: int
    memory: Path
    threads: Path | None
    processors: Path | None = None


class ControlGroup:
    """One group: a folder in one tree, or in several.

    Args:
        parents: where to make it.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, parents: Parents) -> None:
        self.parents = parents
        name = f"{PREFIX}{os.getpid()}-{start_time(os.getpid())}-{next(_numbers)}"
        self.memory = parents.memory / name
        self.threads = parents.threads / name if parents.threads is not None else None
        self.processors = parents.processors / name if parents.processors is not None else None
        self._limit = 2**63  # a new group has no limit, and no limit is as large as this
        for folder in self._folders():
            folder.mkdir()
        try:
            if self.threads is not None:
                write_value(self.threads / "pids.max", THREADS)
            self.limit(2**30)  # if this does not work, it is found out here and not at the first submission
        except OSError:
            self.close()
            raise

    def _folders(self) -> list[Path]:
        return list(dict.fromkeys(f for f in (self.memory, self.threads, self.processors) if f is not None))

    def limit(self, size: int) -> None:
        """Bound the memory of all in it to ``size`` bytes, swapped memory included.

        Raises:
            OSError: the kernel refused.
        """
        if size == self._limit:
            return
        if self.parents.version == 2:
            files = ["memory.max"]
            with contextlib.suppress(OSError):  # the file is missing if the kernel does not count swapped memory
                write_value(self.memory / "memory.swap.max", 0)
        else:
            files = ["memory.limit_in_bytes"]
            if (self.memory / "memory.memsw.limit_in_bytes").exists():  # of both, so never smaller
                files.insert(0 if size > self._limit else 1, "memory.memsw.limit_in_bytes")
        for name in files:
            write_value(self.memory / name, size)
        self._limit = size

    def add(self, pid: int) -> None:
        """Move a process into the group, with all its threads. Nothing happens if it has ended.

        Raises:
            OSError: the kernel refused.
        """
        for folder in self._folders():
            with contextlib.suppress(ProcessLookupError):
                write_value(folder / "cgroup.procs", pid)

    def files_to_join(self) -> tuple[str, ...]:
        """Return the files to which a process of one thread writes 0 to move itself into the group.

        Moving another process, or all threads of one, takes longer: the kernel waits until every core has taken note.
        Version 2 has no other way, so there are no such files.
        """
        return tuple(str(folder / "tasks") for folder in self._folders()) if self.parents.version == 1 else ()

    def kills(self) -> int:
        """Return how many processes the kernel has ended because the group had no memory left."""
        name = "memory.events" if self.parents.version == 2 else "memory.oom_control"
        lines = (self.memory / name).read_text(encoding="ascii").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)

    def close(self) -> None:
        """Remove the group. If a process in it has not ended yet, the next run removes it."""
        for folder in self._folders():
            remove_group(folder)


def write_value(path: Path, value: int | str) -> None:
    """Write a value into a file of the kernel's. The file is never created."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, str(value).encode("ascii"))
    finally:
        os.close(file)


def remove_group(folder: Path) -> None:
    """Remove a group. A process that was killed stays in it for a moment, so it is tried for a second."""
    for _ in range(50):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return


def start_time(pid: int, proc: Path = Path("/proc")) -> str:
    """Return when a process was started, in the kernel's ticks. With its number that is a unique name."""
    try:
        return (proc / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def find_parents(process: Path = Path("/proc/self")) -> Parents | None:
    """Return where groups can be made below the judge's own, or ``None``. Groups of judges that have died are removed.

    Args:
        process: the judge's folder in ``/proc``, or one like it.
    """
    try:
        own = dict(own_groups(process))
        mounted = list(mounts(process))
    except OSError:
        return None
    parents = below_version_2(own, mounted) or below_version_1(own, mounted)
    if parents is not None:
        for folder in {parents.memory, parents.threads, parents.processors} - {None}:
            assert folder is not None
            remove_stale(folder)
    return parents


def own_groups(process: Path) -> Iterator[tuple[str, str]]:
    """Yield the process's own group for each controller; ``""`` stands for version 2."""
    for line in (process / "cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        for name in controllers.split(","):
            yield name, path


def mounts(process: Path) -> Iterator[tuple[str, set[str], str, Path]]:
    """Yield the mounted trees of groups: type, options, which group is at the top, and where it is mounted."""
    for line in (process / "mountinfo").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        if kind in ("cgroup", "cgroup2"):
            yield kind, set(options.split(",")), before.split()[3], Path(before.split()[4])


def inside(path: str, top: str, where: Path) -> Path:
    """Return the folder of the group ``path`` in a tree whose top is the group ``top``, as in a container."""
    if top != "/" and path.startswith(top):
        path = path[len(top) :]
    return where / path.lstrip("/")


def below_version_1(own: Mapping[str, str], mounted: list[tuple[str, set[str], str, Path]]) -> Parents | None:
    """Return the parents in the trees of version 1, if that for memory may be written to."""
    found = {}
    for name in ("memory", "pids", "cpu"):
        for kind, options, top, where in mounted:
            folder = inside(own.get(name, "/"), top, where)
            if kind == "cgroup" and name in options and name in own and os.access(folder, os.W_OK):
                found[name] = folder
    return Parents(1, found["memory"], found.get("pids"), found.get("cpu")) if "memory" in found else None


def below_version_2(own: Mapping[str, str], mounted: list[tuple[str, set[str], str, Path]]) -> Parents | None:
    """Return the parent in the tree of version 2, if the judge's own group has memory and may be written to.

    A group with processes of its own can bound none below it. If systemd lets the judge divide its group (a service or
    scope with ``Delegate=yes``), the judge's processes first move to a group below.
    """
    for kind, _, top, where in mounted:
        if kind != "cgroup2" or "" not in own:
            continue
        folder = inside(own[""], top, where)
        if folder.name == LEAF:  # another slot of this run has moved the judge
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            continue
        if "memory" not in names_in(folder / "cgroup.subtree_control") and is_delegated(folder):
            divide(folder)
        given = names_in(folder / "cgroup.subtree_control")
        if "memory" in given:
            return Parents(2, folder, *(folder if name in given else None for name in ("pids", "cpu")))
    return None


def names_in(path: Path) -> set[str]:
    """Return the controllers that a file of a group lists."""
    try:
        return set(path.read_text(encoding="ascii").split())
    except OSError:
        return set()


def is_delegated(folder: Path) -> bool:
    """Whether systemd says that the processes in the group may divide it."""
    for name in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError, AttributeError):  # AttributeError: not Linux
            if os.getxattr(folder, name) == b"1":
                return True
    return False


def divide(folder: Path) -> None:
    """Move the processes of a group to one below it, and turn on its controllers for the groups below, if possible."""
    with contextlib.suppress(OSError):
        (folder / LEAF).mkdir(exist_ok=True)
        for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split():
            with contextlib.suppress(ProcessLookupError):
                write_value(folder / LEAF / "cgroup.procs", pid)
        available = names_in(folder / "cgroup.controllers")
        for name in ("memory", "pids", "cpu"):
            if name in available:
                write_value(folder / "cgroup.subtree_control", f"+{name}")


def remove_stale(parent: Path) -> None:
    """Remove groups of judges that were killed."""
    with contextlib.suppress(OSError):
        for folder in parent.glob(f"{PREFIX}*-*-*"):
            pid, _, rest = folder.name.removeprefix(PREFIX).partition("-")
            if pid.isdecimal() and start_time(int(pid)) != rest.partition("-")[0]:
                with contextlib.suppress(OSError):
                    folder.rmdir()

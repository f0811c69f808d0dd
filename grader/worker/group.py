"""A control group for the workers of a slot: the kernel's bound of all memory that a process takes, and of its threads.

A group also has one share of the processors, however many threads are at work in it. Without one, where the judge
itself is in a group (a container, a service), each thread of a worker counts as much as a classmate's whole worker.

Limits of a process (``confinement.limit``) count some kinds of memory and leave others out: page tables, pages held in
pipes, stacks that grow down, file systems in memory, names that the kernel remembers. A group counts them all, and
where it is full the kernel ends the worker and nobody else.

A slot has one group for all its workers, since a group that has cached files of a worker goes on to take memory after
it is removed. Version 1 of the interface has a tree for memory and another for threads; version 2 has one for both.
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
"""Where the judge moves itself in version 2: a group that has processes of its own cannot bound those below it."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Place:
    """Where groups can be made.

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


class Group:
    """One group, with whatever it takes to bound a worker in it.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        name = f"{PREFIX}{os.getpid()}-{started(os.getpid())}-{next(_numbers)}"
        self.memory = place.memory / name
        self.threads = place.threads / name if place.threads is not None else None
        self.processors = place.processors / name if place.processors is not None else None
        self._limit = 2**63  # more than any: a new group has none
        for folder in self._folders():
            folder.mkdir()
        try:
            if self.threads is not None:
                write(self.threads / "pids.max", THREADS)
            self.limit(2**30)  # that this works is found out here and not at the first submission
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
        if self.place.version == 2:
            files = ["memory.max"]
            with contextlib.suppress(OSError):  # there is none where the kernel does not count swapped memory
                write(self.memory / "memory.swap.max", 0)
        else:
            files = ["memory.limit_in_bytes"]
            if (self.memory / "memory.memsw.limit_in_bytes").exists():  # of both together, so never the smaller one
                files.insert(0 if size > self._limit else 1, "memory.memsw.limit_in_bytes")
        for name in files:
            write(self.memory / name, size)
        self._limit = size

    def add(self, pid: int) -> None:
        """Move a process into the group, with all its threads; one that has ended is none.

        Raises:
            OSError: the kernel refused.
        """
        for folder in self._folders():
            with contextlib.suppress(ProcessLookupError):
                write(folder / "cgroup.procs", pid)

    def entries(self) -> tuple[str, ...]:
        """Return the files by which a process of one thread moves itself into the group, by writing 0 to each.

        Moving another process, or all threads of one, makes the kernel wait until every core has taken note, some ten
        milliseconds on a busy machine. Version 2 has no other way.
        """
        return tuple(str(folder / "tasks") for folder in self._folders()) if self.place.version == 1 else ()

    def kills(self) -> int:
        """Return how often the kernel has ended a process because the group's memory was full."""
        name = "memory.events" if self.place.version == 2 else "memory.oom_control"
        lines = (self.memory / name).read_text(encoding="ascii").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)

    def close(self) -> None:
        """Remove the group; its processes have ended, or end with their template and are removed by the next run."""
        for folder in self._folders():
            remove(folder)


def write(path: Path, value: int | str) -> None:
    """Write a value into a file of the kernel's, which is there and is not made."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, str(value).encode("ascii"))
    finally:
        os.close(file)


def remove(folder: Path) -> None:
    """Remove a group. A process that was killed stays in it for a moment."""
    for _ in range(50):
        try:
            folder.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return


def started(pid: int, proc: Path = Path("/proc")) -> str:
    """Return when a process was started, in the kernel's ticks: with its number, a name that nobody has again."""
    try:
        return (proc / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def find(process: Path = Path("/proc/self")) -> Place | None:
    """Return where groups can be made below the judge's own, or ``None``; groups of judges that have died are removed.

    Args:
        process: the judge's folder in ``/proc``, or one like it.
    """
    try:
        own = dict(owned(process))
        mounted = list(mounts(process))
    except OSError:
        return None
    place = below_version_2(own, mounted, process) or below_version_1(own, mounted)
    if place is not None:
        for folder in {place.memory, place.threads, place.processors} - {None}:
            assert folder is not None
            remove_stale(folder)
    return place


def owned(process: Path) -> Iterator[tuple[str, str]]:
    """Return the process's own group by controller; ``""`` is version 2."""
    for line in (process / "cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        for name in controllers.split(","):
            yield name, path


def mounts(process: Path) -> Iterator[tuple[str, set[str], str, Path]]:
    """Return the mounted trees of groups: type, options, which group is at the top, and where."""
    for line in (process / "mountinfo").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        if kind in ("cgroup", "cgroup2"):
            yield kind, set(options.split(",")), before.split()[3], Path(before.split()[4])


def inside(path: str, top: str, where: Path) -> Path:
    """Return where the group ``path`` is in a tree that has the group ``top`` at its top, as containers have it."""
    if top != "/" and path.startswith(top):
        path = path[len(top) :]
    return where / path.lstrip("/")


def below_version_1(own: Mapping[str, str], mounted: list[tuple[str, set[str], str, Path]]) -> Place | None:
    """Return the place in the trees of version 1, if memory has one that may be written to."""
    found = {}
    for name in ("memory", "pids", "cpu"):
        for kind, options, top, where in mounted:
            folder = inside(own.get(name, "/"), top, where)
            if kind == "cgroup" and name in options and name in own and os.access(folder, os.W_OK):
                found[name] = folder
    return Place(1, found["memory"], found.get("pids"), found.get("cpu")) if "memory" in found else None


def below_version_2(
    own: Mapping[str, str], mounted: list[tuple[str, set[str], str, Path]], process: Path
) -> Place | None:
    """Return the place in the tree of version 2, if the judge's own group has memory and may be written to.

    A group with processes of its own can bound none below it. So where the group was given to the judge to divide (a
    service or scope of systemd's with ``Delegate=yes``), the judge's processes first move to one below.
    """
    for kind, _, top, where in mounted:
        if kind != "cgroup2" or "" not in own:
            continue
        folder = inside(own[""], top, where)
        if folder.name == LEAF:  # another slot of this run has moved
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            continue
        if "memory" not in names_in(folder / "cgroup.subtree_control") and is_delegated(folder):
            divide(folder)
        given = names_in(folder / "cgroup.subtree_control")
        if "memory" in given:
            return Place(2, folder, *(folder if name in given else None for name in ("pids", "cpu")))
    return None


def names_in(path: Path) -> set[str]:
    """Return the controllers that a file of a group lists."""
    try:
        return set(path.read_text(encoding="ascii").split())
    except OSError:
        return set()


def is_delegated(folder: Path) -> bool:
    """Whether systemd says that whoever runs in the group may divide it."""
    for name in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError, AttributeError):  # AttributeError: not Linux
            if os.getxattr(folder, name) == b"1":
                return True
    return False


def divide(folder: Path) -> None:
    """Move the processes of a group to one below it and let memory and threads be bounded there, as far as it works."""
    with contextlib.suppress(OSError):
        (folder / LEAF).mkdir(exist_ok=True)
        for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split():
            with contextlib.suppress(ProcessLookupError):
                write(folder / LEAF / "cgroup.procs", pid)
        available = names_in(folder / "cgroup.controllers")
        for name in ("memory", "pids", "cpu"):
            if name in available:
                write(folder / "cgroup.subtree_control", f"+{name}")


def remove_stale(place: Path) -> None:
    """Remove groups of judges that were killed."""
    with contextlib.suppress(OSError):
        for folder in place.glob(f"{PREFIX}*-*-*"):
            pid, _, rest = folder.name.removeprefix(PREFIX).partition("-")
            if pid.isdecimal() and started(int(pid)) != rest.partition("-")[0]:
                with contextlib.suppress(OSError):
                    folder.rmdir()

"""What bounds disk, memory and threads if the filter refuses no system call: a tmpfs, control groups, the monitor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import DiskFilled, OutOfMemory, StudentFault, WorkerEnded
from grader.exercises.exercise import Limits
from grader.guest.confinement import THREADS
from grader.result import Containment
from grader.slot.slot import Slot
from grader.worker import connection, faults, monitor, resources
from grader.worker.conversation import Conversation
from grader.worker.enforcement import Enforcement

from .weak_slot import Weakened

pytestmark = pytest.mark.skipif(os.uname().machine != "x86_64", reason="system call numbers here are those of x86-64")

EVASIONS = (Path(__file__).parent / "evasions.py").read_bytes()

LIMITS = Limits(load_s=20.0, call_s=30.0, exercise_s=90.0, memory_mb=64, scratch_mb=8)

DISK_MB = 48
"""MiB that each evasion tries to write: six times what is allowed."""

MEMORY_MB = 500
"""MiB that each tries to hold in memory. A group allows 64 of private memory, 64 of the kernel's, 8 and 16 of files and
what the template has (some 40), in steps of 64."""

LONG_S = 3600.0

DISK = ["reserved", "reserved_64", "own_descriptors", "leader_exits", "pinned", "not_dumpable", "closed_folder"]
"""What a mere look at the folder would not see."""


@pytest.fixture(scope="module")
def open_slot() -> Iterator[Slot]:
    """A slot whose workers are not held by the filter."""
    with Slot() as slot:
        slot.containment = Containment(slot.containment.level, seccomp=False)
        yield slot


@pytest.fixture(scope="module")
def bare_slot() -> Iterator[Slot]:
    """A slot whose workers are held by neither the filter nor the file wall."""
    with Slot("bare") as slot:
        slot.containment = Containment("bare", seccomp=False)
        yield slot


def held(slot: Slot, name: str, amount: int) -> Any:
    """Return what an evasion holds after a second."""
    with slot.worker("numpy", {"evasions.py": EVASIONS}, "evasions", LIMITS) as worker:
        return worker.request(["call", ["module", name], [], [amount], {}, False], LIMITS.call_s).value


def told(slot: Slot, name: str, amount: int) -> Any:
    """Return what an evasion holds, or what ended it."""
    try:
        return held(slot, name, amount)
    except StudentFault as fault:
        return str(fault)


def unmonitored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make sure that nobody looks, neither during a call nor when it has answered."""
    monkeypatch.setattr(connection, "LOOK_EVERY_S", LONG_S)
    monkeypatch.setattr(Conversation, "_pause", lambda *_, **__: None)


@pytest.mark.parametrize("name", DISK)
def test_a_tmpfs_holds_whatever_hides_files(open_slot: Slot, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more fits in than is allowed, and nobody needs to look; without the tmpfs all of it is on the disk."""
    if not open_slot.enforcement.tmpfs:
        pytest.skip("guests cannot have a tmpfs here")
    unmonitored(monkeypatch)
    assert told(open_slot, name, DISK_MB) in [
        *range(LIMITS.scratch_mb + resources.SPARE_MB + 1),
        faults.FILES_TOO_LARGE,
    ]
    monkeypatch.setattr(open_slot, "enforcement", Enforcement(group=open_slot.enforcement.group))
    assert told(open_slot, name, DISK_MB) == DISK_MB


@pytest.mark.parametrize("name", DISK)
def test_the_monitor_sees_it_too(open_slot: Slot, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no tmpfs, what hides files is noticed within a second."""
    monkeypatch.setattr(open_slot, "enforcement", Enforcement())
    if name == "closed_folder" and readable_all_the_same():
        pytest.skip("this judge may read what is closed, and counts it")
    with pytest.raises(WorkerEnded, match=r"too many or too large|kept its files"):
        held(open_slot, name, DISK_MB)


def readable_all_the_same() -> bool:
    """Whether modes of folders mean nothing to this process: it has CAP_DAC_OVERRIDE."""
    status = Path("/proc/self/status").read_text()
    return bool(int(status.partition("CapEff:\t")[2].split()[0], 16) & 2)


def test_what_leaves_no_trace_is_seen_by_the_free_space(open_slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where /proc shows nothing, the disk has less space than before. Who filled it is not known: no verdict."""
    monkeypatch.setattr(open_slot, "enforcement", Enforcement())
    monkeypatch.setattr(monitor, "NEIGHBOURS_BYTES", 0)
    monkeypatch.setattr(monitor, "SUBMISSION_BYTES", 0)
    monkeypatch.setattr(monitor, "SPACE_S", 0.2)
    monkeypatch.setattr(monitor, "is_too_large", lambda *_: False)
    with open_slot.worker("numpy", {"evasions.py": EVASIONS}, "evasions", LIMITS) as worker:
        with pytest.raises(DiskFilled, match="grade again"):
            worker.request(["call", ["module", "not_dumpable"], [], [DISK_MB], {}, False], LIMITS.call_s)
        assert worker.lost
    monkeypatch.setattr(monitor, "free_space", lambda _: 0)
    assert held(open_slot, "not_dumpable", DISK_MB) == DISK_MB


MEMORY = [("growing", MEMORY_MB), ("zeros", MEMORY_MB), ("tables", MEMORY_MB)]


@pytest.mark.parametrize(("name", "amount"), MEMORY)
def test_a_group_holds_all_memory(bare_slot: Slot, name: str, amount: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no limit of a process counts ends the worker as out of memory; without the group it is held."""
    if bare_slot.enforcement.group is None:
        pytest.skip("no control group can be made here")
    unmonitored(monkeypatch)
    with Unreserved(bare_slot), pytest.raises(OutOfMemory):
        held(bare_slot, name, amount)
    monkeypatch.setattr(bare_slot, "enforcement", Enforcement(tmpfs=bare_slot.enforcement.tmpfs))
    with Unreserved(bare_slot):
        assert held(bare_slot, name, amount) == amount


@pytest.mark.parametrize(("name", "amount"), MEMORY)
def test_the_monitor_sees_memory_too(bare_slot: Slot, name: str, amount: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no group, the process's own figures in /proc tell."""
    monkeypatch.setattr(bare_slot, "enforcement", Enforcement(tmpfs=bare_slot.enforcement.tmpfs))
    with Unreserved(bare_slot), pytest.raises(OutOfMemory):
        held(bare_slot, name, amount)
    monkeypatch.setattr(monitor, "memory_of", lambda _: [0])
    with Unreserved(bare_slot):
        assert held(bare_slot, name, amount) == amount


class Unreserved:
    """Gives a slot a template whose workers may reserve any addresses: that is not to be what stops them."""

    def __init__(self, slot: Slot) -> None:
        self.slot, self.launcher = slot, Weakened("limit:RLIMIT_AS")

    def __enter__(self) -> None:
        self.before = self.slot.launcher("numpy")
        self.slot._launchers["numpy"] = self.launcher

    def __exit__(self, *_: object) -> None:
        self.slot._launchers["numpy"] = self.before
        self.launcher.close()


def test_names_that_the_kernel_remembers_are_charged_to_the_group(open_slot: Slot) -> None:
    """Names that do not exist take no memory of anybody else; the kernel forgets them when the group is full."""
    before = charged(open_slot)
    held(open_slot, "unknown_names", 60)
    assert charged(open_slot) > before + 20 * 2**20  # a name takes some 250 bytes


def test_pages_in_pipes_are_charged_to_the_group(open_slot: Slot) -> None:
    """They are no memory of the process; without a group the kernel's bound for all pipes of a user remains."""
    before = charged(open_slot)
    with open_slot.worker("numpy", {"evasions.py": EVASIONS}, "evasions", LIMITS) as worker:
        worker.request(["call", ["module", "pipes"], [], [24], {}, False], LIMITS.call_s)
        assert charged(open_slot) > before + 20 * 2**20


def charged(slot: Slot) -> int:
    """Return the bytes that the slot's group has now."""
    group = slot.enforcement.group
    if group is None or group.parents.version != 1:
        pytest.skip("no control group of version 1 can be made here")
    return int((group.memory / "memory.usage_in_bytes").read_text())


def test_threads_are_bounded(open_slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the group; by the monitor where there is none; without both there are a thousand."""
    group = open_slot.enforcement.group
    if group is not None and group.threads is not None:
        assert held(open_slot, "threads", 1000) < THREADS
    monkeypatch.setattr(open_slot, "enforcement", Enforcement())
    with pytest.raises(StudentFault, match="threads"):
        held(open_slot, "threads", 1000)
    monkeypatch.setattr(monitor, "THREADS", 10**6)
    assert held(open_slot, "threads", 1000) == 1000


def test_a_kill_by_the_group_is_the_submissions_own_doing(bare_slot: Slot) -> None:
    """It is told as out of memory, and the submission is not tried again as if somebody else had killed it."""
    if bare_slot.enforcement.group is None:
        pytest.skip("no control group can be made here")
    with (
        bare_slot.worker("numpy", {"evasions.py": EVASIONS}, "evasions", LIMITS) as worker,
        pytest.raises(OutOfMemory, match="64 MiB"),
    ):
        worker.request(["call", ["module", "growing"], [], [MEMORY_MB], {}, False], LIMITS.call_s)
    assert not worker.killed

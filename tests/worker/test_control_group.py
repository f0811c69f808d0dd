"""Control groups: where they can be had, what is written to them, and that none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.exercises.exercise import Limits
from grader.guest.confinement import THREADS
from grader.guest.tmpfs import NAMESPACE, USER_NAMESPACE
from grader.slot.slot import Slot
from grader.worker import control_group
from grader.worker.control_group import LEAF, ControlGroup, Parents, find_parents, start_time
from grader.worker.enforcement import Enforcement

FILES = {
    "memory.max": "max",
    "memory.swap.max": "max",
    "memory.events": "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 0\n",
    "pids.max": "max",
    "cgroup.procs": "",
    "cgroup.controllers": "cpu memory pids",
    "cgroup.subtree_control": "",
}
"""The files that version 2 puts into a new group."""


class Tree:
    """A folder that imitates the file system of version 2, and the judge's own entries in ``/proc``."""

    def __init__(self, place: Path, own: str, top: str = "/") -> None:
        self.mounted = place / "cgroup"
        self.process = place / "self"
        self.process.mkdir()
        self.mounted.mkdir()
        (self.process / "cgroup").write_text(f"0::{own}\n")
        line = f"31 23 0:28 {top} {self.mounted} rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n"
        (self.process / "mountinfo").write_text("22 27 0:21 / /proc rw - proc proc rw\n" + line)

    def group(self, path: str, **files: str) -> Path:
        """Make a group as the kernel does."""
        folder = self.mounted / path
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (FILES | {k.replace("__", "."): v for k, v in files.items()}).items():
            (folder / name).write_text(text)
        return folder


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill each folder that is made with the files of a group, and remove them with it."""
    make, drop = Path.mkdir, Path.rmdir

    def mkdir(self: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        make(self, mode, parents, exist_ok)
        for name, text in FILES.items():
            (self / name).write_text(text)

    def rmdir(self: Path) -> None:
        for name in FILES:
            (self / name).unlink(missing_ok=True)
        drop(self)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(Path, "rmdir", rmdir)


def test_version_2_is_used_where_one_may_divide_ones_group(tmp_path: Path, kernel: None) -> None:
    """Memory without swap, threads, the worker's number; how often the kernel has killed; and it is removed."""
    tree = Tree(tmp_path, "/user.slice/run.scope")
    own = tree.group("user.slice/run.scope", cgroup__subtree_control="memory pids")
    parents = find_parents(tree.process)
    assert parents == Parents(2, own, own)  # and no share of the processors, which were not given
    made = ControlGroup(parents)
    assert made.memory.parent == own
    made.limit(123456)
    made.add(4711)
    wanted = {"memory.max": "123456", "memory.swap.max": "0", "pids.max": str(THREADS), "cgroup.procs": "4711"}
    assert {name: (made.memory / name).read_text()[: len(text)] for name, text in wanted.items()} == wanted
    assert made.kills() == 2
    made.close()
    assert not made.memory.exists()


def test_in_a_container_the_top_of_the_tree_is_ones_own(tmp_path: Path) -> None:
    """What /proc calls the group, and where it is mounted, differ by the container's own part."""
    tree = Tree(tmp_path, "/docker/abc/run", "/docker/abc")
    own = tree.group("run", cgroup__subtree_control="memory")
    assert find_parents(tree.process) == Parents(2, own, None)


@pytest.mark.parametrize("delegated", [True, False])
def test_a_group_with_processes_is_divided_only_where_it_was_given_to_us(
    tmp_path: Path, delegated: bool, kernel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd marks what it gave away; the judge then moves below, and so finds it the next slot of the same run."""
    tree = Tree(tmp_path, "/run.scope")
    own = tree.group("run.scope", cgroup__procs="12\n13\n")
    monkeypatch.setattr(control_group, "is_delegated", lambda folder: delegated and folder == own)
    written: list[tuple[Path, str]] = []
    write = control_group.write_value

    def control(path: Path, value: int | str) -> None:
        written.append((path.relative_to(own), str(value)))
        if path.name == "cgroup.subtree_control":  # as the kernel does: what is written adds to what is there
            value = f"{path.read_text()} {str(value)[1:]}".strip()
        write(path, value)

    monkeypatch.setattr(control_group, "write_value", control)
    assert find_parents(tree.process) == (Parents(2, own, own, own) if delegated else None)
    moved = [(Path(LEAF, "cgroup.procs"), pid) for pid in ("12", "13")]
    enabled = [(Path("cgroup.subtree_control"), f"+{name}") for name in ("memory", "pids", "cpu")]
    assert written == (moved + enabled if delegated else [])
    if delegated:
        (tree.process / "cgroup").write_text(f"0::/run.scope/{LEAF}\n")
        assert find_parents(tree.process) == Parents(2, own, own, own)


def test_there_is_none_where_nothing_may_be_written(tmp_path: Path) -> None:
    """No memory to divide, no tree, no /proc: no place."""
    tree = Tree(tmp_path, "/run.scope")
    tree.group("run.scope", cgroup__subtree_control="cpu")
    assert find_parents(tree.process) is None
    (tree.process / "mountinfo").write_text("")
    assert find_parents(tree.process) is None
    assert find_parents(tmp_path / "nowhere") is None


def test_groups_of_judges_that_died_are_removed(tmp_path: Path, kernel: None) -> None:
    """Those of a number that nobody has, or that somebody else has by now; not those of a judge that lives."""
    tree = Tree(tmp_path, "/run")
    own = tree.group("run", cgroup__subtree_control="memory")
    alive = f"xorcise-{os.getpid()}-{start_time(os.getpid())}-0"
    for name in (alive, "xorcise-4194304-1-0", f"xorcise-{os.getpid()}-1-0", "somebody-1-1-1", LEAF):
        (own / name).mkdir()
    find_parents(tree.process)
    assert {path.name for path in own.iterdir() if path.is_dir()} == {alive, "somebody-1-1-1", LEAF}


# --- the real ones ---


def test_a_slots_group_is_there_while_it_is_open() -> None:
    """It holds the worker and its limit, and neither it nor a process is left when the slot is closed."""
    with Slot() as slot:
        made = slot.enforcement.group
        if made is None:
            pytest.skip("no control group can be made here")
        with slot.worker("numpy", {"a.py": b"def f(): return 1"}, "a", Limits()) as worker:
            worker.request(["has", "f"], 20.0)
            folders = [f for f in (made.memory, made.threads, made.processors) if f is not None]
            assert all((f / "cgroup.procs").read_text().split() == [str(worker.pid)] for f in folders)
        assert all((f / "cgroup.procs").read_text() == "" for f in folders)
    assert not any(folder.exists() for folder in folders)


def test_the_group_of_a_killed_judge_is_removed_by_the_next() -> None:
    """Nobody could remove it when the judge was killed."""
    if find_parents() is None:
        pytest.skip("no control group can be made here")
    code = "from grader.worker.control_group import *; g = ControlGroup(find_parents()); print(g.memory); input()"
    judge = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with judge:
        assert judge.stdout is not None
        left = Path(judge.stdout.readline().strip())
        judge.kill()
    assert left.exists()
    find_parents()
    assert not left.exists()


def test_the_bounds_are_put_into_words(tmp_path: Path) -> None:
    """A line for each; what lacks is recorded in a result."""
    nothing = Enforcement()
    assert nothing.missing == ("disk_bound", "memory_group")
    assert [line.partition(":")[0] for line in nothing.lines()] == ["disk", "memory", "threads", "processors"]
    assert all("looked at" in line for line in nothing.lines()[:3])
    made = object.__new__(ControlGroup)
    made.parents, made.memory, made.threads = Parents(1, tmp_path, tmp_path), tmp_path / "x", tmp_path / "x"
    made.processors = None
    for kind in (NAMESPACE, USER_NAMESPACE):
        whole = Enforcement(kind, made)
        assert whole.missing == ()
        assert "looked at" not in " ".join(whole.lines())
        assert str(tmp_path / "x") in whole.lines()[1]

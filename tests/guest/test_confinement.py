"""Confinement: what is denied at each level that this machine offers, and that it is confinement which denies it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from privileges import privileged

from grader.errors import ContainmentError, StudentFault
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Limits
from grader.guest import confinement
from grader.guest.system_calls import HAVE_SECCOMP, groups
from grader.guest.system_calls.machines import this_machine
from grader.result import LEVELS
from grader.slot.slot import NOBODY, Slot, require
from grader.worker.worker import Worker

KINDS = ["read", "write", "chmod", "socket", "fork", "exec", "signal", "trace", "environment", "memory", "descriptors"]
KINDS += ["outlive", "capabilities", "privileges", "devices", "shared", "system calls"]

FILTER = ("bpf", "conditions", "groups", "machines", "rules", "seccomp")
GUESTS_SIDE = (
    "arrays",
    "confinement",
    "guest",
    "preload",
    "system_calls",
    "tmpfs",
    "weight",
    "wire",
    *(f"system_calls.{name}" for name in FILTER),
)
"""Our modules that a guest process has in memory."""

NEEDED_AT_BARE = {"read", "write"} | (set() if privileged() else {"environment"})
"""What only the file wall keeps out: with it off, the canary must be able to do it, or the test proves nothing.
A worker of root's has dropped its capabilities, so that /proc keeps it from a judge that has them."""


@pytest.fixture(scope="module", params=["landlock", "bubblewrap", "user"])
def confined(request: pytest.FixtureRequest) -> Iterator[Slot]:
    """A slot at each level that this machine offers."""
    try:
        slot = Slot(request.param)
    except ContainmentError:
        pytest.skip(f"level {request.param} does not work on this machine")
    with slot:
        yield slot


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A results folder with a result in it."""
    folder = tmp_path / "out"
    (folder / "students").mkdir(parents=True)
    (folder / "gradebook.csv").write_text("student,total\n")
    return folder


def secrets(catalogue: Catalogue, out: Path) -> list[Path]:
    """Return folders and files that no worker may read."""
    exercise = catalogue.exercise("02_losses")
    suite, reference = catalogue.hidden_suite(exercise), catalogue.reference(exercise)
    return [*catalogue.secret_paths(), suite, reference, out, out / "gradebook.csv"]


def test_everything_is_denied(confined: Slot, catalogue: Catalogue, out: Path) -> None:
    """At each level: no reading of suites, solutions, results; no writing, sockets, processes, signals or tracing."""
    done = confined.probe("numpy", secrets(catalogue, out), [out, out / "gradebook.csv"])
    assert {kind for name in done for kind in KINDS if name.startswith(kind)} == set(KINDS)
    assert [f"{name}: {what}" for name, what in done.items() if not what.startswith("denied")] == []


def test_without_confinement_the_canary_gets_through(catalogue: Catalogue, out: Path) -> None:
    """With confinement off the same attempts succeed: it is confinement that denies them."""
    with Slot("bare") as slot:
        slot.containment = type(slot.containment)("bare", seccomp=False)
        done = slot.probe("numpy", secrets(catalogue, out), [out, out / "gradebook.csv"])
    worked = {
        kind for name, what in done.items() for kind in KINDS if name.startswith(kind) and what.startswith("worked")
    }
    assert worked >= NEEDED_AT_BARE | {"chmod", "socket", "fork", "exec", "signal", "outlive", "shared"}
    with Slot("bare") as slot:
        done = slot.probe("numpy", secrets(catalogue, out), [out])
    worked = {
        kind for name, what in done.items() for kind in KINDS if name.startswith(kind) and what.startswith("worked")
    }
    assert worked == NEEDED_AT_BARE | ({"memory"} & worked)


@pytest.mark.parametrize("group", [g.name for g in groups.GROUPS if g.answer])
def test_each_group_of_system_calls_is_denied_by_the_filter(group: str) -> None:
    """Every call of each group answers the group's error in a worker; tests/attacks/mutation tries what each is for."""
    machine = this_machine()
    if machine is None or not HAVE_SECCOMP:
        pytest.skip("this machine has no filter")
    known = next(g for g in groups.GROUPS if g.name == group)
    numbers = [machine.numbers[c] for c in known.calls.split() if c in machine.numbers and c not in groups.UNASKED]
    source = b"""
import ctypes
def f(numbers):
    libc = ctypes.CDLL(None, use_errno=True)
    return [ctypes.get_errno() if libc.syscall(n, -1, -1, -1, -1, -1, -1) < 0 else 0 for n in numbers]
"""
    with Slot("bare") as slot, slot.worker("numpy", {"a.py": source}, "a", Limits()) as worker:
        answers = worker.request(["call", ["module", "f"], [], [numbers], {}, False], 5.0).value
    assert answers == [known.answer] * len(numbers)


@pytest.mark.parametrize(
    ("action", "left"),
    [
        ("os.fsync(file.fileno()); fcntl.flock(file, fcntl.LOCK_EX)", 1),
        ("fcntl.lockf(file, fcntl.LOCK_EX)", 1),
        ("tempfile.TemporaryFile().write(b'x')", 1),
        ("shutil.copyfile('a.py', 'b.py')", 2),
        ("np.save('x.npy', np.ones(3)); np.load('x.npy', mmap_mode='r+').flush()", 2),
        ("db = sqlite3.connect('x.db'); db.execute('create table t (x)'); db.commit(); db.close()", 2),
        ("os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)", 1),
        ("threading.Thread(target=print).start()", 1),
        ("os.listxattr('a.py') if 0 else shutil._copyxattr('a.py', 'a.py')", 1),
        ("os.isatty(1); os.get_terminal_size(1) if os.isatty(1) else None", 1),
    ],
)
def test_libraries_go_on_where_a_call_is_refused(slot: Slot, action: str, left: int) -> None:
    """What asks for a flush, a lock, a copy or room gets an answer with which it goes on."""
    source = "import fcntl, os, shutil, sqlite3, tempfile, threading\nimport numpy as np\n"
    source += f"def f():\n    with open('a.py', 'rb+') as file: {action}\n    return len(os.listdir())"
    with slot.worker("numpy", {"a.py": source.encode()}, "a", Limits()) as worker:
        assert worker.request(["call", ["module", "f"], [], [], {}, False], 20.0).value == left


def test_the_filter_has_the_workers_own_number() -> None:
    """A worker may signal threads of its own, as ``abort`` does, and of no other process that its template started."""
    if not HAVE_SECCOMP:
        pytest.skip("this machine has no filter to look at")
    source = b"""
import ctypes, os
def f(pid):
    libc = ctypes.CDLL(None, use_errno=True)
    return os.getpid(), [ctypes.get_errno() if libc.tgkill(p, p, 0) else 0 for p in (os.getpid(), pid)]
"""
    with Slot("bare") as slot, contextlib.ExitStack() as stack:  # where nothing else stands between workers
        one, other = (stack.enter_context(slot.worker("numpy", {"a.py": source}, "a", Limits())) for _ in range(2))
        pid, _ = one.request(["call", ["module", "f"], [], [1], {}, False], 5.0).value
        assert other.request(["call", ["module", "f"], [], [pid], {}, False], 5.0).value[1] == [0, 1]  # EPERM


def test_libraries_can_still_be_imported_and_threads_started(confined: Slot) -> None:
    """Honest work goes on: computing, importing, threads, a file of one's own; else the canary would not sing."""
    assert confined.probe("numpy", [], [])


def test_a_link_or_a_relative_path_leads_nowhere(slot: Slot, catalogue: Catalogue) -> None:
    """Neither a symlink made in its own folder nor dots reach outside."""
    if slot.containment.level == "bare":
        pytest.skip("this machine offers no file wall")
    target = catalogue.hidden_suite(catalogue.exercise("02_losses"))
    source = f"""
import os
import signal
def link():
    os.symlink({str(target)!r}, "l.py"); return open("l.py").read()
def dots(): return open("../" * 30 + {str(target)[1:]!r}).read()
def proc(): return open("/proc/self/root" + {str(target)!r}).read()
def others(): return os.listdir("..")
"""
    with slot.worker("numpy", {"a.py": source.encode()}, "a", Limits()) as worker:
        for name in ("link", "dots", "proc", "others"):
            with pytest.raises(StudentFault, match=r"PermissionError|FileNotFoundError"):
                worker.request(["call", ["module", name], [], [], {}, False], 5.0)


def test_a_worker_has_the_wire_and_nothing_else(slot: Slot) -> None:
    """The environment is scrubbed, no descriptor is inherited, and none of the judge's modules is in memory."""
    os.environ["XORCISE_TEST_SECRET"] = "1"
    source = """
import os, sys, gc
def env(): return sorted(os.environ)
def modules(): return [m for m in sys.modules if m.startswith("grader")]
def pytest(): return "pytest" in sys.modules or "_pytest" in sys.modules
"""
    try:
        with slot.worker("numpy", {"a.py": source.encode()}, "a", Limits()) as worker:
            env, modules, pytest_there = (
                worker.request(["call", ["module", name], [], [], {}, False], 5.0).value
                for name in ("env", "modules", "pytest")
            )
    finally:
        del os.environ["XORCISE_TEST_SECRET"]
    assert "XORCISE_TEST_SECRET" not in env
    assert pytest_there is False
    assert set(modules) == {"grader", "grader.guest", *(f"grader.guest.{m}" for m in GUESTS_SIDE)}


def test_the_guests_side_imports_nothing_of_the_judges() -> None:
    """Importing the template pulls in the worker's own files and no other module of ours, nor pytest."""
    listing = "sorted(m for m in sys.modules if m.startswith(('grader', 'pytest')))"
    code = f"import grader.guest.template, sys; print({listing})"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    files = sorted((*GUESTS_SIDE, "template"))
    assert done.stdout.strip() == str(["grader", "grader.guest", *(f"grader.guest.{f}" for f in files)])


def test_a_level_that_does_not_hold_is_refused(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The canary getting through at a level that promises otherwise stops the run."""
    if slot.containment.level == "bare":
        pytest.skip("this machine offers no confinement to break")
    monkeypatch.setattr(slot, "probe", lambda *_: {"read suites": "worked: 1", "fork": "denied: PermissionError"})
    with pytest.raises(ContainmentError, match="was able to: read suites"):
        slot.check_canary("numpy", [], [])


def test_a_weaker_level_than_asked_for_is_refused() -> None:
    """The order of levels decides, and the refusal says how to accept less."""
    with Slot("bare") as slot:
        for minimum in LEVELS[1:]:
            with pytest.raises(ContainmentError, match="--min-containment bare"):
                require(slot.containment, minimum)
        require(slot.containment, "bare")


def test_old_kernels_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below Landlock ABI 3 there is no file wall; below 6 scopes are missing, and said to be."""
    module: Any = confinement
    if module.sandlock is None or not module.HAVE_SECCOMP:
        pytest.skip("Landlock is not there to be imitated")
    for abi, level, missing in (
        (2, "bare", ("landlock",)),
        (4, "landlock", ("ioctl_dev", "signal_scope", "abstract_socket_scope")),
        (6, "landlock", ()),
    ):
        monkeypatch.setattr(module.sandlock, "landlock_abi_version", lambda abi=abi: abi)
        assert confinement.available() == (level, True, missing)
    monkeypatch.setattr(confinement, "HAVE_SECCOMP", False)
    assert confinement.available() == ("bare", False, ("landlock", "seccomp"))


@pytest.mark.skipif(not privileged(), reason="only root has privileges to drop")
@pytest.mark.parametrize("user", [None, NOBODY])
def test_root_gives_up_its_privileges(user: int | None) -> None:
    """All capability sets are empty; where another user is asked for, it is that user and cannot go back."""
    code = f"""
import os
import signal
from grader.guest.confinement import drop_privileges
drop_privileges({user})
status = open("/proc/self/status").read()
held = [l.split()[1] for l in status.splitlines() if l.startswith(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"))]
try:
    os.setuid(1)
    back = True
except PermissionError:
    back = False
print(set(held) == {{"0" * 16}}, "NoNewPrivs:\\t1" in status, os.getuid(), os.getgroups() == [], back)
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    caps, sealed, uid, _, back = done.stdout.split()
    assert (caps, sealed, back) == ("True", "True", "False")
    assert int(uid) == (user or 0)


def test_a_canary_that_somebody_killed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once is chance and ends no run; every time is a machine on which nothing works."""
    request, times = Worker.request, 1
    killed: list[int] = []

    def disturbed(worker: Worker, message: list[Any], timeout: float) -> Any:
        if worker.pid and len(killed) < times:
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)
        return request(worker, message, timeout)

    monkeypatch.setattr(Worker, "request", disturbed)
    with Slot() as slot:
        assert slot.probe("numpy", [], [])["fork"].startswith("denied")
        assert len(killed) == 1
        times = 9
        with pytest.raises(ContainmentError, match="a guest process cannot run here"):
            slot.probe("numpy", [], [])

"""Confinement: what is denied at each level that this machine offers, and that it is confinement which denies it."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalogue import Catalogue
from grader.errors import ContainmentError, StudentFault
from grader.exercise import Limits
from grader.levels import LEVELS
from grader.slot import NOBODY, Slot, require
from grader.worker import confinement, system_calls
from grader.worker.system_calls import DENIED

KINDS = ["read", "write", "chmod", "socket", "fork", "exec", "signal", "trace", "environment", "memory", "descriptors"]
KINDS += ["outlive", "capabilities", "privileges", "devices", "shared"]

NEEDED_AT_BARE = {"read", "write"} | (set() if os.geteuid() == 0 else {"environment"})
"""What only the file wall keeps out: with it off, the canary must be able to do it, or the test proves nothing.
A worker of root's has dropped its capabilities, so that /proc keeps it from the judge, which has them."""


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


@pytest.mark.parametrize("group", sorted(DENIED))
def test_each_group_of_system_calls_is_denied_by_the_filter(group: str) -> None:
    """A call of each group answers EPERM in a worker, and something else without the filter."""
    number = {"network": 41, "processes": 57, "others": 62, "memory": 101, "metadata": 90, "shared": 319}
    number |= {"namespaces": 272, "kernel": 321}
    if os.uname().machine != "x86_64":
        pytest.skip("system call numbers here are those of x86-64")
    source = f"""
import ctypes, os
def f():
    libc = ctypes.CDLL(None, use_errno=True)
    pid = libc.syscall({number[group]}, -1, -1, -1, -1, -1)
    if pid == 0 and os.getppid() != PARENT: os._exit(0)
    return ctypes.get_errno() if pid < 0 else 0
PARENT = os.getppid()
"""
    answers = {}
    for seccomp in (True, False):
        with Slot("bare") as slot:
            slot.containment = type(slot.containment)("bare", seccomp=seccomp)
            with slot.worker("numpy", {"a.py": source.encode()}, "a", Limits()) as worker:
                answers[seccomp] = worker.request(["call", ["module", "f"], [], [], {}, False], 5.0).value
    assert answers[True] == 1  # EPERM
    assert answers[False] != 1


def test_the_filter_has_the_workers_own_number() -> None:
    """A worker may signal threads of its own, as ``abort`` does, and of no other process that its template started."""
    if not system_calls.HAVE_SECCOMP:
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


def test_a_filter_without_a_place_for_the_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """libseccomp decides how the program looks; a template that cannot find the place does not start workers."""
    if not system_calls.HAVE_SECCOMP:
        pytest.skip("this machine has no filter to write")
    system_calls.Program()
    monkeypatch.setattr(system_calls, "INSTRUCTION", struct.Struct("=IHBB"))  # as if the operand stood elsewhere
    with pytest.raises(OSError, match="no single place"):
        system_calls.Program()


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
    assert set(modules) == {
        "grader",
        *(f"grader.worker{m}" for m in ("", ".confinement", ".guest", ".system_calls", ".weight", ".wire")),
    }


def test_the_workers_side_imports_nothing_of_the_judges() -> None:
    """Importing the template pulls in the worker's five files and no other module of ours, nor pytest."""
    listing = "sorted(m for m in sys.modules if m.startswith(('grader', 'pytest')))"
    code = f"import grader.worker.template, sys; print({listing})"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    files = ("confinement", "guest", "system_calls", "template", "weight", "wire")
    assert done.stdout.strip() == str(["grader", "grader.worker", *(f"grader.worker.{f}" for f in files)])


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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
@pytest.mark.parametrize("user", [None, NOBODY])
def test_root_gives_up_its_privileges(user: int | None) -> None:
    """All capability sets are empty; where another user is asked for, it is that user and cannot go back."""
    code = f"""
import os
from grader.worker.confinement import drop_privileges
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

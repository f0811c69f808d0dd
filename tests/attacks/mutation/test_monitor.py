"""The monitor, for guests with neither a tmpfs nor a control group: whom it blames, when it looks, what it sees."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import ContainmentError, DiskFilled, StudentFault, StudentRaised, WorkerEnded
from grader.exercises.catalogue import Catalogue
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.worker import connection, disk_usage, faults, monitor, resources, template_launcher
from grader.worker.conversation import Conversation
from grader.worker.disk_usage import free_space, is_too_large
from grader.worker.enforcement import Enforcement
from grader.worker.monitor import Monitor, status_of
from grader.worker.worker import Worker

from .weak_slot import LIMITS

LOST = 2**40
"""Bytes that the file system seems to have lost: more than any bound."""


@pytest.fixture(scope="module")
def slot() -> Iterator[Slot]:
    with Slot() as slot:
        slot.enforcement.close()
        slot.enforcement = Enforcement()
        yield slot


def ask(worker: Worker, name: str, *args: Any) -> Any:
    """Call a function of the submission."""
    return worker.request(["call", ["module", name], [], list(args), {}, False], 20.0).value


# --- whose fault a full disk is ---


def outcomes(slot: Slot, catalogue: Catalogue) -> set[str]:
    """Grade a right solution; return what its tests come to."""
    exercise = catalogue.exercise("02_losses")
    files = {exercise.filename: catalogue.reference(exercise).read_bytes()}
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        return {str(test.outcome) for test in run_suite(slot, suite, files, 0).tests}


def filled(times: int, lasts: int) -> Callable[[Path], int]:
    """Return a ``free_space`` of a disk that a neighbour fills, some ``times``, for a number of looks each time."""
    looks = -1

    def space(_: Path) -> int:
        nonlocal looks
        looks += 1
        number, within = divmod(looks, lasts + 1)
        return LOST if within == 0 or number >= times else 0

    return space


def test_a_neighbour_that_fills_the_disk_takes_no_points(
    slot: Slot, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge waits for the space; without waiting there is no verdict, and no points are lost either."""
    monkeypatch.setattr(monitor, "free_space", filled(times=30, lasts=3))
    assert outcomes(slot, catalogue) == {"passed"}
    monkeypatch.setattr(monitor, "free_space", filled(times=30, lasts=3))
    monkeypatch.setattr(monitor, "SPACE_S", 0.0)
    assert outcomes(slot, catalogue) <= {"passed", "grader_error"}


def test_a_disk_that_stays_full_ends_without_a_verdict(
    slot: Slot, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A right solution gets none, rather than a fault; where it was a fault of the submission's, points were lost."""
    monkeypatch.setattr(monitor, "SPACE_S", 0.1)
    begin = Monitor.begin

    def begun(self: Monitor, pid: int) -> None:
        begin(self, pid)
        self._free += LOST

    monkeypatch.setattr(Monitor, "begin", begun)
    assert outcomes(slot, catalogue) == {"grader_error", "blocked"}  # by tests that end so

    class Blamed(WorkerEnded):
        def __init__(self) -> None:
            super().__init__(faults.FILES_TOO_LARGE)

    monkeypatch.setattr(resources, "DiskFilled", Blamed)
    monkeypatch.setattr(Worker, "lost", property(lambda _: False, lambda *_: None), raising=False)
    assert "grader_error" not in outcomes(slot, catalogue)


def test_waiting_for_space_is_none_of_the_submissions_time(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its deadline is moved by as much; where the wait is not counted it has run out."""
    source = b"import time\ndef f():\n    time.sleep(0.6)\n    return 1"
    space = free_space

    def run() -> Any:
        with slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
            ask(worker, "f")
            until = time.monotonic() + 1.5
            monkeypatch.setattr(monitor, "free_space", lambda f: space(f) if time.monotonic() > until else -LOST)
            try:
                # the sleep takes 0.6 s; with the wait it would be 1.5
                return worker.request(["call", ["module", "f"], [], [], {}, False], 1.0).value
            except StudentFault as fault:
                return type(fault).__name__
            finally:
                monkeypatch.setattr(monitor, "free_space", space)

    assert run() == 1
    monkeypatch.setattr(Monitor, "now", lambda _: time.monotonic())
    assert run() == "TimedOut"


def test_who_fills_the_disk_with_files_that_show_is_to_blame(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the free space says: files of its own are looked at first."""
    source = (
        b"import time\ndef f():\n    for n in range(10): open(f'{n}', 'wb').write(bytes(7 * 2**20))\n    time.sleep(1)"
    )
    monkeypatch.setattr(monitor, "NEIGHBOURS_BYTES", -monitor.SUBMISSION_BYTES)
    with slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
        with pytest.raises(WorkerEnded, match="too many or too large"):
            ask(worker, "f")
        assert not worker.lost
        assert not worker.killed


def test_a_file_for_which_the_disk_has_no_space_is_nobodys_fault(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full; where it is not, the submission has made the exception up."""
    source = b"import errno, os\ndef f(): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))"
    with slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
        with pytest.raises(StudentRaised, match="No space left"):
            ask(worker, "f")
        assert not worker.lost
        monkeypatch.setattr(resources, "free_space", lambda _: 0)
        with pytest.raises(DiskFilled):
            ask(worker, "f")
        with pytest.raises(DiskFilled):  # and no other process is started in this run
            ask(worker, "f")
        assert worker.lost


# --- while the judge computes ---

BACKGROUND = b"""
import os, threading, time
ticks = [0]
def work():
    while True:
        time.sleep(0.01)
        ticks[0] += 1
def begin(): threading.Thread(target=work, daemon=True).start()
def count(): return ticks[0]
def during(f):
    before = ticks[0]
    f(1)
    return ticks[0] - before
"""


@pytest.mark.parametrize("name", ["between", "callback"])
def test_a_worker_stands_still_while_the_judge_computes(slot: Slot, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that it left behind does nothing between two requests, nor during a callback; not stopped, it does."""

    def done() -> Any:
        with slot.worker("numpy", {"a.py": BACKGROUND}, "a", LIMITS) as worker:
            ask(worker, "begin")
            if name == "callback":
                return ask(worker, "during", lambda _: time.sleep(0.5))
            before = ask(worker, "count")
            time.sleep(0.5)
            return ask(worker, "count") - before

    assert done() < 5  # one that is asleep when it is stopped may go on at once when it continues
    with monkeypatch.context() as patch:
        patch.setattr(template_launcher.ForkedProcess, "signal", unstopped(template_launcher.ForkedProcess.signal))
        assert done() > 10


def unstopped(send: Callable[..., None]) -> Callable[..., None]:
    """Return a way to signal that passes on neither stop nor continue."""

    def only_kill(self: Any, number: signal.Signals) -> None:
        if number == signal.SIGKILL:
            send(self, number)

    return only_kill


def test_a_stopped_worker_can_be_ended_and_goes_on(slot: Slot) -> None:
    """It answers many questions in a row, and ends at once when it is killed while it is stopped."""
    with slot.worker("numpy", {"a.py": b"def f(g): return [g(n) for n in range(50)]"}, "a", LIMITS) as worker:
        for _ in range(20):
            assert ask(worker, "f", lambda n: n + 1) == [n + 1 for n in range(50)]
        pid = worker.pid
        time.sleep(0.05)
        assert status_of(pid)["State"].startswith("T")
        begun = time.monotonic()
        worker.end()
        assert time.monotonic() - begun < 30
        assert not status_of(pid)
        assert ask(worker, "f", lambda n: n) == [*range(50)]


@pytest.mark.parametrize("level", ["bubblewrap", "user", "bare"])
def test_weaker_levels_stop_workers_too(level: str) -> None:
    """Whichever user or namespace a worker is in, the judge may signal it."""
    try:
        own = Slot(level)
    except ContainmentError:
        pytest.skip(f"level {level} does not work on this machine")
    with own:
        own.enforcement.close()
        own.enforcement = Enforcement()
        with own.worker("numpy", {"a.py": b"def f(): return 1"}, "a", LIMITS) as worker:
            for _ in range(3):
                assert ask(worker, "f") == 1
                time.sleep(0.05)
                assert status_of(worker.pid)["State"].startswith("T")


@pytest.mark.parametrize("warm", [True, False])
def test_a_guest_with_a_tmpfs_and_a_group_is_not_stopped(warm: bool) -> None:
    """The kernel bounds it, so it need not be stopped."""
    with Slot(warm=warm) as own, own.worker("numpy", {"a.py": b"def f(): return 1"}, "a", LIMITS) as worker:
        assert ask(worker, "f") == 1
        time.sleep(0.05)
        assert status_of(worker.pid)["State"].startswith("T") is worker.resources.needs_looks
        assert ask(worker, "f") == 1


def test_what_a_call_leaves_is_seen_when_it_answers(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """However short the call and however long the judge then computes; where nobody looks then it gets its answer."""
    source = b"def f():\n    for n in range(10): open(f'{n}', 'wb').truncate(8 * 2**20)\n    return 1"

    def run() -> Any:
        with slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
            return ask(worker, "f")

    monkeypatch.setattr(connection, "LOOK_EVERY_S", 3600.0)
    with pytest.raises(WorkerEnded, match="too many or too large"):
        run()
    monkeypatch.setattr(Conversation, "_pause", lambda *_, **__: None)
    assert run() == 1


# --- what a look sees ---

RENAMED = b"""
import os, threading, time
def hide():
    os.mkdir("d0"); here = os.open(".", os.O_RDONLY); folder = os.open("d0", os.O_RDONLY)
    def move(n=0):
        while True:
            os.rename(f"d{n}", f"d{n + 1}", src_dir_fd=here, dst_dir_fd=here)
            n += 1
    threading.Thread(target=move, daemon=True).start()
    for n in range(10):
        os.truncate(os.open(f"f{n}", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=folder), 8 * 2**20)
    time.sleep(1.5)
    return 1
"""


def test_a_folder_that_is_always_renamed_hides_nothing(slot: Slot) -> None:
    """The worker stands still while its files are counted."""
    with (
        slot.worker("numpy", {"a.py": RENAMED}, "a", LIMITS) as worker,
        pytest.raises(WorkerEnded, match=r"too many or too large|kept its files"),
    ):
        ask(worker, "hide")


def test_what_vanishes_in_two_looks_running_is_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once may be chance. All else is counted the first time, too."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(bytes(100))
    opened = disk_usage.opened

    @contextlib.contextmanager
    def vanished(name: str, here: int | None = None) -> Iterator[int]:
        if here is not None:
            raise FileNotFoundError
        with opened(name, here) as there:
            yield there

    looking = Monitor(tmp_path, LIMITS)
    looking.begin(0)
    assert looking.look() is None
    monkeypatch.setattr(disk_usage, "opened", vanished)
    assert looking.look() is None
    assert str(looking.look()) == monitor.FILES_HIDDEN
    assert is_too_large(tmp_path, 99)
    monkeypatch.setattr(disk_usage, "opened", opened)
    assert looking.look() is None
    assert looking.look() is None


def test_no_link_is_followed_in_place_of_a_folder(tmp_path: Path) -> None:
    """A folder that was replaced by a link between two system calls is not counted for what the link leads to."""
    (tmp_path / "link").symlink_to("/usr")
    with pytest.raises(NotADirectoryError), disk_usage.opened(str(tmp_path / "link")):
        pass


MAPPINGS = b"""
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype, libc.mmap.argtypes = ctypes.c_long, [ctypes.c_long] * 6
def many(number):
    file = os.open("f", os.O_RDWR | os.O_CREAT)
    os.truncate(file, 8192)
    for n in range(number):
        if libc.mmap(0, 4096, 1, 2, file, n % 2 * 4096) < 0: return n
    time.sleep(1)
    return number
"""


def test_a_look_at_many_mappings_ends_soon(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with 30,000 of them is not read to their end; without the bound it is."""

    def run(number: int) -> Any:
        with slot.worker("numpy", {"a.py": MAPPINGS}, "a", LIMITS) as worker:
            return ask(worker, "many", number)

    assert run(disk_usage.MAX_SEEN // 2) == disk_usage.MAX_SEEN // 2
    with pytest.raises(WorkerEnded, match="kept its files"):
        run(30_000)
    monkeypatch.setattr(disk_usage, "MAX_SEEN", 10**6)
    assert run(30_000) == 30_000

"""The clock of a guest: what a request is charged with, played without a machine, and tried on this one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from grader.errors import TimedOut
from grader.exercises.exercise import Limits
from grader.suite import SubmissionProxy
from grader.worker import guest_clock
from grader.worker.guest_clock import WALL_FACTOR, GuestClock, processor_time
from grader.worker.monitor import Monitor
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a clock for each process")


class Played:
    """A machine whose two clocks are set by a test."""

    def __init__(self) -> None:
        self.wall = 100.0
        self.used: float | None = 7.0  # of the process, before the request
        self.clock = GuestClock(lambda: self.wall, lambda pid: self.used if pid else None)

    def after(self, wall: float, used: float) -> float:
        """Return the charge after so many seconds more on the wall clock and of processor time."""
        self.wall += wall
        if self.used is not None:
            self.used += used
        return self.clock.now()


@pytest.mark.parametrize(
    ("wall", "used", "charged"),
    [
        (10, 10, 10),  # alone on a core
        (120, 36, 36),  # beside other programs: 36 s of a limit of 120
        (10, 2.5, 2.5),  # a quarter of a core is charged with its processor time, just as a whole core is
        (10, 40, 10),  # four threads on four cores: no sooner than the wall clock says
        (40, 4, 10),  # a tenth of a core: a quarter of the wall clock
        (40, 2, 10),
        (40, 1.9, 40),  # less than a twentieth of a core: asleep
        (40, 0, 40),
    ],
)
def test_a_request_is_charged_with_its_processor_time(wall: float, used: float, charged: float) -> None:
    """Never with more than the wall clock, never with less than a quarter of it, and asleep with all of it."""
    played = Played()
    played.clock.begin(1)
    assert played.after(wall, used) == pytest.approx(charged)


def test_what_was_used_before_the_request_does_not_count() -> None:
    """Each request begins at 0, whatever its process used before."""
    played = Played()
    played.clock.begin(1)
    played.after(5, 5)
    played.clock.begin(1)
    assert played.clock.now() == 0
    assert played.after(3, 3) == pytest.approx(3)


def test_the_charge_stays_between_a_quarter_of_the_wall_clock_and_all_of_it() -> None:
    """However sleep, work and threads take turns. Work after a sleep shows that the request is not asleep."""
    played = Played()
    played.clock.begin(1)
    passed = 0.0
    for wall, used in [(1, 0), (1, 9), (0.5, 0), (0, 3), (8, 0), (1, 1)]:
        charged = played.after(wall, used)
        passed += wall
        assert passed / WALL_FACTOR <= charged <= passed
    played.clock.begin(1)
    assert played.after(4, 0) == pytest.approx(4)
    assert played.after(4, 2) == pytest.approx(2)


def test_without_a_reading_the_wall_clock_counts() -> None:
    """On a system that has no clock for each process, and for a process without a number."""
    played = Played()
    played.used = None
    played.clock.begin(1)
    assert played.after(10, 0) == pytest.approx(10)
    played.used = 7.0
    played.clock.begin(0)
    assert played.after(10, 0) == pytest.approx(10)


def test_a_process_that_has_ended_keeps_its_last_reading() -> None:
    """Another process may get its number, and what that one used must not be charged."""
    played = Played()
    played.clock.begin(1)
    played.after(2, 2)
    played.clock.forget()
    assert played.after(2, 1000) == pytest.approx(2)


@linux
def test_the_threads_of_a_process_add_up() -> None:
    """The clock of a process counts all its threads, also those that have ended, and reads nothing of a dead one."""
    source = (
        "import threading, time\n"
        "def work():\n"
        "    begun = time.thread_time()\n"
        "    while time.thread_time() - begun < 0.2: pass\n"
        "threads = [threading.Thread(target=work) for _ in range(3)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(time.process_time(), flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        own = float(process.stdout.readline())
        seen = processor_time(process.pid)
        assert seen is not None
        assert seen >= own >= 0.6
        process.communicate("\n")
    assert processor_time(process.pid) is None


BUSY = """
import time
def f(seconds):
    begun = time.process_time()
    while time.process_time() - begun < seconds: pass
    return 1
def sleeps(): time.sleep(999)
def dozes():
    while True:
        f(0.01)
        time.sleep(0.05)
def loops():
    while True: pass
"""


@linux
def test_an_honest_loop_beside_busy_programs_is_in_time(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that gets a third of a core takes three times as long on the wall clock, and loses nothing.

    The busy machine is played: the wall clock that the judge reads shows three seconds for each second of processor
    time, which is the real one. So no other load of this machine matters. By the wall clock alone the call is over its
    limit.
    """
    workers: list[Worker] = []
    limits = Limits(call_s=1.0, load_s=5.0)
    monkeypatch.setattr(Monitor, "now", lambda _: 3 * (processor_time(workers[-1].pid) or 0.0) if workers else 0.0)
    with work(BUSY, limits) as worker:
        workers.append(worker)
        assert SubmissionProxy(worker).f(0.6) == 1  # 1.8 s of a wall clock on which 4 s are allowed
    monkeypatch.setattr(guest_clock, "processor_time", lambda _: None)
    with work(BUSY, limits) as worker:
        workers.append(worker)
        with pytest.raises(TimedOut):
            SubmissionProxy(worker).f(0.6)


@linux
def test_a_loop_ends_by_processor_time_and_a_sleep_by_the_wall_clock(work: Work) -> None:
    """Both end, and each is charged with its limit, so that it cannot sleep for ever in many calls.

    A sleep is over at its limit. What wakes now and then is over at four times its limit.
    """
    with work(BUSY, Limits(call_s=0.3)) as worker:
        for name in ("loops", "sleeps", "dozes"):
            spent, begun = worker.spent, time.monotonic()
            with pytest.raises(TimedOut):
                getattr(SubmissionProxy(worker), name)()
            assert worker.spent - spent >= 0.3
            if name == "dozes":
                assert time.monotonic() - begun >= 0.3 * WALL_FACTOR

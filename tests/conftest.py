"""What several tests share: a slot, workers from source text, and a worker whose side of the wire a test plays."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from postgresql import Server, programs

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Limits
from grader.guest.confinement import Policy, available
from grader.slot.slot import Slot
from grader.worker.worker import Worker

os.environ["XORCISE_LANG"] = "en"  # what tests compare with, whatever the locale of the machine is

collect_ignore = ["attacks/corpus"]  # submissions, some named like tests: never to be imported into this process

ROOT = Path(__file__).resolve().parent.parent

SHORT = Limits(load_s=3.0, call_s=1.0, exercise_s=30.0, memory_mb=256, scratch_mb=8)
"""Deadlines that tests can wait for. A call of honest test code takes a millisecond; a second is a thousand of them."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue of this checkout."""
    return Catalogue(ROOT)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server. In continuous integration it has to be there."""
    found = programs()
    if found is None:
        assert not os.environ.get("SKIPPED_TESTS"), "PostgreSQL is missing: `make setup` as root installs it"
        pytest.skip("PostgreSQL's programs are not installed")
    server = Server(found)
    yield server
    server.close()


@pytest.fixture(scope="session")
def slot() -> Iterator[Slot]:
    """A slot at the strongest level that works here."""
    with Slot() as slot:
        yield slot


@pytest.fixture
def work(slot: Slot) -> Callable[..., AbstractContextManager[Worker]]:
    """Return a function that provides a worker for source text."""

    def provide(source: str, limits: Limits = SHORT, **others: str) -> AbstractContextManager[Worker]:
        files = {"answer.py": source.encode()} | {f"{k}.py": v.encode() for k, v in others.items()}
        return slot.worker("numpy", files, "answer", limits)

    return provide


class PlayedProcess:
    """A process that is a thread of the test's."""

    pid = 0

    def __init__(self, play: Callable[[socket.socket], None]) -> None:
        self.sock, theirs = socket.socketpair()
        self.output, writer = os.pipe()
        os.set_blocking(self.output, False)
        os.close(writer)
        self._thread = threading.Thread(target=self._run, args=(play, theirs))
        self._thread.start()

    def _run(self, play: Callable[[socket.socket], None], sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):  # the judge hung up, as it should on nonsense
            play(sock)

    def signal(self, number: signal.Signals) -> None:
        """There is nothing to signal."""

    def end(self) -> int:
        """End, as if killed."""
        self.sock.close()
        os.close(self.output)
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()
        return 9


class PlayedLauncher:
    """Starts processes whose side of the wire is played by ``play``."""

    joins = False

    def __init__(self, play: Callable[[socket.socket], None]) -> None:
        self.play = play

    def start(self, policy: Policy) -> PlayedProcess:
        """Start one."""
        return PlayedProcess(self.play)

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def played(tmp_path: Path) -> Callable[[Callable[[socket.socket], None]], Worker]:
    """Return a function that makes a worker whose side of the wire is played by a function."""

    def make(play: Callable[[socket.socket], None]) -> Worker:
        return Worker(PlayedLauncher(play), {"answer.py": b""}, "answer", SHORT, tmp_path, "bare", False)

    return make


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a skipped test for the list that ``.ci/run`` prints at its end."""
    note_skipped(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note a module that is skipped as a whole."""
    note_skipped(report)


def note_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Add a line to the file that ``SKIPPED_TESTS`` names: the test and the reason."""
    path = os.environ.get("SKIPPED_TESTS")
    if path and report.skipped and isinstance(report.longrepr, tuple):  # that of an expected failure is none
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"  {report.nodeid}: {' '.join(reason.split())}\n")


needs_landlock = pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock to test")

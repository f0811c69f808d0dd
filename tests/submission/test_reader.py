"""A class is read in a separate process. If an entry harms that process, its result says so and the class goes on."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.errors import GraderError
from grader.submission import Entry, Reader, discover, read_entry
from grader.submission import reader as reader_module
from grader.submission.bounds import FILE
from submission.sample import COURSE, LOSSES, book

PATIENCE_S = 10.0
"""Seconds for reading an entry that once took longer, or for a process to end. Both usually take milliseconds."""


@pytest.fixture
def honest(tmp_path: Path) -> Entry:
    """An ordinary entry."""
    path = tmp_path / "honest_losses.py"
    path.write_text("def mean_squared_error(y, t): return 0\n", encoding="utf-8")
    return Entry("honest", path)


def sabotaged(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Run ``code`` in each reader process before it begins. In it, ``n`` is the module that reads notebooks."""
    start = f"import ast, os, signal, time\nimport grader.submission.notebook as n\n{code}\n"
    monkeypatch.setattr(
        reader_module,
        "COMMAND",
        (sys.executable, "-P", "-c", f"{start}\nfrom grader.submission.reader_process import main; main()"),
    )


def ended(pid: int) -> bool:
    """Whether the process ends within ``PATIENCE_S``."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def pid_of(reader: Reader) -> int:
    """Return the id of the reader's process."""
    assert reader._process is not None
    return reader._process.pid


def test_what_is_read_is_what_reading_here_gives(tmp_path: Path) -> None:
    """The separate process gives the same submissions as ``read_entry``. A shared file is one object."""
    (tmp_path / "folder" / "data").mkdir(parents=True)
    for name in ("layers.py", "losses.py", "data/t.csv", "x.rar"):
        (tmp_path / "folder" / name).write_text(name, encoding="utf-8")
    (tmp_path / "book.ipynb").write_bytes(book("class Affine: pass", "x = ("))
    (tmp_path / "joined_layers.py").write_text("a", encoding="utf-8")
    (tmp_path / "joined_losses.py").write_bytes(bytes(FILE + 1))
    (tmp_path / "broken.zip").write_text("no zip", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("losses.py", "x")
    entries = discover(tmp_path, COURSE)
    with Reader(COURSE) as reader:
        found = [reader.read(entry) for entry in entries]
    assert found == [read_entry(entry, COURSE) for entry in entries]
    folder = next(s for s in found if s.person == "folder")
    assert folder.files["01_layers"]["data/t.csv"] is folder.files["02_losses"]["data/t.csv"]
    assert next(s for s in found if s.person == "joined").notes[1].startswith("joined_losses.py is larger")


def test_exercises_that_are_not_graded_are_known(tmp_path: Path) -> None:
    """A module of an exercise that is not graded is not used for the only one that is graded."""
    (tmp_path / "alice_layers.py").write_text("", encoding="utf-8")
    (entry,) = discover(tmp_path, COURSE)
    with Reader([LOSSES], COURSE) as reader:
        assert reader.read(entry) == read_entry(entry, [LOSSES], COURSE)


def test_what_cannot_be_read_in_time_is_a_problem(
    tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that exceeds the time limit gets a problem. The process is killed and replaced."""
    sabotaged(monkeypatch, "n._parse = lambda source: time.sleep(600)")
    (tmp_path / "slow.ipynb").write_bytes(book("x = 1"))
    with Reader([LOSSES], COURSE, seconds=0.5) as reader:
        assert reader.read(honest).files
        first = pid_of(reader)
        submission = reader.read(Entry("slow", tmp_path / "slow.ipynb"))
        assert submission.files == {}
        assert submission.problem == "slow.ipynb cannot be read within 0.5 seconds: hand in less, or in a simpler form"
        assert ended(first)
        assert reader.read(honest).files
        second = pid_of(reader)
    assert second != first
    assert ended(second)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("way", ["os._exit(3)", "os.kill(os.getpid(), signal.SIGSEGV)"])
def test_what_ends_the_reader_is_a_problem(
    tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """An entry that ends its reader process twice gets a problem, and the next entry is read."""
    sabotaged(monkeypatch, f"n._parse = lambda source: {way}")
    (tmp_path / "bad.ipynb").write_bytes(book("x = 1"))
    with Reader([LOSSES], COURSE) as reader:
        submission = reader.read(Entry("bad", tmp_path / "bad.ipynb"))
        code = 3 if "exit" in way else -signal.SIGSEGV
        assert submission.problem.startswith(
            f"bad.ipynb ended the process that was to read it, 2 times (exit code {code})"
        )
        assert reader.read(honest).files


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_reader_that_was_killed_costs_no_entry(honest: Entry) -> None:
    """If the process dies once, the entry is read again."""
    with Reader([LOSSES], COURSE) as reader:
        assert reader.read(honest).files
        os.kill(pid_of(reader), signal.SIGKILL)
        assert reader.read(honest).files


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not bounded, only time")
def test_what_takes_too_much_memory_is_a_problem(
    tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that needs too much memory gets a problem, and the next entry is read."""
    sabotaged(monkeypatch, "n._slim = lambda book: [bytearray(2**26) for _ in range(64)]")
    (tmp_path / "large.ipynb").write_bytes(book("x = 1"))
    with Reader([LOSSES], COURSE) as reader:
        problem = reader.read(Entry("large", tmp_path / "large.ipynb")).problem
        assert problem == "reading it takes more than 1024 MiB of memory: hand in less"
        assert reader.read(honest).files


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_reader_that_kept_much_is_replaced(tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that keeps much memory is replaced, so that every entry has the full amount."""
    sabotaged(monkeypatch, "n._slim = lambda book, kept=[]: kept.append(bytearray(2**29)) or book")
    (tmp_path / "large.ipynb").write_bytes(book("x = 1"))
    with Reader([LOSSES], COURSE) as reader:
        for _ in range(4):
            assert not reader.read(Entry("large", tmp_path / "large.ipynb")).problem
            assert reader.read(honest).files


def test_nothing_that_reading_prints_reaches_the_wire_or_the_terminal(
    tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Output of libraries while an entry is read reaches neither the terminal nor the driver."""
    sabotaged(
        monkeypatch, "old = n._slim\nn._slim = lambda book: os.write(1, b'out') and os.write(2, b'err') and old(book)"
    )
    (tmp_path / "loud.ipynb").write_bytes(book("def mean_squared_error(): pass"))
    with Reader([LOSSES], COURSE) as reader:
        assert reader.read(Entry("loud", tmp_path / "loud.ipynb")).files
        assert reader.read(honest).files
    assert capfd.readouterr() == ("", "")


def test_what_the_machine_lacks_is_not_the_students_fault(
    tmp_path: Path, honest: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grader error in the reader process is raised in the driver."""
    refuse = "def refuse(*_): raise OSError(24, 'Too many open files')\nos.open = refuse"
    sabotaged(monkeypatch, f"import grader.submission.reader_process as p\np._say_nothing = lambda: None\n{refuse}")
    with Reader([LOSSES], COURSE) as reader, pytest.raises(GraderError, match="Too many open files"):
        reader.read(honest)


def test_a_reader_that_does_not_start_is_our_fault(honest: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the process ends at once or cannot be started, a grader error is raised."""
    monkeypatch.setattr(reader_module, "COMMAND", (sys.executable, "-c", "raise SystemExit(7)"))
    with Reader([LOSSES], COURSE) as reader, pytest.raises(GraderError, match=r"does not start \(exit code 7\)"):
        reader.read(honest)

    def none(*_: Any, **__: Any) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", none)
    with pytest.raises(GraderError, match="no process can be started"), Reader([LOSSES], COURSE):
        pass


DRIVER = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs of a script ignore the signal
from pathlib import Path
from grader.exercises.exercise import Exercise
from grader.submission import Entry, Reader
with Reader([Exercise("02_losses", {}, "losses", ("mean_squared_error",))]) as reader:
    reader.read(Entry("honest", Path(sys.argv[1])))
    print(reader._process.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_reader_outlives_its_driver(honest: Entry, number: int) -> None:
    """If the driver ends by Ctrl-C, SIGTERM or SIGKILL, its reader process ends, too."""
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(honest.path)], stdout=subprocess.PIPE, text=True
    ) as driver:
        assert driver.stdout is not None
        child = int(driver.stdout.readline())
        driver.send_signal(number)
    assert ended(child)


ATTACKS: dict[str, str] = {
    "names": f"@keep({', '.join(f'x{n}' for n in range(8000))})\nclass x0: pass",
    "newlines": "\n" * 100_000 + "x = 1",
    "finally": "def f():\n  try:\n" + "    if x: return\n" * 2500 + "  finally:\n" + "    y = 1\n" * 2500,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_notebook_that_was_slow_is_read_at_once(tmp_path: Path, honest: Entry, name: str) -> None:
    """Notebooks that once took long or much memory are read or refused quickly."""
    cells = ("def mean_squared_error(y, t): return x0", ATTACKS[name])
    (tmp_path / "losses.ipynb").write_bytes(book(*cells))
    with Reader([LOSSES], COURSE) as reader:
        assert reader.read(honest).files
        begun = time.monotonic()
        submission = reader.read(Entry("s", tmp_path / "losses.ipynb"))
        assert time.monotonic() - begun < PATIENCE_S
        assert submission.files or "`finally`" in submission.problem
        assert reader.read(honest).files


def test_a_zip_of_deep_folders_is_read_at_once(tmp_path: Path) -> None:
    """Files that are nested 500 folders deep are left out quickly, with notes. Once they blocked a slot for minutes."""
    path = tmp_path / "deep.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("losses.py", "x")
        for n in range(190):
            archive.writestr(f"{n}/" + "d/" * 499 + "x.csv", "")
    with Reader([LOSSES], COURSE) as reader:
        begun = time.monotonic()
        submission = reader.read(Entry("deep", path))
        assert time.monotonic() - begun < PATIENCE_S
    assert submission.files == {"02_losses": {"losses.py": b"x"}}
    assert len(submission.notes) == 21
    assert "lies in more than 16 folders inside one another (move it further up)" in submission.notes[0]

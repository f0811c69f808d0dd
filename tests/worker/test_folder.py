"""A worker's folder on the judge's side: laid out and emptied in bounded time, whatever is in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from grader.errors import TimedOut, WorkerEnded
from grader.exercises.exercise import Limits
from grader.slot.slot import Slot
from grader.worker import folder
from grader.worker.enforcement import Enforcement
from grader.worker.folder import (
    MAX_FILES,
    MAX_NESTING,
    TooManyFilesError,
    clear,
    count_files,
    fill,
    make_empty,
    remove,
)
from grader.worker.guest_clock import WALL_FACTOR

LATER = 1e9
"""A deadline that is none, of a clock that begins when the machine does."""


def nest(top: Path, depth: int) -> None:
    """Make folders inside folders, deeper than a path may be long."""
    here = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("a", dir_fd=here)
        inner = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_everything_is_cleared_and_nothing_is_followed(tmp_path: Path) -> None:
    """Files, links, closed folders and folders 1,500 deep go; what a link leads to stays."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("stays")
    mess = tmp_path / "mess"
    (mess / "a" / "b").mkdir(parents=True)
    (mess / "a" / "file").write_text("x")
    (mess / "link").symlink_to(outside)
    (mess / "a" / "b" / "link").symlink_to(outside / "file")
    (mess / "closed").mkdir(0)
    os.mkfifo(mess / "pipe")
    (mess / "deep").mkdir()
    nest(mess / "deep", 1500)
    clear(mess, LATER)
    assert list(mess.iterdir()) == []
    assert (outside / "file").read_text() == "stays"


def test_clearing_keeps_its_deadline_and_the_rest_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that takes too long is moved out of the way; removing it later removes what was put aside too."""
    work = tmp_path / "work"
    work.mkdir()
    nest(work, 1500)
    with pytest.raises(TimeoutError):
        clear(work, time.monotonic() - 1)
    monkeypatch.setattr(folder, "CLEAR_S", 0.0)
    make_empty(work, LATER)
    assert list(work.iterdir()) == []
    assert len(list(tmp_path.iterdir())) == 2
    remove(work, 600.0)
    assert list(tmp_path.iterdir()) == []


def test_what_is_laid_out_is_bounded() -> None:
    """Files and folders are counted before the first is made, and a deep name costs nothing."""
    assert count_files({"a.py": b"", "b/c.py": b"", "b/d/e.py": b""}) == 3 + 3  # with the folder itself
    for files in (
        {f"{n}.py": b"" for n in range(MAX_FILES + 1)},
        {"/".join(["d"] * MAX_NESTING) + "/a.py": b""},
        {"/".join([str(n)] * (MAX_NESTING - 1)) + "/a.py": b"" for n in range(190)},
        {"d/" * 100_000 + "a.py": b""},
    ):
        begun = time.monotonic()
        with pytest.raises(TooManyFilesError):
            count_files(files)
        assert time.monotonic() - begun < 20  # milliseconds, and a very busy machine


def test_laying_out_keeps_its_deadline(tmp_path: Path) -> None:
    """It stops between two files."""
    with pytest.raises(TimeoutError):
        fill(tmp_path, {"a.py": b""}, None, time.monotonic() - 1)
    fill(tmp_path, {"b/a.py": b"x"}, None, LATER)
    assert (tmp_path / "b" / "a.py").read_bytes() == b"x"


def test_190_files_500_folders_deep_end_at_once(slot: Slot) -> None:
    """No process is started for them, and the submission is told why."""
    files = {"/".join([f"n{n}"] * 500) + "/a.py": b"" for n in range(190)} | {"answer.py": b"def f(): return 1"}
    begun = time.monotonic()
    with slot.worker("numpy", files, "answer", Limits()) as worker:
        for _ in range(2):
            with pytest.raises(WorkerEnded, match="too many or too deep folders"):
                worker.request(["has", "f"], 5.0)
        assert worker.generation == 0
    assert time.monotonic() - begun < 30  # milliseconds, and a very busy machine


def test_laying_out_is_charged_to_the_submission(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of the time that its files take counts as its own, and ends it at the deadline for loading."""

    def slowly(*_: object) -> None:
        time.sleep(0.3)

    monkeypatch.setattr("grader.worker.resources.make_empty", slowly)
    with slot.worker("numpy", {"answer.py": b"def f(): return 1"}, "answer", Limits()) as worker:
        worker.request(["has", "f"], 5.0)
        assert worker.spent >= 0.3 / WALL_FACTOR
    with (
        slot.worker("numpy", {"answer.py": b"def f(): return 1"}, "answer", Limits(load_s=0.2 / WALL_FACTOR)) as worker,
        pytest.raises(TimedOut, match="laid out"),
    ):
        worker.request(["has", "f"], 5.0)


def test_a_tmpfs_of_its_own_needs_no_clearing(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process of a submission meets its files as they were handed in, whatever the last one left."""
    source = b"""
import os
def f():
    os.unlink("answer.py")
    os.mkdir("sealed", 0)
    for _ in range(500):
        os.mkdir("a"); os.chdir("a")
    os._exit(0)
def g(): return sorted(os.listdir())
"""
    if not slot.enforcement.tmpfs:
        pytest.skip("guests cannot have a tmpfs here")
    with slot.worker("numpy", {"answer.py": source}, "answer", Limits()) as worker:
        with pytest.raises(WorkerEnded):
            worker.request(["call", ["module", "f"], [], [], {}, False], 20.0)
        monkeypatch.setattr("grader.worker.resources.make_empty", lambda *_: pytest.fail("it was cleared"))
        assert worker.request(["call", ["module", "g"], [], [], {}, False], 20.0).value == ["answer.py"]
        assert [path.name for path in worker.folder.iterdir()] == ["answer.py"]


def test_without_a_tmpfs_the_next_process_meets_its_own_files_too(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the folder is emptied and laid out again."""
    monkeypatch.setattr(slot, "enforcement", Enforcement())
    source = b"import os\ndef f():\n    open('left', 'w').close(); os._exit(0)\ndef g(): return sorted(os.listdir())"
    with slot.worker("numpy", {"answer.py": source}, "answer", Limits()) as worker:
        with pytest.raises(WorkerEnded):
            worker.request(["call", ["module", "f"], [], [], {}, False], 20.0)
        assert worker.request(["call", ["module", "g"], [], [], {}, False], 20.0).value == ["answer.py"]

"""When an exercise was handed in, according to the files."""

from __future__ import annotations

import os
from pathlib import Path

from grader.submission import Entry, discover, read_entry
from grader.submission.times import times_of
from submission.sample import (
    COURSE,
    write,
)


def test_a_module_of_another_name_has_its_own_time(tmp_path: Path) -> None:
    """The copy that was taken says when, not the file that was left."""
    folder = write(tmp_path / "ada", {"losses.py": "a", "losses (1).py": "b", "helper.py": "c"})
    for name, time in (("losses.py", 1_000_000_000), ("losses (1).py", 1_700_000_000), ("helper.py", 1_600_000_000)):
        os.utime(folder / name, (time, time))
    entry = Entry("ada", folder)
    assert times_of(entry, read_entry(entry, COURSE)) == {"02_losses": "2023-11-14T22:13:20+00:00"}


def test_a_file_that_was_joined_makes_no_other_late(tmp_path: Path) -> None:
    """If single files were joined, each exercise has the time of its own file."""
    write(tmp_path, {"alice_layers.py": "", "alice_losses.py": ""})
    os.utime(tmp_path / "alice_layers.py", (2_000_000_000, 2_000_000_000))
    os.utime(tmp_path / "alice_losses.py", (1_000_000_000, 1_000_000_000))
    (entry,) = discover(tmp_path, COURSE)
    assert times_of(entry, read_entry(entry, COURSE)) == {
        "01_layers": "2033-05-18T03:33:20+00:00",
        "02_losses": "2001-09-09T01:46:40+00:00",
    }

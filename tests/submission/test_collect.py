"""Entries become submissions. What cannot be read becomes a problem or a note."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.exercises.catalogue import DESK_FILES
from grader.submission import Entry, Submission, discover, read_entry, read_folder
from grader.submission.bounds import FILE, NOTE, NOTES
from grader.submission.collect import joined
from submission.sample import (
    COURSE,
    LOSSES,
    book,
    listed,
    of_tree,
    problem,
    refuse,
    write,
    zipped,
)


def test_single_files_are_matched_by_name(tmp_path: Path) -> None:
    """Each single file is used for the exercise that it is named after."""
    write(tmp_path, {"alice_layers.py": "1", "alice-Losses.PY": "2"})
    (entry,) = discover(tmp_path, COURSE)
    expected = {"01_layers": {"layers.py": b"1"}, "02_losses": {"losses.py": b"2"}}
    assert expected == dict(read_entry(entry, COURSE).files)


def test_a_file_named_after_the_student_is_for_the_only_exercise(tmp_path: Path) -> None:
    """A file named after a person is used if one exercise is graded. With several, the problem says how to name it."""
    path = write(tmp_path, {"alice.py": "x"}) / "alice.py"
    assert read_entry(Entry("alice", path), [LOSSES], COURSE).files == {"02_losses": {"losses.py": b"x"}}
    assert problem(path) == "alice.py does not say which exercise it is for: name it like alice_layers.py"


def test_a_file_for_an_exercise_that_is_not_graded_is_not_taken_for_another(tmp_path: Path) -> None:
    """A file named after an exercise that is not graded is ignored with a note, and not used for another one."""
    submission = read_entry(
        Entry("alice", write(tmp_path, {"alice_layers.py": ""}) / "alice_layers.py"), [LOSSES], COURSE
    )
    assert (submission.files, submission.problem) == ({}, "")
    assert submission.notes == ("alice_layers.py is for 01_layers, which is not graded here",)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("alice_layers.py", bytes(FILE + 1), "alice_layers.py is larger than 2 MiB: hand in the work itself"),
        ("alice_layers.ipynb", b"{", "alice_layers.ipynb is not a readable notebook"),
    ],
)
def test_a_file_that_was_joined_spoils_no_other(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """A joined file that cannot be read becomes a note, and the other files are graded."""
    write(tmp_path, {"alice_losses.py": "alice's", name: content})
    (entry,) = discover(tmp_path, COURSE)
    submission = read_entry(entry, COURSE)
    assert submission.files == {"02_losses": {"losses.py": b"alice's"}}
    assert submission.problem == ""
    assert submission.notes[1].startswith(told)


def test_a_notebook_supplies_every_exercise_that_it_defines_something_of(tmp_path: Path) -> None:
    """A notebook gives a module for each exercise of which it defines an entry point."""
    cells = ("class Affine: pass", "EPS = 1e-7\ndef cross_entropy_error(y, t): return EPS", "net = Affine()")
    path = write(tmp_path, {"alice.ipynb": book(*cells)}) / "alice.ipynb"
    submission = read_entry(Entry("alice", path), COURSE)
    assert submission.files == {
        "01_layers": {"layers.py": b"# cell 1, line 1\nclass Affine: pass\n"},
        "02_losses": {"losses.py": b"# cell 2, line 1\nEPS = 1e-7\ndef cross_entropy_error(y, t): return EPS\n"},
    }


def test_a_notebook_named_after_an_exercise_is_for_that_one(tmp_path: Path) -> None:
    """A notebook named after an exercise is used for that one only, whatever it defines."""
    path = write(tmp_path, {"alice_losses.ipynb": book("class Affine: pass")}) / "alice_losses.ipynb"
    assert listed(read_entry(Entry("alice", path), COURSE)) == {"02_losses": ["losses.py"]}


def test_a_notebook_that_defines_nothing_asked_for_is_noted(tmp_path: Path) -> None:
    """A notebook that defines no entry point gives no files, and a note says so."""
    path = write(tmp_path, {"alice.ipynb": book("x = 1")}) / "alice.ipynb"
    submission = read_entry(Entry("alice", path), COURSE)
    assert submission.files == {}
    assert submission.notes == ("the notebook alice.ipynb defines nothing that the exercises ask for",)


def test_a_broken_notebook_is_a_problem(tmp_path: Path) -> None:
    """A notebook that cannot be read is a problem, as an entry and as an exercise's module in a folder."""
    write(tmp_path, {"alice.ipynb": "{", "bob/02_losses/losses.ipynb": "{"})
    assert problem(tmp_path / "alice.ipynb").startswith("alice.ipynb is not a readable notebook")
    assert problem(tmp_path / "bob").startswith("02_losses/losses.ipynb is not a readable notebook")


def test_other_kinds_of_files_are_named_with_what_to_hand_in(tmp_path: Path) -> None:
    """A file of another kind is a problem, and the message lists the kinds that can be graded."""
    write(tmp_path, {"alice.rar": "", "notes.txt": "", "bob.zip": "no zip"})
    tail = "is not of a kind that can be graded: hand in a folder, a .zip, a .tar.gz, a .py or a notebook (.ipynb)"
    assert problem(tmp_path / "notes.txt") == f"notes.txt {tail}"
    tail = "is an archive of a kind that is not opened here: pack the files as a .zip and hand that in"
    assert problem(tmp_path / "alice.rar") == f"alice.rar {tail}"
    assert problem(write(tmp_path, {"dora.7z": ""}) / "dora.7z") == f"dora.7z {tail}"
    assert problem(tmp_path / "bob.zip").startswith("the zip is broken")


def test_a_hostile_zip_is_a_problem_and_the_class_goes_on(tmp_path: Path) -> None:
    """A hostile zip gives a problem for its own submission and does not affect another one."""
    zipped(tmp_path / "alice.zip", {"losses.py": "", "../../x.py": ""})
    write(tmp_path, {"bob/losses.py": ""})
    first, second = (read_entry(entry, COURSE) for entry in discover(tmp_path, COURSE))
    assert (first.files, first.problem) == ({}, "a name in the zip points outside it: ../../x.py")
    assert listed(second) == {"02_losses": ["losses.py"]}


@pytest.mark.parametrize("call", ["open", "scandir"])
def test_what_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Missing permissions are a problem of the submission. They are simulated since root may read anything."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.setattr(os, call, refuse(errno.EACCES))
    assert problem(tmp_path / "alice").endswith("cannot be read (Permission denied)")


def test_what_the_machine_lacks_is_not_the_students_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lack of file descriptors is a grader error and not a problem of the submission."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.setattr(os, "open", refuse(errno.EMFILE))
    with pytest.raises(GraderError, match="Too many open files"):
        read_entry(Entry("alice", tmp_path / "alice"), COURSE)


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    """A file that was removed after discovery is a problem of the submission."""
    assert problem(tmp_path / "alice.py") == "alice.py cannot be read (No such file or directory)"


def test_notes_are_bounded(tmp_path: Path) -> None:
    """The number and the length of notes are limited, and so is the length of a problem."""
    submission = of_tree(tmp_path, {"losses.py": "", **{f"{n}.rar": "" for n in range(NOTES + 5)}})
    assert len(submission.notes) == NOTES + 1
    assert submission.notes[-1] == "and 5 more of this kind"
    long = ", ".join(f"name{n}" for n in range(3000)) + " = mean_squared_error(1, 2)"
    cells = (f"def mean_squared_error(y, t): return [{long.partition(' =')[0]}]", long)
    (note,) = of_tree(tmp_path / "bob", {"losses.ipynb": book(*cells)}).notes
    assert "and name0, name1, name10, name100, name1000 and 2995 more with it" in note
    assert len(note) <= NOTE
    odd = Submission("s", {}, notes=("x" * 5000,))
    (cut,) = joined(Entry("s", tmp_path), [odd]).notes
    assert len(cut) == NOTE
    assert len(joined(Entry("s", tmp_path), [Submission("s", {}, "x" * 5000)]).problem) == NOTE


def test_read_folder_gives_what_grading_would_take(tmp_path: Path) -> None:
    """``read_folder`` returns the student's files without the handout. A notebook replaces a missing module."""
    tree = {
        "losses.py": "x",
        "test_losses.py": "",
        "exercise.toml": "",
        "README.md": "",
        "h.py": "",
        "old/losses.py": "",
    }
    assert read_folder(write(tmp_path / "02_losses", tree), LOSSES) == {
        "h.py": b"",
        "losses.py": b"x",
        "old/losses.py": b"",
    }
    (tmp_path / "02_losses" / "losses.py").unlink()
    assert read_folder(tmp_path / "02_losses", LOSSES) == {"h.py": b"", "old/losses.py": b""}
    write(tmp_path / "02_losses", {"losses.ipynb": book("def mean_squared_error(): pass")})
    expected = b"# cell 1, line 1\ndef mean_squared_error(): pass\n"
    assert read_folder(tmp_path / "02_losses", LOSSES)["losses.py"] == expected


GENERATED = {f"02_losses/desk/{name}": "given" for name in DESK_FILES}
"""What is generated into an exercise's folder."""


def test_what_was_generated_for_the_desk_is_nobodys_work(tmp_path: Path) -> None:
    """It goes along with no submission, and a file of another name is still the only one."""
    tree = {"02_losses/losses.py": "x", **GENERATED}
    assert of_tree(tmp_path / "a", tree).files == {"02_losses": {"losses.py": b"x"}}
    assert read_folder(tmp_path / "a" / "alice" / "02_losses", LOSSES) == {"losses.py": b"x"}
    one = read_entry(Entry("bob", zipped(tmp_path / "bob.zip", {"mine.py": "x", **GENERATED})), (LOSSES,), COURSE)
    assert one.files == {"02_losses": {"losses.py": b"x"}}


def test_a_students_own_module_in_a_folder_of_that_name_goes_along(tmp_path: Path) -> None:
    tree = {"02_losses/losses.py": "from desk import mine", "02_losses/desk/mine.py": "y", **GENERATED}
    assert of_tree(tmp_path, tree).files["02_losses"].keys() == {"losses.py", "desk/mine.py"}


def test_read_folder_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``read_folder`` raises a usage error, since the student is the caller."""
    with pytest.raises(UsageError, match="is not a folder"):
        read_folder(tmp_path / "missing", LOSSES)
    write(tmp_path, {"losses.py": bytes(FILE + 1)})
    with pytest.raises(UsageError, match=r"could not be handed in: losses.py is larger than 2 MiB"):
        read_folder(tmp_path, LOSSES)
    write(tmp_path, {"losses.py": ""})
    monkeypatch.setattr(os, "open", refuse(errno.EACCES))
    with pytest.raises(UsageError, match=r"losses.py cannot be read \(Permission denied\)"):
        read_folder(tmp_path, LOSSES)

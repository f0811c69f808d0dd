"""Which entries a class folder has, and whose they are."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.submission import discover, read_entry
from submission.sample import (
    COURSE,
    STUB,
    Tree,
    any_name,
    book,
    names,
    refuse,
    write,
)


def test_discover_finds_every_form_sorted(tmp_path: Path) -> None:
    """Folders, zips, modules, notebooks and archives of other kinds become entries. Clutter does not."""
    write(
        tmp_path,
        {"dora/losses.py": "", "carl.zip": "", "bob.ipynb": "", "alice.py": "", "emil.tar.gz": "", "j.doe/x": ""},
    )
    write(
        tmp_path, {".DS_Store": "", "__MACOSX/x": "", "README.md": "", "bob.ipynb~": "", ".git/x": "", "Thumbs.db": ""}
    )
    expected = [
        ("alice", "alice.py"),
        ("bob", "bob.ipynb"),
        ("carl", "carl.zip"),
        ("dora", "dora"),
        ("emil", "emil.tar.gz"),
        ("j.doe", "j.doe"),
    ]
    assert expected == names(discover(tmp_path))


def test_single_files_of_one_student_are_one_entry(tmp_path: Path) -> None:
    """The part of a file name before the exercise's name is the person's name, with any separator."""
    write(
        tmp_path,
        {f"{name}.py": "" for name in ("alice_layers", "alice_losses", "bob-losses", "c.d.losses", "eve 02_losses-1")},
    )
    entries = discover(tmp_path, COURSE)
    expected = [
        ("alice", "alice_layers.py"),
        ("bob", "bob-losses.py"),
        ("c.d", "c.d.losses.py"),
        ("eve", "eve 02_losses-1.py"),
    ]
    assert expected == names(entries)
    assert sorted(entries[0].paths) == [tmp_path / "alice_layers.py", tmp_path / "alice_losses.py"]


@any_name
def test_what_has_exactly_one_name_is_one_student(tmp_path: Path) -> None:
    """A folder, a zip and files of the same name are one entry, with a note that lists them."""
    write(tmp_path, {"alice/losses.py": "", "alice.zip": "", "alice.py": "", "alice_losses.py": "", "Alicia.zip": ""})
    alicia, alice = discover(tmp_path, COURSE)
    assert (alicia.person, alicia.notes) == ("Alicia", ())
    assert alice.person == "alice"
    assert len(alice.parts()) == 4
    told = "taken for the work of one student, because of their names: alice, alice.py, alice.zip, alice_losses.py"
    assert alice.notes == (told,)
    assert read_entry(alice, COURSE).notes[0] == told


@any_name
@pytest.mark.parametrize("first", ["Alice", "ALICE"])
def test_who_comes_first_does_not_get_the_name(tmp_path: Path, first: str) -> None:
    """The order of the files decides nothing: a student could choose a file name that sorts first."""
    write(tmp_path, {f"{first}_losses.py": "mallory", "alice_losses.py": "alice"})
    expected = [
        (f"{first} ({first}_losses.py) (1)", f"{first}_losses.py"),
        ("alice (alice_losses.py) (2)", "alice_losses.py"),
    ]
    assert expected == names(discover(tmp_path, COURSE))


def test_a_module_and_a_notebook_of_one_exercise_are_read_together(tmp_path: Path) -> None:
    """Of a module and a notebook, the rules for a folder say which one counts, and a note says so."""
    cells = book("def mean_squared_error(y, t):\n    return 1")
    write(tmp_path, {"bob_losses.py": STUB, "bob_losses.ipynb": cells, "bob_layers.py": "x"})
    (bob,) = discover(tmp_path, COURSE)
    submission = read_entry(bob, COURSE)
    assert b"return 1" in submission.files["02_losses"]["losses.py"]
    assert submission.files["01_layers"] == {"layers.py": b"x"}
    note = "bob_losses.ipynb was taken, since nothing of the exercise is written in bob_losses.py"
    assert note in submission.notes


def test_files_that_are_joined_are_named(tmp_path: Path) -> None:
    """A note lists the joined files, since anybody may put alice's name before the name of their own file."""
    write(tmp_path, {"alice_net.py": "alice's", "alice_layers.py": "mallory's", "alice.d_losses.py": ""})
    alice, other = discover(tmp_path, COURSE)[1], discover(tmp_path, COURSE)[0]
    note = "taken for the work of one student, because of their names: alice_layers.py, alice_net.py"
    assert (other.person, other.notes) == ("alice.d", ())
    assert read_entry(alice, COURSE).notes == (note,)


def test_long_names_stay_distinct(tmp_path: Path) -> None:
    """Names that become equal when they are cut get numbers."""
    write(tmp_path, {f"{'a' * 150}{n}/losses.py": "" for n in range(12)})
    found = [entry.person for entry in discover(tmp_path)]
    assert len({name.casefold() for name in found}) == 12
    assert max(map(len, found)) <= 100


@any_name
def test_a_name_that_is_not_utf8_is_readable(tmp_path: Path) -> None:
    """A folder whose name is not UTF-8 becomes an entry with a printable name."""
    (tmp_path / os.fsdecode(b"al\xffce")).mkdir()
    (entry,) = discover(tmp_path)
    assert entry.person == "al_ce"
    assert read_entry(entry, COURSE).problem == ""


def test_letters_that_only_resemble_an_exercise_are_the_students(tmp_path: Path) -> None:
    """A long s does not match the s in an exercise's name, although Python's patterns can ignore the difference."""
    write(tmp_path, {"alice_lo\u017f\u017fes.py": ""})
    assert [entry.person for entry in discover(tmp_path, COURSE)] == ["alice_lo\u017f\u017fes"]


def test_students_called_by_number_are_not_taken_for_exercises(tmp_path: Path) -> None:
    """Folders called 1, 2 and 3 are people, as in a class that hands in anonymously."""
    write(tmp_path, {"1/losses.py": "", "2/losses.py": "", "3/losses.py": ""})
    assert len(discover(tmp_path, COURSE)) == 3


@pytest.mark.parametrize(
    ("tree", "where", "why"),
    [
        ({}, "missing", "does not exist: give the folder"),
        ({"class.zip": ""}, "class.zip", "is not a folder: give the one that holds it"),
        ({"class/.hidden": ""}, "class", "holds no submission: put one entry a student into it"),
        ({"alice/01_layers/layers.py": "", "alice/losses.py": ""}, "alice", "looks like the work of one student"),
        ({"x/losses.py": "", "x/test_losses.py": "", "x/exercise.toml": ""}, "x", "looks like the work of one student"),
    ],
)
def test_a_wrong_folder_is_the_callers_fault(tmp_path: Path, tree: Tree, where: str, why: str) -> None:
    """The message is one line: which folder is wrong, why, and what to do."""
    with pytest.raises(UsageError) as caught:
        discover(write(tmp_path, tree) / where, COURSE)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / where))
    assert why in message
    assert "\n" not in message


def test_an_unreadable_folder_is_the_callers_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unreadable folder gives a message. The error is simulated since root may read anything."""
    monkeypatch.setattr(os, "scandir", refuse(errno.EACCES))
    with pytest.raises(UsageError, match="check its permissions"):
        discover(tmp_path)

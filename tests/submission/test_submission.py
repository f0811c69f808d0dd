"""A class's folder becomes submissions: whose they are, which files are for which exercise, what is refused."""

from __future__ import annotations

import errno
import json
import os
import pickle
import socket
import sys
import threading
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from grader.errors import GraderError, UsageError
from grader.exercises.exercise import Exercise
from grader.submission import Entry, Submission, discover, read_entry, read_folder
from grader.submission.bounds import DEPTH, FILE, FILES, FOLDERS, MIB, NOTE, NOTEBOOK, NOTES, Unusable
from grader.submission.collect import joined
from grader.submission.intake import open_regular, read_regular
from grader.submission.people import safe_name
from grader.submission.times import times_of


def exercise(slug: str, module: str, *entry_points: str) -> Exercise:
    return Exercise(slug, {"en": slug, "zh-CN": slug}, module, entry_points)


LAYERS = exercise("01_layers", "layers", "Affine")
LOSSES = exercise("02_losses", "losses", "mean_squared_error", "cross_entropy_error")
NET = exercise("03_two_layer_net", "net", "TwoLayerNet")
COURSE = (LAYERS, LOSSES, NET)

Tree = Mapping[str, bytes | str]

any_name = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere not any bytes make a name, or not any case")


def write(root: Path, tree: Tree) -> Path:
    for name, content in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def pack(path: Path, tree: Tree) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return path


def book(*cells: str) -> str:
    code: dict[str, object] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{**code, "source": cell} for cell in cells]}
    )


def names(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    return [(entry.person, entry.path.name) for entry in entries]


def of_tree(tmp_path: Path, tree: Tree, exercises: tuple[Exercise, ...] = COURSE) -> Submission:
    """Return the submission of one student whose folder holds ``tree``, which must be no problem."""
    (tmp_path / "alice").mkdir(parents=True, exist_ok=True)
    submission = read_entry(Entry("alice", write(tmp_path / "alice", tree)), exercises, COURSE)
    assert submission.problem == ""
    return submission


def problem(path: Path, exercises: tuple[Exercise, ...] = COURSE) -> str:
    """Return what is wrong with the entry ``path``; there must be something, and then nothing is to be graded."""
    submission = read_entry(Entry("alice", path), exercises, COURSE)
    assert submission.files == {}
    assert submission.problem.isprintable()
    return submission.problem


def listed(submission: Submission) -> dict[str, list[str]]:
    return {slug: list(files) for slug, files in submission.files.items()}


# --- whose is what ---------------------------------------------------------------------------------------------------


def test_discover_finds_every_form_sorted(tmp_path: Path) -> None:
    """Folders, zips, modules and notebooks are entries; clutter is not; what cannot be graded is one all the same."""
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
    """The name before the exercise's is the student's, however the two are joined."""
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
    assert entries[0].others == (tmp_path / "alice_losses.py",)


@any_name
def test_entries_of_one_name_are_all_kept(tmp_path: Path) -> None:
    """None of them gets the name, whichever comes first; a name that nobody else has is left as it is."""
    write(tmp_path, {"alice/losses.py": "", "alice.zip": "", "alice.py": "", "alice_losses.py": "", "Alicia.zip": ""})
    expected = [
        ("Alicia", "Alicia.zip"),
        ("alice (alice)", "alice"),
        ("alice (alice.py)", "alice.py"),
        ("alice (alice.zip)", "alice.zip"),
        ("alice (alice_losses.py)", "alice_losses.py"),
    ]
    entries = discover(tmp_path, COURSE)
    assert expected == names(entries)
    told = "alice, alice.py, alice.zip, alice_losses.py give the same name, or names that look the same"
    assert [entry.notes[0].startswith(told) if entry.notes else None for entry in entries] == [None] + [True] * 4
    assert read_entry(entries[1], COURSE).notes == entries[1].notes


@any_name
@pytest.mark.parametrize("first", ["Alice", "ALICE"])
def test_who_comes_first_does_not_get_the_name(tmp_path: Path, first: str) -> None:
    """A capital letter sorts before a small one, and whoever hands in a file may choose it."""
    write(tmp_path, {f"{first}_losses.py": "mallory", "alice_losses.py": "alice"})
    expected = [
        (f"{first} ({first}_losses.py) (1)", f"{first}_losses.py"),
        ("alice (alice_losses.py) (2)", "alice_losses.py"),
    ]
    assert expected == names(discover(tmp_path, COURSE))


def test_files_that_claim_one_exercise_of_one_student_are_apart(tmp_path: Path) -> None:
    """Neither displaces the other, whichever comes first; what nobody disputes stays. All notes name both."""
    write(tmp_path, {"bob_losses.py": "", "bob_losses.ipynb": "", "bob_layers.py": ""})
    entries = discover(tmp_path, COURSE)
    expected = [
        ("bob", "bob_layers.py"),
        ("bob (bob_losses.ipynb)", "bob_losses.ipynb"),
        ("bob (bob_losses.py)", "bob_losses.py"),
    ]
    assert expected == names(entries)
    for entry in entries:
        (note,) = entry.notes
        assert note.startswith("bob_losses.ipynb, bob_losses.py all claim to be 02_losses of this student")


def test_files_that_are_joined_are_named(tmp_path: Path) -> None:
    """In a flat folder anybody may write alice's name before theirs, so her result says what was taken together."""
    write(tmp_path, {"alice_net.py": "alice's", "alice_layers.py": "mallory's", "alice.d_losses.py": ""})
    alice, other = discover(tmp_path, COURSE)[1], discover(tmp_path, COURSE)[0]
    note = "taken for the work of one student, because of their names: alice_layers.py, alice_net.py"
    assert (other.person, other.notes) == ("alice.d", ())
    assert read_entry(alice, COURSE).notes == (note,)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("alice_layers.py", bytes(FILE + 1), "alice_layers.py is larger than 2 MiB: hand in the work itself"),
        ("alice_layers.ipynb", b"{", "alice_layers.ipynb is not a readable notebook"),
    ],
)
def test_a_file_that_was_joined_spoils_no_other(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """Somebody else may have handed it in: it becomes a note, and alice's own work is graded."""
    write(tmp_path, {"alice_losses.py": "alice's", name: content})
    (entry,) = discover(tmp_path, COURSE)
    submission = read_entry(entry, COURSE)
    assert submission.files == {"02_losses": {"losses.py": b"alice's"}}
    assert submission.problem == ""
    assert submission.notes[1].startswith(told)


def test_a_file_that_was_joined_makes_no_other_late(tmp_path: Path) -> None:
    """Each exercise is as late as its own file."""
    write(tmp_path, {"alice_layers.py": "", "alice_losses.py": ""})
    os.utime(tmp_path / "alice_layers.py", (2_000_000_000, 2_000_000_000))
    os.utime(tmp_path / "alice_losses.py", (1_000_000_000, 1_000_000_000))
    (entry,) = discover(tmp_path, COURSE)
    assert times_of(entry, read_entry(entry, COURSE)) == {
        "01_layers": "2033-05-18T03:33:20+00:00",
        "02_losses": "2001-09-09T01:46:40+00:00",
    }


def test_long_names_stay_distinct(tmp_path: Path) -> None:
    """Cutting makes names equal, so what tells them apart is added after it."""
    write(tmp_path, {f"{'a' * 150}{n}/losses.py": "" for n in range(12)})
    found = [entry.person for entry in discover(tmp_path)]
    assert len({name.casefold() for name in found}) == 12
    assert max(map(len, found)) <= 100


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoë van 't Hoff", "Zoë van 't Hoff"),
        ("王小明", "王小明"),
        ("Zoe\u0308", "Zoë"),
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "_"),
        (".ssh", "_ssh"),
        ("=1+1", "_1+1"),
        ("-rf", "_rf"),
        ("a\nb\x1b[31m\u202e", "a_b_[31m_"),
        ("\udcff", "_"),
        ("", "unnamed"),
        ("  a  b. ", "a b"),
        ("con", "con_"),
        ("NUL.txt", "NUL.txt_"),
        ("字" * 100, "字" * 66),
    ],
)
def test_names_are_safe_as_folders_and_cells(name: str, expected: str) -> None:
    """No separator, control character, hidden file, formula, option, device or overlong name is left."""
    assert safe_name(name) == expected


@any_name
def test_a_name_that_is_not_utf8_is_readable(tmp_path: Path) -> None:
    """Such a folder is an entry like any other, under a name that can be printed."""
    (tmp_path / os.fsdecode(b"al\xffce")).mkdir()
    (entry,) = discover(tmp_path)
    assert entry.person == "al_ce"
    assert read_entry(entry, COURSE).problem == ""


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
    """One line says what is wrong, where, and how to mend it."""
    with pytest.raises(UsageError) as caught:
        discover(write(tmp_path, tree) / where, COURSE)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / where))
    assert why in message
    assert "\n" not in message


def test_an_unreadable_folder_is_the_callers_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read anything, so the refusal is played."""
    monkeypatch.setattr(os, "scandir", refuse(errno.EACCES))
    with pytest.raises(UsageError, match="check its permissions"):
        discover(tmp_path)


def test_letters_that_only_resemble_an_exercise_are_the_students(tmp_path: Path) -> None:
    """A long s or a Kelvin sign folds to s or k in Python's patterns, but makes no exercise's name."""
    write(tmp_path, {"alice_lo\u017f\u017fes.py": ""})
    assert [entry.person for entry in discover(tmp_path, COURSE)] == ["alice_lo\u017f\u017fes"]


def test_students_called_by_number_are_not_taken_for_exercises(tmp_path: Path) -> None:
    """A class that hands in anonymously has folders 1, 2 and 3."""
    write(tmp_path, {"1/losses.py": "", "2/losses.py": "", "3/losses.py": ""})
    assert len(discover(tmp_path, COURSE)) == 3


# --- which files are for which exercise ------------------------------------------------------------------------------


def test_a_folder_per_exercise_gives_each_its_own_files(tmp_path: Path) -> None:
    """Helpers, data and subfolders come along; what was handed out, caches and other exercises do not."""
    submission = of_tree(
        tmp_path,
        {
            "01_layers/layers.py": "a",
            "02_losses/losses.py": "b",
            "02_losses/helper.py": "",
            "02_losses/data/t.csv": "",
            "02_losses/test_losses.py": "",
            "02_losses/exercise.toml": "",
            "02_losses/README.md": "",
            "02_losses/__pycache__/x.pyc": "",
            "02_losses/.git/config": "",
            "02_losses/.venv/lib/x.py": "",
            "02_losses/.ipynb_checkpoints/losses.py": "",
            "02_losses/scratch.ipynb": "no notebook at all",
        },
    )
    assert listed(submission) == {"01_layers": ["layers.py"], "02_losses": ["data/t.csv", "helper.py", "losses.py"]}
    assert submission.files["02_losses"]["losses.py"] == b"b"
    assert submission.notes == ()


def test_modules_in_the_open_share_what_lies_beside_them(tmp_path: Path) -> None:
    """Students import earlier work, so modules of other exercises are helpers too."""
    submission = of_tree(tmp_path, {"layers.py": "", "losses.py": "", "lib/x.py": "", "03_two_layer_net/net.py": ""})
    shared = ["03_two_layer_net/net.py", "layers.py", "lib/x.py", "losses.py"]
    assert listed(submission) == {"01_layers": shared, "02_losses": shared, "03_two_layer_net": ["net.py"]}


def test_a_package_called_like_an_exercise_is_a_helper(tmp_path: Path) -> None:
    """What lies below an exercise's own folder is its own, whatever it is called."""
    tree = {"02_losses/losses.py": "", "02_losses/layers/__init__.py": ""}
    assert listed(of_tree(tmp_path, tree)) == {"02_losses": ["layers/__init__.py", "losses.py"]}


@pytest.mark.parametrize(
    "folder", ["02_losses", "02-losses", "Losses", "losses", "02", "2", "02. Losses", "w1/02", "a/b/losses"]
)
def test_folders_are_found_in_any_spelling_and_two_deep(tmp_path: Path, folder: str) -> None:
    """Learning platforms wrap, students rename."""
    assert listed(of_tree(tmp_path, {f"{folder}/losses.py": ""})) == {"02_losses": ["losses.py"]}


@pytest.mark.parametrize("place", ["a/b/c/02_losses/losses.py", "a/b/c/losses.py", "03_two_layer_net/losses.py"])
def test_modules_too_deep_or_in_another_exercises_folder_are_not_taken(tmp_path: Path, place: str) -> None:
    """A copy of losses that exercise 3 imports is not an attempt at exercise 2."""
    submission = of_tree(tmp_path, {place: "", "other.py": ""})
    assert submission.files == {}
    assert submission.notes == ("nothing in it is called layers.py, losses.py, net.py",)


def test_of_several_places_the_likeliest_is_taken_and_noted(tmp_path: Path) -> None:
    """The exercise's own folder before the open, the outer before the inner."""
    submission = of_tree(tmp_path, {"losses.py": "1", "02_losses/losses.py": "2", "old/02_losses/losses.py": "3"})
    assert submission.files["02_losses"]["losses.py"] == b"2"
    assert submission.notes == ("02_losses/losses.py was taken for 02_losses, not old/02_losses/losses.py",)


@pytest.mark.parametrize(
    "name", ["Losses.py", "LOSSES.PY", "alice_losses.py", "losses (1).py", "losses-1.py", "02_losses.py"]
)
def test_a_module_under_nearly_its_name_is_taken_and_noted(tmp_path: Path, name: str) -> None:
    """Windows does not care for case, browsers number second copies."""
    submission = of_tree(tmp_path, {name: "x", "helper.py": ""})
    assert submission.files == {"02_losses": {"helper.py": b"", "losses.py": b"x"}}
    assert submission.notes == (f"{name} was taken for losses.py",)


def test_the_exact_name_is_taken_before_nearly_the_name(tmp_path: Path) -> None:
    """``old_losses.py`` is a helper then, wherever it lies."""
    submission = of_tree(tmp_path, {"02_losses/old_losses.py": "old", "losses.py": "new"})
    assert submission.files["02_losses"]["losses.py"] == b"new"


def test_spellings_that_two_exercises_share_stand_for_neither(tmp_path: Path) -> None:
    """Two exercises may have a module of one name; their slugs tell them apart."""
    one, two = exercise("04_network", "net"), exercise("05_network", "net")
    write(tmp_path / "alice", {"04_network/net.py": "4", "05-network/net.py": "5"})
    files = read_entry(Entry("alice", tmp_path / "alice"), (one, two)).files
    assert {slug: f["net.py"] for slug, f in files.items()} == {"04_network": b"4", "05_network": b"5"}
    path = write(tmp_path, {"alice_net.py": ""}) / "alice_net.py"
    assert "does not say which exercise" in read_entry(Entry("alice", path), (one, two)).problem


@pytest.mark.parametrize("prefix", ["", "alice/", "upload/alice/"])
def test_a_zip_is_read_like_a_folder(tmp_path: Path, prefix: str) -> None:
    """Also where one folder, or two, wrap the whole."""
    path = pack(tmp_path / "alice.zip", {f"{prefix}02_losses/losses.py": "x", f"{prefix}01/layers.py": ""})
    assert listed(read_entry(Entry("alice", path), COURSE)) == {"01_layers": ["layers.py"], "02_losses": ["losses.py"]}


def test_a_folder_with_one_zip_in_it_is_that_zip(tmp_path: Path) -> None:
    """Learning platforms make a folder of each student's uploads. Beside other files a zip is left, and noted."""
    (tmp_path / "alice").mkdir()
    pack(tmp_path / "alice" / "work.zip", {"losses.py": "x"})
    assert of_tree(tmp_path, {}).files == {"02_losses": {"losses.py": b"x"}}
    submission = of_tree(tmp_path, {"layers.py": ""})
    assert listed(submission) == {"01_layers": ["layers.py"]}
    assert submission.notes == ("work.zip is an archive inside the submission: it was left out",)


def test_an_exercise_that_is_not_graded_is_absent(tmp_path: Path) -> None:
    """Only those asked for are collected."""
    assert listed(of_tree(tmp_path, {"01_layers/layers.py": "", "02_losses/losses.py": ""}, (LAYERS,))) == {
        "01_layers": ["layers.py"]
    }


# --- single files and notebooks --------------------------------------------------------------------------------------


def test_single_files_are_matched_by_name(tmp_path: Path) -> None:
    """Each file of the student is for the exercise that it is named after."""
    write(tmp_path, {"alice_layers.py": "1", "alice-Losses.PY": "2"})
    (entry,) = discover(tmp_path, COURSE)
    expected = {"01_layers": {"layers.py": b"1"}, "02_losses": {"losses.py": b"2"}}
    assert expected == dict(read_entry(entry, COURSE).files)


def test_a_file_named_after_the_student_is_for_the_only_exercise(tmp_path: Path) -> None:
    """With several, the problem says how to name it."""
    path = write(tmp_path, {"alice.py": "x"}) / "alice.py"
    assert read_entry(Entry("alice", path), [LOSSES], COURSE).files == {"02_losses": {"losses.py": b"x"}}
    assert problem(path) == "alice.py does not say which exercise it is for: name it like alice_layers.py"


def test_a_file_for_an_exercise_that_is_not_graded_is_not_taken_for_another(tmp_path: Path) -> None:
    """The catalogue tells that alice_layers is no student's name."""
    submission = read_entry(
        Entry("alice", write(tmp_path, {"alice_layers.py": ""}) / "alice_layers.py"), [LOSSES], COURSE
    )
    assert (submission.files, submission.problem) == ({}, "")
    assert submission.notes == ("alice_layers.py is for 01_layers, which is not graded here",)


def test_a_notebook_supplies_every_exercise_that_it_defines_something_of(tmp_path: Path) -> None:
    """Each gets the module that its own entry points make up."""
    cells = ("class Affine: pass", "EPS = 1e-7\ndef cross_entropy_error(y, t): return EPS", "net = Affine()")
    path = write(tmp_path, {"alice.ipynb": book(*cells)}) / "alice.ipynb"
    submission = read_entry(Entry("alice", path), COURSE)
    assert submission.files == {
        "01_layers": {"layers.py": b"# cell 1\nclass Affine: pass\n"},
        "02_losses": {"losses.py": b"# cell 2\nEPS = 1e-7\ndef cross_entropy_error(y, t): return EPS\n"},
    }


def test_a_notebook_named_after_an_exercise_is_for_that_one(tmp_path: Path) -> None:
    """Whatever else it defines."""
    path = write(tmp_path, {"alice_losses.ipynb": book("class Affine: pass")}) / "alice_losses.ipynb"
    assert listed(read_entry(Entry("alice", path), COURSE)) == {"02_losses": ["losses.py"]}


def test_a_notebook_that_defines_nothing_asked_for_is_noted(tmp_path: Path) -> None:
    """It is not attempted then, but its owner should know that it was looked at."""
    path = write(tmp_path, {"alice.ipynb": book("x = 1")}) / "alice.ipynb"
    submission = read_entry(Entry("alice", path), COURSE)
    assert submission.files == {}
    assert submission.notes == ("the notebook alice.ipynb defines nothing that the exercises ask for",)


def test_in_a_folder_a_notebook_stands_for_an_absent_module(tmp_path: Path) -> None:
    """If both are there, the module counts; the notebook itself is never sent to a worker."""
    notebook = book("def mean_squared_error(y, t): return 0", "mean_squared_error(1, 2)")
    tree = {"02_losses/losses.ipynb": notebook, "02_losses/helper.py": ""}
    expected = {"helper.py": b"", "losses.py": b"# cell 1\ndef mean_squared_error(y, t): return 0\n"}
    assert of_tree(tmp_path, tree).files["02_losses"] == expected
    assert of_tree(tmp_path, {"02_losses/losses.py": "x"}).files["02_losses"] == {"helper.py": b"", "losses.py": b"x"}


@pytest.mark.parametrize("name", ["homework.ipynb", "a/homework.ipynb"])
def test_the_only_notebook_of_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """It is read as if it lay there by itself, with what lies beside it."""
    submission = of_tree(tmp_path, {name: book("class Affine: pass"), str(Path(name).parent / "t.csv"): ""})
    assert submission.files == {"01_layers": {"t.csv": b"", "layers.py": b"# cell 1\nclass Affine: pass\n"}}


def test_the_only_module_of_a_folder_may_have_any_name_if_one_exercise_is_graded(tmp_path: Path) -> None:
    """With several, the problem says how to name it."""
    assert listed(of_tree(tmp_path, {"main.py": ""}, (LOSSES,))) == {"02_losses": ["losses.py"]}
    assert problem(tmp_path / "alice") == "main.py does not say which exercise it is for: name it like layers.py"


def test_a_broken_notebook_is_a_problem(tmp_path: Path) -> None:
    """By itself as well as in a folder."""
    write(tmp_path, {"alice.ipynb": "{", "bob/02_losses/losses.ipynb": "{"})
    assert problem(tmp_path / "alice.ipynb").startswith("alice.ipynb is not a readable notebook")
    assert problem(tmp_path / "bob").startswith("02_losses/losses.ipynb is not a readable notebook")


# --- what is refused -------------------------------------------------------------------------------------------------


def refuse(number: int) -> object:
    def call(path: object = "", *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return call


def test_links_are_never_followed(tmp_path: Path) -> None:
    """As an entry or as the module a link is a problem, elsewhere it is left and noted."""
    secret = tmp_path / "secret.py"
    secret.write_text("answer = 42")
    tree = write(tmp_path / "alice", {"02_losses/losses.py": ""})
    (tmp_path / "bob.py").symlink_to(secret)
    (tmp_path / "carl").symlink_to(tree)
    (tree / "02_losses" / "helper.py").symlink_to(secret)
    (tree / "linked").symlink_to(tmp_path)
    submission = of_tree(tmp_path, {})
    assert submission.files == {"02_losses": {"losses.py": b""}}
    left = ["linked is a symbolic link: it was left out", "02_losses/helper.py is a symbolic link: it was left out"]
    assert sorted(submission.notes) == sorted(left)
    assert problem(tmp_path / "bob.py") == "bob.py is a symbolic link: hand in the work itself"
    assert problem(tmp_path / "carl") == "carl is a symbolic link: hand in the work itself"
    (tree / "layers.py").symlink_to(secret)
    assert problem(tree) == "layers.py is a symbolic link: hand in the file itself"


@pytest.mark.parametrize("name", ["alice.py", "alice.zip", "alice.ipynb", "alice", "folder/02_losses/losses.py"])
def test_a_fifo_never_hangs_the_judge(tmp_path: Path, name: str) -> None:
    """Opening one waits for a writer that never comes, so it is not opened."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(problem(tmp_path / Path(name).parts[0])), daemon=True)
    thread.start()
    thread.join(timeout=10)  # it takes a millisecond; ten seconds are "never"
    assert ["is neither a file nor a folder" in text for text in found] == [True]


def pretend_regular(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let what is looked at before opening be a regular file, as if ``path`` had been replaced since."""
    info = os.lstat(path)
    monkeypatch.setattr(os, "lstat", lambda _: info)


def test_a_file_replaced_before_it_is_opened_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not if a link took its place, and not if a FIFO did, which must not be waited for either."""
    (tmp_path / "secret").write_text("answer")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "fifo")
    pretend_regular(monkeypatch, tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic link"):
        open_regular(tmp_path / "link")
    with pytest.raises(Unusable, match="neither"):
        open_regular(tmp_path / "fifo")


def test_a_special_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a device can have effects."""
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.setattr(os, "open", refuse(errno.EIO))
    with pytest.raises(Unusable, match="neither"):
        open_regular(tmp_path / "fifo")


def test_a_file_that_grows_while_it_is_read_is_bounded(tmp_path: Path) -> None:
    """Reading stops at the bound, whatever size was announced."""
    (tmp_path / "a").write_bytes(bytes(100))
    assert read_regular(tmp_path / "a", 100) == bytes(100)
    with pytest.raises(Unusable, match="larger than"):
        read_regular(tmp_path / "a", 99)


def test_a_socket_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is any other special file that is not wanted."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.chdir(tmp_path / "alice")  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        submission = of_tree(tmp_path, {})
    assert listed(submission) == {"02_losses": ["losses.py"]}
    assert submission.notes == ("s is neither a file nor a folder: it was left out",)


def test_a_file_too_large_is_left_unless_it_is_the_module(tmp_path: Path) -> None:
    """The bound itself passes."""
    submission = of_tree(tmp_path, {"losses.py": "", "a.csv": bytes(FILE), "b.csv": bytes(FILE + 1)})
    assert listed(submission) == {"02_losses": ["a.csv", "losses.py"]}
    assert submission.notes == ("b.csv is larger than 2 MiB: it was left out",)
    write(tmp_path / "alice", {"losses.py": bytes(FILE + 1)})
    assert problem(tmp_path / "alice") == "losses.py is larger than 2 MiB: hand in the file itself"
    write(tmp_path, {"bob_losses.py": bytes(FILE + 1), "bob.ipynb": bytes(NOTEBOOK + 1)})
    assert problem(tmp_path / "bob_losses.py") == "bob_losses.py is larger than 2 MiB: hand in the work itself"
    assert problem(tmp_path / "bob.ipynb") == "bob.ipynb is larger than 10 MiB: hand in the work itself"


def test_a_submission_too_large_is_refused(tmp_path: Path) -> None:
    """Notebooks have a bound of their own, since they are only read to be reduced."""
    write(tmp_path / "alice", {f"{n}.csv": bytes(FILE) for n in range(9)})
    assert "larger than 16 MiB" in problem(tmp_path / "alice")
    write(tmp_path / "bob", {"losses.py": "", **{f"{n}.ipynb": bytes(9 * MIB) for n in range(3)}})
    assert listed(read_entry(Entry("bob", tmp_path / "bob"), COURSE)) == {"02_losses": ["losses.py"]}
    write(tmp_path / "bob", {f"{n}.ipynb": bytes(9 * MIB) for n in range(3, 5)})
    assert "larger than 40 MiB" in problem(tmp_path / "bob")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound itself passes; dropped files do not count, but they are not looked at without end."""
    write(tmp_path / "alice", {f"{n}.py": "" for n in range(FILES - 1)})
    assert len(of_tree(tmp_path, {"losses.py": "", ".git/x": ""}).files["02_losses"]) == FILES
    write(tmp_path / "alice", {"one_more.py": ""})
    assert f"more than {FILES} files" in problem(tmp_path / "alice")
    monkeypatch.setattr("grader.submission.intake.LOOKED_AT", 50)  # as thousands take disks a while
    write(tmp_path / "bob", {"losses.py": "", **{f"d/{n}.pyc": "" for n in range(48)}})
    assert listed(read_entry(Entry("bob", tmp_path / "bob"), COURSE)) == {"02_losses": ["losses.py"]}
    write(tmp_path / "bob", {"d/48.pyc": ""})
    assert "more than 50 files and folders" in problem(tmp_path / "bob")


def test_folders_are_bounded_in_depth_and_number(tmp_path: Path) -> None:
    """Each worker sets them up. What lies too deep is left and noted; the bounds themselves pass."""
    deep, deeper = "/".join(["d"] * DEPTH), "/".join(["d"] * (DEPTH + 1))
    submission = of_tree(tmp_path, {"losses.py": "", f"{deep}/x.csv": "", f"{deeper}/y.csv": ""})
    assert listed(submission) == {"02_losses": [f"{deep}/x.csv", "losses.py"]}
    told = f"{deeper} lies in more than {DEPTH} folders inside one another (move it further up): it was left out"
    assert submission.notes == (told,)
    write(tmp_path / "bob", {f"{n}/x.csv": "" for n in range(FOLDERS - 2)} | {"losses.py": ""})
    assert problem(write(tmp_path / "bob", {"a/b/c/x.csv": ""})) == (
        f"it has files in more than {FOLDERS} folders: put them into fewer"
    )


def test_what_goes_along_with_every_exercise_is_bounded(tmp_path: Path) -> None:
    """A file beside fifteen modules is packed and kept fifteen times."""
    many = tuple(exercise(f"{n:02}_part", f"part{n}", "f") for n in range(1, 16))
    tree = {f"part{n}.py": "" for n in range(1, 16)} | {"a.csv": bytes(FILE), "b.csv": bytes(FILE)}
    assert len(of_tree(tmp_path, tree, many).files) == 15
    write(tmp_path / "alice", {"c.csv": bytes(FILE)})
    assert "makes more than 64 MiB: give each exercise a folder" in problem(tmp_path / "alice", many)


@any_name
def test_names_that_cannot_be_sent_on_are_left(tmp_path: Path) -> None:
    """Not UTF-8, control characters, too deep: noted, with the name made printable."""
    odd = (os.fsdecode(b"\xff.csv"), "a\nb.csv", "/".join(["d" * 200] * 6) + "/x.csv")
    submission = of_tree(tmp_path, {"losses.py": "", **dict.fromkeys(odd, "")})
    assert listed(submission) == {"02_losses": ["losses.py"]}
    assert len(submission.notes) == 3
    assert all(note.isprintable() for note in submission.notes)


def test_other_kinds_of_files_are_named_with_what_to_hand_in(tmp_path: Path) -> None:
    """A class always has someone who hands in a rar."""
    write(tmp_path, {"alice.rar": "", "notes.txt": "", "bob.zip": "no zip"})
    tail = "is not of a kind that can be graded: hand in a folder, a .zip, a .py or a notebook (.ipynb)"
    assert problem(tmp_path / "alice.rar") == f"alice.rar {tail}"
    assert problem(tmp_path / "notes.txt") == f"notes.txt {tail}"
    assert problem(tmp_path / "bob.zip").startswith("the zip is broken")


def test_a_hostile_zip_is_a_problem_and_the_class_goes_on(tmp_path: Path) -> None:
    """One refusal empties its own submission and no other."""
    pack(tmp_path / "alice.zip", {"losses.py": "", "../../x.py": ""})
    write(tmp_path, {"bob/losses.py": ""})
    first, second = (read_entry(entry, COURSE) for entry in discover(tmp_path, COURSE))
    assert (first.files, first.problem) == ({}, "a name in the zip points outside it: ../../x.py")
    assert listed(second) == {"02_losses": ["losses.py"]}


@pytest.mark.parametrize("call", ["open", "scandir"])
def test_what_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Root may read anything, so the refusal is played."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.setattr(os, call, refuse(errno.EACCES))
    assert problem(tmp_path / "alice").endswith("cannot be read (Permission denied)")


def test_what_the_machine_lacks_is_not_the_students_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without file descriptors no verdict follows."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.setattr(os, "open", refuse(errno.EMFILE))
    with pytest.raises(GraderError, match="Too many open files"):
        read_entry(Entry("alice", tmp_path / "alice"), COURSE)


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    """Between discovery and reading."""
    assert problem(tmp_path / "alice.py") == "alice.py cannot be read (No such file or directory)"


def test_notes_are_bounded(tmp_path: Path) -> None:
    """A report has room for some, and says that there are more; each is as long as a long sentence."""
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


# --- the record ------------------------------------------------------------------------------------------------------


def test_the_digest_depends_on_names_and_contents_only() -> None:
    """Not on order or student; and no two different sets of files run together into one."""
    one = Submission("alice", {"a": {"x.py": b"1", "y.py": b"2"}, "b": {"x.py": b""}})
    same = Submission("bob", {"b": {"x.py": b""}, "a": {"y.py": b"2", "x.py": b"1"}}, notes=("n",))
    run_together = Submission("alice", {"a": {"x.py": b"1a\0y.py\x002"}, "b": {"x.py": b""}})
    others = [
        run_together,
        Submission("alice", {"a": {"x.py": b"12", "y.py": b""}, "b": {"x.py": b""}}),
        Submission("alice", {"a": {"x.py": b"1"}, "b": {"x.py": b"", "y.py": b"2"}}),
        Submission("alice", {}),
    ]
    assert one.digest == same.digest == one.digest
    assert len({one.digest, *(other.digest for other in others)}) == 5


def test_a_submission_travels_to_other_processes() -> None:
    """With its digest, whether it was computed before or not."""
    submission = Submission("alice", {"a": {"x.py": b"1"}})
    digest = submission.digest
    assert pickle.loads(pickle.dumps(submission)) == submission
    assert pickle.loads(pickle.dumps(submission)).digest == digest


# --- a student's own folder ------------------------------------------------------------------------------------------


def test_read_folder_gives_what_grading_would_take(tmp_path: Path) -> None:
    """The folder as it was handed out, with the student's helper in it; a module in a subfolder is not the module."""
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
    assert read_folder(tmp_path / "02_losses", LOSSES)["losses.py"] == b"# cell 1\ndef mean_squared_error(): pass\n"


def test_read_folder_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The student is the caller here, so it is an error of usage."""
    with pytest.raises(UsageError, match="is not a folder"):
        read_folder(tmp_path / "missing", LOSSES)
    write(tmp_path, {"losses.py": bytes(FILE + 1)})
    with pytest.raises(UsageError, match=r"could not be handed in: losses.py is larger than 2 MiB"):
        read_folder(tmp_path, LOSSES)
    write(tmp_path, {"losses.py": ""})
    monkeypatch.setattr(os, "open", refuse(errno.EACCES))
    with pytest.raises(UsageError, match=r"losses.py cannot be read \(Permission denied\)"):
        read_folder(tmp_path, LOSSES)

"""Which files of a folder or zip belong to which exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.language import Message
from grader.submission import Entry, read_entry
from grader.submission.bounds import FILE, NOTEBOOK_CODE
from submission.sample import (
    COURSE,
    LAYERS,
    LOSSES,
    Tree,
    book,
    exercise,
    listed,
    of_tree,
    problem,
    write,
    zipped,
)


def test_a_folder_per_exercise_gives_each_its_own_files(tmp_path: Path) -> None:
    """An exercise gets the helpers, data and subfolders of its folder, but no handout files, caches or notebooks."""
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


@pytest.mark.parametrize("how", ["folder", "zip"])
def test_the_desk_of_a_handout_is_nobody_s_work(tmp_path: Path, how: str) -> None:
    """The generated files of a handout are left out, wherever the exercise's folder lies, however large they are."""
    desk: dict[str, bytes | str] = {"stub.py": "", "words.json": "", "edits.msgpack": b"0" * (FILE + 1)}
    tree: dict[str, bytes | str] = {
        "work/02_losses/losses.py": "b",
        "work/02_losses/desk/own.py": "c",
        **{f"work/02_losses/desk/{name}": content for name, content in desk.items()},
    }
    (tmp_path / "alice").mkdir()
    path = write(tmp_path / "alice", tree) if how == "folder" else zipped(tmp_path / "alice.zip", tree)
    submission = read_entry(Entry("alice", path), COURSE, COURSE)
    assert (submission.problem, submission.notes) == ("", ())
    assert listed(submission) == {"02_losses": ["desk/own.py", "losses.py"]}


def test_a_file_of_any_name_beside_a_handout_s_desk_is_found(tmp_path: Path) -> None:
    """The stub in it is no second file that might be meant."""
    tree = {"homework.py": "b", "desk/stub.py": "a"}
    assert of_tree(tmp_path, tree, (LOSSES,)).files["02_losses"] == {"losses.py": b"b"}


def test_a_student_s_own_folder_may_be_called_desk(tmp_path: Path) -> None:
    """Without the handout's stub in it, it is a helper, or the folder that all of the work lies in."""
    tree = {"desk/02_losses/losses.py": "b", "desk/02_losses/desk/helper.py": "x = 1", "desk/desk/notes.txt": ""}
    assert listed(of_tree(tmp_path, tree)) == {"02_losses": ["desk/helper.py", "losses.py"]}


def test_modules_in_the_open_share_what_lies_beside_them(tmp_path: Path) -> None:
    """Modules that lie side by side get each other as helpers, since students import earlier work."""
    submission = of_tree(tmp_path, {"layers.py": "", "losses.py": "", "lib/x.py": "", "03_two_layer_net/net.py": ""})
    shared = ["03_two_layer_net/net.py", "layers.py", "lib/x.py", "losses.py"]
    assert listed(submission) == {"01_layers": shared, "02_losses": shared, "03_two_layer_net": ["net.py"]}


def test_a_package_called_like_an_exercise_is_a_helper(tmp_path: Path) -> None:
    """A package inside an exercise's folder belongs to that exercise, even if another exercise has its name."""
    tree = {"02_losses/losses.py": "", "02_losses/layers/__init__.py": ""}
    assert listed(of_tree(tmp_path, tree)) == {"02_losses": ["layers/__init__.py", "losses.py"]}


@pytest.mark.parametrize(
    "folder", ["02_losses", "02-losses", "Losses", "losses", "02", "2", "02. Losses", "w1/02", "a/b/losses"]
)
def test_folders_are_found_in_any_spelling_and_two_deep(tmp_path: Path, folder: str) -> None:
    """An exercise's folder is found under several spellings and below up to two other folders."""
    assert listed(of_tree(tmp_path, {f"{folder}/losses.py": ""})) == {"02_losses": ["losses.py"]}


@pytest.mark.parametrize("place", ["a/b/c/02_losses/losses.py", "a/b/c/losses.py", "03_two_layer_net/losses.py"])
def test_modules_too_deep_or_in_another_exercises_folder_are_not_taken(tmp_path: Path, place: str) -> None:
    """A module is ignored if it is nested too deeply or lies in the folder of another exercise."""
    submission = of_tree(tmp_path, {place: "", "other.py": ""})
    assert submission.files == {}
    assert submission.notes == ("nothing in it is called layers.py, losses.py, net.py",)


def test_of_several_places_the_likeliest_is_taken_and_noted(tmp_path: Path) -> None:
    """A module in the exercise's folder is preferred, then the one in fewer folders. A note names those that lost."""
    submission = of_tree(tmp_path, {"losses.py": "1", "02_losses/losses.py": "2", "old/02_losses/losses.py": "3"})
    assert submission.files["02_losses"]["losses.py"] == b"2"
    assert submission.notes == ("02_losses/losses.py was taken for 02_losses, not old/02_losses/losses.py, losses.py",)


@pytest.mark.parametrize(
    "name", ["Losses.py", "LOSSES.PY", "alice_losses.py", "losses (1).py", "losses-1.py", "02_losses.py"]
)
def test_a_module_under_nearly_its_name_is_taken_and_noted(tmp_path: Path, name: str) -> None:
    """A module is also found if the case differs, or with a person's name or a copy's number. A note says so."""
    submission = of_tree(tmp_path, {name: "x", "helper.py": ""})
    assert submission.files == {"02_losses": {"helper.py": b"", "losses.py": b"x"}}
    assert submission.notes == (f"{name} was taken for losses.py",)


def test_the_exact_name_is_taken_before_nearly_the_name(tmp_path: Path) -> None:
    """A file with the exact name is preferred to ``old_losses.py``, even if that lies in the exercise's folder."""
    submission = of_tree(tmp_path, {"02_losses/old_losses.py": "old", "losses.py": "new"})
    assert submission.files["02_losses"]["losses.py"] == b"new"


def test_spellings_that_two_exercises_share_stand_for_neither(tmp_path: Path) -> None:
    """If two exercises have the same module name, only their slugs tell them apart."""
    one, two = exercise("04_network", "net"), exercise("05_network", "net")
    write(tmp_path / "alice", {"04_network/net.py": "4", "05-network/net.py": "5"})
    files = read_entry(Entry("alice", tmp_path / "alice"), (one, two)).files
    assert {slug: f["net.py"] for slug, f in files.items()} == {"04_network": b"4", "05_network": b"5"}
    path = write(tmp_path, {"alice_net.py": ""}) / "alice_net.py"
    assert "does not say which exercise" in read_entry(Entry("alice", path), (one, two)).problem


@pytest.mark.parametrize("prefix", ["", "alice/", "upload/alice/"])
def test_a_zip_is_read_like_a_folder(tmp_path: Path, prefix: str) -> None:
    """A zip gives the same files as a folder, also if up to two folders wrap its content."""
    path = zipped(tmp_path / "alice.zip", {f"{prefix}02_losses/losses.py": "x", f"{prefix}01/layers.py": ""})
    assert listed(read_entry(Entry("alice", path), COURSE)) == {"01_layers": ["layers.py"], "02_losses": ["losses.py"]}


def test_a_folder_with_one_zip_in_it_is_that_zip(tmp_path: Path) -> None:
    """A zip that is alone in a student's folder is read. Beside other files it is left out with a note."""
    (tmp_path / "alice").mkdir()
    zipped(tmp_path / "alice" / "work.zip", {"losses.py": "x"})
    assert of_tree(tmp_path, {}).files == {"02_losses": {"losses.py": b"x"}}
    submission = of_tree(tmp_path, {"layers.py": ""})
    assert listed(submission) == {"01_layers": ["layers.py"]}
    assert submission.notes == ("work.zip is an archive inside the submission: it was left out",)


def test_an_exercise_that_is_not_graded_is_absent(tmp_path: Path) -> None:
    """Files are collected only for the exercises that are graded."""
    assert listed(of_tree(tmp_path, {"01_layers/layers.py": "", "02_losses/losses.py": ""}, (LAYERS,))) == {
        "01_layers": ["layers.py"]
    }


def test_in_a_folder_a_notebook_stands_for_an_absent_module(tmp_path: Path) -> None:
    """A notebook is used if the module is missing."""
    notebook = book("def mean_squared_error(y, t): return 0", "mean_squared_error(1, 2)")
    tree: Tree = {"02_losses/losses.ipynb": notebook, "02_losses/helper.py": ""}
    expected = {"helper.py": b"", "losses.py": b"# cell 1, line 1\ndef mean_squared_error(y, t): return 0\n"}
    assert of_tree(tmp_path, tree).files["02_losses"] == expected


STUB = """import numpy as np

def mean_squared_error(y, t):
    \"\"\"...\"\"\"
    raise NotImplementedError("mean_squared_error is not written yet")

def cross_entropy_error(y, t):
    raise NotImplementedError("cross_entropy_error is not written yet")
"""

WORK = "def cross_entropy_error(y, t): return 0"


@pytest.mark.parametrize("stub", [STUB, "", "# later", "EPS = 1e-7"])
@pytest.mark.parametrize("name", ["02_losses/losses.ipynb", "losses.ipynb", "02_losses/alice_losses.ipynb"])
def test_a_notebook_with_work_counts_beside_an_untouched_stub(tmp_path: Path, stub: str, name: str) -> None:
    """The notebook was worked on, and the stub was not. A note says so; what lies beside the stub goes along."""
    tree: Tree = {"02_losses/losses.py": stub, "02_losses/helper.py": "", "01_layers/layers.py": "", name: book(WORK)}
    submission = of_tree(tmp_path, tree)
    expected = {"helper.py": b"", "losses.py": f"# cell 1, line 1\n{WORK}\n".encode()}
    assert submission.files["02_losses"] == expected
    [note] = submission.notes
    assert note == f"{name} was taken, since nothing of the exercise is written in 02_losses/losses.py"
    assert isinstance(note, Message)
    assert note.told("zh-CN") == f"已采用 {name}，因为 02_losses/losses.py 中还没有写任何练习内容"


@pytest.mark.parametrize("module", [WORK, "def cross_entropy_error(:", "from mine import *", f"{STUB}\n{WORK}"])
def test_a_module_with_work_counts_beside_a_notebook(tmp_path: Path, module: str) -> None:
    """Also one that is not Python yet. A note names the notebook, if it has work too."""
    submission = of_tree(tmp_path, {"losses.py": module, "losses.ipynb": book(WORK)}, (LOSSES,))
    assert submission.files["02_losses"]["losses.py"] == module.encode()
    assert submission.notes == ("losses.py was taken, and not losses.ipynb, though both have work in them",)


@pytest.mark.parametrize(
    "cells",
    [
        ["x = 1"],
        ["from losses import cross_entropy_error", "cross_entropy_error(1, 2)"],
        ["class Other: pass"],
        [STUB],
        [],
    ],
)
@pytest.mark.parametrize("module", [WORK, STUB])
def test_a_notebook_without_work_is_not_looked_at(tmp_path: Path, module: str, cells: list[str]) -> None:
    """It tries something out, or it is as it was handed out, too."""
    submission = of_tree(tmp_path, {"losses.py": module, "losses.ipynb": book(*cells)}, (LOSSES,))
    assert submission.files["02_losses"]["losses.py"] == module.encode()
    assert submission.notes == ()


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (b"no notebook", "is not a readable notebook"),
        (b"[" * 100_000, "is not a readable notebook"),
        (book("#" * (NOTEBOOK_CODE + 1)), "more than 0.25 MiB of code"),
    ],
)
def test_a_notebook_that_cannot_be_read_leaves_the_module(tmp_path: Path, notebook: bytes, said: str) -> None:
    """It is noted only where it may be the work that is missing."""
    tree: Tree = {"losses.py": STUB, "losses.ipynb": notebook}
    submission = of_tree(tmp_path, tree, (LOSSES,))
    assert submission.files["02_losses"] == {"losses.py": STUB.encode()}
    assert [said in note for note in submission.notes] == [True]
    assert of_tree(tmp_path, {"losses.py": WORK}, (LOSSES,)).notes == ()


def test_a_cell_with_a_syntax_error_is_work(tmp_path: Path) -> None:
    """The student sees the error, and not that nothing was attempted."""
    submission = of_tree(
        tmp_path, {"losses.py": STUB, "losses.ipynb": book("def cross_entropy_error(y, t)")}, (LOSSES,)
    )
    assert submission.files["02_losses"]["losses.py"] == b"# cell 1, line 1\ndef cross_entropy_error(y, t)"
    assert len(submission.notes) == 2


def test_a_notebook_that_is_no_file_is_not_followed(tmp_path: Path) -> None:
    """A link is left out with its note, as everywhere."""
    write(tmp_path, {"elsewhere.ipynb": book(WORK), "alice/losses.py": STUB})
    (tmp_path / "alice" / "losses.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    submission = of_tree(tmp_path, {}, (LOSSES,))
    assert submission.files["02_losses"] == {"losses.py": STUB.encode()}
    assert submission.notes == ("losses.ipynb is a symbolic link: it was left out",)


@pytest.mark.parametrize("name", ["homework.ipynb", "a/homework.ipynb"])
def test_the_only_notebook_of_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """The only notebook of a folder is read under any name, with the files beside it."""
    submission = of_tree(tmp_path, {name: book("class Affine: pass"), str(Path(name).parent / "t.csv"): ""})
    assert submission.files == {"01_layers": {"t.csv": b"", "layers.py": b"# cell 1, line 1\nclass Affine: pass\n"}}


def test_the_only_module_of_a_folder_may_have_any_name_if_one_exercise_is_graded(tmp_path: Path) -> None:
    """The only module may have any name if one exercise is graded. With several, the problem says how to name it."""
    assert listed(of_tree(tmp_path, {"main.py": ""}, (LOSSES,))) == {"02_losses": ["losses.py"]}
    assert problem(tmp_path / "alice") == "main.py does not say which exercise it is for: name it like layers.py"


def test_what_goes_along_with_every_exercise_is_bounded(tmp_path: Path) -> None:
    """Shared files count once for each exercise, and the sum is limited: each exercise stores its own copy."""
    many = tuple(exercise(f"{n:02}_part", f"part{n}", "f") for n in range(1, 16))
    tree = {f"part{n}.py": "" for n in range(1, 16)} | {"a.csv": bytes(FILE), "b.csv": bytes(FILE)}
    assert len(of_tree(tmp_path, tree, many).files) == 15
    write(tmp_path / "alice", {"c.csv": bytes(FILE)})
    assert "makes more than 64 MiB: give each exercise a folder" in problem(tmp_path / "alice", many)

"""What lies beside an exercise's folder goes along if the exercise uses it: what, how much, and what is said."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from grader.submission import Entry, discover, read_entry, read_folder
from grader.submission import collect as collect_module
from grader.submission.bounds import FILE
from grader.submission.record import files_digest
from submission.sample import COURSE, LOSSES, Tree, listed, of_tree, write, zipped

OWN = ["losses.py"]

UP = 'import sys\nsys.path.append("../common")\n'


@pytest.mark.parametrize(
    ("code", "taken"),
    [
        (UP + "from helpers import one_hot", ["../common/data/t.csv", "../common/helpers.py"]),
        ("from common.helpers import one_hot", ["../common/data/t.csv", "../common/helpers.py"]),
        ('p = os.path.join("..", "common")', ["../common/data/t.csv", "../common/helpers.py"]),
        ("sys.path += glob('../*')\nimport helpers", ["../common/data/t.csv", "../common/helpers.py"]),
        ('sys.path.insert(0, "../01_layers")\nfrom layers import Affine', ["../01_layers/layers.py", "../tools.py"]),
        ("import tools", ["../tools.py"]),
        ("# common is what I have in common with 01_layers\nimport numpy", []),
        ("", []),
    ],
)
def test_what_is_used_beside_the_folder_goes_along(tmp_path: Path, code: str, taken: list[str]) -> None:
    """By import, by a path in quotes, and what is used by what is used; a word in a comment is no use."""
    tree = {
        "02_losses/losses.py": code,
        "01_layers/layers.py": "import tools",
        "01_layers/test_layers.py": "",
        "common/helpers.py": "",
        "common/data/t.csv": "1",
        "common/trials.ipynb": "{}",
        "tools.py": "",
        "other/o.py": "",
    }
    submission = of_tree(tmp_path, tree)
    assert listed(submission)["02_losses"] == [*taken, *OWN]
    assert submission.notes == ()


@pytest.mark.parametrize("wrapped", ["", "homework/"])
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_wherever_the_exercises_lie(tmp_path: Path, wrapped: str, form: str) -> None:
    """Beside means beside the exercise's own folder, in a folder that was zipped, too."""
    tree = {f"{wrapped}02_losses/losses.py": UP, f"{wrapped}common/helpers.py": "", "unrelated/common/x.py": ""}
    if form == "zip":
        submission = read_entry(Entry("alice", zipped(tmp_path / "alice.zip", tree)), COURSE)
    else:
        submission = of_tree(tmp_path, tree)
    assert listed(submission)["02_losses"] == ["../common/helpers.py", *OWN]


def test_the_digest_is_of_all_that_goes_along_and_of_nothing_else(tmp_path: Path) -> None:
    """A change in a helper has the exercises graded again that use it, and no other."""
    tree = {"02_losses/losses.py": UP, "common/helpers.py": "1", "01_layers/layers.py": "", "other/o.py": "1"}
    before = of_tree(tmp_path / "a", tree)
    after = of_tree(tmp_path / "b", tree | {"common/helpers.py": "2", "other/o.py": "2"})
    digests = [{slug: files_digest(files) for slug, files in s.files.items()} for s in (before, after)]
    assert digests[0]["02_losses"] != digests[1]["02_losses"]
    assert digests[0]["01_layers"] == digests[1]["01_layers"]


def test_a_folder_inside_is_not_a_folder_beside(tmp_path: Path) -> None:
    """Two submissions with the same helper inside and beside are told apart."""
    inside = of_tree(tmp_path / "a", {"02_losses/losses.py": UP, "02_losses/common/helpers.py": ""})
    beside = of_tree(tmp_path / "b", {"02_losses/losses.py": UP, "common/helpers.py": ""})
    assert listed(inside)["02_losses"] == ["common/helpers.py", *OWN]
    assert inside.digest != beside.digest


def test_one_s_own_file_comes_first(tmp_path: Path) -> None:
    """A module that lies in the exercise's folder is no reason to take its namesake along."""
    tree = {"02_losses/losses.py": "import helpers", "02_losses/helpers.py": "", "common/helpers.py": ""}
    assert listed(of_tree(tmp_path, tree))["02_losses"] == ["helpers.py", *OWN]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_are_left_out_and_said(tmp_path: Path) -> None:
    """A link beside the folder, or in what lies there, leads nowhere: a note names it."""
    secret = write(tmp_path / "outside", {"secret.py": "answer = 42"})
    home = write(tmp_path / "alice", {"02_losses/losses.py": UP + "import linked", "common/helpers.py": ""})
    (home / "linked").symlink_to(secret)
    (home / "common" / "s.py").symlink_to(secret / "secret.py")
    submission = read_entry(Entry("alice", home), COURSE)
    assert listed(submission)["02_losses"] == ["../common/helpers.py", *OWN]
    assert sorted(submission.notes) == [
        "common/s.py is a symbolic link: it was left out",
        "linked is a symbolic link: it was left out",
    ]


def test_too_much_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exercise keeps its own files, and another that uses less keeps what it uses."""
    monkeypatch.setattr(collect_module, "WITH_EACH", 3 * FILE)
    tree: Tree = {
        "01_layers/layers.py": 'p = "../small/"',
        "02_losses/losses.py": 'p = "../large/"',
        "small/a.txt": "a",
        **{f"large/{n}.bin": bytes(FILE) for n in range(4)},
    }
    submission = of_tree(tmp_path, tree)
    assert listed(submission) == {"01_layers": ["../small/a.txt", "layers.py"], "02_losses": OWN}
    assert submission.notes == (
        "what 02_losses uses beside its folder was left out: with it, the files of all exercises make more than 6 MiB",
    )


def test_what_lies_elsewhere_is_said_to_be_left_out(tmp_path: Path) -> None:
    """A helper two folders up is out of reach, and a note says where it lies."""
    tree = {"work/02_losses/losses.py": "import sys\nsys.path.append('../..')\nimport helpers", "helpers.py": ""}
    submission = of_tree(tmp_path, tree)
    assert listed(submission)["02_losses"] == OWN
    assert submission.notes == (
        "helpers.py was left out, though 02_losses imports helpers: only what lies in the exercise's folder or beside"
        " it goes along",
    )


def test_what_comes_with_python_is_no_file_of_the_student(tmp_path: Path) -> None:
    """A file elsewhere that is called like a module of Python or like NumPy is neither taken nor missed."""
    tree = {"work/02_losses/losses.py": "import random\nimport numpy\nimport scipy", "work/other/random.py": ""}
    submission = of_tree(tmp_path, tree | {"numpy.py": "", "scipy.py": ""})
    assert listed(submission)["02_losses"] == OWN
    assert submission.notes == ("02_losses: this exercise needs NumPy only; `scipy` was imported on line 3",)


def test_another_students_work_is_never_beside(tmp_path: Path) -> None:
    """Beside the folder means within the student's own entry."""
    write(tmp_path, {"alice/02_losses/losses.py": UP, "common/02_losses/losses.py": "", "bob/helpers.py": ""})
    alice = next(e for e in discover(tmp_path, COURSE) if e.person == "alice")
    assert listed(read_entry(alice, COURSE))["02_losses"] == OWN
    write(tmp_path / "single", {"losses.py": UP, "bob/common/helpers.py": ""})
    assert "../common/helpers.py" not in listed(read_entry(Entry("x", tmp_path / "single" / "losses.py"), [LOSSES]))


@pytest.mark.parametrize("name", ["numpy", "grader", "random", "exercise", "02-losses"])
def test_any_name_goes_along(tmp_path: Path, name: str) -> None:
    """Also that of a library, of the grader, and of the folder that the worker makes."""
    tree = {"02_losses/losses.py": f'p = "../{name}"', f"{name}/x.py": ""}
    assert listed(of_tree(tmp_path, tree))["02_losses"] == [f"../{name}/x.py", *OWN]


def test_many_names_take_no_long(tmp_path: Path) -> None:
    """A file that quotes everything, beside 190 folders: under a second here, thirty for a busy machine."""
    many: Tree = {f"n{number}/x.py": f'"../n{number + 1}/"' for number in range(190)}
    quotes = b"'" * (FILE - 100) + b"'../n0/'"
    begun = time.process_time()
    submission = of_tree(tmp_path, {**many, "02_losses/losses.py": quotes})
    assert len(submission.files["02_losses"]) == 191
    assert time.process_time() - begun < 30


def test_the_students_own_folder_is_read_in_the_same_way(tmp_path: Path) -> None:
    """What `check --isolated` and `pack` read is what grading takes; links and hidden folders are left, too."""
    tree = {
        "02_losses/losses.py": UP + "import tools",
        "01_layers/layers.py": "",
        "common/helpers.py": "import layers",
        "common/.git/x": "",
        "common/trials.ipynb": "{}",
        "tools.py": "",
    }
    write(tmp_path / "alice", tree)
    (tmp_path / "alice" / "linked").symlink_to(tmp_path)
    graded = of_tree(tmp_path, tree).files["02_losses"]
    assert dict(read_folder(tmp_path / "alice" / "02_losses", LOSSES)) == dict(graded)
    assert sorted(graded) == ["../01_layers/layers.py", "../common/helpers.py", "../tools.py", *OWN]


def test_what_cannot_be_read_on_disk_counts_as_not_there(tmp_path: Path) -> None:
    """A folder beside the exercise that has more than a submission may have is no fault of the exercise."""
    write(tmp_path, {"02_losses/losses.py": 'p = "../data"', "01_layers/layers.py": ""})
    for number in range(201):
        write(tmp_path, {f"data/{number}": ""})
    assert sorted(read_folder(tmp_path / "02_losses", LOSSES)) == OWN

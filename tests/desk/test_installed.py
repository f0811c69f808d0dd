"""Xorcise's own exercises for who stands in no course: a file alone, and folders that `xorcise reset` writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands.runs import refused, xorcise

from grader.desk.asked import asked
from grader.desk.progress import Progress
from grader.desk.state import Kind
from grader.errors import UsageError
from grader.exercises.catalogue import CHECKOUT, Catalogue
from grader.exercises.installed import InstalledCourse
from grader.submission import read_own


@pytest.fixture(autouse=True)
def no_course_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have one."""
    monkeypatch.delenv("XORCISE_CATALOGUE", raising=False)


@pytest.fixture
def alone(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A folder of anything that holds a right losses.py."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "all.zip").write_bytes(b"PK")
    (tmp_path / "notes.py").write_text("print('not mine to run')\n")
    shutil.copy(catalogue.reference(catalogue.exercise("2")), tmp_path)
    return tmp_path


def test_a_file_alone_is_checked_by_any_name(alone: Path) -> None:
    """Where it lies, by its path, by its exercise, by a function; its public tests are ours."""
    for words in ((), ("losses.py",), ("./losses.py",), (str(alone / "losses.py"),), ("02",), ("mean_squared_error",)):
        found = asked(words[0] if words else None, alone)
        assert (found.exercise.slug, found.catalogue.work_dir(found.exercise)) == ("02_losses", alone)
    done = xorcise("check", "--json", cwd=alone)
    assert (done.returncode, done.stderr) == (0, "")
    (exercise,) = json.loads(done.stdout)["exercises"]
    assert {test["outcome"] for test in exercise["tests"]} == {"passed"}
    assert xorcise("check", "--isolated", "losses.py", cwd=alone).returncode == 0
    (alone / "losses.py").write_text("import losses2\n\ndef mean_squared_error(y, t):\n    return losses2.wrong\n")
    (alone / "losses2.py").write_text("wrong = 0.0\n")
    done = xorcise("check", "./losses.py", cwd=alone)
    assert done.returncode == 1
    assert "Expected" in done.stdout
    assert not (CHECKOUT / ".xorcise" / "backup").exists()
    assert (alone / ".xorcise" / "progress.json").is_file()


def test_only_what_a_file_imports_is_read_beside_it(alone: Path) -> None:
    """A folder of anything may hold more than may be handed in."""
    found = asked(None, alone)
    assert set(read_own(alone, found.exercise).files) == {"losses.py"}
    (alone / "losses.py").write_text("from helper import a\nimport numpy\n")
    (alone / "helper.py").write_text("import more.inner\n")
    (alone / "more.py").write_text("")
    assert set(read_own(alone, found.exercise).files) == {"losses.py", "helper.py", "more.py"}


def test_of_several_files_it_is_the_first_that_is_not_done(alone: Path) -> None:
    (alone / "gradients.py").write_text("x = 1\n")
    found = asked(None, alone)
    assert found.exercise.slug == "02_losses"
    xorcise("check", cwd=alone)
    assert asked(None, alone).exercise.slug == "03_numerical_gradient"


def test_a_file_alone_is_packed_and_reset(alone: Path, catalogue: Catalogue) -> None:
    """The zip and the backup lie beside it."""
    mine = (alone / "losses.py").read_bytes()
    assert "02_losses              packed\n" in xorcise("pack", cwd=alone).stdout
    assert (alone / "submission.zip").is_file()
    assert "say so with --yes" in refused(xorcise("reset", "losses", cwd=alone))
    assert (alone / "losses.py").read_bytes() == mine
    assert xorcise("reset", "losses", "--yes", cwd=alone).returncode == 0
    assert (alone / "losses.py").read_bytes() == catalogue.given_stub(catalogue.exercise("2")).read_bytes()
    (backup,) = (alone / ".xorcise" / "backup" / "02_losses").iterdir()
    assert backup.read_bytes() == mine
    assert "--pdb needs the exercise's folder" in refused(xorcise("check", "--pdb", cwd=alone))


def test_reset_writes_the_folder_to_begin_with(tmp_path: Path, catalogue: Catalogue) -> None:
    """It says what was written; the place is a course then, in which all other exercises can be begun too."""
    assert "`xorcise reset 2` writes the exercise's folder" in refused(xorcise("check", "02", cwd=tmp_path))
    done = xorcise("reset", "02", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    given, folder = catalogue.statement_dir(catalogue.exercise("2")), tmp_path / "exercises" / "02_losses"
    names = {p.relative_to(given).as_posix() for p in given.rglob("*") if p.is_file() and p.suffix != ".pyc"}
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} == names
    for name in names:
        assert (folder / name).read_bytes() == (given / name).read_bytes()
        assert str(Path("exercises/02_losses") / name) in done.stdout
    course = Catalogue.find(folder)
    assert course.root == tmp_path
    assert [e.slug for e in course.exercises] == [e.slug for e in catalogue.exercises]
    assert asked(None, tmp_path).exercise.slug == "02_losses"
    states = Progress.of(course).states()
    assert {slug for slug, state in states.items() if state.kind is not Kind.AWAY} == {"02_losses"}
    assert xorcise("reset", "neuron", cwd=folder).returncode == 0
    assert (tmp_path / "exercises" / "01_neurons" / "neurons.py").is_file()
    assert asked(None, tmp_path).exercise.slug == "01_neurons"


def test_reset_overwrites_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    """A folder with the student's file gets what is missing; the file itself needs --yes, and is kept."""
    folder = tmp_path / "exercises" / "02_losses"
    folder.mkdir(parents=True)
    (folder / "losses.py").write_text("mine = 1\n")
    (folder / "README.md").write_text("my notes\n")
    assert "say so with --yes" in xorcise("reset", "02", cwd=tmp_path).stderr
    assert (folder / "losses.py").read_text() == "mine = 1\n"
    assert (folder / "exercise.toml").is_file()
    assert xorcise("reset", "02", "--yes", cwd=tmp_path).returncode == 0
    assert (folder / "README.md").read_text() == "my notes\n"
    assert [p.read_text() for p in (tmp_path / ".xorcise" / "backup" / "02_losses").iterdir()] == ["mine = 1\n"]


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "exercises").write_text("a file\n")
    assert "cannot write" in refused(xorcise("reset", "02", cwd=tmp_path))


def test_the_installation_is_not_where_one_works(tmp_path: Path) -> None:
    """Neither the stub of the checkout nor its progress is a student's."""
    course = Catalogue.find(tmp_path)
    assert isinstance(course, InstalledCourse)
    exercise = course.exercise("2")
    assert course.root == CHECKOUT
    assert course.kept_dir == tmp_path / ".xorcise"
    assert course.work_file(exercise) == tmp_path / "exercises" / "02_losses" / "losses.py"
    assert course.stub(exercise) == CHECKOUT / "exercises" / "02_losses" / "losses.py"
    with pytest.raises(UsageError, match=r"lies in no exercise"):
        asked("./notes.txt", _with(tmp_path, "notes.txt"))


def _with(folder: Path, name: str) -> Path:
    (folder / name).write_text("")
    return folder

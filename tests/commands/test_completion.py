"""What a shell offers when the tabulator is pressed: by click's own mechanism, for bash, zsh and fish alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk.sample import course

from commands.runs import xorcise
from grader.exercises.catalogue import Catalogue


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course."""
    return course(tmp_path / "course")


def offered(line: str, cwd: Path, **env: str) -> list[str]:
    """Return what bash is told for a line whose last word is completed: kind and value."""
    words = line.split(" ")
    done = xorcise(cwd=cwd, _XORCISE_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("xorcise re", ["plain,report", "plain,reset"]),
        ("xorcise hint los", ["plain,losses"]),
        ("xorcise hint 1", ["plain,10_two_layer_net", "plain,11_iris"]),
        ("xorcise hint SG", ["plain,SGD"]),
        ("xorcise hint SGD.", ["plain,SGD.__init__", "plain,SGD.update"]),
        ("xorcise reset iris.lo", ["plain,iris.load_split"]),
        ("xorcise reset ./exer", ["file,./exer"]),
        ("xorcise hint losses cross", ["plain,cross_entropy_error"]),
        ("xorcise hint nothing cross", []),
        ("xorcise pack lo", ["plain,losses", "plain,load_split"]),
        ("xorcise pack mean_s", ["plain,mean_squared_error"]),
        ("xorcise reset --y", ["plain,--yes"]),
    ],
)
def test_what_is_offered(given: Catalogue, line: str, found: list[str]) -> None:
    """Commands, exercises, functions, classes, methods; paths where nothing else begins so."""
    assert offered(line, given.root) == found


def test_at_first_it_is_what_one_is_at(given: Catalogue) -> None:
    """All exercises, and the functions of the current one."""
    found = offered("xorcise hint ", given.statement_dir(given.exercise("4")))
    assert found[:4] == [f"plain,{e.slug}" for e in given.exercises]
    assert set(found[4:]) == {f"plain,{name}" for name in given.exercise("4").entry_points}


def test_the_course_that_is_named(given: Catalogue, tmp_path: Path) -> None:
    """By the option on the same line."""
    assert offered(f"xorcise --catalogue {given.root} hint 02", tmp_path) == ["plain,02_losses"]


def test_nothing_disturbs_the_line(given: Catalogue, tmp_path: Path) -> None:
    """Damaged progress, a damaged course, no course: no word on the terminal."""
    (given.root / ".xorcise").mkdir()
    (given.root / ".xorcise" / "progress.json").write_text("{")
    assert "plain,02_losses" in offered("xorcise hint ", given.root)
    (given.statement_dir(given.exercise("2")) / "exercise.toml").write_text("[")
    assert offered("xorcise hint x", given.root) == ["file,x"]
    assert offered("xorcise hint x", tmp_path, XORCISE_CATALOGUE=str(tmp_path)) == ["file,x"]


def test_the_list_of_commands_is_offered_without_importing_them(given: Catalogue, tmp_path: Path) -> None:
    """A student's installation lacks packages that some commands need."""
    (tmp_path / "sqlalchemy.py").write_text("raise ModuleNotFoundError(name='sqlalchemy')")
    assert "plain,history" in offered("xorcise h", given.root, PYTHONPATH=str(tmp_path))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_each_shell(shell: str, tmp_path: Path) -> None:
    """As docs/cli.md says."""
    done = xorcise(cwd=tmp_path, _XORCISE_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_XORCISE_COMPLETE" in done.stdout

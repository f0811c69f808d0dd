"""``xorcise pack WHAT``: whatever names an exercise for `xorcise check` names it here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk.sample import course, solve

from grader.cli import cli
from grader.commands.pack import pack_work
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue

SLUGS = ["02_losses", "03_numerical_gradient"]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A course with two exercises that are solved."""
    found = course(tmp_path / "course", SLUGS)
    for slug in SLUGS:
        solve(found, slug)
    monkeypatch.chdir(found.root)
    return found


def packed(*arguments: str) -> list[str]:
    """Pack, and return the slugs of what is in the zip."""
    done = CliRunner().invoke(cli, ["pack", *arguments, "-o", "mine.zip"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("mine.zip") as archive:
        return sorted({name.partition("/")[0] for name in archive.namelist()})


@pytest.mark.parametrize(
    "what",
    ["2", "02_losses", "losses", "mean_squared_error", "exercises/02_losses", "exercises/02_losses/losses.py"],
)
def test_an_exercise_is_named_in_any_way(given: Catalogue, what: str) -> None:
    """Its number, folder, module or function, and the path of its folder or file."""
    assert packed(what) == ["02_losses"]


def test_several_and_all(given: Catalogue) -> None:
    """In any order, twice the same, the folder of all; without a name, all."""
    assert packed("3", "losses", "02") == SLUGS
    assert packed("exercises") == SLUGS
    assert packed() == SLUGS


def test_from_within_an_exercise(given: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot is the exercise where one stands."""
    monkeypatch.chdir(given.statement_dir(given.exercise("3")))
    assert packed(".") == ["03_numerical_gradient"]


def test_what_does_not_go(given: Catalogue, tmp_path: Path) -> None:
    """One line, and no zip."""
    other = course(tmp_path / "other", ["02_losses"])
    solve(other, "2")
    for arguments, line in (
        (["nothing"], "there is no exercise 'nothing', and no function, file or folder of one"),
        (["a.txt"], "there is no exercise"),
        (["3", str(other.statement_dir(other.exercise("2")))], "these exercises lie in more than one course"),
    ):
        with pytest.raises(UsageError, match=line) as caught:
            pack_work(tuple(arguments), Path("mine.zip"))
        assert "\n" not in caught.value.line
        assert not Path("mine.zip").exists()

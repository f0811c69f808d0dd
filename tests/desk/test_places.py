"""`xorcise check` wherever an exercise lies: a course of any name, one exercise's folder alone, a renamed one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands.runs import xorcise

from desk.sample import course, solve

NAMES = ("deep learning (2)", "练习", "test_course")


@pytest.mark.parametrize("name", NAMES)
def test_a_course_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    """From its folder, from the exercise's, and by a path from outside."""
    given = course(tmp_path / name, ["02_losses"])
    folder = given.statement_dir(solve(given, "2"))
    ways: list[tuple[Path, tuple[str, ...]]] = [
        (given.root, ("02",)),
        (folder, ()),
        (tmp_path, (str(folder / "losses.py"),)),
    ]
    for cwd, words in ways if name == NAMES[0] else ways[:1]:
        passed(cwd, *words)


@pytest.mark.parametrize("name", ["02_losses", *NAMES])
def test_one_exercise_s_folder_alone(tmp_path: Path, name: str) -> None:
    """Without a course around, renamed too; its own tests are used, and not those that come with Xorcise."""
    given = course(tmp_path / "whole", ["02_losses"])
    folder = Path(shutil.copytree(given.statement_dir(solve(given, "2")), tmp_path / "home" / name))
    suite = folder / "test_losses.py"
    suite.write_text(suite.read_text() + '\n\ndef test_mine(student):\n    """One more.\n\n    再一个。\n    """\n')
    ways = [(folder, ()), (folder, ("losses",)), (folder.parent, ()), (tmp_path, (f"home/{name}",))]
    for cwd, words in ways if name == NAMES[0] else ways[::3]:
        assert "test_mine" in passed(cwd, *words)


def passed(cwd: Path, *words: str) -> set[str]:
    """Check, and return the names of the tests, all of which pass."""
    done = xorcise("check", "--json", *words, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    (exercise,) = json.loads(done.stdout)["exercises"]
    return {test["id"] for test in exercise["tests"]}

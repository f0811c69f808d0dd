"""docs/adding-an-exercise.md and docs/cli.md are true: their commands are run, their tables compared."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import click
import pytest

from grader.cli import cli
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A course folder with one exercise, laid out as the checkout."""
    (tmp_path / "grader").mkdir()
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), tmp_path / "exercises" / "02_losses")
    return Catalogue(tmp_path)


def test_the_walk_through_works_as_it_stands(course: Catalogue) -> None:
    """Each file of the page is written and each command succeeds, in order; every file that it names is there."""
    text = (DOCS / "adding-an-exercise.md").read_text(encoding="utf-8")
    steps = re.findall(r"^    \$ (xorcise .*)$|(In|At the end of) `([^`]+)`:\n\n((?:    .*\n|\n)+)", text, re.M)
    assert len([command for command, *_ in steps if command]) >= 7
    wrong = 1
    for command, how, path, block in steps:
        if path:
            with (course.root / path).open("a" if how != "In" else "x", encoding="utf-8") as file:
                file.write(dedent(block))
            wrong += how == "In"
            continue
        line = command.replace("xorcise", str(Path(sys.executable).parent / "xorcise"))
        done = subprocess.run(
            line, shell=True, cwd=course.root, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        if command.endswith("audit 50_leaky_unit"):
            assert done.stdout.startswith(f"50_leaky_unit: no faults  2 right, {wrong} of {wrong} wrong named")
        if "--show" in command:
            assert done.stdout.endswith("return np.where(x > 0, x, slope + x)\n")
    assert wrong == 2
    for pattern in re.findall(r"`((?:exercises|solutions|grader/suites)/50_leaky_unit/[^`]+)`", text):
        assert list(course.root.glob(pattern)), pattern


@pytest.mark.parametrize("slug", ["leaky", "5_leaky", "50-leaky", "50_1", "50_for", "02_other", "50_losses", "../50_x"])
def test_a_name_that_cannot_be_is_refused(course: Catalogue, slug: str) -> None:
    """A slug that is none, taken, or no Python name writes nothing."""
    with pytest.raises(UsageError):
        scaffold(course, slug)
    assert [p.name for p in (course.root / "exercises").iterdir()] == ["02_losses"]


def test_nothing_that_exists_is_touched(course: Catalogue) -> None:
    """A file in the way stops the scaffold before it writes anything."""
    there = course.root / "solutions" / "50_new" / "new.py"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    with pytest.raises(UsageError, match=r"new\.py exists already"):
        scaffold(course, "50_new")
    assert there.read_text() == "mine"
    assert not (course.root / "exercises" / "50_new").exists()


def test_the_page_of_the_command_line_names_every_command_and_option() -> None:
    """docs/cli.md has each command with each of its options, and no other."""
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `xorcise (\w+)([^`]*)`", text, re.M))
    context = click.Context(cli)
    assert sorted(rows) == cli.list_commands(context)
    for name in rows:
        command = cli.get_command(context, name)
        assert command is not None
        options = {o for p in command.params for o in p.opts if o.startswith("-")}
        said = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rows[name]))
        for param in command.params:
            names = {o for o in param.opts if o.startswith("-")}
            assert not names or names & said, f"{name} {names}"
        assert said <= options, f"{name}: {said - options}"

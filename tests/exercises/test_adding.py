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

from grader.audit.declared import read_declared
from grader.audit.expected import read_expected
from grader.cli import cli
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold

DOCS = Path(__file__).resolve().parents[2] / "docs"

MEDIAN = '"""The mean is the median."""\n\n\ndef mean_absolute_error(y, t):\n    return np.median(np.abs(y - t))\n'
MEDIAN_TEXTS = """
[mae_of_the_median.belief]
en = "The median of the absolute errors is their mean."
"zh-CN" = "绝对误差的中位数就是它们的平均值。"
[mae_of_the_median.feedback]
en = "Your value is the median of the absolute errors. The mean is their sum, divided by their number."
"zh-CN" = "你的值是绝对误差的中位数。平均值是它们的和除以个数。"
"""


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A course folder with one exercise, laid out as the checkout."""
    (tmp_path / "grader").mkdir()
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), tmp_path / "exercises" / "02_losses")
    return Catalogue(tmp_path)


def xorcise(course: Catalogue, arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the course folder as a shell does."""
    command = f"{Path(sys.executable).parent / 'xorcise'} {arguments}"
    return subprocess.run(
        command, shell=True, cwd=course.root, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.slow
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
        done = xorcise(course, command.removeprefix("xorcise "))
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        if command.endswith("audit 50_leaky_unit"):
            assert done.stdout.startswith(f"50_leaky_unit: no faults  2 right, {wrong} of {wrong} wrong named")
        if "--show" in command:
            assert done.stdout.endswith("return np.where(x > 0, x, slope + x)\n")
    assert wrong == 2
    for pattern in re.findall(r"`((?:exercises|solutions|grader/suites)/50_leaky_unit/[^`]+)`", text):
        assert list(course.root.glob(pattern)), pattern


@pytest.mark.slow
def test_a_misconception_is_added_to_an_exercise_that_ships_its_table(course: Catalogue, catalogue: Catalogue) -> None:
    """Without ``--keep`` the audit names the command that renews the table; with it there are no faults."""
    for part in ("solutions", "grader/suites"):
        shutil.copytree(catalogue.root / part / "02_losses", course.root / part / "02_losses")
    suite = course.suite_dir(course.exercise("02"))
    (suite / "wrong" / "mae_of_the_median.py").write_text(MEDIAN, encoding="utf-8")
    with (suite / "misconceptions.toml").open("a", encoding="utf-8") as file:
        file.write(MEDIAN_TEXTS)
    count = len(course.variants(course.exercise("02")))
    update = "audit 02_losses --only wrong --update"
    stale = xorcise(course, update)
    assert stale.returncode == 1
    assert stale.stdout.startswith(f"02_losses: 1 fault  {count} of {count} wrong named\n")
    assert "`xorcise audit 02_losses --only wrong --keep --mnist digits`" in stale.stdout
    renewed = xorcise(course, f"{update} --keep")
    assert (renewed.returncode, renewed.stdout) == (0, f"02_losses: no faults  {count} of {count} wrong named\n")
    lost = read_expected(course.expected(course.exercise("02")))[0]["mae_of_the_median"]
    assert "test_mean_absolute_error" in lost


def test_the_declarations_on_the_page_can_be_read(tmp_path: Path) -> None:
    """The example of declared.toml has no fault and declares one exception of each kind."""
    text = (DOCS / "adding-an-exercise.md").read_text(encoding="utf-8")
    example = re.search(r"^    \[\[flaw\]\].*(?:\n(?:    .*)?)+", text, re.M)
    assert example is not None
    (tmp_path / "declared.toml").write_text(dedent(example[0]), encoding="utf-8")
    declared = read_declared(tmp_path / "declared.toml")
    assert declared.faults == []
    assert (len(declared.flaws), len(declared.nothing), len(declared.costs)) == (1, 1, 1)


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
    rows: dict[str, str] = {}
    for name, rest in re.findall(r"^\| `xorcise (\w+)([^`]*)`", text, re.M):  # `override` has two
        rows[name] = rows.get(name, "") + rest
    context = click.Context(cli)
    assert sorted(rows) == cli.list_commands(context)
    for name in rows:
        command = cli.get_command(context, name)
        assert command is not None
        options = {o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("-")}
        said = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rows[name]))
        for param in command.params:
            names = {o for o in param.opts if o.startswith("-")}
            assert not names or names & said, f"{name} {names}"
        assert said <= options, f"{name}: {said - options}"

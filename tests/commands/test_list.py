"""``xorcise list``: the exercises, and how far they are."""

from __future__ import annotations

import shutil
from pathlib import Path

from desk.sample import all_tests, course, solve
from rich.cells import cell_len

from commands.runs import xorcise
from grader.desk.progress import Progress
from grader.exercises.catalogue import Catalogue


def test_every_exercise_is_named(tmp_path: Path, catalogue: Catalogue) -> None:
    """One line an exercise, with its file and both titles; from elsewhere those of the checkout."""
    lines = xorcise("list", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [e.slug for e in catalogue.exercises]
    assert all(e.title["zh-CN"] in line for line, e in zip(lines, catalogue.exercises, strict=True))


def test_how_far_each_is_stands_beside_it(tmp_path: Path) -> None:
    """Where a check was remembered, in the language that is asked for; columns stay columns."""
    given = course(tmp_path / "course")
    plain = xorcise("list", cwd=given.root).stdout
    assert "not begun" not in plain
    exercise = solve(given, "2")
    Progress.of(given).remember(exercise, all_tests(given, exercise))
    lines = xorcise("list", cwd=given.root).stdout.splitlines()
    assert lines[:2] == [
        "02_losses            losses.py         Loss functions         done",
        "04_gradient_descent  descent.py        Gradient descent       not begun",
    ]
    chinese = xorcise("list", "--lang", "zh-CN", cwd=given.root).stdout.splitlines()
    assert {
        cell_len(line[: line.index(word)]) for line, word in zip(chinese, ("已", "未", "未", "未"), strict=True)
    } == {len("04_gradient_descent  two_layer_net.py  ") + cell_len("鸢尾花的三个品种  ")}


def test_a_folder_alone_where_there_is_no_course(tmp_path: Path, catalogue: Catalogue) -> None:
    """An installation without a checkout lists the exercise of the folder that one stands in."""
    folder = shutil.copytree(catalogue.statement_dir(catalogue.exercise("2")), tmp_path / "renamed")
    site = tmp_path / "site"
    shutil.copytree(catalogue.root / "grader", site / "grader", ignore=shutil.ignore_patterns("suites", "__pycache__"))
    done = xorcise("list", cwd=folder, PYTHONPATH=str(site))
    assert done.stdout == "00_losses  losses.py  Loss functions  损失函数\n", done.stderr

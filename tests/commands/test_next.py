"""``xorcise next``: which exercise, where it lies, what it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk.sample import SLUGS, all_tests, course, solve
from rich.cells import cell_len

from commands.runs import refused, xorcise
from grader.desk.progress import Progress
from grader.exercises.catalogue import Catalogue


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course, nothing of it begun."""
    return course(tmp_path / "course")


def test_it_names_what_a_student_needs(given: Catalogue) -> None:
    """Title, statement, file and functions of the first exercise that is not done, in both languages.

    A path stays whole in a narrow terminal.
    """
    done = xorcise("next", cwd=given.root)
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "02_losses · Loss functions  not begun",
        str(Path("exercises/02_losses/README.md")),
        str(Path("exercises/02_losses/losses.py")),
        "mean_squared_error(y, t)",
        "next: xorcise check 2  # when the first function is written",
    ):
        assert part in done.stdout
    chinese = xorcise("next", "--lang", "zh-CN", cwd=given.root, COLUMNS="40")
    assert "损失函数  未开始" in chinese.stdout
    assert "README.zh-CN.md" in chinese.stdout
    assert {cell_len(line[: line.index("exercises")]) for line in chinese.stdout.splitlines()[2:4]} == {10}


def test_where_one_stands_comes_first_while_it_is_not_done(given: Catalogue) -> None:
    """Then paths are short, and the next command needs no name; afterwards it is the course's first."""
    descent = solve(given, "4")
    folder = given.statement_dir(descent)
    said = xorcise("next", cwd=folder).stdout
    assert "04_gradient_descent · Gradient descent  begun" in said
    assert "  descent.py" in said
    assert "SGD(lr=0.01)" in said
    assert "next: xorcise check  # " in said
    Progress.of(given).remember(descent, all_tests(given, descent))
    assert "02_losses · " in xorcise("next", cwd=folder).stdout


def test_without_a_stub_functions_are_told_by_name(given: Catalogue) -> None:
    """A file that is no Python says nothing about arguments."""
    exercise = given.exercise("2")
    given.given_stub(exercise).unlink()
    given.stub(exercise).write_text("def (")
    said = xorcise("next", cwd=given.root).stdout
    assert all(f" {name} " in f"{said} ".replace("\n", " ") for name in exercise.entry_points)


def test_when_all_is_done_it_is_handed_in(given: Catalogue) -> None:
    """It is no mistake to ask."""
    for slug in SLUGS:
        exercise = solve(given, slug)
        Progress.of(given).remember(exercise, all_tests(given, exercise))
    done = xorcise("next", cwd=given.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("every exercise is done\nnext: xorcise pack  # ")
    assert "every exercise is done" in refused(xorcise("hint", cwd=given.root))


def test_words_that_it_does_not_know(given: Catalogue) -> None:
    """One line."""
    assert "unexpected extra argument" in refused(xorcise("next", "2", cwd=given.root))

"""Bare ``xorcise`` in a course: where one is, and the one next thing to type."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk.sample import OURS, all_tests, course, solve
from rich.cells import cell_len

from commands.runs import refused, xorcise
from grader.desk.progress import Progress
from grader.exercises.catalogue import Catalogue


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course with all fourteen exercises."""
    return course(tmp_path / "course", [e.slug for e in OURS.exercises])


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("columns", [80, 40])
def test_it_fits_a_terminal(given: Catalogue, lang: str, columns: int) -> None:
    """Fourteen exercises take less than 24 lines, none wider than the terminal, in plain text without one."""
    solve(given, "2")
    done = xorcise("--lang", lang, cwd=given.root, COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) <= 22
    assert all(cell_len(line) <= columns for line in lines)
    assert "\x1b" not in done.stdout
    rows = [line for line in lines if line[4:6].isdecimal()]
    assert [row[4:6] for row in rows] == [e.slug[:2] for e in given.exercises]
    assert {"en": "begun", "zh-CN": "已开始"}[lang] in rows[1]


def test_it_says_what_comes_next(given: Catalogue) -> None:
    """By the first exercise that is not done, or the one where one stands."""
    said = xorcise(cwd=given.root).stdout
    assert "0 of 14 done" in said
    assert "next: xorcise next  # " in said
    assert "`xorcise --help` lists all commands" in said
    first = solve(given, "1")
    assert "next: xorcise check 1  # " in xorcise(cwd=given.root).stdout
    assert "next: xorcise check  # " in xorcise(cwd=given.statement_dir(first)).stdout
    tests = all_tests(given, first)
    Progress.of(given).remember(first, tests)
    said = xorcise(cwd=given.root).stdout
    assert "1 of 14 done" in said
    assert "  ✓ 01 Neurons                     done" in said
    assert "next: xorcise next  # " in said
    deep = given.statement_dir(given.exercise("5"))
    assert "> ◦ 05 Schedules" in xorcise(cwd=deep).stdout


def test_a_course_that_is_named(given: Catalogue, tmp_path: Path) -> None:
    """From anywhere; one that is none is told in one line."""
    assert "0 of 14 done" in xorcise("--catalogue", given.root, cwd=tmp_path).stdout
    assert "is no course" in refused(xorcise(cwd=tmp_path, XORCISE_CATALOGUE=str(tmp_path)))


def test_damaged_progress_is_a_note_and_no_more(given: Catalogue) -> None:
    """One line on stderr, whatever else is printed."""
    (given.root / ".xorcise").mkdir()
    (given.root / ".xorcise" / "progress.json").write_text("{")
    done = xorcise(cwd=given.root)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "is damaged: progress begins anew" in done.stderr
    assert "0 of 14 done" in done.stdout

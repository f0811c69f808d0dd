"""The test button: plain pytest in an exercise's folder says what ``xorcise check`` says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue

SLUG = "02_losses"


@pytest.fixture
def given(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A student's folder with one exercise."""
    shutil.copytree(catalogue.root / "exercises" / SLUG, tmp_path / "exercises" / SLUG)
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)


def test_right_work_passes(given: Path, catalogue: Catalogue) -> None:
    """From the course's folder and from the exercise's own, as an editor starts it, with nothing else written."""
    exercise = catalogue.exercise(SLUG)
    shutil.copy(catalogue.reference(exercise), given / "exercises" / SLUG)
    for folder, words in ((given, ["exercises"]), (given / "exercises" / SLUG, [])):
        done = run(folder, "-q", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert re.search(r"^\d+ passed", done.stdout, re.M)


def test_a_failure_says_what_happened(given: Path, catalogue: Catalogue) -> None:
    """What was called, expected and got is told, without a traceback of ours; -k chooses as it always does."""
    exercise = catalogue.exercise(SLUG)
    source = catalogue.reference(exercise).read_text(encoding="utf-8").replace("0.5 *", "")
    (given / "exercises" / SLUG / "losses.py").write_text(source, encoding="utf-8")
    done = run(given, "-k", "mean_squared", "exercises")
    assert done.returncode == 1
    for part in ("called: mean_squared_error(", "expected: 0.0975", "got: 0.195", "deselected"):
        assert part in done.stdout
    assert "grader/" not in done.stdout


def test_an_untouched_stub_fails_with_its_own_words(given: Path) -> None:
    """A stub fails every test, and says that it is not written yet."""
    done = run(given, "-q", "exercises")
    assert done.returncode == 1
    assert "is not written yet" in done.stdout


def test_other_projects_are_left_alone(tmp_path: Path) -> None:
    """A project with fixtures of these names keeps its own; a test elsewhere that asks for ours is told why not."""
    (tmp_path / "test_own.py").write_text(
        "import pytest\n@pytest.fixture\ndef student(): return 'ada'\ndef test_own(student): assert student == 'ada'\n"
    )
    assert run(tmp_path, "-q").returncode == 0
    (tmp_path / "test_other.py").write_text("def test_other(student): pass\n")
    done = run(tmp_path, "-q", "test_other.py")
    assert "is no exercise: there is no exercise.toml" in done.stdout

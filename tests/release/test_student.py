"""A student who has only the handout's zip and an index of packages, and the instructor who grades what comes back."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue

pytestmark = pytest.mark.slow

XORCISE = Path(sys.executable).parent / "xorcise"


def run(*words: str | Path, cwd: Path, ok: tuple[int, ...] = (0,)) -> str:
    """Run a command as a person does whose shell knows nothing of this checkout; return what it printed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PYTHON", "VIRTUAL_ENV", "XORCISE"))}
    command = [*map(str, words)]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in ok, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the student unpacked, with the environment that the README asks for.

    The wheel is installed by ``requirements.txt``; what it needs is seen in this environment instead of downloaded.
    """
    work = tmp_path_factory.mktemp("instructor")
    given = Path(run(XORCISE, "handout", work / "course", "--form", "zip", cwd=Path(__file__).parent).strip())
    with zipfile.ZipFile(given) as archive:
        student = tmp_path_factory.mktemp("student")
        archive.extractall(student)
    home = student / "course"
    run(sys.executable, "-m", "venv", ".venv", cwd=home)
    python = home / ".venv" / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    offline = ("--no-deps", "--no-index", "--ignore-installed")
    run(python, "-m", "pip", "install", *offline, "-r", "requirements.txt", cwd=home)
    assert Path(run(python, "-c", "import grader; print(grader.__file__)", cwd=home).strip()).is_relative_to(home)
    return home


def test_from_the_handout_to_marks(home: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    """Set up, list, check, the test button, pack; then the instructor grades the pack, and the digest comes back."""
    xorcise, python = home / ".venv" / "bin" / "xorcise", home / ".venv" / "bin" / "python"
    assert run(xorcise, "list", cwd=home).count("\n") == len(catalogue.exercises)
    folder = home / "exercises" / "02_losses"
    assert "not written yet" in run(xorcise, "check", cwd=folder, ok=(1,))
    shutil.copy(catalogue.reference(catalogue.exercise("2")), folder)
    run(xorcise, "check", cwd=folder)
    run(xorcise, "hint", "losses", cwd=folder)
    assert " passed" in run(python, "-m", "pytest", "-q", cwd=folder)
    shutil.copy(
        catalogue.root / "examples" / "class" / "03-partly-right" / "gradients.py",
        folder.parent / "03_numerical_gradient",
    )
    said = run(xorcise, "pack", cwd=folder)
    assert "02_losses              packed" in said
    assert "04_gradient_descent    left out: untouched" in said
    assert f"2 of {len(catalogue.exercises)} exercises" in said
    (digest,) = re.findall(r"^digest (\w{64})$", said, re.M)

    (tmp_path / "class").mkdir()
    shutil.copy(home / "submission.zip", tmp_path / "class" / "ada.zip")
    run(XORCISE, "grade", "class", "-o", "out", "-e", "2", "-e", "3", "-e", "4", "-j", "1", cwd=tmp_path)
    ada = tmp_path / "out" / "students" / "ada"
    result = json.loads((ada / "result.json").read_text(encoding="utf-8"))
    scores = {e["slug"]: e["score"] for e in result["exercises"]}
    assert scores["02_losses"] == 100
    assert 0 < scores["03_numerical_gradient"] < 100
    assert scores["04_gradient_descent"] == 0
    assert result["submission_digest"] == digest
    assert digest in (ada / "feedback.html").read_text(encoding="utf-8")


def test_grading_at_home_is_refused(home: Path, tmp_path: Path) -> None:
    """A handout has no suites: `grade` says so in one line."""
    (tmp_path / "class" / "ada").mkdir(parents=True)
    xorcise = home / ".venv" / "bin" / "xorcise"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XORCISE"))}
    words = [*map(str, (xorcise, "grade", tmp_path / "class", "-o", tmp_path / "out"))]
    done = subprocess.run(words, cwd=home, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 2
    assert "instructor's checkout" in done.stderr
    assert done.stderr.count("\n") == 1

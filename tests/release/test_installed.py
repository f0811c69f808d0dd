"""`pip install .` without the checkout: the exercises are in the package, and TensorFlow is not needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.release.leaks import Secrets

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow  # it builds the wheel and installs it, a minute

Run = Callable[..., subprocess.CompletedProcess[str]]

NO_TENSORFLOW = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("tensorflow", "keras"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Absent())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip builds of a clone. The backend is that of this environment, so nothing is downloaded."""
    clone = tmp_path_factory.mktemp("clone")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, clone)
    for name in ("grader", "exercises", "solutions"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    made = tmp_path_factory.mktemp("wheel")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(made), str(clone)]
    subprocess.run(command, check=True, timeout=300)
    assert not (clone / "grader" / "course").exists()
    (path,) = made.glob("xorcise-*.whl")
    return path


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs a command of the installed package, in an environment without TensorFlow."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "sitecustomize.py").write_text(NO_TENSORFLOW, encoding="utf-8")

    def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "XORCISE_CATALOGUE"))}
        command = [sys.executable, "-c", "from grader.cli import main; main()", *words]
        env |= {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)

    return run


def test_the_wheel_has_the_exercises_and_nothing_hidden(wheel: Path, catalogue: Catalogue) -> None:
    """Statements, stubs, descriptions, public tests and what is generated, byte by byte; nothing of suites."""
    with zipfile.ZipFile(wheel) as archive:
        prefix = "grader/course/exercises/"
        carried = {n.removeprefix(prefix): archive.read(n) for n in archive.namelist() if n.startswith(prefix)}
    own = catalogue.root / "exercises"
    files = {p for p in own.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert carried == {p.relative_to(own).as_posix(): p.read_bytes() for p in files}
    assert list(Secrets.of(catalogue).leaks(wheel)) == []


def test_a_student_needs_the_package_alone(run: Run, catalogue: Catalogue, tmp_path: Path) -> None:
    """List, next, hint, a file alone, and a folder to begin with; no course is anywhere around."""
    assert run("list", cwd=tmp_path).stdout.count("\n") == len(catalogue.exercises)
    said = run("next", cwd=tmp_path)
    assert (said.returncode, said.stderr) == (0, "")
    assert str(Path("grader") / "course" / "exercises" / "01_neurons" / "README.md") in said.stdout
    assert "02_losses" in run("hint", "losses", cwd=tmp_path).stdout
    other = tmp_path / "downloads"
    other.mkdir()
    shutil.copy(catalogue.reference(catalogue.exercise("2")), other)
    alone = run("check", "losses.py", cwd=other)
    assert (alone.returncode, alone.stderr) == (0, "")
    done = run("reset", "03", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "exercises" / "03_numerical_gradient" / "desk" / "stub.py").is_file()
    assert run("check", "3", cwd=tmp_path).returncode == 1


def test_an_exercise_that_needs_tensorflow_says_so(run: Run, tmp_path: Path) -> None:
    """One line, and how to mend it."""
    assert run("reset", "11", cwd=tmp_path).returncode == 0
    done = run("check", "11", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("xorcise: 11_iris needs TensorFlow")
    assert done.stderr.count("\n") == 1


def test_grading_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    done = run("grade", "class", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "instructor's checkout" in done.stderr

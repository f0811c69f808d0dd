"""`pip install --user`: workers find the packages, and nothing that a submission may have left runs in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow  # it makes an installation of its own

ROOT = Path(__file__).resolve().parents[2]

PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"

Run = Callable[..., subprocess.CompletedProcess[str]]

NEEDED = {"orjson", "sqlalchemy", "alembic", "filelock", "jinja2", "nbformat", "scipy", "copydetect", "fastjsonschema"}
"""What grading needs of the extra ``instructor``. TensorFlow is left out: it is two gigabytes."""


def installed(names: set[str]) -> dict[str, Distribution]:
    """Return distributions by name, with what they need."""
    found: dict[str, Distribution] = {}
    waiting = [*names]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue
        if name not in found:
            found[name] = one
            needs = [Requirement(line) for line in one.requires or ()]
            waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs a command with the base interpreter and a user's packages: copies, and this checkout.

    The checkout is named by a ``.pth`` file, as `pip install --user -e` writes it.
    """
    if not PYTHON.exists():
        pytest.skip(f"{PYTHON} is not there: no interpreter beside the environment's")
    base = tmp_path_factory.mktemp("user")
    site = base / "lib" / PYTHON.name / "site-packages"
    site.mkdir(parents=True)
    (site / "xorcise.pth").write_text(f"{ROOT}\n")
    for name, one in installed({"xorcise", *NEEDED}).items():
        for file in one.files or () if name != "xorcise" else ():
            source, target = Path(str(file.locate())), site / file
            if ".." not in file.parts and "__pycache__" not in file.parts and source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)

    def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PYTHON", "VIRTUAL", "XORCISE_CAT"))}
        env |= {"PYTHONUSERBASE": str(base), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [str(PYTHON), "-P", "-c", "from grader.cli import main; main()", *map(str, words)]
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)

    return run


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A student's folder with losses solved, and libraries looked at from inside."""
    folder = tmp_path / "exercises" / "02_losses"
    shutil.copytree(ROOT / "exercises" / "02_losses", folder)
    shutil.copy(ROOT / "solutions" / "02_losses" / "losses.py", folder)
    return folder


def test_checks_find_the_packages(run: Run, course: Path) -> None:
    """In a plain child and in a confined worker."""
    for words in ((), ("--isolated",)):
        done = run("check", *words, cwd=course)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_a_class_is_graded(run: Run, course: Path, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    shutil.copytree(course, tmp_path / "class" / "ada" / "02_losses")
    words = ("grade", tmp_path / "class", "-o", tmp_path / "out", "-e", "02", "-j", "1", "--mnist", "digits")
    done = run(*words, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((tmp_path / "out" / "students" / "ada" / "result.json").read_text(encoding="utf-8"))
    assert result["score"] == 100


def test_a_submission_leaves_nothing_that_a_worker_runs(run: Run, course: Path, tmp_path: Path) -> None:
    """A usercustomize in the home that workers have, in the folder of the submission, or in its own packages."""
    mark = tmp_path / "ran"
    hostile = f"open({str(mark)!r}, 'w')\n"
    for name in ("usercustomize.py", "sitecustomize.py", "numpy.py", "dataclasses.py"):
        (course / name).write_text(hostile)
    written = (course / "losses.py").read_text()
    plant = f"""
import os, sys
for base in (os.environ["HOME"], os.getcwd()):
    folder = os.path.join(base, ".local", "lib", {PYTHON.name!r}, "site-packages")
    try:
        os.makedirs(folder, exist_ok=True)
        open(os.path.join(folder, "usercustomize.py"), "w").write({hostile!r})
    except OSError:
        pass
"""
    (course / "losses.py").write_text(plant + written)
    for _ in range(2):
        assert run("check", "--isolated", cwd=course).returncode == 0
    assert not mark.exists()

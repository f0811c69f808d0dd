"""The autograder zip of one exercise, as Otter lays one out.

``otter generate`` itself makes what it can (``setup.sh``, ``run_autograder``, ``environment.yml``,
``otter_config.json``, ``tests/``), so that a zip fits the version of Otter that it is made with. We add the grader and
the exercise under ``files/``, and put our entry point in the place of ``run_otter.py``. Otter's Dockerfile runs
``setup.sh`` when it has copied that and ``environment.yml`` and nothing else (otter/grade/Dockerfile). So what is to be
installed is named there, and the grader's own code, which comes later, is put on the path by ``run_otter.py``.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import grader
from grader.errors import GraderError, UsageError
from grader.exercises.datasets import STAND_IN
from grader.exercises.exercise import Exercise
from grader.files import write_bytes
from grader.grading.bundle import EPOCH
from grader.grading.settings import Settings
from grader.grading.single import grade_submission
from grader.language import _
from grader.release import carried
from grader.release.bundle import Bundle
from grader.release.otter.plugin import NAME, Config
from grader.release.otter.stage import CARRIED
from grader.result import Outcome, TestResult
from grader.submission import Submission

RUN_OTTER = f'''\
"""What runs in a grading container; written by `xorcise bundle otter`."""

import sys
from pathlib import Path

source = Path(__file__).resolve().parent
sys.path.insert(0, str(source / "files" / "{CARRIED}"))

from grader.release.otter.container import main

if __name__ == "__main__":
    main(source.parent)
'''

TEST_FILE = '''\
"""Reads what the judge decided; nothing of a submission runs here. Written by `xorcise bundle otter`."""

import json
import pathlib

from otter.test_files import test_case

OK_FORMAT = False
name = {id}


@test_case(name={title}, points={points!r}, hidden={hidden!r})
def verdict():
    decided = json.loads(pathlib.Path("../graded/verdicts.json").read_text(encoding="utf-8"))
    test = decided["tests"].get(name) or {{"passed": False, "told": decided["problem"]}}
    assert test["passed"], test["told"]
'''

SCRIPTS = {"run_autograder", "setup.sh"}
"""Files of a zip that are run as programs."""


def tests_of(bundle: Bundle) -> dict[str, tuple[TestResult, ...]]:
    """Return the tests of each exercise's hidden suite, by slug, as they come out where nothing was handed in.

    Raises:
        GraderError: a suite cannot be run, so that a bundle of it would give no verdict.
    """
    slugs = tuple(e.slug for e in bundle.exercises)
    settings = Settings(str(bundle.catalogue.root), slugs, bundle.seed, STAND_IN, minimum="bare")
    result = grade_submission(settings, bundle.exercises, Submission("nobody", {}))
    for exercise in result.exercises:
        for test in exercise.tests:
            if test.outcome is Outcome.GRADER_ERROR:
                raise GraderError(
                    _("the suite of {exercise} cannot be run: {fault}", exercise=exercise.slug, fault=test.message)
                )
    return {e.slug: e.tests for e in result.exercises}


def test_files(tests: Iterable[TestResult], lang: str) -> dict[str, str]:
    """Return an Otter test file for each test, by name of file; Otter runs them in the order of their names."""
    files = {}
    for number, test in enumerate(tests, 1):
        title = test.title_zh if lang == "zh-CN" and test.title_zh else test.title
        hidden = test.visibility != "public"
        said = json.dumps(title, ensure_ascii=False)
        text = TEST_FILE.format(id=json.dumps(test.id), title=said, points=test.max_points, hidden=hidden)
        files[f"{number:02}_{test.id}.py"] = text
    return files


def write_zip(path: Path, bundle: Bundle, exercise: Exercise, tests: Iterable[TestResult]) -> None:
    """Write the autograder of one exercise.

    Raises:
        UsageError: otter-grader is not installed.
    """
    config = Config(exercise.slug, grader.__version__, bundle.seed, bundle.lang)
    files = _generated(test_files(tests, bundle.lang), {"plugins": [{NAME: asdict(config)}]}, exercise)
    files["run_otter.py"] = RUN_OTTER.encode()
    carried_files = [*carried.code(), *carried.exercises(bundle.catalogue, (exercise,), bundle.seed)]
    files |= {f"files/{CARRIED}/{name}": content for name, content in carried_files}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr = (0o755 if name in SCRIPTS else 0o644) << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    write_bytes(path, made.getvalue())


def _generated(tests: Mapping[str, str], config: Mapping[str, object], exercise: Exercise) -> dict[str, bytes]:
    """Return what ``otter generate`` makes of test files and a configuration, by name."""
    try:
        from otter.generate import main as generate  # an extra: where it is missing, one line says so
    except ModuleNotFoundError as error:
        raise UsageError(
            _("bundles for Otter need the package {package}: install xorcise[otter]", package=error.name)
        ) from None
    with tempfile.TemporaryDirectory(prefix="xorcise-otter-") as name, contextlib.redirect_stdout(sys.stderr):
        folder = Path(name)
        (folder / "tests").mkdir()
        for file, text in tests.items():
            (folder / "tests" / file).write_text(text, encoding="utf-8")
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        (folder / "requirements.txt").write_text("\n".join(carried.requirements([exercise])), encoding="utf-8")
        generate(
            tests_dir=str(folder / "tests"),
            output_path=str(folder / "autograder.zip"),
            config=str(folder / "config.json"),
            requirements=str(folder / "requirements.txt"),
            no_environment=True,
            python_version=f"{sys.version_info.major}.{sys.version_info.minor}",
        )
        with zipfile.ZipFile(folder / "autograder.zip") as archive:
            return {name: archive.read(name) for name in sorted(archive.namelist())}

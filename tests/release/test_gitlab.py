"""The bundle for GitLab: checked against its schema, and its jobs' scripts run in projects made of it."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from .layout import CLASS, PATIENCE_S, ROOT, bundle, environment


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("gitlab", tmp_path_factory.mktemp("bundle") / "gitlab", "02")


def run_job(project: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run a job as GitLab's runner does: before_script and script joined, by one shell, which a failure ends."""
    job = yaml.safe_load((project / ".gitlab-ci.yml").read_text(encoding="utf-8"))[name]
    lines = "\n".join(["set -eo pipefail", *job["before_script"], *job["script"]])
    variables = {k: v.replace("$CI_PROJECT_DIR", str(project)) for k, v in job["variables"].items()}
    return subprocess.run(
        ["bash", "-c", lines],
        cwd=project,
        env=environment(CI_PROJECT_DIR=str(project), **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_the_files_are_of_gitlabs_schema(written: Path) -> None:
    files = [str(p) for p in written.rglob(".gitlab-ci.yml")]
    assert len(files) == 2
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_the_instructors_part_holds_suites(written: Path) -> None:
    secret = {p.read_bytes() for p in (ROOT / "solutions").rglob("*.py")}
    secret |= {p.read_bytes() for p in (ROOT / "grader" / "suites").rglob("*") if p.is_file()}
    assert not [p for p in (written / "students").rglob("*") if p.is_file() and p.read_bytes() in secret]


def test_a_students_job_leaves_both_reports(written: Path, tmp_path: Path) -> None:
    """The job fails, and GitLab is given a test report and findings at the failing lines of the student's file."""
    project = tmp_path / "student"
    shutil.copytree(written / "students", project)
    shutil.copytree(ROOT / "exercises" / "02_losses", project / "exercises" / "02_losses")
    wrong = "import numpy as np\n\ndef mean_squared_error(y, t):\n    return np.sum((y - t) ** 2)\n"
    (project / "exercises" / "02_losses" / "losses.py").write_text(wrong)
    done = run_job(project, "check")
    assert done.returncode == 1, done.stderr
    root = ET.parse(project / "xorcise-junit.xml").getroot()
    failures = len(list(root.iter("failure")))
    assert (root.get("failures"), root.get("tests")) == (str(failures), str(len(list(root.iter("testcase")))))
    assert failures > 0
    assert {case.get("file") for case in root.iter("testcase")} == {"exercises/02_losses/losses.py"}
    findings = json.loads((project / "gl-code-quality-report.json").read_text())
    assert len(findings) == failures
    for finding in findings:
        assert finding["location"] == {"path": "exercises/02_losses/losses.py", "lines": {"begin": 3}}


def test_an_instructors_job_grades_all_and_keeps_the_report(written: Path, tmp_path: Path) -> None:
    project = tmp_path / "instructor"
    shutil.copytree(written / "instructor", project)
    for entry in ("01-right", "04-typical-mistakes"):
        shutil.copytree(CLASS / entry, project / "submissions" / entry)
    done = run_job(project, "grade")
    assert done.returncode == 0, done.stderr
    with (project / "report" / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        assert {line["student"]: line["total"] for line in csv.DictReader(file)} == {
            "01-right": "100",
            "04-typical-mistakes": "23",
        }
    root = ET.parse(project / "xorcise-junit.xml").getroot()
    assert [suite.get("name") for suite in root] == ["01-right: 02_losses", "04-typical-mistakes: 02_losses"]

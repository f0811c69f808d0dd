"""The bundle for Classroom 50: its autograder.py, run in a student's checkout as the runner does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from schemas import check_classroom50

from .layout import CLASS, ROOT, bundle, classroom50, classroom50_points, hand_in

GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("classroom50", tmp_path_factory.mktemp("bundle") / "losses", "02")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with what Classroom 50 puts there."""
    folder = tmp_path / "checkout"
    (folder / ".github" / "workflows").mkdir(parents=True)
    (folder / ".github" / "workflows" / "autograde.yaml").write_text("on: push\n")
    (folder / ".classroom50.yaml").write_text("classroom: dl-2026\n")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


def graded(written: Path, checkout: Path, entry: str, **more: str) -> dict[str, Any]:
    hand_in(CLASS / entry, checkout)
    done = classroom50(written, checkout, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return check_classroom50((checkout / "result.json").read_text(encoding="utf-8"))


def test_a_bundle_is_what_the_runner_takes(written: Path) -> None:
    """It fetches at most 10 MB, runs autograder.py, and knows the fields of the runtime."""
    assert (written / "autograder.py").is_file()
    assert sum(p.stat().st_size for p in written.rglob("*") if p.is_file()) < 10 * 1024 * 1024
    assert set(json.loads((written / "runtime.json").read_text())) <= {"runs-on", "python"}
    assert not [p for p in written.rglob("*") if "solutions" in p.parts]


@pytest.mark.parametrize("entry", ["01-right", "04-typical-mistakes"])
def test_a_submission_gets_what_it_gets_in_the_class(written: Path, checkout: Path, tmp_path: Path, entry: str) -> None:
    """And says so to the workflow, in result.json and in the release's text."""
    output = tmp_path / "output"
    made = graded(written, checkout, entry, GITHUB_OUTPUT=str(output))
    outcome, score = GOLDEN[entry]["02_losses"]
    assert classroom50_points(made) == {"02_losses": score}
    assert (made["score"], made["max-score"], made["owner"]) == (score, 100, "ada")
    status, summary = output.read_text().splitlines()
    assert status == ("status=success" if outcome == "passed" else "status=failure")
    assert summary.startswith(f"summary=xorcise: {score}/100 points, ")
    body = (checkout / "release-body.md").read_text(encoding="utf-8")
    assert body.startswith(f"## Feedback: {score} / 100\n")
    assert "0.1175" not in body + json.dumps(made)  # what the first hidden test expects


def test_a_file_in_exercises_is_found(written: Path, checkout: Path) -> None:
    """A repository made of the handout has the course's own folders."""
    folder = checkout / "exercises" / "02_losses"
    folder.mkdir(parents=True)
    (folder / "losses.py").write_bytes((ROOT / "solutions" / "02_losses" / "losses.py").read_bytes())
    assert classroom50(written, checkout).returncode == 0
    assert json.loads((checkout / "result.json").read_text())["score"] == 100


def test_what_cannot_be_read_fails(written: Path, checkout: Path) -> None:
    (checkout / "losses.py").write_bytes(b"x = 1\n" * 400_000)
    assert classroom50(written, checkout).returncode == 0
    made = check_classroom50((checkout / "result.json").read_text())
    assert made["score"] == 0
    assert not any(test["passed"] for test in made["tests"])


def test_nothing_of_the_checkout_runs_in_the_grader(written: Path, checkout: Path, tmp_path: Path) -> None:
    """Its modules are not imported, and where it put a link for result.json, the link is replaced, not followed."""
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    for name in ("result.json", "release-body.md"):
        (checkout / name).symlink_to(victim)
    for name in ("grader", "json", "subprocess", "sitecustomize"):
        (checkout / f"{name}.py").write_text(f"open({str(tmp_path / 'owned')!r}, 'w')")
    made = graded(written, checkout, "01-right")
    assert made["score"] == 100
    assert victim.read_text() == "untouched"
    assert not (tmp_path / "owned").exists()


def test_our_fault_leaves_no_result(written: Path, checkout: Path, tmp_path: Path) -> None:
    """The runner then reports an error and keeps the score before; a noughts' result would be a verdict."""
    hand_in(CLASS / "01-right", checkout)
    done = classroom50(written, checkout, XORCISE_COURSE=str(tmp_path))
    assert done.returncode == 3
    assert done.stdout.startswith("::error title=Xorcise::the grader failed")
    assert not (checkout / "result.json").exists()
    done = classroom50(written, checkout, CLASSROOM="")
    assert done.returncode == 3
    assert "CLASSROOM" in done.stdout


def test_suites_may_lie_on_the_runner_instead(written: Path, checkout: Path, tmp_path: Path) -> None:
    """XORCISE_COURSE names them; the published bundle then needs no suite."""
    kept = tmp_path / "kept"
    (tmp_path / "published").mkdir()
    for path in written.iterdir():
        target = kept if path.name == "course" else tmp_path / "published" / path.name
        target.symlink_to(path)
    hand_in(CLASS / "01-right", checkout)
    assert classroom50(tmp_path / "published", checkout, XORCISE_COURSE=str(kept)).returncode == 0
    assert json.loads((checkout / "result.json").read_text())["score"] == 100


def test_the_entry_point_installs_into_an_environment_of_its_own(written: Path, checkout: Path, tmp_path: Path) -> None:
    """Beside nothing of the checkout, with our constraints; pip is a fake one that notes what it is asked for."""
    log = tmp_path / "log"
    fake = tmp_path / "xorcise" / "bin" / "python"
    fake.parent.mkdir(parents=True)
    code = "import runpy, sys, subprocess; run = subprocess.run\n"
    code += "subprocess.run = lambda c, **k: run(c, **k) if 'venv' not in c else None\n"
    code += f"sys.argv = ['autograder.py']; runpy.run_path({str(written / 'autograder.py')!r}, run_name='__main__')"
    fake.write_text(f'#!/bin/bash\necho "$@" >> {log}\n')
    fake.chmod(0o755)
    env = {k: v for k, v in os.environ.items() if k != "XORCISE_PYTHON"} | {"RUNNER_TEMP": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=checkout, env=env, check=True)
    pip, run = log.read_text().splitlines()
    assert pip.startswith("-m pip install")
    assert pip.endswith(f"-c {written}/constraints.txt {next(written.glob('*.whl'))}[instructor]")
    assert run == f"-I -m grader.run.classroom50 {written} {checkout}"

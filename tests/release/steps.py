"""Runs the steps of a GitHub workflow where there is no runner: in order, by bash, with the files that a runner gives.

What a runner does beyond that is not here: ``uses:`` of somebody else's action is replaced by what it does, as far as
``ELSEWHERE`` has it; any other is an error, and so is an expression that is not an input.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .layout import PATIENCE_S, environment


@dataclass
class Job:
    """One job in a checked out repository.

    Attributes:
        repository: its root, which the steps run in.
        place: for the files of the runner: GITHUB_ENV, GITHUB_STEP_SUMMARY and the like.
        artifacts: by name, where what was uploaded lies.
        used: the actions of others that were replaced.
        stdout: of all steps.
        failed: whether a step has failed.
    """

    repository: Path
    place: Path
    variables: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    stdout: str = ""
    stderr: str = ""
    failed: bool = False

    @property
    def summary(self) -> str:
        """What the steps wrote for the job's summary."""
        path = self.place / "GITHUB_STEP_SUMMARY"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run(self, workflow: Path, inputs: Mapping[str, str] | None = None) -> None:
        """Run the steps of a workflow's only job."""
        (job,) = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
        self._steps(job["steps"], inputs or {}, None)

    def _steps(self, steps: list[dict[str, Any]], inputs: Mapping[str, str], action: Path | None) -> None:
        for step in steps:
            if self.failed and step.get("if") != "always()":
                continue
            if "run" in step:
                self._shell(step, inputs, action)
            elif step["uses"].startswith("./"):
                self._action(self.repository / step["uses"], _filled(step.get("with", {}), inputs))
            else:
                self.used.append(step["uses"])
                ELSEWHERE[step["uses"]](self, _filled(step.get("with", {}), inputs))

    def _action(self, folder: Path, given: Mapping[str, str]) -> None:
        described = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
        assert described["runs"]["using"] == "composite"
        assert set(given) <= set(described["inputs"])
        defaults = {name: str(one.get("default", "")) for name, one in described["inputs"].items()}
        self._steps(described["runs"]["steps"], {**defaults, **given}, folder)

    def _shell(self, step: Mapping[str, Any], inputs: Mapping[str, str], action: Path | None) -> None:
        assert "${{" not in step["run"], "an input in a script is read as shell"
        assert action is None or step["shell"] == "bash", "a step of a composite action has to name its shell"
        self.place.mkdir(parents=True, exist_ok=True)
        files = {name: self.place / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.touch()
        env = environment(
            GITHUB_ACTIONS="true",
            GITHUB_WORKSPACE=str(self.repository),
            GITHUB_ACTION_PATH=str(action or ""),
            RUNNER_TEMP=str(self.place),
            **{name: str(path) for name, path in files.items()},
        )
        env |= self.variables | _filled(step.get("env", {}), inputs)
        script = self.place / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.repository,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        self.stdout += done.stdout
        self.stderr += done.stderr
        self.failed |= done.returncode != 0
        lines = files["GITHUB_ENV"].read_text(encoding="utf-8").splitlines()
        self.variables |= dict(line.split("=", 1) for line in lines)


def _filled(values: Mapping[str, Any], inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the values with the inputs that they name; GitHub gives an empty text for one that was not given."""
    return {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs.get(found[1], ""), str(value))
        for name, value in values.items()
    }


def _upload(job: Job, given: Mapping[str, str]) -> None:
    source, target = job.repository / given["path"], job.place / "artifacts" / given["name"]
    if source.exists():  # where there is nothing, the action warns
        shutil.copytree(source, target)
        job.artifacts[given["name"]] = target


ELSEWHERE: Mapping[str, Callable[[Job, Mapping[str, str]], None]] = {
    "actions/checkout@v4": lambda job, given: None,  # the repository is there
    "actions/setup-python@v5": lambda job, given: None,  # so is this interpreter
    "actions/upload-artifact@v4": _upload,
}

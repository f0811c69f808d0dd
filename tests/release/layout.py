"""A platform's folders laid out below a temporary root, and its scripts run there as the platform would run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

CLASS = ROOT / "examples" / "class"

COMMAND = str(Path(sys.executable).parent / "xorcise")

PATIENCE_S = 900
"""Nothing here is about speed: a busy machine may take a quarter of an hour."""


def bundle(platform: str, folder: Path, *names: str, seed: int = 0) -> Path:
    """Write a bundle as a user does; return its folder."""
    wanted = [part for name in names for part in ("-e", name)]
    command = [COMMAND, "bundle", platform, str(folder), "--seed", str(seed), *wanted]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def environment(**more: str) -> dict[str, str]:
    """Return variables for a platform's script: this interpreter instead of an installation, and none of the tests'."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XORCISE", "GITHUB", "PYTHON", "CI_"))}
    return kept | {"XORCISE_PYTHON": sys.executable} | more


def hand_in(entry: Path, folder: Path) -> None:
    """Put an entry of a class where a platform puts a submission: a folder's files, or the file itself."""
    if entry.is_dir():
        shutil.copytree(entry, folder, dirs_exist_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(entry, folder / entry.name)


@dataclass(frozen=True)
class Autograder:
    """Gradescope's folders, in which one submission after another is graded."""

    root: Path

    @classmethod
    def unpack(cls, archive: Path, root: Path) -> Autograder:
        """Lay out /autograder as its image is built: the zip in source/, run_autograder beside it."""
        (root / "source").mkdir(parents=True)
        with zipfile.ZipFile(archive) as file:
            for info in file.infolist():
                path = Path(file.extract(info, root / "source"))
                path.chmod(info.external_attr >> 16 & 0o777)
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        return cls(root)

    def set_up(self, **more: str) -> subprocess.CompletedProcess[str]:
        """Run setup.sh."""
        return self._run(["bash", str(self.root / "source" / "setup.sh")], more)

    def grade(
        self, entry: Path | None, metadata: Mapping[str, Any] | None = None, prefix: tuple[str, ...] = (), **more: str
    ) -> Graded:
        """Run run_autograder on a submission.

        Args:
            entry: what is handed in; what lies there already if ``None``.
            metadata: what submission_metadata.json says.
            prefix: a command that runs the script in another way.
            more: variables.
        """
        if entry is not None:
            shutil.rmtree(self.root / "submission", ignore_errors=True)
            hand_in(entry, self.root / "submission")
        shutil.rmtree(self.root / "results", ignore_errors=True)
        (self.root / "submission_metadata.json").write_text(json.dumps(metadata or {}), encoding="utf-8")
        done = self._run([*prefix, str(self.root / "run_autograder")], more)
        text = (self.root / "results" / "results.json").read_text(encoding="utf-8")
        return Graded(text, done.stdout, done.stderr, done.returncode)

    def _run(self, command: list[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        env = {**environment(AUTOGRADER_ROOT=str(self.root)), **more}
        return subprocess.run(
            command, cwd=self.root, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )


@dataclass(frozen=True)
class Graded:
    """What a platform's script left behind."""

    document: str
    stdout: str
    stderr: str
    code: int
    data: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", json.loads(self.document))


def gradescope_points(document: Mapping[str, Any]) -> dict[str, float]:
    """Return the points of each exercise, added up from its tests."""
    points: dict[str, float] = {}
    for test in document["tests"]:
        slug = test["extra_data"]["exercise"]
        points[slug] = round(points.get(slug, 0.0) + test["score"], 6)
    return points


CLASSROOM50 = {
    "CLASSROOM": "dl-2026",
    "ASSIGNMENT": "losses",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/2026-10-01T10-00-00Z-abcdef0",
    "COMMIT_URL": "https://github.com/o/r/commit/abcdef0",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/x",
}


def classroom50(folder: Path, checkout: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a bundle's autograder.py in a student's checkout, as the runner of Classroom 50 does."""
    return subprocess.run(
        [sys.executable, str(folder / "autograder.py")],
        cwd=checkout,
        env={**environment(**CLASSROOM50), **more},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def classroom50_points(document: Mapping[str, Any]) -> dict[str, float]:
    """Return the points of each exercise, added up from its tests."""
    points: dict[str, float] = {}
    for test in document["tests"]:
        if slug := test.get("exercise"):
            points[slug] = points.get(slug, 0.0) + test["score"]
    return points

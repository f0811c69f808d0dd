"""A class as each platform delivers it, graded by the command: the right people, marks and times."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from submission import platform_folders as folders

CHECKOUT = Path(__file__).resolve().parents[2]

COMMAND = str(Path(sys.executable).parent / "xorcise")

PATIENCE_S = 300
"""Nothing here is about speed; a run takes three seconds on an idle machine."""

EARLY, LATE = "2023-11-14T22:13:20+00:00", "2023-11-15T22:13:20+00:00"

pytestmark = pytest.mark.slow  # a dozen runs of the command


def nbgrader_submitted(root: Path) -> Path:
    """Return the folder ``submitted`` of nbgrader's course."""
    return folders.nbgrader(root) / "submitted"


def moodle_zip(root: Path) -> Path:
    """Return Moodle's download as it comes."""
    return folders.as_zip(folders.moodle_folders(root), root.parent / "class.zip")


def canvas_tar(root: Path) -> Path:
    return folders.as_tar(folders.canvas(root), root.parent / "class.tar.gz")


def gradescope_zip(root: Path) -> Path:
    """Return Gradescope's export, inside a folder as it comes."""
    return folders.as_zip(folders.gradescope(root), root.parent / "class.zip", "assignment_1_export/")


MOODLE = {"Ada Student 1000001": 100, "Ada Student 1000002": 0, "Dan Student": 0, "学生三": 100}
CANVAS = {"anon_a1b2c": 0, "studentada": 100, "studentbob": 0, "学生三": 100}
GRADESCOPE = {"Ada Student": 100, "Bob Student": 0, "学生三": 0}
NBGRADER = {"student_01": 100, "学生二": 0}

LAYOUTS: list[tuple[Callable[[Path], Path], dict[str, int], dict[str, str]]] = [
    (folders.moodle_folders, MOODLE, {}),
    (moodle_zip, MOODLE, {}),
    (folders.moodle_flat, {"Ada Student": 100, "Bob Student": 0, "学生三": 100}, {}),
    (folders.canvas, CANVAS, {}),
    (canvas_tar, CANVAS, {}),
    (folders.gradescope, GRADESCOPE, {"Ada Student": "2026-11-30T10:00:00", "Bob Student": "2026-11-30T12:00:00"}),
    (gradescope_zip, GRADESCOPE, {"学生三": "2026-11-30T12:00:00+00:00"}),
    (folders.nbgrader, NBGRADER, {"student_01": "2026-11-30T10:30:47+00:00"}),
    (nbgrader_submitted, NBGRADER, {"student_01": "2026-11-30T10:30:47+00:00"}),
    (folders.github, {"ada-student": 100, "bob-student": 0}, {"ada-student": EARLY, "bob-student": LATE}),
    (folders.google, {"Ada Student": 100, "Bob Student": 0, "学生三": 100}, {}),
    (
        folders.plain,
        dict.fromkeys(("student_04", "student_05", "student_06"), 100)
        | dict.fromkeys(("student_01", "student_02", "学生三"), 0),
        {"student_01": LATE, "student_04": EARLY},
    ),
]


@pytest.mark.parametrize(
    ("write_class", "marks", "times"), LAYOUTS, ids=[write_class.__name__ for write_class, _marks, _times in LAYOUTS]
)
def test_a_class_is_graded_as_its_platform_delivers_it(
    write_class: Callable[[Path], Path],
    marks: dict[str, int],
    times: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who handed in right work has all points, who handed in a stub none; the times are the platform's."""
    right = (CHECKOUT / "solutions" / "02_losses" / "losses.py").read_text(encoding="utf-8")
    stub = (CHECKOUT / "exercises" / "02_losses" / "losses.py").read_text(encoding="utf-8")
    monkeypatch.setattr(folders, "ONE", right)
    monkeypatch.setattr(folders, "TWO", stub.replace("raise NotImplementedError", "return None  # raise", 1))
    out = tmp_path / "out"
    run("grade", write_class(tmp_path / "class"), "-o", out, "-e", "02", "--explain", "never")
    table = csv.DictReader(io.StringIO((out / "gradebook.csv").read_text(encoding="utf-8")))
    assert {line["student"]: float(line["02_losses"] or 0) for line in table} == marks
    for student, time in times.items():
        lines = json.loads(run("history", student, "-o", out, "--json"))["lines"]
        assert [line["submitted"] for line in lines][-1].startswith(time), student


def run(*words: object) -> str:
    """Run a command in the course and return what it prints."""
    done = subprocess.run(
        [COMMAND, *map(str, words)],
        env=os.environ | {"XORCISE_CATALOGUE": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

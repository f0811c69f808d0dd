"""The driver of a class loads what it uses: the judge's and the worker's side belong to its slots."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("numpy", "sklearn", "pytest", "sandlock", "grader.suite", "grader.worker")
"""NumPy alone takes a fifth of a second of processor time: its OpenBLAS starts threads, which spin."""

RUN = """
import sys
from pathlib import Path
from grader.run.driver import Request, run_class
from grader.grading import local
from grader.grading.protocol import Executor
from grader.slot.task import given_up

class AtOnce(Executor):
    def __init__(self, settings, jobs):
        pass
    def run(self, tasks):
        print("before the last report:", *sys.modules)
        for task in tasks:
            yield given_up(task, "no slot was asked")

local.LocalExecutor = AtOnce
run_class(Request(Path(sys.argv[1]), Path(sys.argv[2]), ("02",), 1, 0, "digits", "landlock", "en"))
print("imported:", *sys.modules)
"""


def test_the_driver_of_an_exercise_without_data_needs_no_numpy(tmp_path: Path) -> None:
    """From the first look at a new class to its last report, of a suite whose misconceptions were learnt.

    Only the class page's plots need NumPy, for matplotlib, when all is graded.
    """
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_text("def mean_squared_error(y, t): return 0.0\n", encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "class"), str(tmp_path / "out")],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    before, imported = (
        set(part.split()) for part in done.stdout.split("before the last report:")[1].split("imported:")
    )
    assert "grader.report.class_page" in before
    assert not before & {*HEAVY, "matplotlib"}
    assert not imported & (set(HEAVY) - {"numpy"})

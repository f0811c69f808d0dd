"""Three graders, each given the same small class: an honest student, an attacker, and an honest student after them.

The first student hands in the reference. The last one has three of the seven functions wrong, so both more and fewer
points after an attack show.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import box
from attacks.hostile_corpus import Attack
from peers import otter, prepare_otter, prepare_pytest, worth

from grader.exercises.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Catalogue(ROOT)
SLUG = "02_losses"
EXERCISE = CATALOGUE.exercise(SLUG)
SUITE = CATALOGUE.hidden_suite(EXERCISE)
WORTH = worth(SUITE)

FIRST, LAST = "honest-losses", "zz-honest-losses"
"""Folders of the honest students. An attack of the corpus knows the first by this name."""

MISTAKES = """

def binary_cross_entropy(*args):
    return 0.5


softmax_cross_entropy = asymmetric_loss = cross_entropy_error = mean_absolute_error = binary_cross_entropy
"""
"""Ends the last student's file. No test of the suite has a share of its points for what is left, since pytest and Otter
give none or all."""

FOLDERS = {"OUT": "out", "CATALOGUE": "course", "SUBMISSIONS": "class", "TMP": "tmp"}
"""Where what an attack may ask for lies in a run's folder."""


@dataclass(frozen=True)
class Graded:
    """What a grader gave the class.

    Attributes:
        scores: points of ``FIRST``, ``LAST`` and, where there was one, ``attacker``: as far as there are results.
        seconds: how long it took on the clock.
        trouble: what went wrong with the run as a whole, in words.
    """

    scores: dict[str, float]
    seconds: float
    trouble: str = ""


Grader = Callable[[Attack | None, float], Graded]
"""Grade the class with an attack, or without, in so many seconds."""


def lay_out(folder: Path, attack: Attack | None, places: Mapping[str, str]) -> dict[str, str]:
    """Lay the class out with a copy of the course beside it; return the students' folders in order, by role."""
    for name in ("class", "tmp", "home", "out/students"):
        (folder / name).mkdir(parents=True)
    for parts in (("exercises", SLUG), ("solutions", SLUG)):
        shutil.copytree(ROOT.joinpath(*parts), folder.joinpath("course", *parts))
    suite = folder / "course" / "grader" / "suites" / SLUG
    suite.mkdir(parents=True)
    shutil.copy(SUITE, suite)  # without misconceptions, which would have to be learnt first
    reference = CATALOGUE.reference(EXERCISE).read_text(encoding="utf-8")
    for name, text in ((FIRST, reference), (LAST, reference + MISTAKES)):
        (folder / "class" / name).mkdir()
        (folder / "class" / name / EXERCISE.filename).write_text(text, encoding="utf-8")
    attacker = {"attacker": attack.hand_in(folder / "class", places).name} if attack else {}
    return {FIRST: FIRST, **attacker, LAST: LAST}


def in_box(folder: Path, attack: Attack | None) -> dict[str, str]:
    """Lay the class out for a run in the box."""
    places = {name: f"{box.WORK}/{place}" for name, place in FOLDERS.items()}
    return lay_out(folder, attack, places | {"TMP": "/tmp", "ROOT": str(ROOT)})


def trouble(kept: box.Kept, limit_s: float) -> str:
    """Return what is to be said of a run that did not end."""
    return f"did not end in {limit_s:.0f} s" if kept.status is None else ""


# --- pytest -----------------------------------------------------------------------------------------------------------


def by_pytest(attack: Attack | None, limit_s: float) -> Graded:
    """Run one session for the class; give points for tests that the JUnit file calls passed."""
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        folder = Path(name)
        students = in_box(folder, attack)
        command = prepare_pytest(SUITE, [f"class/{s}/{EXERCISE.filename}" for s in students.values()], folder)
        kept = box.run(folder, [[*command, "--junitxml=out/results.xml"]], ["out/results.xml"], limit_s)
    points = junit_points(kept.files.get("out/results.xml", ""))
    scores = {role: points[i] for i, role in enumerate(students) if i in points}
    return Graded(scores, kept.seconds, trouble(kept, limit_s))


def junit_points(text: str) -> dict[int, float]:
    """Return the points by the student's number, which begins the brackets of a test's name."""
    points: dict[int, float] = {}
    try:
        cases = list(ET.fromstring(text).iter("testcase"))
    except ET.ParseError:
        return points
    for case in cases:
        test, _, student = case.get("name", "").partition("[")
        number = student.partition("-")[0]
        if number.isdecimal() and test in WORTH:
            passed = not {"failure", "error", "skipped"} & {child.tag for child in case}
            points[int(number)] = points.get(int(number), 0.0) + WORTH[test] * passed
    return points


# --- otter ------------------------------------------------------------------------------------------------------------


class ByOtter:
    """One command for each student in turn, in one shell; points from each ``results.json``.

    The first student's command is the same in every class, and nothing hostile has run when it ends: it is run once,
    and its results lie there already when the others begin.
    """

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.first = ""

    @classmethod
    def prepared(cls, folder: Path) -> ByOtter:
        """Write the autograder below ``folder``."""
        return cls(prepare_otter(SUITE, f"{box.WORK}/course/grader/suites/{SLUG}/{SUITE.name}", folder))

    def __call__(self, attack: Attack | None, limit_s: float) -> Graded:
        """Grade the class."""
        with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
            folder = Path(name)
            students = in_box(folder, attack)
            shutil.copy(self.archive, folder / "autograder.zip")
            commands = []
            for student in students.values():
                out = f"out/students/{student}"
                (folder / out).mkdir()
                if student == FIRST and self.first:
                    (folder / out / "results.json").write_text(self.first, encoding="utf-8")
                else:
                    file = f"class/{student}/{EXERCISE.filename}"
                    commands.append([str(otter()), "run", "-a", "autograder.zip", "-o", out, file])
            files = {role: f"out/students/{student}/results.json" for role, student in students.items()}
            kept = box.run(folder, commands, list(files.values()), limit_s)
        self.first = self.first or kept.files.get(files[FIRST], "")
        found = {role: otter_points(kept.files.get(file, "")) for role, file in files.items()}
        scores = {role: points for role, points in found.items() if points is not None}
        return Graded(scores, kept.seconds, trouble(kept, limit_s))


def otter_points(text: str) -> float | None:
    """Return the points of a ``results.json`` as Gradescope reads it: the total, or else the sum over the tests."""
    try:
        results = json.loads(text)
        return float(results["score"] if "score" in results else sum(t.get("score", 0) for t in results["tests"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


# --- Xorcise ----------------------------------------------------------------------------------------------------------


def by_xorcise(attack: Attack | None, limit_s: float) -> Graded:
    """Run ``xorcise grade`` as an instructor does, with no other confinement than its own."""
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        folder = Path(name)
        places = {name: str(folder / place) for name, place in FOLDERS.items()} | {"ROOT": str(ROOT)}
        students = lay_out(folder, attack, places)
        shutil.rmtree(folder / "out")
        program = str(Path(sys.executable).parent / "xorcise")
        command = [program, "grade", str(folder / "class"), "-o", str(folder / "out"), "-e", SLUG, "--mnist", "digits"]
        env = {"TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home"), "XORCISE_CACHE": str(folder / "memory")}
        begun = time.monotonic()
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                command,
                cwd=folder / "course",
                env=os.environ | env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                code = running.wait(limit_s)
                went_wrong = f"ended with code {code}" if code else ""
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                went_wrong = f"did not end in {limit_s:.0f} s"
        seconds = time.monotonic() - begun
        scores = {}
        for path in (folder / "out" / "students").glob("*/result.json"):
            result = json.loads(path.read_bytes())
            role = result["student"] if result["student"] in (FIRST, LAST) else "attacker"  # its name is made safe
            scores[role] = float(result["score"])
    assert set(scores) <= set(students)
    return Graded(scores, seconds, went_wrong)

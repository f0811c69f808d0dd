"""The sample class graded by every platform's way, in one table: ``make parity``, or ``python benchmarks/parity.py``.

Each way is what a platform would do, as the tests of ``tests/release`` lay it out: Gradescope's folders with its
scripts, Classroom 50's autograder.py in a checkout, the steps of GitHub's workflow over the whole class, and, where the
bundle for it is there, ``otter run``. All have one seed and the stand-in for MNIST. A cell holds the points of each
exercise in their order; one that differs from ``xorcise grade`` is marked, and then the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the platforms' layouts are the tests'

from release.layout import (  # noqa: E402
    CLASS,
    COMMAND,
    Autograder,
    bundle,
    classroom50,
    classroom50_points,
    gradescope_points,
    hand_in,
)
from release.steps import Job  # noqa: E402

SAMPLE = ("02", "03", "04", "09", "14")
"""The exercises that the sample class has work of."""

Points = Mapping[str, float]
"""By slug; an exercise that got none may be missing."""

Found = Mapping[str, Mapping[str, Points] | None]
"""By way, the points by entry; ``None`` for a way that is not there."""

Way = Callable[["Plan"], Mapping[str, Points]]
"""Grades the class; returns the points by entry."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared.

    Attributes:
        entries: of the sample class.
        slugs: the exercises.
        seed: of every test.
        place: for what is written meanwhile.
    """

    entries: tuple[Path, ...]
    slugs: tuple[str, ...]
    seed: int
    place: Path

    def folder(self, name: str) -> Path:
        """Return a new folder for one way."""
        path = self.place / name
        path.mkdir(parents=True)
        return path

    def bundle(self, platform: str) -> Path:
        """Write a platform's bundle of these exercises."""
        return bundle(platform, self.place / f"bundle-{platform}", *self.slugs, seed=self.seed)

    def class_folder(self, folder: Path) -> Path:
        """Lay out the entries as a class."""
        folder.mkdir(parents=True, exist_ok=True)
        for entry in self.entries:
            target = folder / entry.name
            shutil.copytree(entry, target) if entry.is_dir() else shutil.copy(entry, target)
        return folder


def name_of(entry: Path) -> str:
    """Return a student's name as the class has it."""
    return entry.name.removesuffix(".zip").removesuffix(".ipynb")


def by_grade(plan: Plan) -> Mapping[str, Points]:
    """``xorcise grade`` over the class."""
    folder = plan.folder("grade")
    wanted = [part for slug in plan.slugs for part in ("-e", slug)]
    command = [COMMAND, "grade", str(plan.class_folder(folder / "class")), "-o", str(folder / "out"), *wanted]
    run([*command, "--seed", str(plan.seed), "--mnist", "digits"])
    found = {}
    for entry in plan.entries:
        path = folder / "out" / "students" / name_of(entry) / "result.json"
        result = json.loads(path.read_text(encoding="utf-8"))
        found[name_of(entry)] = {e["slug"]: e["score"] for e in result["exercises"]}
    return found


def by_gradescope(plan: Plan) -> Mapping[str, Points]:
    """Gradescope's folders, one submission after another."""
    archive = plan.bundle("gradescope") / "autograder.zip"
    autograder = Autograder.unpack(archive, plan.folder("gradescope") / "autograder")
    assert autograder.set_up().returncode == 0
    found = {}
    for entry in plan.entries:
        document = autograder.grade(entry).data
        points = gradescope_points(document)
        assert document["score"] == round(sum(points.values()), 6)
        found[name_of(entry)] = points
    return found


def by_classroom50(plan: Plan) -> Mapping[str, Points]:
    """Classroom 50's entry point in a checkout for each submission."""
    written, place = plan.bundle("classroom50"), plan.folder("classroom50")
    found = {}
    for entry in plan.entries:
        checkout = place / name_of(entry)
        hand_in(entry, checkout)
        done = classroom50(written, checkout)
        assert done.returncode == 0, done.stdout + done.stderr
        document = json.loads((checkout / "result.json").read_text(encoding="utf-8"))
        points = classroom50_points(document)
        assert document["score"] == round(sum(points.values()), 6)
        found[name_of(entry)] = points
    return found


def by_github(plan: Plan) -> Mapping[str, Points]:
    """The steps of the instructor's workflow over the class; its report is the artifact."""
    repository = plan.folder("github") / "repository"
    shutil.copytree(plan.bundle("github") / "instructor", repository)
    plan.class_folder(repository / "submissions")
    job = Job(repository, repository.parent / "runner")
    job.run(repository / ".github" / "workflows" / "grade.yml", {"what": " ".join(plan.slugs)})
    assert not job.failed, job.stderr
    with (job.artifacts["report"] / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        return {line["student"]: {s: float(line[s] or 0) for s in plan.slugs} for line in csv.DictReader(file)}


def by_otter(plan: Plan) -> Mapping[str, Points]:
    """``otter run`` with the zips of ``xorcise bundle otter``, by the tool that compares it test by test."""
    tool = importlib.import_module("tools.otter_parity")
    wanted = {(name_of(e), slug) for e in plan.entries for slug in plan.slugs}
    folder = plan.folder("otter")
    catalogue = tool.Catalogue(ROOT)
    cases = [c for c in tool.sample_cases(catalogue, folder, tool.SAMPLE) if (c.entry, c.slug) in wanted]
    found: dict[str, dict[str, float]] = {name_of(e): {} for e in plan.entries}
    for case, points in zip(cases, tool.by_otter(cases, plan.bundle("otter"), folder), strict=True):
        found[case.entry][case.slug] = round(sum(got for got, _ in (points or {}).values()), 6)
    return dict(found)


def otter_is_there() -> bool:
    """Whether the bundle for Otter, its tool and Otter itself are there."""
    names = ("otter", "grader.release.otter", "tools.otter_parity")
    try:
        return all(importlib.util.find_spec(name) is not None for name in names)
    except ModuleNotFoundError:
        return False


WAYS: Mapping[str, Way] = {
    "xorcise grade": by_grade,
    "Gradescope": by_gradescope,
    "Classroom 50": by_classroom50,
    "GitHub": by_github,
    "otter run": by_otter,
}


def run(command: Sequence[str]) -> None:
    """Run a command of ours in the checkout."""
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def compare(plan: Plan, progress: Callable[[str], Any] = lambda _: None) -> Found:
    """Return what each way made of the class; ``None`` for one that is not there."""
    found: dict[str, Mapping[str, Points] | None] = {}
    for name, way in WAYS.items():
        progress(name)
        found[name] = way(plan) if way is not by_otter or otter_is_there() else None
    return found


def differences(plan: Plan, found: Found) -> list[tuple[str, str]]:
    """Return where a way gave other points than ``xorcise grade``: the entry and the way."""
    ours = found["xorcise grade"]
    assert ours is not None
    return [
        (name, way)
        for name in map(name_of, plan.entries)
        for way, theirs in found.items()
        if theirs is not None and in_order(theirs[name], plan) != in_order(ours[name], plan)
    ]


def in_order(points: Points, plan: Plan) -> list[float]:
    """Return the points of each exercise."""
    return [points.get(slug, 0.0) for slug in plan.slugs]


def page(plan: Plan, found: Found) -> str:
    """Return the table as Markdown."""
    differing = set(differences(plan, found))
    head = ["Submission", *found]
    lines = [f"| {' | '.join(head)} |", f"| --- |{' --: |' * len(found)}"]
    for entry in plan.entries:
        cells = []
        for way, theirs in found.items():
            points = " ".join(f"{p:g}" for p in in_order(theirs[name_of(entry)], plan)) if theirs else "–"
            cells.append(f"**{points}**" if (name_of(entry), way) in differing else points)
        lines.append(f"| {entry.name} | {' | '.join(cells)} |")
    absent = [way for way, theirs in found.items() if theirs is None]
    said = f"{len(plan.entries)} submissions, seed {plan.seed}: {len(differing)} cells differ from `xorcise grade`."
    if absent:
        said += f" Not there: {', '.join(absent)}."
    numbers = ", ".join(slug.replace("_", " ") for slug in plan.slugs)
    return "\n".join(
        [
            "# One class, every platform",
            "",
            f"Made by `make parity`. Each cell has the points of {numbers}, in this order, each of 100.",
            "",
            *lines,
            "",
            said,
            "",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Compare, write the page and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--out", type=Path, help="where the page goes")
    parser.add_argument("--only", nargs="+", default=list(SAMPLE), metavar="WHAT", help="these exercises")
    parser.add_argument("--students", nargs="+", metavar="ENTRY", help="these entries of examples/class")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    from grader.exercises.catalogue import Catalogue

    catalogue = Catalogue(ROOT)
    slugs = tuple(catalogue.exercise(what).slug for what in given.only)
    entries = tuple(p for p in sorted(CLASS.iterdir()) if given.students is None or p.name in given.students)
    with tempfile.TemporaryDirectory(prefix="xorcise-parity-") as name:
        plan = Plan(entries, slugs, given.seed, Path(name))
        found = compare(plan, lambda way: print(f"{way} ...", file=sys.stderr, flush=True))
        text = page(plan, found)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    print(text)
    return 1 if differences(plan, found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

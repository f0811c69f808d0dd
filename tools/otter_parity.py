"""Compares what ``xorcise grade`` and Otter with our zip make of the same submissions, test by test.

    python -m tools.otter_parity                    # the sample class and all wrong variants of 02, 03 and 08
    python -m tools.otter_parity --every 40         # every fortieth variant
    python -m tools.otter_parity --record FILE      # and write each comparison to FILE, one line of JSON each

It prints a table and exits with 1 where any test's points differ. What Otter takes (a module, a notebook) is graded by
``otter run``'s own function, many in one process, since importing Otter takes as long as grading; what it refuses (two
modules, a folder in a zip) is graded by the entry point that a container runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variant

ROOT = Path(__file__).resolve().parents[1]
CLASS = ROOT / "examples" / "class"
SAMPLE = ("02", "03", "04", "09", "14")
"""The exercises that the sample class has handed in."""

ARCHIVED = ("02", "03")
"""What the archives and notebooks of the sample class are about."""

VARIED = ("02", "03", "08")
"""The exercises whose wrong variants are compared."""

PROCESSES = 2
BIN = Path(sys.executable).parent

Points = Mapping[str, tuple[float, float]]
"""By test: points, and the most there are."""


@dataclass(frozen=True, slots=True)
class Case:
    """One submission of one exercise.

    Attributes:
        entry: its name in the class.
        slug: the exercise.
        handed_in: what is given to Otter.
    """

    entry: str
    slug: str
    handed_in: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What both made of a case; ``None`` where there was no result.

    Attributes:
        problem: why ``xorcise grade`` could not read it.
    """

    case: Case
    ours: Points
    otters: Points | None
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether both gave each test the same points; where nothing could be read, whether none has any."""
        if self.otters is None:
            return False
        if self.problem:
            return not any(points for points, _ in self.otters.values())
        return self.ours == self.otters


def sample_cases(catalogue: Catalogue, folder: Path, numbers: Sequence[str]) -> Iterator[Case]:
    """Yield the sample class: what each of its entries would hand in to Otter, exercise by exercise."""
    exercises = [catalogue.exercise(number) for number in numbers]
    for entry in sorted(CLASS.iterdir()):
        name = entry.name.removesuffix(".zip").removesuffix(".ipynb")
        if entry.is_file():
            held = [e for e in exercises if e.slug[:2] in ARCHIVED]
            yield from (Case(name, e.slug, str(entry)) for e in held)
            continue
        for exercise in exercises:
            found = sorted(entry.rglob(exercise.filename))
            others = [p for p in found[0].parent.glob("*.py") if p.parent != entry] if found else []
            if len(others) > 1:  # a folder of its own with modules beside the one that was asked for
                yield Case(name, exercise.slug, str(_zipped(found[0].parent, folder / f"{name}-{exercise.slug}.zip")))
            elif found:
                yield Case(name, exercise.slug, str(found[0]))


def _zipped(source: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(source.iterdir()):
            archive.write(file, file.name)
    return path


def variant_cases(catalogue: Catalogue, folder: Path, every: int) -> Iterator[Case]:
    """Yield every ``every``-th wrong variant of three exercises, each written as a student's module."""
    for exercise in (catalogue.exercise(number) for number in VARIED):
        for path in catalogue.variants(exercise)[::every]:
            entry = f"{exercise.slug[:2]}-{path.stem}"
            file = folder / entry / exercise.filename
            file.parent.mkdir(parents=True)
            file.write_text(read_variant(catalogue, exercise, path).text, encoding="utf-8")
            yield Case(entry, exercise.slug, str(file))


def by_xorcise(submissions: Path, numbers: Sequence[str], out: Path) -> dict[tuple[str, str], tuple[Points, str]]:
    """Grade a class as a teacher types it; return points and problem by entry and slug."""
    wanted = [argument for number in numbers for argument in ("-e", number)]
    command = [str(BIN / "xorcise"), "grade", str(submissions), "-o", str(out), "--mnist", "digits", *wanted]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    found: dict[tuple[str, str], tuple[Points, str]] = {}
    for path in (out / "students").glob("*/result.json"):
        result = json.loads(path.read_bytes())
        graded = {e["slug"]: {t["id"]: (t["points"], t["max_points"]) for t in e["tests"]} for e in result["exercises"]}
        for number in numbers:
            slug = Catalogue(ROOT).exercise(number).slug
            found[result["student"], slug] = graded.get(slug, {}), result["problem"]
    return found


def by_otter(cases: Sequence[Case], bundle: Path, folder: Path, processes: int = PROCESSES) -> list[Points | None]:
    """Return the points of each case by Otter; ``bundle`` is what ``xorcise bundle otter`` wrote."""
    running = []
    for number in range(processes):
        share, answer = folder / f"share-{number}.json", folder / f"answer-{number}.json"
        share.write_text(json.dumps([asdict(case) for case in cases[number::processes]]), encoding="utf-8")
        command = [sys.executable, "-m", "tools.otter_parity", "--share", str(share), str(answer), str(bundle)]
        env = os.environ | {"XORCISE_MNIST": "digits"}
        with (folder / f"log-{number}").open("wb") as log:
            running.append((subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log), answer))
    points: list[Points | None] = [None] * len(cases)
    for number, (process, answer) in enumerate(running):
        if process.wait():
            raise RuntimeError((folder / f"log-{number}").read_text(encoding="utf-8", errors="replace")[-3000:])
        answers = json.loads(answer.read_bytes())
        points[number::processes] = [a and {name: (got, most) for name, (got, most) in a.items()} for a in answers]
    return points


def grade_share(share: Path, answer: Path, bundle: Path) -> None:
    """Grade some cases one after another in this process."""
    cases = [Case(**case) for case in json.loads(share.read_bytes())]
    answer.write_text(json.dumps([graded_by_otter(case, bundle) for case in cases]), encoding="utf-8")


def graded_by_otter(case: Case, bundle: Path) -> Points | None:
    """Grade one case with Otter; return its points, or ``None`` where Otter has no results."""
    archive = bundle / "autograder" / f"{case.slug}.zip"
    with tempfile.TemporaryDirectory(prefix="xorcise-parity-") as name:
        results = Path(name) / "results.json"
        if case.handed_in.endswith(".zip"):
            results = in_container(Path(name), archive, Path(case.handed_in))
        else:
            from otter.run import capture_run_output
            from otter.run import main as otter_run

            with capture_run_output():
                otter_run(case.handed_in, autograder=str(archive), output_dir=name, no_logo=True)
        return points_of(results)


def in_container(folder: Path, archive: Path, handed_in: Path) -> Path:
    """Lay out ``folder`` as a container's ``/autograder`` and run its entry point; return its ``results.json``."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir()
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder / "source")
    shutil.copy(handed_in, folder / "submission")
    (folder / "submission_metadata.json").touch()  # empty, as otter grade's image has it
    subprocess.run([sys.executable, str(folder / "source" / "run_otter.py")], cwd="/", capture_output=True, check=False)
    return folder / "results" / "results.json"


def points_of(results: Path) -> Points | None:
    """Return the points in a ``results.json``, by test; ``None`` where there is no such file."""
    if not results.is_file():
        return None
    tests = json.loads(results.read_bytes())["tests"]
    return {t["name"]: (t["score"], t["max_score"]) for t in tests if "score" in t}


def compare(
    folder: Path,
    every: int = 1,
    numbers: Sequence[str] = SAMPLE,
    leave: Container[str] = (),
    processes: int = PROCESSES,
) -> list[Compared]:
    """Grade everything twice, with ``folder`` for what is written meanwhile.

    Args:
        folder: for what is written meanwhile.
        every: only every such variant.
        numbers: the exercises of which the sample class is compared.
        leave: entries of the sample class that are not compared, such as those that loop until a deadline.
        processes: of Otter.
    """
    catalogue = Catalogue(ROOT)
    sample = [case for case in sample_cases(catalogue, folder, numbers) if case.entry not in leave]
    varied = list(variant_cases(catalogue, folder / "variants", every))
    wanted = [argument for number in sorted({*numbers, *VARIED}) for argument in ("-e", number)]
    bundle = folder / "bundle"
    command = [str(BIN / "xorcise"), "bundle", "otter", str(bundle), *wanted]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    ours = by_xorcise(CLASS, numbers, folder / "sample-out") | by_xorcise(
        folder / "variants", VARIED, folder / "variants-out"
    )
    cases = [*sample, *varied]
    otters = by_otter(cases, bundle, folder, processes)
    found = []
    for case, points in zip(cases, otters, strict=True):
        expected, problem = ours[case.entry, case.slug]
        found.append(Compared(case, expected, points, problem))
    return found


def table(compared: Iterable[Compared]) -> str:
    """Return the totals of every case as a Markdown table."""
    lines = ["| entry | exercise | xorcise grade | Otter | |", "| --- | --- | ---: | ---: | --- |"]
    for one in compared:
        ours, otters = _total(one.ours), _total(one.otters)
        note = "" if one.same else "**differs**"
        lines.append(f"| {one.case.entry} | {one.case.slug[:2]} | {ours} | {otters} | {one.problem or note} |")
    return "\n".join(lines)


def _total(points: Points | None) -> str:
    return f"{sum(got for got, _ in points.values()):g}" if points else "–"


def main() -> int:
    """Compare, print the table, and return 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every such variant")
    parser.add_argument("--record", type=Path, help="a file for every comparison, as lines of JSON")
    parser.add_argument("--share", type=Path, nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.share:
        grade_share(*given.share)
        return 0
    with tempfile.TemporaryDirectory(prefix="xorcise-parity-") as name:
        compared = compare(Path(name), given.every)
    if given.record:
        lines: list[dict[str, Any]] = [asdict(one) | {"same": one.same} for one in compared]
        given.record.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    click.echo(table(compared))
    different = [one for one in compared if not one.same]
    click.echo(f"\n{len(compared)} submissions, {len(different)} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

"""A class, a regrade, many sizes and several machines: ratios of one run, side by side, written to results.md.

``make bench`` runs all of it; ``--only`` takes some letters of the table, and the numbers of submissions are options,
because the full form takes hours. Each figure says how many submissions it is from. The clock of a shared machine says
little, so processor time of everything that was started stands beside it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from classes import write_class
from floor import floor
from measure import Cost, run
from peers import otter, otter_each, pytest_each

from grader.catalogue import Catalogue
from grader.exercise import Exercise

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Catalogue(ROOT)
XORCISE = str(Path(sys.executable).parent / "xorcise")


def grade(submissions: Path, out: Path, numbers: Sequence[str], *more: str, cwd: Path = ROOT) -> Cost:
    """Grade a class by the command that a teacher uses."""
    names = [argument for number in numbers for argument in ("-e", number)]
    return run([XORCISE, "grade", str(submissions), "-o", str(out), "--mnist", "digits", *names, *more], cwd)


def files_of(submissions: Path, exercise: Exercise) -> list[Path]:
    """Return the class's files."""
    return sorted(submissions.glob(f"*/{exercise.filename}"))


def one_exercise(folder: Path, slug: str, count: int, compared: int, jobs: int) -> Iterator[str]:
    """Compare the class of one exercise with the floor and with the peers, in turn."""
    exercise = CATALOGUE.exercise(slug)
    submissions = write_class(folder / "class", CATALOGUE, exercise, count)
    few = files_of(submissions, exercise)[:: max(1, count // compared)][:compared]
    grade(write_class(folder / "warm", CATALOGUE, exercise, 2), folder / "warm-out", [slug])  # what is learnt once
    ours = grade(submissions, folder / "out", [slug], "-j", str(jobs))
    again = grade(submissions, folder / "out", [slug], "-j", str(jobs))
    low = floor(ROOT, exercise.slug, files_of(submissions, exercise), jobs)
    rows = [("xorcise grade", count, ours), ("the floor: a worker and the calls", count, Cost(low, 0.0))]
    rows.append(("python -m pytest, each", compared, pytest_each(CATALOGUE, exercise, few, folder, jobs)))
    if otter():
        rows.append(("otter run, each", compared, otter_each(CATALOGUE, exercise, few, folder, jobs)))
    yield from table(f"{exercise.slug}, {jobs} processes", rows)
    yield f"The same class again, unchanged: {ours.wall_s / again.wall_s:.0f} times faster by the clock,"
    yield f"{ours.cpu_s / again.cpu_s:.0f} times less processor time ({again.cpu_s:.2f} s)."
    yield ""


def table(title: str, rows: Sequence[tuple[str, int, Cost]]) -> Iterator[str]:
    """Yield a table of costs a submission, with their ratio to the first row."""
    base = rows[0][2].wall_s / rows[0][1]
    cpu = rows[0][2].cpu_s / rows[0][1]
    yield f"### {title}"
    yield ""
    yield "| grader | submissions | ms each, clock | ratio | ms each, processor | ratio |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, count, cost in rows:
        wall, own = cost.wall_s / count, cost.cpu_s / count
        processor = f"{own * 1000:.0f} | {own / cpu:.2f}" if own else "– | –"
        yield f"| {name} | {count} | {wall * 1000:.0f} | {wall / base:.2f} | {processor} |"
    yield ""


def curriculum(folder: Path, count: int, jobs: int) -> Iterator[str]:
    """Grade every exercise for a class, then again unchanged."""
    for exercise in CATALOGUE.exercises:
        write_class(folder / "class" / exercise.slug, CATALOGUE, exercise, count)
    merged = folder / "merged"
    for exercise in CATALOGUE.exercises:
        for file in files_of(folder / "class" / exercise.slug, exercise):
            place = merged / file.parent.name / exercise.slug
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    numbers = [e.slug[:2] for e in CATALOGUE.exercises]
    first = grade(merged, folder / "out", numbers, "-j", str(jobs))
    again = grade(merged, folder / "out", numbers, "-j", str(jobs))
    yield f"### The whole curriculum: {len(numbers)} exercises, {count} students, {jobs} processes"
    yield ""
    yield "| run | s, clock | s, processor |"
    yield "| --- | ---: | ---: |"
    yield f"| first, with what is learnt once | {first.wall_s:.0f} | {first.cpu_s:.0f} |"
    yield f"| unchanged | {again.wall_s:.2f} | {again.cpu_s:.2f} |"
    yield f"| ratio | {first.wall_s / again.wall_s:.0f} | {first.cpu_s / again.cpu_s:.0f} |"
    yield ""


def sizes(folder: Path, counts: Sequence[int], jobs: int) -> Iterator[str]:
    """Grade classes of several sizes on a small exercise, and watch the driver's memory."""
    course = folder / "course"
    (course / "exercises").mkdir(parents=True)
    shutil.copytree(ROOT / "exercises" / "02_losses", course / "exercises" / "02_losses")
    run([XORCISE, "new", "50_small"], course)
    small = Catalogue(course)
    exercise = small.exercise("50")
    grade(write_class(folder / "warm", small, exercise, 4), folder / "warm-out", ["50"], cwd=course)
    yield "### Sizes of class, on the scaffold's small exercise"
    yield ""
    yield "| submissions | ms each, clock | ms each, processor | driver's memory, MiB |"
    yield "| ---: | ---: | ---: | ---: |"
    for count in counts:
        submissions = write_class(folder / f"class-{count}", small, exercise, count)
        cost = grade(submissions, folder / f"out-{count}", ["50"], "-j", str(jobs), cwd=course)
        each = f"{cost.wall_s / count * 1000:.1f} | {cost.cpu_s / count * 1000:.1f}"
        yield f"| {count} | {each} | {cost.memory_mb:.0f} |"
    yield ""


def machines(folder: Path, count: int) -> Iterator[str]:
    """Grade a class on a Dask cluster of one and of two workers, on loopback."""
    exercise = CATALOGUE.exercise("02")
    submissions = write_class(folder / "class", CATALOGUE, exercise, count)
    costs = []
    for workers in (1, 2):
        with dask_cluster(folder / f"cluster-{workers}", workers) as address:
            warm = write_class(folder / f"warm-{workers}", CATALOGUE, exercise, 8)
            grade(warm, folder / f"warm-out-{workers}", ["02"], "--scheduler", address)
            costs.append(grade(submissions, folder / f"out-{workers}", ["02"], "--scheduler", address))
    yield f"### Dask: 02_losses, {count} submissions, `dask worker` processes on loopback"
    yield ""
    yield "| workers | s, clock | ratio |"
    yield "| ---: | ---: | ---: |"
    for workers, cost in zip((1, 2), costs, strict=True):
        yield f"| {workers} | {cost.wall_s:.1f} | {costs[0].wall_s / cost.wall_s:.2f} |"
    yield ""


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler and workers, as somebody would by hand."""
    folder.mkdir()
    file = folder / "scheduler.json"
    program = str(Path(sys.executable).parent / "dask")
    commands = [["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]]
    commands += [
        [
            "worker",
            "--scheduler-file",
            str(file),
            "--host",
            "127.0.0.1",
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
        ]
    ] * workers
    processes = []
    try:
        for command in commands:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            processes.append(subprocess.Popen([program, *command], cwd=folder, **quiet))  # type: ignore[call-overload]
            while not file.exists():
                time.sleep(0.1)
        import json

        yield str(json.loads(file.read_text())["address"])
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="abcef", help="letters of the parts to run; d is in a, b and c")
    parser.add_argument("--count", type=int, default=300, help="submissions of one exercise")
    parser.add_argument("--compared", type=int, default=300, help="of them given to the peers")
    parser.add_argument("--students", type=int, default=30, help="students of the whole curriculum")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("-o", "--out", type=Path, help="also add the tables to this file")
    options = parser.parse_args()
    count, compared, jobs = options.count, min(options.count, options.compared), options.jobs
    parts = {
        "a": lambda folder: one_exercise(folder, "02", count, compared, jobs),
        "b": lambda folder: one_exercise(folder, "04", count, compared, jobs),
        "c": lambda folder: curriculum(folder, options.students, jobs),
        "e": lambda folder: sizes(folder, options.sizes, jobs),
        "f": lambda folder: machines(folder, count),
    }
    for letter in options.only:
        load = os.getloadavg()[0]
        with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
            folder = Path(name)
            os.environ["XORCISE_CACHE"] = str(folder / "cache")
            lines = list(parts[letter](folder))
        head = f"({letter}) {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} before and"
        text = "\n".join([f"{head} {os.getloadavg()[0]:.1f} after", "", *lines]) + "\n"
        print(text, flush=True)
        if options.out:
            with options.out.open("a", encoding="utf-8") as file:
                file.write(text)


if __name__ == "__main__":
    main()

"""Measures all promises of speed in one run, and writes one page, benchmarks/results.md.

``make bench`` runs it in some twenty minutes on two quiet cores. ``--only`` takes letters of the parts::

    1  one submission, and a worker's first answer
    a  02_losses against `otter run`, `python -m pytest` and the floor; (d), the same class again, unchanged
    b  the same for an exercise with TensorFlow
    c  the whole curriculum
    e  classes of several sizes: time a submission, and the driver's memory
    f  Dask with one worker and with two
    g  the driver alone
    h  what explanations cost: a class with and without them

The numbers of submissions are options. ``--sizes 100 1000 10000`` takes five minutes more. ``--compared 300``, which
gives every submission of (a) to the peers, takes a quarter of an hour more.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import driver
import one_submission
from classes import sample, write_class
from floor import floor
from measure import Cost, run
from page import Claim, Part, page
from peers import otter, otter_each, pytest_each

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Catalogue(ROOT)
XORCISE = str(Path(sys.executable).parent / "xorcise")

AGAIN = 5
"""Times that an unchanged class is graded again. The median counts, because other work disturbs single runs."""

AGAIN_S = 2.0
"""Seconds in which an unchanged class of 300 is answered: promise (d). Starting Python and importing the gradebook's
libraries take half a second of it."""


def grade(
    submissions: Path, out: Path, numbers: Sequence[str], *more: str, cwd: Path = ROOT, course: Path = ROOT
) -> Cost:
    """Grade a class by the command that an instructor uses."""
    names = [argument for number in numbers for argument in ("-e", number)]
    command = [XORCISE, "--catalogue", str(course), "grade", str(submissions), "-o", str(out), "--mnist", "digits"]
    return run([*command, *names, *more], cwd)


def grade_again(submissions: Path, out: Path, numbers: Sequence[str], *more: str) -> Cost:
    """Grade an unchanged class several times; return the median of the times."""
    costs = [grade(submissions, out, numbers, *more) for _ in range(AGAIN)]
    return Cost(statistics.median(c.wall_s for c in costs), statistics.median(c.cpu_s for c in costs))


def left_alone(out: Path) -> tuple[int, dict[Path, int]]:
    """Return what an unchanged class must leave as it is: the number of gradings, and when each report was written."""
    with contextlib.closing(sqlite3.connect(out / "gradebook.db")) as connection:
        [gradings] = connection.execute("SELECT count(*) FROM grading").fetchone()
    reports = [p for p in out.rglob("*") if p.suffix in (".json", ".html", ".csv")]
    return gradings, {path: path.stat().st_mtime_ns for path in reports}


def files_of(submissions: Path, exercise: Exercise) -> list[Path]:
    """Return the class's files."""
    return sorted(submissions.glob(f"*/{exercise.filename}"))


def against_peers(
    folder: Path, letter: str, slug: str, count: int, compared: int, jobs: int, asked: dict[str, float]
) -> Part:
    """Compare the class of one exercise with the floor and with the peers, in turn.

    Args:
        folder: for everything.
        letter: the part's.
        slug: the exercise's.
        count: submissions for Xorcise and the floor.
        compared: submissions for the peers, taken out of those in the same shares.
        jobs: processes for each.
        asked: the least ratios by peer, the most for the floor, and the most seconds for the unchanged class.
    """
    exercise = CATALOGUE.exercise(slug)
    submissions = write_class(folder / "class", CATALOGUE, exercise, count)
    compared = min(compared, count)
    files = files_of(submissions, exercise)
    few = [files[i] for i in sample(count, compared)]
    grade(write_class(folder / "warm", CATALOGUE, exercise, 2), folder / "warm-out", [slug])  # what is learnt once
    ours = grade(submissions, folder / "out", [slug], "-j", str(jobs))
    low = floor(ROOT, exercise.slug, files, jobs)
    rows = [("xorcise grade", count, ours), ("the floor: a worker and the calls", count, Cost(low, 0.0))]
    rows.append(("python -m pytest, each", compared, pytest_each(CATALOGUE, exercise, few, folder, jobs)))
    if otter():
        rows.append(("otter run, each", compared, otter_each(CATALOGUE, exercise, few, folder, jobs)))
    base = ours.wall_s / count
    claims = [
        Claim(f"({letter}) {exercise.slug}, times the throughput of `{name.split(',')[0]}`", found, asked[name])
        for name, number, cost in rows
        if name in asked and (found := cost.wall_s / number / base)
    ]
    if "floor" in asked:
        claims.append(
            Claim(f"({letter}) {exercise.slug}, times the floor", ours.wall_s / low, asked["floor"], most=True)
        )
    lines = [*table(rows)]
    gradings, written = left_alone(folder / "out")
    again = grade_again(submissions, folder / "out", [slug], "-j", str(jobs))
    gradings_after, written_after = left_alone(folder / "out")
    rewritten = sum(time != written_after.get(path) for path, time in written.items())
    lines += [
        f"(d) The same class again, unchanged, the median of {AGAIN}:",
        "",
        "| the whole command | s, clock | s, processor |",
        "| --- | ---: | ---: |",
        f"| at first | {ours.wall_s:.1f} | {ours.cpu_s:.1f} |",
        f"| unchanged | {again.wall_s:.2f} | {again.cpu_s:.2f} |",
        "",
        f"Graded in these {AGAIN} runs: {gradings_after - gradings}. Reports written again: {rewritten}.",
    ]
    if "again" in asked:
        what = f"(d) {exercise.slug}, {count} unchanged"
        claims.append(Claim(what, again.wall_s, asked["again"], most=True, unit=" s"))
        claims.append(Claim(f"{what}, graded", gradings_after - gradings, 0, most=True))
        claims.append(Claim(f"{what}, reports written again", rewritten, 0, most=True))
    return Part(f"({letter}) {exercise.slug}, {jobs} processes each", lines, claims)


def table(rows: Sequence[tuple[str, int, Cost]]) -> Iterator[str]:
    """Yield a table of costs a submission, with their ratio to the first row."""
    base = rows[0][2].wall_s / rows[0][1]
    cpu = rows[0][2].cpu_s / rows[0][1]
    yield "| grader | submissions | ms each, clock | ratio | ms each, processor | ratio |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, count, cost in rows:
        wall, own = cost.wall_s / count, cost.cpu_s / count
        processor = f"{own * 1000:.0f} | {own / cpu:.2f}" if own else "– | –"
        yield f"| {name} | {count} | {wall * 1000:.0f} | {wall / base:.2f} | {processor} |"
    yield ""


def one(folder: Path, rounds: int) -> Part:
    """Measure single submissions."""
    return Part("One submission", list(one_submission.tables(rounds)))


def curriculum(folder: Path, count: int, jobs: int) -> Part:
    """Grade a class, exercise by exercise: one student first, for what is learnt once; at last the class unchanged."""
    merged, alone = folder / "merged", folder / "alone"
    for exercise in CATALOGUE.exercises:
        for file in files_of(write_class(folder / "class" / exercise.slug, CATALOGUE, exercise, count), exercise):
            for place in (merged, *([alone] if file.parent.name == "s00000" else [])):
                there = place / file.parent.name / exercise.slug
                there.mkdir(parents=True)
                shutil.copy(file, there)
    slugs = [e.slug for e in CATALOGUE.exercises]
    numbers = [slug[:2] for slug in slugs]
    learnt = grade(alone, folder / "alone-out", numbers, "-j", str(jobs))
    costs = [grade(merged, folder / "out", [number], "-j", str(jobs)) for number in numbers]
    again = grade_again(merged, folder / "out", numbers, "-j", str(jobs))
    whole = Cost(sum(c.wall_s for c in costs), sum(c.cpu_s for c in costs))
    runs = (("one student, and what is learnt once", learnt), ("the class, one exercise after another", whole))
    lines = ["| run | s, clock | s, processor |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {c.wall_s:.4g} | {c.cpu_s:.4g} |" for name, c in (*runs, ("unchanged", again))]
    lines += ["", "| exercise | s a student, clock | s a student, processor | share |", "| --- | ---: | ---: | ---: |"]
    for slug, cost in zip(slugs, costs, strict=True):
        each = f"{cost.wall_s / count:.2f} | {cost.cpu_s / count:.2f}"
        lines.append(f"| {slug} | {each} | {cost.wall_s / whole.wall_s:.0%} |")
    lines += ["", "Each row includes starting: the command, two slots, and the libraries of the exercise."]
    return Part(f"(c) The whole curriculum: {len(numbers)} exercises, {count} students, {jobs} processes", lines)


def sizes(folder: Path, counts: Sequence[int], jobs: int) -> Part:
    """Grade classes of several sizes on a small exercise, and watch the driver's memory."""
    course = folder / "course"
    (course / "exercises").mkdir(parents=True)
    shutil.copytree(ROOT / "exercises" / "02_losses", course / "exercises" / "02_losses")
    run([XORCISE, "new", "50_small"], course)
    small = Catalogue(course)
    exercise = small.exercise("50")
    grade(write_class(folder / "warm", small, exercise, 4), folder / "warm-out", ["50"], cwd=course)
    lines = ["| submissions | ms each, clock | ms each, processor | driver's memory, MiB |"]
    lines.append("| ---: | ---: | ---: | ---: |")
    costs = []
    for count in sorted(counts):
        submissions = write_class(folder / f"class-{count}", small, exercise, count)
        cost = grade(submissions, folder / f"out-{count}", ["50"], "-j", str(jobs), cwd=course)
        costs.append((count, cost))
        each = f"{cost.wall_s / count * 1000:.1f} | {cost.cpu_s / count * 1000:.1f}"
        lines.append(f"| {count} | {each} | {cost.memory_mb:.0f} |")
    lines += ["", "Each row includes starting, which weighs most in a small class."]
    (least, few), (most, many) = costs[0], costs[-1]
    ratio = many.wall_s / most / (few.wall_s / least)
    span = f"{most} submissions against {least}"
    claims = [
        Claim(f"(e) {span}, time a submission", ratio, 1.15, most=True),
        Claim(f"(e) {span}, growth of the driver's memory", many.memory_mb - few.memory_mb, 50, most=True, unit=" MiB"),
    ]
    return Part(f"(e) Sizes of class, on the scaffold's small exercise, {jobs} processes", lines, claims)


def machines(folder: Path, count: int) -> Part:
    """Grade two classes on a Dask cluster of one and of two workers, on loopback."""
    lines = ["| exercise | submissions | workers | s, clock | ratio |", "| --- | ---: | ---: | ---: | ---: |"]
    claims = []
    for slug in ("02", "07"):
        exercise = CATALOGUE.exercise(slug)
        here = folder / slug
        submissions = write_class(here / "class", CATALOGUE, exercise, count)
        costs = []
        for workers in (1, 2):
            with dask_cluster(here / f"cluster-{workers}", workers) as address:
                warm = write_class(here / f"warm-{workers}", CATALOGUE, exercise, 16)
                grade(warm, here / f"warm-out-{workers}", [slug], "--scheduler", address)
                costs.append(grade(submissions, here / f"out-{workers}", [slug], "--scheduler", address))
            ratio = costs[0].wall_s / costs[-1].wall_s
            lines.append(f"| {exercise.slug} | {count} | {workers} | {costs[-1].wall_s:.1f} | {ratio:.2f} |")
        if slug == "07":
            claims.append(Claim(f"(f) {exercise.slug}, two workers, times one", ratio, 1.7))
    lines += [
        "",
        "Scheduler and driver run on the same cores as the workers. 02_losses takes a worker 0.1 s, so the driver's",
        "share shows on two cores. 07_mini_batch takes half a second; most exercises take as long or longer.",
    ]
    return Part("(f) Dask: `dask worker` processes on loopback", lines, claims)


def driver_alone(folder: Path, counts: Sequence[int]) -> Part:
    """Measure the driver with slots that answer at once."""
    return Part("(g) The driver alone: 02_losses, slots that answer at once", list(driver.tables(counts)))


def with_references_alone(course: Path) -> Path:
    """Copy the course without its accepted solutions."""
    for part in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(ROOT / part, course / part, ignore=shutil.ignore_patterns("accepted", "__pycache__"))
    return course


def explanations(folder: Path, count: int, jobs: int) -> Part:
    """Grade a class without explanations and with them; every other wrong submission has no misconception's name.

    Those are mutants of accepted solutions, which lie nearer to a known right solution than what students write. So the
    class is also explained by a course that knows the reference alone.
    """
    exercise = CATALOGUE.exercise("02")
    submissions = write_class(folder / "class", CATALOGUE, exercise, count, unnamed=True)
    grade(write_class(folder / "warm", CATALOGUE, exercise, 2), folder / "warm-out", ["02"])  # what is learnt once
    rows = []
    alone = with_references_alone(folder / "course")
    for words, when, course in (
        ("never", "never", ROOT),
        ("now", "now", ROOT),
        ("now, the reference alone", "now", alone),
    ):
        cost = grade(submissions, folder / f"out {words}", ["02"], "-j", str(jobs), "--explain", when, course=course)
        rows.append((f"xorcise grade --explain {words}", count, cost))
    ratio = rows[1][2].wall_s / rows[0][2].wall_s
    claim = Claim(f"(h) {exercise.slug}, {count} with explanations, times without", ratio, 1.5, most=True)
    return Part(f"(h) Explanations of {exercise.slug}, {jobs} processes", list(table(rows)), [claim])


@contextlib.contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler and workers, as somebody would by hand."""
    from distributed import Client

    folder.mkdir(parents=True)
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
        address = str(json.loads(file.read_text())["address"])
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def main() -> None:
    """Measure, and write the page anew after each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="1abcefgh", help="letters of the parts to run; (d) is in a, b and c")
    parser.add_argument("--count", type=int, default=300, help="submissions of 02_losses")
    parser.add_argument("--compared", type=int, default=20, help="of them given to the peers")
    parser.add_argument("--tensorflow", type=int, default=100, help="submissions of the exercise with TensorFlow")
    parser.add_argument("--compared-tensorflow", type=int, default=20, help="of those given to the peers")
    parser.add_argument("--clustered", type=int, default=60, help="submissions for Dask")
    parser.add_argument("--students", type=int, default=4, help="students of the whole curriculum")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of single submissions")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("-o", "--out", type=Path, help="write the page to this file")
    options = parser.parse_args()
    # where this is set, only Xorcise, installed from its sources, would be compiled at every start
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compared, jobs = options.compared, options.jobs
    # restated in docs/decisions/0032: a suite that asks more makes more calls, and a call between processes costs more
    losses = {"otter run, each": 20.0, "python -m pytest, each": 3.0, "floor": 2.5, "again": AGAIN_S}
    parts: dict[str, Callable[[Path], Part]] = {
        "1": lambda folder: one(folder, options.rounds),
        "a": lambda folder: against_peers(folder, "a", "02", options.count, compared, jobs, losses),
        "b": lambda folder: against_peers(
            folder, "b", "04", options.tensorflow, options.compared_tensorflow, jobs, {"otter run, each": 8.0}
        ),
        "c": lambda folder: curriculum(folder, options.students, jobs),
        "e": lambda folder: sizes(folder, options.sizes, jobs),
        "f": lambda folder: machines(folder, options.clustered),
        "g": lambda folder: driver_alone(folder, options.sizes),
        "h": lambda folder: explanations(folder, options.count, jobs),
    }
    done = []
    for letter in options.only:
        load = os.getloadavg()[0]
        with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
            os.environ["XORCISE_CACHE"] = str(Path(name) / "cache")
            part = replace(parts[letter](Path(name)), load=(load, os.getloadavg()[0]))
        done.append(part)
        print("\n".join([part.text(), *(claim.row() for claim in part.claims)]), flush=True)
        if options.out:
            shown = [a for a in sys.argv[1:] if a not in ("-o", "--out", str(options.out))]
            options.out.write_text(page(done, shown), encoding="utf-8")


if __name__ == "__main__":
    main()

"""What a check costs at a student's desk, in ratios of one run.

``python benchmarks/student_desk.py`` measures three things on a copy of an exercise with the reference in it, each
``--times`` times, taking turns, and prints the medians:

- the processor time of ``xorcise check`` and of ``python -m pytest`` on the same public tests, both from cold;
- the wall time from a save to its answer under ``--watch``;
- the wall time of a cold check.
"""

from __future__ import annotations

import os
import queue
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click

from grader.desk.checked import Check
from grader.desk.watch import Watch
from grader.exercises.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent


def processor_time(command: list[str], folder: Path) -> float:
    """Return the seconds of processor time that a command takes with all its children."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall_time(work: Callable[[], object]) -> float:
    """Return the seconds on the wall clock that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def answers_to_saves(folder: Path, slug: str, file: str, times: int) -> list[float]:
    """Return the seconds from each save to its answer, in a watch that has answered once before."""
    found: queue.Queue[object] = queue.Queue()
    watch = Watch([Check(str(folder), slug)], lambda _asked, outcome: found.put(outcome), lambda key, now: None)
    thread = threading.Thread(target=watch.run)
    thread.start()
    found.get()
    time.sleep(1.0)  # until the watching of files has begun
    path = folder / file
    text = path.read_text(encoding="utf-8")
    taken = []
    for number in range(times):
        begun = time.perf_counter()
        path.write_text(f"{text}\n# {number}\n", encoding="utf-8")
        found.get()
        taken.append(time.perf_counter() - begun)
    watch.press("q")
    thread.join()
    path.write_text(text, encoding="utf-8")
    return taken


@click.command()
@click.option("--exercise", "name", default="02", show_default=True, help="The exercise.")
@click.option("--times", default=7, show_default=True, help="Runs of each.")
def main(name: str, times: int) -> None:
    """Measure and print."""
    catalogue = Catalogue(ROOT)
    exercise = catalogue.exercise(name)
    bin = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "exercises" / exercise.slug
        shutil.copytree(catalogue.statement_dir(exercise), folder)
        shutil.copy(catalogue.reference(exercise), folder)
        check = [str(bin / "xorcise"), "check"]
        plain = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"test_{exercise.module}.py"]
        checks, tests, cold = [], [], []
        for _ in range(times):
            checks.append(processor_time(check, folder))
            tests.append(processor_time(plain, folder))
            cold.append(wall_time(lambda: processor_time(check, folder)))
        saves = answers_to_saves(folder, exercise.slug, exercise.filename, times)
    ours, theirs = statistics.median(checks), statistics.median(tests)
    click.echo(f"{exercise.slug}, medians of {times}")
    click.echo(f"check, cold      {ours:.2f} s of processor time")
    click.echo(f"pytest, cold     {theirs:.2f} s of processor time: check takes {ours / theirs:.2f} times that")
    save, whole = statistics.median(saves), statistics.median(cold)
    click.echo(f"save, --watch    {1000 * save:.0f} ms of wall time, at most {1000 * max(saves):.0f} ms")
    click.echo(f"check, cold      {1000 * whole:.0f} ms of wall time: {whole / save:.1f} times a save's")


if __name__ == "__main__":
    main()

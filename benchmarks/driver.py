"""The driver alone: whole runs over classes of several sizes, with slots that answer at once.

What is left is what the driver itself does for each submission (reading, gradebook, reports), and the memory that it
takes, which must not grow with the class. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterable
from pathlib import Path

from classes import write_class

from grader.catalogue import Catalogue
from grader.commands.request import Request
from grader.commands.run import run_class
from grader.executors import local
from grader.outcome import Outcome
from grader.result import Containment, ExerciseResult, TestResult
from grader.settings import Settings
from grader.task import Graded, Task

TESTS = tuple(
    TestResult(
        id=f"test_{i}",
        title="A title of the usual length, as students see it.",
        title_zh="通常长度的标题，学生看到的那种。",
        outcome=Outcome.PASSED if i % 4 else Outcome.FAILED,
        visibility="hidden",
        points=5.0 if i % 4 else 0.0,
        max_points=5.0,
        message="the answer differs\ncalled: f(1.0, 2.0)\nexpected: 0.0975\ngot: 0.195" if i % 4 == 0 else "",
        summary="the answer differs" if i % 4 == 0 else "",
        duration_s=0.01,
    )
    for i in range(20)
)
"""Twenty tests, a quarter of them failed: what a suite of the course says."""


class AtOnce:
    """An executor whose slots take no time."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, settings: Settings, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Answer each task with the same tests."""
        for task in tasks:
            yield Graded.of(
                task,
                ExerciseResult.of(task.slug, task.suite_digest, TESTS),
                containment=Containment("landlock", True),
                data="none",
                started="2026-01-01T00:00:00+00:00",
                duration_s=0.1,
            )


def measure(count: int) -> None:
    """Run the driver over a class of ``count`` and print what it cost: ms a submission, twice, and MiB."""
    root = Path(__file__).resolve().parent.parent
    catalogue = Catalogue(root)
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        folder = Path(name)
        submissions = write_class(folder / "class", catalogue, catalogue.exercise("02"), count)
        os.environ["XORCISE_CACHE"] = str(folder / "cache")
        os.chdir(root)
        local.LocalExecutor = AtOnce  # type: ignore[assignment, misc]
        from grader import learning

        learning.missing = lambda *_: []
        request = Request(submissions, folder / "out", ("02",), 1, 0, "digits", "landlock", "en")
        spans = []
        for _ in range(2):
            begun = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                run_class(request)
            spans.append((time.process_time() - begun) / count * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {count} | {spans[0]:.1f} | {spans[1]:.2f} | {peak:.0f} |", flush=True)


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10000])
    parser.add_argument("--one", type=int, help="measure this size, in this process")
    options = parser.parse_args()
    if options.one:
        measure(options.one)
        return
    print("| submissions | driver's processor ms each | unchanged, ms each | driver's memory, MiB |")
    print("| ---: | ---: | ---: | ---: |", flush=True)
    for size in options.sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()

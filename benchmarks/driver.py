"""The driver alone: whole runs over classes of several sizes, with slots that answer at once.

This measures what the driver does for each submission (reading, gradebook, reports), and its memory, which must not
grow with the class. It is a part of ``class_throughput.py``; by itself: ``python benchmarks/driver.py 4800``.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from classes import write_class

from grader.exercises.catalogue import Catalogue
from grader.grading import local
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.result import Containment, ExerciseResult, Outcome, TestResult
from grader.run.driver import Request, run_class
from grader.slot.task import Graded, Task

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


class AtOnce(Executor):
    """An executor whose slots take no time."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self.jobs = jobs

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
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
    """Run the driver over a class of ``count``, then with one file changed, and print what it cost.

    In ms a submission, twice, and MiB.
    """
    root = Path(__file__).resolve().parent.parent
    catalogue = Catalogue(root)
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        folder = Path(name)
        submissions = write_class(folder / "class", catalogue, catalogue.exercise("02"), count)
        os.environ["XORCISE_CACHE"] = str(folder / "cache")
        os.chdir(root)
        local.LocalExecutor = AtOnce  # type: ignore[assignment, misc]
        from grader.explain import missing_tables

        missing_tables.missing_tables = lambda *_: []
        request = Request(submissions, folder / "out", ("02",), 1, 0, "digits", "landlock", "en")
        spans = []
        for _ in range(2):
            begun = time.process_time()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                run_class(request)
            with next(submissions.glob("*/*.py")).open("a", encoding="utf-8") as file:
                file.write("# changed\n")
            spans.append((time.process_time() - begun) / count * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {count} | {spans[0]:.1f} | {spans[1]:.2f} | {peak:.0f} |", flush=True)


def tables(sizes: Sequence[int]) -> Iterator[str]:
    """Measure each size in a process of its own, and yield the table."""
    yield "| submissions | driver's processor ms each | one changed, ms each | driver's memory, MiB |"
    yield "| ---: | ---: | ---: | ---: |"
    for size in sizes:
        command = [sys.executable, __file__, str(size)]
        yield subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


if __name__ == "__main__":
    measure(int(sys.argv[1]))

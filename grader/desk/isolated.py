"""A check in the grader's own worker, confined as in grading: for who wants to know that grading will say the same."""

from __future__ import annotations

from pathlib import Path

from grader.desk.checked import Check, Checked
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import read_exercise
from grader.result import TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite
from grader.submission import read_own
from grader.suite.proxy import SubmissionProxy


def check_isolated(slot: Slot, asked: Check) -> Checked:
    """Check an exercise in a worker of its own.

    Args:
        slot: starts the worker.
        asked: which exercise, and which of its tests. Nothing is explained.
    """
    given = asked.given_folder
    exercise = read_exercise(given / "exercise.toml", asked.slug)
    files, notes = read_own(Path(asked.folder), exercise)
    data = load_images(STAND_IN) if exercise.data else None
    printed: dict[str, str] = {}
    with (
        open_suite(given / f"test_{exercise.module}.py", exercise, "public", data) as suite,
        slot.worker_for(exercise, files) as worker,
    ):
        proxy = SubmissionProxy(worker)

        def on_test(name: str, result: TestResult | None) -> None:
            if result is not None and proxy.printed:
                printed[name] = proxy.printed

        run = suite.run(proxy, 0, only=asked.chosen(suite.tests), on_test=on_test)
        titles = {t.item.name: (t.title, t.title_zh) for t in suite.tests}
        return Checked(run.tests, titles, printed, notes=notes)

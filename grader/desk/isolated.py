"""A check in the grader's own worker, confined as in grading: for who wants to know that grading will say the same."""

from __future__ import annotations

from grader.desk.checked import Check, Checked
from grader.desk.public_suite import open_public, titles_of
from grader.result import TestResult
from grader.slot.slot import Slot
from grader.suite.proxy import SubmissionProxy


def check_isolated(slot: Slot, asked: Check) -> Checked:
    """Check an exercise in a worker of its own.

    Args:
        slot: starts the worker.
        asked: which exercise, and which of its tests. Nothing is explained.
    """
    exercise, (files, notes) = asked.read()
    printed: dict[str, str] = {}
    with (
        open_public(asked.given_folder, exercise) as suite,
        slot.worker_for(exercise, files) as worker,
    ):
        proxy = SubmissionProxy(worker)

        def on_test(name: str, result: TestResult | None) -> None:
            if result is not None and proxy.printed:
                printed[name] = proxy.printed

        run = suite.run(proxy, 0, only=asked.chosen(suite.tests), on_test=on_test)
        return Checked(run.tests, titles_of(suite), printed, notes=notes)

"""Public tests in a student's own notebook, run by Otter's check cells.

A test asks for ``student`` as in a suite. Here that is the notebook's own kernel: its functions are called in it, so
that prints and plots appear.
"""

from __future__ import annotations

from typing import Any, cast

from otter.test_files import test_case

from grader.desk.cells import Cells
from grader.desk.kernel import SEED
from grader.errors import Mismatch
from grader.suite import assertions
from grader.suite.fixtures import Fixtures
from grader.suite.marks import Award
from grader.suite.proxy import SubmissionProxy
from grader.worker.worker import Worker


class public_test(test_case):  # type: ignore[misc]  # noqa: N801 - Otter's decorator is called so, and has no types
    """Decorates a test of a public suite, so that Otter runs it; see ``otter.test_files.test_case``."""

    def call_func(self, global_environment: dict[str, Any]) -> None:
        """Run the test on the notebook's functions.

        Otter shows the line of the second frame below its own, so the test is called from this very function.
        """
        fixtures = Fixtures(None)
        fixtures.seed = SEED
        fixtures.proxy = student = SubmissionProxy(cast(Worker, Cells(global_environment)))
        given = {name: fixtures.value(name, self.test_func.__name__) for name in self._get_func_params()}
        with assertions.asking(student) as credit:
            student.begin(SEED)
            self.test_func(**given)
        _settle(credit)


def _settle(credit: Award) -> None:
    """Raise what a test said that awarded less than everything."""
    if credit.fraction is not None and credit.fraction < 1:
        raise Mismatch(credit.why, got=credit.got)

"""Public tests in a student's own notebook, run by Otter's check cells.

A test asks for ``student`` as in a suite. Here that is the notebook's own kernel: its functions are called in it, so
that prints and plots appear.
"""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from types import TracebackType
from typing import Any, cast

from otter.test_files import test_case

from grader.desk.kernel import SEED, Kernel
from grader.errors import Mismatch, NotAttempted, Place, StudentFault, StudentRaised
from grader.language import _
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
        fixtures.proxy = student = SubmissionProxy(cast(Worker, _Notebook(global_environment)))
        given = {name: fixtures.value(name, self.test_func.__name__) for name in self._get_func_params()}
        with assertions.asking(student) as credit:
            student.begin(SEED)
            self.test_func(**given)
        _settle(credit)


def _settle(credit: Award) -> None:
    """Raise what a test said that awarded less than everything."""
    if credit.fraction is not None and credit.fraction < 1:
        raise Mismatch(credit.why, got=credit.got)


class _Notebook(Kernel):
    """A notebook's kernel: what is called is what its cells have defined.

    Args:
        names: the notebook's global variables.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        super().__init__()
        self._names = names
        self.guest.module = _Module(names)

    def fault_of(self, error: BaseException) -> StudentFault:
        """Return the fault that an exception of a cell's code means."""
        if isinstance(error, NotImplementedError):
            return NotAttempted(str(error) or _("not written yet"))
        return StudentRaised(type(error).__name__, str(error), _place(error.__traceback__, self._names))


class _Module:
    """A notebook's names as the attributes of a module."""

    __name__ = "this notebook"

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None


def _place(trace: TracebackType | None, names: Mapping[str, Any]) -> Place | None:
    """Return the innermost line of the notebook's own cells that an exception came by."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_globals is names:
            source = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
            found = Place(_("on line {line} of its cell", line=trace.tb_lineno), source)
        trace = trace.tb_next
    return found

"""Plain pytest on an exercise's public tests: what an editor's test button runs.

The plugin gives the fixtures of ``grader.suite.fixtures`` to tests that lie beside an ``exercise.toml``. ``student`` is
what is in that folder, in this very process: ``print`` shows where pytest shows it, and ``breakpoint()`` and ``--pdb``
stop at the student's line. Importing this module is all that it costs other projects in the same environment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.desk.public_tests import Desk


def pytest_configure(config: pytest.Config) -> None:
    """Offer the fixtures, but in a suite's own session, which has them."""
    suite = sys.modules.get("grader.suite.fixtures")
    if suite is None or not any(isinstance(p, suite.Fixtures) for p in config.pluginmanager.get_plugins()):
        config.pluginmanager.register(_Plugin(), "xorcise-desk")


class _Plugin:
    """The fixtures, and what is told of a failure."""

    def __init__(self) -> None:
        self._desk: Desk | None = None

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Iterator[Any]:
        """The exercise of the folder that the test lies in."""
        self._desk = self._desk or _public().Desk()
        yield from self._desk.submission_in(request.path.parent)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Any:
        """A generator that is the same for the same test."""
        return _public().value_of("rng", request.node.name)

    @pytest.fixture
    def seed(self, request: pytest.FixtureRequest) -> Any:
        """A number that is the same for the same test, for seeds handed to a submission."""
        return _public().value_of("seed", request.node.name)

    @pytest.fixture
    def data(self, request: pytest.FixtureRequest) -> Any:
        """The data set that ``exercise.toml`` asks for; the stand-in, as for ``xorcise check``."""
        return _public().data_for(request.path.parent)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Tell what the submission did, and not where in our code that was noticed."""
        report = yield
        errors = sys.modules.get("grader.errors")
        if errors is not None and call.excinfo is not None and isinstance(call.excinfo.value, errors.StudentFault):
            traceback = self._desk.traceback_of(item.path.parent) if self._desk is not None else ""
            said = str(call.excinfo.value.message)
            report.longrepr = f"{said.splitlines()[0]}\n\n{traceback}" if traceback else said
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_exception_interact(self, node: pytest.Item, call: pytest.CallInfo[Any]) -> None:
        """Let a debugger stop in the student's code, or at the test's line, instead of in ours."""
        if self._desk is not None and call.excinfo is not None:
            better = _public().where_it_happened(call.excinfo.value, node.path)
            if better is not None:
                call.excinfo = pytest.ExceptionInfo.from_exception(better)


def _public() -> ModuleType:
    from grader.desk import public_tests  # NumPy and workers, which other projects' tests do without

    return public_tests

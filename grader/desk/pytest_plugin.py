"""Plain pytest on an exercise's public tests: what an editor's test button runs.

The plugin gives the fixtures of ``grader.suite.fixtures`` to tests that lie beside an ``exercise.toml``. ``student`` is
what is in that folder, in a worker of its own, as for ``xorcise check``. Importing this module is all that it costs
other projects in the same environment.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.slot.slot import Slot


def pytest_configure(config: pytest.Config) -> None:
    """Offer the fixtures, but in a suite's own session, which has them."""
    suite = sys.modules.get("grader.suite.fixtures")
    if suite is None or not any(isinstance(p, suite.Fixtures) for p in config.pluginmanager.get_plugins()):
        config.pluginmanager.register(_Desk(), "xorcise-desk")


class _Desk:
    """The fixtures, and the slot that the session's workers are started in."""

    def __init__(self) -> None:
        self._slot: Slot | None = None

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Iterator[Any]:
        """The exercise of the folder that the test lies in."""
        public = _public()
        self._slot = self._slot or public.Slot()
        yield from public.submission_in(self._slot, request.path.parent)

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
            report.longrepr = str(call.excinfo.value)
        return report

    def pytest_unconfigure(self) -> None:
        """End the session's templates."""
        if self._slot is not None:
            self._slot.close()


def _public() -> ModuleType:
    from grader.desk import public_tests  # NumPy and workers, which other projects' tests do without

    return public_tests

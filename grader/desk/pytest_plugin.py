"""Plain pytest on an exercise's public tests: what an editor's test button runs.

The plugin gives the fixtures of ``grader.suite.fixtures`` to tests that lie beside an ``exercise.toml``. ``student`` is
what is in that folder, in a worker of its own, as for ``xorcise check``. Importing this module is all that it costs
other projects in the same environment.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.exercises.exercise import Exercise
    from grader.slot.slot import Slot

SEED = 0
"""As for ``xorcise check``."""


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
        from grader.slot.slot import Slot
        from grader.submission import read_folder
        from grader.suite import assertions
        from grader.suite.marks import Award, running
        from grader.suite.proxy import SubmissionProxy

        exercise = _exercise(request)
        self._slot = self._slot or Slot()
        with self._slot.worker_for(exercise, read_folder(request.path.parent, exercise)) as worker:
            student = SubmissionProxy(worker)
            token = running.set(Award())
            assertions.speak_for(student)
            student.begin(SEED)
            try:
                yield student
                student.finish()
            finally:
                assertions.speak_for(None)
                running.reset(token)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Any:
        """A generator that is the same for the same test."""
        import numpy as np

        return np.random.default_rng([SEED, zlib.crc32(request.node.name.encode())])

    @pytest.fixture
    def seed(self, request: pytest.FixtureRequest) -> int:
        """A number that is the same for the same test, for seeds handed to a submission."""
        import numpy as np

        return int(np.random.default_rng([SEED, 1, zlib.crc32(request.node.name.encode())]).integers(2**31))

    @pytest.fixture
    def data(self, request: pytest.FixtureRequest) -> Any:
        """The data set that ``exercise.toml`` asks for; the stand-in, as for ``xorcise check``."""
        from grader.exercises.datasets import STAND_IN, load_images

        _exercise(request)
        return load_images(STAND_IN)

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


def _exercise(request: pytest.FixtureRequest) -> Exercise:
    from grader.exercises.exercise import read_exercise
    from grader.language import _, spoken

    description = request.path.parent / "exercise.toml"
    if not description.is_file():
        said = _("{folder} is no exercise: there is no exercise.toml", folder=description.parent)
        pytest.fail(spoken(said), pytrace=False)
    return read_exercise(description)

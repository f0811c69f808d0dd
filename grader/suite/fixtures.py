"""What a test may ask for by the names of its arguments.

They are pytest's fixtures, so a suite can build its own fixtures on them. A test that asks for nothing else is given
them directly, without pytest: see ``Fixtures.direct``.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest

from grader.errors import SuiteError
from grader.exercises.datasets import DataSet
from grader.language import _
from grader.suite.proxy import SubmissionProxy


class Fixtures:
    """The fixtures of one session.

    Args:
        data: the data sets that the exercise asks for, if any.

    Attributes:
        proxy: the submission under test.
        seed: the run's seed.
    """

    def __init__(self, data: DataSet | None) -> None:
        self._data = data
        self.proxy: SubmissionProxy | None = None
        self.seed = 0

    @pytest.fixture(name="student")
    def student_fixture(self, request: pytest.FixtureRequest) -> Any:
        """The submission under test."""
        return self.value("student", request.node.name)

    @pytest.fixture(name="rng")
    def rng_fixture(self, request: pytest.FixtureRequest) -> Any:
        """A generator that is the same for the same seed and test."""
        return self.value("rng", request.node.name)

    @pytest.fixture(name="seed")
    def seed_fixture(self, request: pytest.FixtureRequest) -> Any:
        """A number that is the same for the same seed and test, for seeds handed to a submission."""
        return self.value("seed", request.node.name)

    @pytest.fixture(name="data")
    def data_fixture(self, request: pytest.FixtureRequest) -> Any:
        """The data set that ``exercise.toml`` asks for."""
        return self.value("data", request.node.name)

    def direct(self, test: pytest.Function) -> tuple[str, ...] | None:
        """Return the fixtures that ``test`` can be given directly, or ``None`` where pytest has to run it.

        pytest has to where the test uses a fixture of the suite's own, or a parameter.
        """
        # _fixtureinfo is private to pytest; nothing public tells whose fixture a name stands for. Where pytest runs
        # every test, a run of 02_losses takes a fifth to a quarter longer: benchmarks/fixtures.py measures it.
        known, asked = test._fixtureinfo.name2fixturedefs, test._fixtureinfo.argnames
        ours = {name for name, defined in known.items() if getattr(defined[-1].func, "__self__", None) is self}
        return asked if ours.issuperset(asked) and ours.issuperset({*test.fixturenames} - {"request"}) else None

    def value(self, name: str, test: str) -> Any:
        """Return what the fixture ``name`` is in ``test``.

        Raises:
            SuiteError: the exercise asks for no data.
        """
        match name:
            case "student":
                assert self.proxy is not None
                return self.proxy
            case "rng":
                return np.random.default_rng([self.seed, zlib.crc32(test.encode())])
            case "seed":
                return int(np.random.default_rng([self.seed, 1, zlib.crc32(test.encode())]).integers(2**31))
            case "data":
                if self._data is None:
                    raise SuiteError(_("exercise.toml asks for no data"))
                return self._data
        raise KeyError(name)

"""The functions of a hidden suite, to be called without a submission."""

import runpy
from collections.abc import Callable
from typing import Any

import pytest

from grader.exercises.catalogue import Catalogue


@pytest.fixture(scope="session")
def suite_of(catalogue: Catalogue) -> Callable[[str], dict[str, Any]]:
    """Return a function that gives the names of an exercise's hidden suite."""

    def names(slug: str) -> dict[str, Any]:
        return runpy.run_path(str(catalogue.hidden_suite(catalogue.exercise(slug))))

    return names


@pytest.fixture(scope="session")
def seeds() -> range:
    """Seeds to try a drawing function with. A draw that is unfair to one in 500 is seen with 98 % probability."""
    return range(2000)

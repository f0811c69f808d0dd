"""What the hidden suite of 03_numerical_gradient draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

Array = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def suite(suite_of: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return suite_of("03_numerical_gradient")


def drawn(suite: dict[str, Any], seed: int) -> list[tuple[Callable[[Array], float], Callable[[Array], Array], Array]]:
    """Return each function of the suite with its gradient and an x as its tests draw it."""
    draw = np.random.default_rng(seed).uniform
    return [
        (suite["mixed"], suite["mixed_slope"], draw(0.5, 1.5, size=3)),
        (suite["rows"], suite["rows_slope"], draw(0.5, 1.5, size=(2, 3))),
    ]


def central(f: Callable[[Array], float], x: Array, h: float) -> Array:
    """Return the central differences of ``f``."""
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        slopes[i] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


def test_every_step_that_is_accepted_is_exact_enough(suite: dict[str, Any], seeds: range) -> None:
    """The statement accepts steps from 1e-3 to 1e-8; each uses a tenth of the coarse tolerance at most."""
    for seed in seeds:
        for f, slope, x in drawn(suite, seed):
            allowed = suite["COARSE"]["atol"] + suite["COARSE"]["rtol"] * np.abs(slope(x))
            for h in (1e-3, 1e-8):
                assert np.all(np.abs(central(f, x, h) - slope(x)) < allowed / 10), (seed, h)


def test_the_slopes_of_a_case_differ(suite: dict[str, Any], seeds: range) -> None:
    """One factor is allowed for; slopes that are all alike, or in another order, must not pass with it."""
    for seed in seeds:
        for _, slope, x in drawn(suite, seed):
            expected = slope(x)
            others = [np.ones(x.shape), x, expected[::-1]]
            others += [expected.T.reshape(expected.shape)] if x.ndim == 2 else []
            for other in others:
                factor = np.sum(other * expected) / np.sum(expected**2)
                assert not np.allclose(other / factor, expected, **suite["COARSE"]), seed

"""What the hidden suite of 09_xor_net draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

CASES: tuple[dict[str, Any], ...] = (
    {"n": 7, "hidden": 3},
    {"n": 7, "hidden": 2},
    {"n": 7, "hidden": 4},
    {"n": 6, "hidden": 2},
    {"n": 6, "whole": True},
)
"""The arguments of each draw that the suite makes."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_drawn_net_reacts_to_each_parameter(
    suite_of: Callable[[str], dict[str, Any]], seeds: range, case: dict[str, Any]
) -> None:
    """No relu unit is dead, no gradient is zero, and the three activations can be told apart."""
    suite = suite_of("09_xor_net")
    for seed in seeds[:: 4 if case.get("hidden") == 4 else 1]:  # four units take three times as long to draw
        given = suite["draw"](np.random.default_rng(seed), **case)
        on = given.x @ given.params["W1"] + given.params["b1"] > 0
        assert np.all(on.any(axis=0)), seed
        assert not np.any(on.all(axis=0)), seed
        answers = []
        for kind in suite["ACTIVATIONS"]:
            slopes = suite["exact_gradient"](kind, given.params, given.x, given.t)
            # 1e-6 is where the suite takes a loss for one that does not react; central differences are off by 2e-4
            assert min(np.max(np.abs(g)) for g in slopes.values()) > 5e-4, seed
            answers.append(suite["forward"](kind, given.params, given.probe)[1])
            y = suite["forward"](kind, given.params, given.x)[1]
            assert 0.1 < y.min() <= y.max() < 0.9, seed
        for one, other in ((0, 1), (0, 2), (1, 2)):
            assert np.max(np.abs(answers[one] - answers[other])) > 0.01, seed
        assert {0.0, 1.0} == set(given.t.ravel()), seed

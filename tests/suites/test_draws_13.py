"""What the hidden suite of 13_training_recipe draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

Suite = Callable[[str], dict[str, Any]]

SLUG = "13_training_recipe"


def start(suite: dict[str, Any], seed: int, scale: float) -> dict[str, Any]:
    """Initial parameters that the statement allows."""
    rng = np.random.default_rng([seed, 1])
    return {k: scale * rng.normal(size=s) if k[0] == "W" else np.full(s, 0.01) for k, s in suite["SHAPES"].items()}


@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_the_first_steps_move_the_parameters(suite_of: Suite, seeds: range, scale: float) -> None:
    """Two steps with the penalty move some parameter by far more than the 1e-4 that the suite asks for."""
    suite = suite_of(SLUG)
    for seed in seeds:
        rng, params = np.random.default_rng(seed), start(suite, seed, scale)
        x, t = suite["one_target"](rng)
        lr = suite["gentle"](x, params)
        one = suite["follow"](params, x, t, [lr], 0.4, 0.6)[0]
        two = suite["follow"](params, x, t, [lr, lr], 0.4, 0.6)[0]
        assert suite["moved"](params, one) > 5e-4, seed
        assert suite["moved"](one, two) > 5e-4, seed


@pytest.mark.parametrize("same", [False, True])
def test_short_trainings_keep_away_from_kinks(suite_of: Suite, seeds: range, same: bool) -> None:
    """No hidden unit comes so near its kink that float32 and float64 could part: they differ by 1e-6 at most."""
    suite = suite_of(SLUG)
    for seed in seeds[::10]:  # a draw tries up to 40 data sets: 10 ms
        rng, params = np.random.default_rng(seed), start(suite, seed, 1.0)
        rates = [0.0] if not same else [0.05] * 7
        draw = (lambda rng: suite["rows"](rng, 6, same=True)) if same else suite["one_target"]
        x, t = suite["far_from_kinks"](rng, params, lambda x: rates, 0.0, draw)  # noqa: B023 - called at once
        assert suite["follow"](params, x, t, rates, 0.0, 0.0)[2] > 2e-5, seed


def test_the_circle_has_both_classes_and_a_first_batch_in_one_quarter(suite_of: Suite, seeds: range) -> None:
    """Neither class is rare, and the first 30 rows say nothing of three quarters of the plane."""
    suite = suite_of(SLUG)
    for seed in seeds:
        x, t = suite["circle_points"](np.random.default_rng(seed))
        assert x.shape == (300, 2), seed
        assert t.shape == (300, 1), seed
        assert np.all(x[:30] < 0), seed
        assert 0.5 < t.mean() < 0.76, seed  # 0.632 on average, with a standard error of 0.028


def test_the_sums_of_pairs_tell_the_rows(suite_of: Suite) -> None:
    """The mean of two different errors' squares is in the table, and no other one is within twice its tolerance."""
    suite = suite_of(SLUG)
    squares = np.square(suite["ERRORS"])
    for mean, (i, j) in suite["PAIRS"].items():
        assert np.isclose(mean, (squares[i] + squares[j]) / 2)
    same = {float(value) for value in squares}
    assert min(abs(a - b) for a in suite["PAIRS"] for b in same | (set(suite["PAIRS"]) - {a})) > 2e-3

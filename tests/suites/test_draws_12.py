"""What the hidden suite of 12_binary_classifier draws is fair to right code and shows wrong code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

Suite = dict[str, Any]
Array = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def suite(suite_of: Callable[[str], Suite]) -> Suite:
    return suite_of("12_binary_classifier")


class Net:
    """A 25-15-1 sigmoid network, looked at as a suite looks at a model in the worker."""

    def __init__(self, suite: Suite, n: int) -> None:
        self.sigmoid = suite["sigmoid"]
        self.weights = [np.zeros(shape, np.float32) for shape in suite["shapes_of"](n)]

    def __call__(self, x: Array) -> Array:
        a = np.asarray(x, np.float64)
        for W, b in zip(self.weights[::2], self.weights[1::2], strict=True):
            a = self.sigmoid(a @ W + b)
        return np.asarray(a.astype(np.float32))

    def method(self, name: str) -> Callable[..., Any]:
        methods: dict[str, Callable[..., Any]] = {
            "get_weights": lambda: self.weights,
            "set_weights": lambda weights: setattr(self, "weights", weights),
        }
        return methods[name]


def test_samples_have_both_labels_and_no_tiny_probability(suite: Suite, seeds: range) -> None:
    for seed in seeds:
        for n, count in ((3, 7), (5, 4)):
            x, y, w, b = suite["samples"](np.random.default_rng(seed), n, count)
            assert set(y) == {0, 1}
            assert np.all(np.abs(x @ w + b) < 30), seed  # where float32 and clipping would show


def lesson(suite: Suite, seed: int, count: int) -> tuple[Net, Array, Array]:
    rng = np.random.default_rng(seed)
    x, y, d = suite["drawn_lesson"](rng, count)
    net = Net(suite, x.shape[1])
    suite["lean"](net, x, rng, d, suite["MIDDLE"])
    return net, x, y


@pytest.mark.parametrize("count", [32, 64, 72])
def test_every_sample_of_a_lesson_pulls_the_same_way(suite: Suite, seeds: range, count: int) -> None:
    for seed in seeds:
        net, x, y = lesson(suite, seed, count)
        p = net(x)[:, 0]
        assert np.all((p > 0.5) == (y == 1)), seed
        # there is something left to learn: the suite takes a loss below 0.02 for a model that was sure before
        assert 0.2 < suite["cross_entropy"](net, x, y) < 0.5, seed
        assert 0.25 < np.mean(y) < 0.75, seed


def test_scaling_in_the_training_alone_shows_in_the_losses(suite: Suite, seeds: range) -> None:
    for seed in seeds:
        net, x, y = lesson(suite, seed, 64)
        right = suite["cross_entropy"](net, x, y)
        span = x.max(axis=0) - x.min(axis=0)
        for scaled in ((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8), (x - x.min(axis=0)) / span):
            # the suite lets pass what is 1.3 times as large
            assert suite["cross_entropy"](net, scaled.astype(np.float32), y) > 1.5 * right, seed


def test_the_marked_samples_of_a_lesson_do_not_cancel_out(suite: Suite, seeds: range) -> None:
    for seed in seeds:
        x, y, _ = suite["drawn_lesson"](np.random.default_rng(seed), 72)
        assert np.all(x[-4:, 3] == 1)
        assert np.all(x[:-4, 3] == 0)
        assert np.all(y[-4:] == 1)


def test_the_clouds_hardly_overlap(suite: Suite, seeds: range) -> None:
    for seed in seeds:
        x, y = suite["clouds"](np.random.default_rng(seed), 500)
        best = np.mean((x @ suite["direction"](2) > 0) == (y == 1))
        assert best > suite["TIERS"][-1][0] + 0.01, seed


def test_a_decided_model_says_both(suite: Suite, seeds: range) -> None:
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x = (2 * rng.normal(size=(60, 3))).astype(np.float32)
        net = Net(suite, 3)
        suite["lean"](net, x, rng)
        p = net(x)[:, 0]
        sure = p[np.abs(p - 0.5) > 1e-3]
        assert 3 <= np.sum(sure > 0.5) <= len(sure) - 3, seed

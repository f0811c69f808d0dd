"""What the hidden suite of 10_two_layer_net draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits

from grader.suite import assert_differ

SuiteOf = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def suite(suite_of: SuiteOf) -> dict[str, Any]:
    return suite_of("10_two_layer_net")


def test_a_drawn_case_tells_sigmoid_from_relu_on_every_row(suite: dict[str, Any], seeds: range) -> None:
    """So what is expected of a net is never a matter of which layer is tried first."""
    for seed in seeds:
        x, p = suite["case"](np.random.default_rng(seed))
        y, other = (suite["softmax"](suite["scores"](p, x, kind)) for kind in suite["HIDDEN"])
        assert x.shape == (5, suite["D"])
        assert np.all(np.max(np.abs(y - other), axis=1) > 0.02), seed
        assert min(y.min(), other.min()) > 0.05, seed


def test_no_wrong_hidden_layer_passes_for_a_right_one(suite: dict[str, Any], seeds: range) -> None:
    """A mistaken layer gives other predictions than both right ones, by more than the tolerance."""
    for seed in seeds:
        x, p = suite["case"](np.random.default_rng(seed))
        right = [suite["softmax"](suite["scores"](p, x, kind)) for kind in suite["HIDDEN"]]
        for kind in suite["MISTAKEN"]:
            y = suite["softmax"](suite["scores"](p, x, kind))
            assert not any(np.allclose(y, r, **suite["LOSS"]) for r in right), (seed, kind)


def test_one_row_moves_every_parameter(suite: dict[str, Any], seeds: range) -> None:
    """A single step is asked for, so the gradient of each parameter has to be seen in it."""
    for seed in seeds[:300]:  # each is some hundred forward passes
        x, t, p = suite["one_row"](np.random.default_rng(seed))
        assert np.all(x == x[0])
        assert np.all(t == t[0])
        for kind in suite["HIDDEN"]:
            grads = suite["gradient_of"](p, x[:1], t[:1], kind)
            assert min(np.max(np.abs(grads[key])) for key in suite["KEYS"]) > 0.01, (seed, kind)


def test_batches_of_two_and_of_eight_rows_show_among_threes(suite: dict[str, Any], seeds: range) -> None:
    """The losses of three rows are apart, and those of a short batch, or of all rows, lie in between."""
    for seed in seeds:
        x, t, p = suite["two_kinds"](np.random.default_rng(seed))
        for kind in suite["HIDDEN"]:
            one, other = (suite["loss_of"](p, x[[i]], t[[i]], kind) for i in (0, 5))
            known = other + np.arange(4) / 3 * (one - other)
            near = np.min(np.diff(np.sort(known)))
            assert near > 0.003, seed
            for share in (1 / 2, 5 / 8):
                assert np.min(np.abs(other + share * (one - other) - known)) > 0.01 * near, seed


def test_a_row_with_the_label_of_another_shows(suite: dict[str, Any], seeds: range) -> None:
    """Few rows have, with a wrong label, the loss that some row has with its own."""
    t = np.array([0, 2, 1, 0, 1, 2])
    for seed in seeds:
        x, p = suite["case"](np.random.default_rng(seed), 6)
        for kind in suite["HIDDEN"]:
            y = -np.log(suite["softmax"](suite["scores"](p, x, kind)))
            own = y[np.arange(6), t]
            wrong = np.array([y[i, k] for i in range(6) for k in range(3) if k != t[i]])
            hidden = np.min(np.abs(wrong[:, None] - own), axis=1) < 1e-5 * np.maximum(1, wrong)
            assert np.mean(hidden) < 0.5, (seed, kind)  # of thirty draws one would have to show, at least


def test_drawn_digits_are_new_ones(suite: dict[str, Any], seeds: range) -> None:
    """Images stay images, digits have new numbers, and none of the public images is among them."""
    public = load_digits(return_X_y=True)[0] / 16
    _, labels = suite["digits"]()
    for seed in seeds[:20]:  # each draw makes 1,400 images
        x, t = suite["new_digits"](np.random.default_rng(seed))
        assert x.shape == (suite["TRAINED"] + suite["UNSEEN"], 64)
        assert x.min() >= 0
        assert x.max() <= 1
        assert len(set(zip(labels[: len(t)].tolist(), t.tolist(), strict=True))) == 10
        distance = np.sqrt(np.sum(public**2, axis=1) - 2 * x[:200] @ public.T + np.sum(x[:200] ** 2, axis=1)[:, None])
        assert np.min(distance) > 0.1, seed


def test_rows_in_another_order_have_another_loss(suite: dict[str, Any], seeds: range) -> None:
    """So a right loss is never taken for one that ignores its arguments, also of rounded rows."""
    for seed in seeds:
        x, p = suite["case"](np.random.default_rng(seed))
        whole = np.round(3 * x)
        for orders in ((x, x[::-1]), (whole, whole[::-1], np.roll(whole, 1, axis=0))):
            for kind in suite["HIDDEN"]:
                assert_differ(*(suite["loss_of"](p, rows, suite["LABELS"], kind) for rows in orders))

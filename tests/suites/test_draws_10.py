"""What the hidden suite of 10_two_layer_net draws is fair to right code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np


def test_a_drawn_case_tells_sigmoid_from_relu_on_every_row(
    suite_of: Callable[[str], dict[str, Any]], seeds: range
) -> None:
    suite = suite_of("10_two_layer_net")
    for seed in seeds:
        x, p = suite["case"](np.random.default_rng(seed))
        y, other = (suite["softmax"](suite["scores"](p, x, kind)) for kind in suite["HIDDEN"])
        assert x.shape == (5, suite["D"])
        assert np.all(np.max(np.abs(y - other), axis=1) > 0.02), seed
        assert min(y.min(), other.min()) > 0.05, seed

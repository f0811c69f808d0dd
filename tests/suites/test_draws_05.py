"""What the hidden suite of 05_schedules draws is fair to right code, and shows wrong code, whatever the seed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.errors import Mismatch


@pytest.fixture(scope="module")
def suite(suite_of: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    return suite_of("05_schedules")


def parameters(seed: int) -> list[tuple[Any, Any]]:
    """Return the pairs of parameters that ``test_several_parameters_of_any_shape`` draws."""
    normal = np.random.default_rng(seed).normal
    shapes = ((3, 2), (2,), (2, 1, 3))
    first, second = ([normal(size=shape) for shape in shapes] for _ in range(2))
    return list(zip(first, second, strict=True))


def test_any_average_is_one(suite: dict[str, Any], seeds: range) -> None:
    """Whatever share is kept of the first, in float64 or float32, it is an average of the two."""
    for seed in seeds[:500]:  # 18 comparisons each
        for first, second in parameters(seed):
            for share in (0.1, 0.5, 0.99):
                average = share * first + (1 - share) * second
                suite["assert_average"](average, first, second)
                suite["assert_average"](average.astype(np.float32), first, second)


def test_what_is_no_average_is_none(suite: dict[str, Any], seeds: range) -> None:
    """The first, the last, their sum, and an average of other elements are refused."""
    for seed in seeds[:200]:  # 15 comparisons each, which describe what differs
        for first, second in parameters(seed):
            for wrong in (first, second, first + second, np.zeros(first.shape), (first + second)[::-1] / 2):
                with pytest.raises(Mismatch):
                    suite["assert_average"](wrong, first, second)


def test_a_drawn_schedule_stays_within_float32(suite: dict[str, Any], seeds: range) -> None:
    """The exponent stays below 10, and the rate is not so small that only the absolute tolerance would count."""
    for seed in seeds:
        rng = np.random.default_rng(seed)
        base, rate = rng.uniform(0.1, 1.0), rng.uniform(0.5, 0.95)
        every, step = int(rng.integers(20, 50)), int(rng.integers(51, 150))
        assert step / every < 10
        assert suite["smooth"](base, rate, every, step) > 1e-4

"""The calibration pages say what the suites say, and the index says what the pages say."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

from tools.calibration import index, measure

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "calibration"


def test_the_index_is_what_its_script_prints() -> None:
    """A page that changes is followed by ``python -m tools.calibration.index``."""
    assert (FOLDER.parent / "calibration.md").read_text(encoding="utf-8") == index.page()


def tiers(slug: str) -> list[float]:
    """Return the accuracies that are worth full points, from the suite."""
    given = measure.suite_of(slug).TIERS
    if isinstance(given, dict):
        return [float(tiers[-1]) for tiers in given.values()]
    return [given[-1][0]]


@pytest.mark.parametrize("slug", ["12_binary_classifier", "13_training_recipe", "14_mnist_mlp"])
def test_pages_state_the_tiers_of_the_suites(slug: str) -> None:
    """A tier that moves is calibrated again; of fifty seeds or more, with a chance below 1 in 10,000 of failing."""
    text = index.section((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    heads, graded = rows[0], [row for row in rows[2:] if row[6]]
    assert heads[6:8] == ["full points from", "chance of less"]
    assert [float(row[6]) for row in graded] == tiers(slug)
    for row in graded:
        assert int(row[2]) >= 50
        assert float(re.sub("below ", "", row[7])) < 1e-4


def test_the_chance_of_failing_is_that_of_one_more_run() -> None:
    """Four deviations above the limit: 1 in 10,000 or so for many seeds, more for few; logarithms for ratios."""
    z = np.sqrt(2) * np.random.default_rng(0).normal(size=20_000)
    many = (z - z.mean()) / z.std(ddof=1)
    away, chance = measure.chance_of_failing(many, -3.719, above=True, log=False)
    assert math.isclose(away, 3.719, rel_tol=1e-6)
    assert math.isclose(chance, 1e-4, rel_tol=0.02)
    assert measure.chance_of_failing([1.0, -1.0, 1.0, -1.0], -4.0, above=True, log=False)[1] > 1e-3
    below = measure.chance_of_failing(np.exp(many), np.exp(3.719), above=False, log=True)
    assert math.isclose(below[0], 3.719, rel_tol=1e-6)

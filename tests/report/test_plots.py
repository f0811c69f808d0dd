"""Plots of the pages: markup of ours, in the page's colours, of bounded size."""

from __future__ import annotations

import re

import pytest

from grader.report.analysis import Spread
from grader.report.plots import histogram

SPREADS = [
    Spread.of([float(i) for i in range(101)], 100.0),
    Spread.of([0.0], 100.0),
    Spread.of([100.0] * 3, 100.0),
    Spread.of([0.0], 0.0),
]


@pytest.mark.parametrize("spread", SPREADS, ids=["even", "one", "full", "worth nothing"])
@pytest.mark.parametrize("labels", [True, False])
def test_a_plot_is_an_element_of_the_page(spread: Spread, labels: bool) -> None:
    svg = histogram(spread, 300, 90, labels=labels)
    assert svg.startswith('<svg class="plot" viewBox="0 0 300 90" aria-hidden="true">')
    assert svg.endswith("</svg>")
    assert ("<text" in svg) == labels
    for colour in ("--bar", "--middle", "--ink"):
        assert f"var({colour})" in svg
    assert not re.search(r"#[0-9a-f]{6}|http|<style|\bid=|url\(|font-family", svg)
    assert len(svg) < 6000


def test_the_same_points_are_the_same_plot() -> None:
    spread = Spread.of([1.0, 2.0, 3.0], 4.0)
    first = histogram(spread, 90, 18)
    histogram.cache_clear()
    assert histogram(spread, 90, 18) == first

"""Plots for the pages: inline SVG by matplotlib, in the page's own colours."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from grader.report.analysis import Spread

BAR, MIDDLE, MEDIAN, LETTERS = "#a1b2c3", "#b2c3d4", "#c3d4e5", "#d4e5f6"
"""Stand in for colours of the page, which a reader's dark or light screen chooses: matplotlib knows no other."""

COLOURS = {
    BAR: "var(--bar)",
    MIDDLE: "var(--middle)",
    MEDIAN: "var(--ink)",
    LETTERS: "var(--soft)",
}

STYLE: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "xorcise", "font.size": 9, "path.simplify": True}
"""Letters stay letters, whose font the page chooses. The same figure has the same bytes."""

POINTS = 72
"""Of an SVG by matplotlib to the inch."""

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_FOR_FILES = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", re.DOTALL)
"""Its style speaks of all elements, which would be those of the page."""
_NAMES = re.compile(r' id="[a-z0-9.]+_\d+"')
_FONT = re.compile(r"font-family: [^;]*; ")
_BREAKS = re.compile(r"\s*\n\s*")


@lru_cache(64)  # two of each exercise of a page
def histogram(spread: Spread, width: int, height: int, *, labels: bool = False) -> str:
    """Return a histogram of points with the middle half of the class shaded and its median marked, as markup.

    The page says in words what it shows, so it is hidden from screen readers.

    Args:
        spread: of the points.
        width: pixels of the page.
        height: the same.
        labels: whether the axis of the points has numbers.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        figure = Figure(figsize=(width / POINTS, height / POINTS))
        axes = figure.add_axes((0.0, 16 / height if labels else 0.0, 1.0, 1 - (16 / height if labels else 0.0)))
        bins = len(spread.bins)
        step = spread.most / bins if spread.most else 1.0
        axes.axvspan(spread.low, max(spread.high, spread.low + step / 4), color=MIDDLE, linewidth=0, clip_on=False)
        axes.stairs(spread.bins, [step * i for i in range(bins + 1)], fill=True, color=BAR, clip_on=False)
        axes.axvline(spread.median, color=MEDIAN, linewidth=1.2, clip_on=False)
        axes.set(xlim=(0, bins * step), ylim=(0, max(*spread.bins, 1) * 1.04), yticks=[])
        for side in ("left", "top", "right"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set(color=LETTERS, linewidth=0.8)
        axes.tick_params(colors=LETTERS, length=0, pad=4)  # a mark would be drawn by its id, of which a page has one
        if not labels:
            axes.set_xticks([])
        made = io.StringIO()
        figure.savefig(made, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(made.getvalue(), width, height)


def _inline(svg: str, width: int, height: int) -> str:
    """Return an SVG file as an element of a page: without what only a file needs, in the page's colours."""
    svg = _NAMES.sub("", _FONT.sub("", _FOR_FILES.sub("", _HEAD.sub("", svg))))
    svg = re.sub(r"<svg[^>]*>", f'<svg class="plot" viewBox="0 0 {width} {height}" aria-hidden="true">', svg, count=1)
    for stand_in, colour in COLOURS.items():
        svg = svg.replace(stand_in, colour)
    return _BREAKS.sub(" ", svg).replace("> <", "><").strip()

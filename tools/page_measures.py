"""Measures the class page of sample classes in Chromium: size, time, elements, pages of paper.

    python -m tools.page_measures                   classes of 20, 300 and 1,000
    python -m tools.page_measures --students 500

Needs Debian's ``chromium``: ``make setup``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tools.pages.browser import PHONE, Browser
from tools.pages.measures import measures, overflow, printed
from tools.pages.sample import sample_class
from tools.pages.written import Pages

HEAD = ("students", "made, s", "MB", "gzip, MB", "first paint, s", "loaded, s", "elements", "too wide, px", "printed")


def row(browser: Browser, students: int, folder: Path, *, paper: bool) -> list[str]:
    """Return what was measured of one class."""
    pages = Pages(sample_class(students), folder)
    begin = time.perf_counter()
    path = pages.class_page()
    made_s = time.perf_counter() - begin
    with browser.opened(path) as seen:
        found = measures(seen, path)
        troubles = seen.troubles
    with browser.opened(path, size=PHONE) as seen:
        wide = overflow(seen.page)
    count = ""
    if paper:
        with browser.opened(path, media="print") as seen:
            count = str(printed(seen.page)[1])
    numbers = [f"{students:,}", f"{made_s:.1f}", f"{found.size / 1e6:.2f}", f"{found.packed / 1e6:.2f}"]
    numbers += [f"{found.paint_s:.2f}", f"{found.load_s:.2f}", f"{found.elements:,}", str(wide), count]
    return [*numbers, *troubles]


def main(words: list[str] | None = None) -> None:
    """Run the command."""
    asked = argparse.ArgumentParser(description="Measures the class page of sample classes in Chromium.")
    asked.add_argument(
        "--students", type=int, action="append", help="the size of a class; by default 20, 300 and 1,000"
    )
    asked.add_argument(
        "--paper", action="store_true", help="count the printed pages too; of a heavy page it takes minutes"
    )
    given = asked.parse_args(words)
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}")  # noqa: T201 - a script
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        for students in given.students or (20, 300, 1000):
            cells = row(browser, students, Path(folder) / str(students), paper=given.paper)
            print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201 - a script


if __name__ == "__main__":
    main()

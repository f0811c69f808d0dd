"""Takes the picture of README.md that shows a terminal, from real results, into docs/images/.

    make demo
    python -m tools.screenshots demo-report

Needs Debian's ``chromium``. The picture shows what ``xorcise report`` prints.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console

from grader.report.terminal import class_table, grading_summary
from grader.run.books import Place, exercises_in, open_book
from tools.pages.browser import Browser, picture


def main(out: Path, target: Path) -> None:
    """Draw the picture into ``target``."""
    with open_book(Place(out)) as book:
        results, exercises = list(book.results()), exercises_in(book)
    console = Console(record=True, width=92, file=Path("/dev/null").open("w"), force_terminal=True)  # noqa: SIM115
    console.print("$ make demo", style="bold")
    console.print(class_table(results, exercises))
    console.print(grading_summary(results))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "table.html"
        console.save_html(str(page))
        with Browser() as browser, browser.opened(page, size=(800, 640)) as seen:
            picture(seen.page, target / "demo.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "docs" / "images")

"""Takes the pictures of README.md from real results, into docs/images/.

    make demo
    python -m tools.screenshots demo-report

Needs Debian's ``chromium``. The pictures show what ``xorcise report`` prints and writes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from grader.report.terminal import class_table, grading_summary
from grader.run.books import Place, exercises_in, open_book

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def shoot(page: Path, picture: Path, size: str) -> None:
    """Take a screenshot of ``page``."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", *FLAGS, f"--user-data-dir={profile}", f"--screenshot={picture}", f"--window-size={size}"]
        subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=120)


def main(out: Path, target: Path) -> None:
    """Draw both pictures into ``target``."""
    with open_book(Place(out)) as book:
        results, exercises = list(book.results()), exercises_in(book)
    console = Console(record=True, width=92, file=Path("/dev/null").open("w"), force_terminal=True)  # noqa: SIM115
    console.print("$ make demo", style="bold")
    console.print(class_table(results, exercises))
    console.print(grading_summary(results))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "table.html"
        console.save_html(str(page))
        shoot(page, target / "demo.png", "800,640")
    shoot(out / "class.html", target / "class.png", "1100,900")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "docs" / "images")

"""Collects what the reference reaches in every training exercise. Prints docs/calibration.md.

    python -m tools.calibration.index > docs/calibration.md

The figures are those of the pages in docs/calibration/. Each page is printed by a script of its own, which trains for
minutes. This one only reads the pages, so a test can run it.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "calibration"

SECTION = "## What the reference reaches"

INTRO = """\
# Calibration: what right code reaches, and where the thresholds stand

`python -m tools.calibration.index` collects this page from the pages below. Each of them names the command that
printed it.

Accuracy is worth few points, because gradients, single steps and configuration tell right code from wrong better. Where
it counts, the chance that right code misses full points is below 1 in 10,000. Chances are computed with Student's
distribution for one more run, from as many runs as were made.
"""


def section(text: str) -> str:
    """Return what stands under ``SECTION``; of a page without it, the first table and the paragraph before that."""
    _, found, rest = text.partition(f"{SECTION}\n")
    if found:
        return re.split(r"^## ", rest, maxsplit=1, flags=re.M)[0].strip()
    table = re.search(r"(?:^(?!#).+\n)+\n(?:^\|.*\n)+", text, re.M)
    return table[0].strip() if table else ""


def page() -> str:
    """Return docs/calibration.md."""
    parts = [INTRO]
    for path in sorted(FOLDER.glob("[0-9][0-9]_*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        body = "" if path.stem.endswith("_limits") else section(text)
        parts.append(f"## [{title}](calibration/{path.name})\n" + (f"\n{body}\n" if body else ""))
    return "\n".join(parts)


if __name__ == "__main__":
    click.echo(page(), nl=False)

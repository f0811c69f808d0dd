"""Draws the pictures of docs/student.md: what `xorcise check` shows of a mistake, in both languages.

``python -m tools.pictures`` checks a wrong variant of 02 and writes ``docs/images/check.svg`` and ``check.zh-CN.svg``.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from pathlib import Path

from rich.console import Console

from grader.desk.asked import Asked
from grader.desk.checking import check_of, in_child
from grader.desk.told import screen_of
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants
from grader.language import speak

ROOT = Path(__file__).resolve().parent.parent

SLUG, KEY = "02_losses", "batch_not_divided_mse"
"""The exercise, and the wrong variant that is checked."""

NAMES = {"en": "check.svg", "zh-CN": "check.zh-CN.svg"}


def main() -> None:
    """Write the pictures."""
    ours = Catalogue(ROOT)
    wrong = read_variants(ours, ours.exercise(SLUG))[KEY].text
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        shutil.copytree(ROOT / "exercises" / SLUG, Path(scratch) / "exercises" / SLUG)
        course = Catalogue(Path(scratch))
        one = Asked(course, course.exercise(SLUG))
        course.stub(one.exercise).write_text(wrong, encoding="utf-8")
        for lang, name in NAMES.items():
            speak(lang)
            (checked,) = in_child([check_of(one, (), lang)])
            console = Console(record=True, file=io.StringIO(), width=80, height=24, force_terminal=True)
            screen = screen_of(one, checked, lang, whole=False)
            console.print(screen)
            svg = console.export_svg(title="xorcise check losses", unique_id="check")
            (ROOT / "docs" / "images" / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()

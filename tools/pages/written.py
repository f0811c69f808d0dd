"""Writes the pages of a sample class to files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from grader.files import write_parts
from grader.pictures.table import known
from grader.report.class_page import PAGES, class_parts
from grader.report.feedback import feedback_html
from grader.report.similar_page import similar_parts
from grader.report.student_page import Past, student_html
from grader.result import Result
from tools.pages.sample import SampleClass


@dataclass(frozen=True, slots=True)
class Pages:
    """Writes each page when it is first asked for.

    Attributes:
        made: the class.
        folder: where to; each language has a folder in it.
    """

    made: SampleClass
    folder: Path

    def class_page(self, lang: str = "en") -> Path:
        """Return the class page."""
        parts = class_parts(self.made.results, self.made.exercises, lang=lang, linked=True)
        return self._written(lang, "class.html", parts)

    def about(self, result: Result, lang: str = "en") -> Path:
        """Return the page about one student, with code that was handed in twice."""
        code = {
            e.filename: "".join(f"def function_{i}(x):\n    return x + {i}\n\n\n" for i in range(10))
            for e in self.made.exercises
        }
        files = {one.slug: code for one in result.exercises}
        before = {slug: {name: text.replace("x + 3", "x") for name, text in code.items()} for slug in files}
        past = [
            Past(result.started, e.slug, result.started, e.outcome, e.score, e.max_score, counted=True)
            for e in result.exercises
        ]
        text = student_html(result, self.made.exercises, lang=lang, files=files, before=before, past=past)
        return self._written(lang, f"{PAGES}/{self.made.results.index(result):04}.html", [text])

    def feedback(self, result: Result, lang: str = "en") -> Path:
        """Return the page of one student, after the due date; it has the pictures that its exercises have."""
        pictures = {e.slug: _picture() for e in self.made.exercises if known(e) is not None}
        text = feedback_html(result, self.made.exercises, lang=lang, after_due=True, pictures=pictures)
        return self._written(lang, f"feedback-{self.made.results.index(result):04}.html", [text])

    def similar(self, lang: str = "en") -> Path:
        """Return the page of what is alike."""
        return self._written(lang, "similar.html", similar_parts(self.made.findings, self.made.exercises, lang=lang))

    def _written(self, lang: str, name: str, parts: Iterable[str]) -> Path:
        path = self.folder / lang / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_parts(path, parts)
        return path


@cache
def _picture() -> bytes:
    """Return a PNG of the size of those that are drawn."""
    with io.BytesIO() as file:
        Image.new("RGB", (1440, 620), "#e8eef7").save(file, "PNG")
        return file.getvalue()

"""Targets of the reports: results with any text."""

from __future__ import annotations

import io
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

from rich.console import Console

from grader.report.class_page import class_html
from grader.report.exports.plain import gradebook_csv
from grader.report.feedback import feedback_html
from grader.report.terminal import check_report, class_table, grading_summary
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result, TestResult

from .sample import COURSE
from .source import Source

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no report may contain. Carriage returns are allowed, since they end the lines of CSV."""


class Page(HTMLParser):
    """The tags, attributes and links of an HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def _result(text: str, other: str, score: float, outcome: Outcome) -> Result:
    both = {"en": text, "zh-CN": other}
    test = TestResult(
        *(text, text, other, outcome, "public", score, 6.0, other, text),
        *(text, both, both, both, 0.1),
    )
    hidden = TestResult(text, other, text, outcome, "hidden", score, 6.0, other, text)
    graded = ExerciseResult("02_losses", text, outcome, score, 12.0, (test, hidden))
    odd = ExerciseResult(text, text, outcome, score, 6.0, (test,))
    containment = Containment("landlock", True, (text,))
    parts: tuple[Any, ...] = (VERSION, text, other, 1, containment, text, other, text, score, 12.0, (graded, odd))
    return Result(*(*parts, other, (text, other)))


@cache
def _clean() -> tuple[frozenset[str], frozenset[str]]:
    """Return the tags and attributes of pages for ordinary results."""
    tags: set[str] = set()
    attributes: set[str] = set()
    for outcome in Outcome:
        for lang in ("en", "zh-CN"):
            for said in ("word", "a_long_word", "said\nmore\ncalled: f\nexpected: 1\ngot: 2\nwhere: 3"):
                result = _result("a_long_word", said, 3.0, outcome)
                for text in (feedback_html(result, COURSE, lang=lang), class_html([result], COURSE, lang=lang)):
                    page = Page(text)
                    tags |= page.tags
                    attributes |= page.attributes
    return frozenset(tags), frozenset(attributes)


def report(data: bytes) -> None:
    """Reports for any result have no control characters and no other tags than usual, and can be encoded."""
    source = Source(data)
    outcome = source.one_of(tuple(Outcome))
    score = source.one_of((0.0, 3.0, 6.0, -0.0, 5.999999))
    lang = source.one_of(("en", "zh-CN"))
    text, other = source.text(), source.text() + source.text()
    result = _result(text, other, score, outcome)
    tags, attributes = _clean()
    for html in (feedback_html(result, COURSE, lang=lang), class_html([result], COURSE, lang=lang)):
        assert not CONTROL.search(html)
        html.encode()
        page = Page(html)
        assert page.tags <= tags
        assert page.attributes <= attributes
        assert all(link.startswith("#") for link in page.links)
    table = gradebook_csv([result], COURSE)
    assert not CONTROL.search(table)
    table.encode()
    said = io.StringIO()
    console = Console(file=said, width=source.one_of((80, 20, 200)), no_color=True, force_terminal=False)
    for part in (
        class_table([result], COURSE),
        check_report(COURSE[1], result.exercises[0], lang),
        grading_summary([result]),
    ):
        console.print(part)
    assert not CONTROL.search(said.getvalue())
    said.getvalue().encode()
    if not re.search("[\ud800-\udfff]", text + other):
        assert Result.from_json(result.to_json()) == result

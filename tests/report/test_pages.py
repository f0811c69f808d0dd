"""What both pages promise: self-contained, without scripts, readable in both colour schemes."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import grader.report.pages
from grader.report.class_page import class_html, hash_of, script_text
from grader.report.feedback import feedback_html
from grader.report.pages import _environment
from grader.report.student_page import student_html

from .page import Page
from .sample import EXERCISES, a_class

STYLE = Path(grader.report.pages.__file__).parent / "templates" / "style.css"
PAGES = [
    feedback_html(a_class()[1], EXERCISES),
    class_html(a_class(), EXERCISES, linked=True),
    student_html(a_class()[1], EXERCISES),
]
NAMES = ["feedback", "class", "student"]


@pytest.mark.parametrize("html", PAGES, ids=NAMES)
def test_a_page_asks_for_nothing_outside_itself(html: str) -> None:
    """No picture, no font, no address, no script but the class page's: it opens from a mail attachment on a train."""
    page = Page(html)
    assert ("script" in page.tags) == (html is PAGES[1])
    assert not page.tags & {"link", "img", "iframe", "object", "embed", "form", "base"}
    assert not any(name.startswith("on") for name in page.attributes)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("html", PAGES, ids=NAMES)
def test_a_page_forbids_everything_but_its_own_style(html: str) -> None:
    """Should a text ever get through as markup, the browser still runs and fetches nothing."""
    script = f"script-src '{hash_of(script_text())}'; " if html is PAGES[1] else ""
    rest = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert f"content=\"default-src 'none'; {script}{rest}\"" in html
    assert html.index("Content-Security-Policy") < html.index("<title>")


@pytest.mark.parametrize("html", PAGES, ids=NAMES)
def test_a_page_is_accessible_and_fits_a_phone(html: str) -> None:
    assert html.startswith("<!doctype html>\n<html lang=")
    assert 'name="viewport"' in html
    assert html.count("<h1>") == 1
    assert "<th>" not in html, "every heading of a table says what it heads"
    assert "@media print" in html
    assert "prefers-color-scheme: dark" in html


def test_the_script_is_the_one_that_the_page_allows() -> None:
    """Letter by letter: a template engine that changed one would switch it off."""
    assert f"<script>{script_text()}</script>" in PAGES[1]


def test_the_wide_table_scrolls_and_can_be_reached_by_keyboard() -> None:
    assert '<div class="wide" role="region" aria-labelledby="scores" tabindex="0">' in PAGES[1]
    assert ".wide { position: relative; overflow: auto;" in PAGES[1]


def schemes() -> list[dict[str, str]]:
    """The colours of the light and of the dark scheme, by name."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    first = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return [first, first | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


PAIRS = [
    *product(("ink", "soft", "link"), ("paper", "sheet")),
    *product(("ink", "soft"), ("well",)),
    *(
        (tone, ground)
        for tone in ("good", "part", "bad", "calm", "ours")
        for ground in ("paper", "sheet", f"{tone}-bg")
    ),
    *product(("ink",), ("bad-bg", "ours-bg", "part-bg", "good-bg", "calm-bg")),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: int, front: str, ground: str) -> None:
    """WCAG AA: contrast of at least 4.5 for text of ordinary size, every pair that the pages use."""
    colours = schemes()[scheme]
    bright, dim = sorted((luminance(colours[front]), luminance(colours[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        _environment("en").from_string("{{ nobody }}").render()


def test_whatever_a_template_prints_is_cleaned_and_escaped() -> None:
    """Also what no module cleaned before handing it over."""
    assert _environment("en").from_string("{{ x }}").render(x="\x1b[31m<b>\u202e") == "&lt;b&gt;\\u202e"


def test_without_jinja_the_remedy_is_named() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None\n"
        "from grader.report.class_page import class_html\n"
        "from grader.errors import UsageError\n"
        "try: class_html([], [])\n"
        "except UsageError as error: assert 'xorcise[instructor]' in str(error)\n"
        "else: raise SystemExit('it rendered')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

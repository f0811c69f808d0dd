"""Markdown that platforms show: no text of a stranger becomes anything but text."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from grader.report.markdown import block, cell, escaped, span, table

from .sample import BIDI, ESCAPE, MARKUP

HOSTILE = [
    MARKUP,
    "![x](http://evil/a.png)",
    "[full marks](javascript:alert(1))",
    "`` ` ``` ```` end",
    "```\n# out of the block\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a\\|b|c\\\\|d",
    "# heading\n- list\n1. one\n> quote\n---",
    "<details><summary>x</summary>",
    "&lt;b&gt; &amp; &#35;",
    "@everybody #1 $x$ ~~gone~~ https://evil.example/",
    ESCAPE,
    BIDI,
    "`",
    "~~~",
]


def rendered(text: str) -> str:
    """Return the HTML of GitHub's flavour, as far as markdown-it knows it, with HTML in the text let through."""
    html: str = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    return html


def tags(html: str) -> set[str]:
    return set(re.findall(r"<\s*/?\s*([a-zA-Z]\w*)", html))


def words_of(html: str) -> str:
    plain = re.sub(r"<[^>]*>", "", html)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(name, sign)
    return plain.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_text_is_code_and_nothing_else(text: str) -> None:
    """Inline and as a block, also in the middle of other text and in a table."""
    assert tags(rendered(f"before {span(text)} after")) == {"p", "code"}
    assert tags(rendered(block(text))) == {"pre", "code"}
    html = rendered(table(["a", "b"], [[span(text), "last"]]))
    assert tags(html) == {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert html.count("<td") == 2


@pytest.mark.parametrize(
    "text", ["x * y * z", "a_b_c", "1. one", "- a\n# b\n> c", "W1 @ x | b", "2 < 3 & 4 > 1", "`over`"]
)
def test_a_text_of_ours_is_shown_letter_by_letter(text: str) -> None:
    """Formulas in titles and hints are no emphasis, list or tag."""
    html = rendered(escaped(text))
    assert tags(html) <= {"p", "br"}
    assert words_of(html).split() == text.split()


def test_a_bar_in_a_cell_stays_in_it() -> None:
    """However many backslashes stand before it: an even number of them escapes themselves alone."""
    assert [cell(t) for t in ("a|b", "a\\|b", "a\\\\|b")] == ["a\\|b", "a\\|b", "a\\\\\\|b"]


def test_nothing_has_a_sign_of_its_own() -> None:
    """Two backticks are no code, so an empty text shows a dash."""
    assert (span(""), span(" \n")) == ("–", "–")

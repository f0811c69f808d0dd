"""What each page promises, asked of it in a browser: quiet, inert, as wide as a phone, and fit for paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tools.pages import hostile
from tools.pages.browser import PHONE
from tools.pages.measures import overflow, printed, wider
from tools.pages.written import Pages

from .conftest import Opened
from .kinds import KINDS

pytestmark = pytest.mark.slow  # it starts a browser

each_page = pytest.mark.parametrize("kind", KINDS)

SHOWN = """() => {
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT,
    n => ["SCRIPT", "STYLE", "TEMPLATE"].includes(n.parentElement.tagName) ? 2 : 1);  // left out : taken
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode.data);
  return texts.join(" ");
}"""
"""All text of a page that a reader can come to."""

STRANGE = """() => [...document.querySelectorAll("*")].filter(e =>
  e.matches("iframe, object, embed, base, form[action], script[src], link[href], svg[onload], [srcdoc]")
  || [...e.attributes].some(a => a.name.startsWith("on"))
  || (e.matches("img") && !e.src.startsWith("data:"))
  || (e.matches("script") && e.text.trim() === "alert(1)")
).map(e => e.outerHTML.slice(0, 200))"""
"""Elements that no page of ours has: the hostile texts would make them."""


@each_page
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_page_is_quiet_and_inert(kind: str, lang: str, few: Pages, opened: Opened) -> None:
    """It opens without an error, asks for nothing, and no text in it has become an element."""
    with opened(KINDS[kind](few, lang), lang=lang) as page:
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("h1").count() == 1
        assert page.evaluate(STRANGE) == []
        assert "\u202e" not in page.evaluate(SHOWN)
        forbids_what_is_not_listed(page)


def forbids_what_is_not_listed(page: Page) -> None:
    """Require the policy, once. Scripts, if the page has any, are named by their digests."""
    meta = page.locator("head > meta[http-equiv='Content-Security-Policy' i]")
    assert meta.count() == 1
    policy = meta.get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe-eval" not in policy
    assert not any("unsafe" in part for part in policy.split(";") if part.strip().startswith("script-src"))


def bare(text: str) -> str:
    """Return a text as a page shows it, without white space: a mark of direction is shown as its code."""
    return "".join(text.replace("\u202e", "\\u202e").split())


def test_hostile_names_and_texts_are_shown_as_text(pages: Pages, opened: Opened) -> None:
    """Every one of them, letter by letter."""
    with opened(pages.class_page()) as page:
        shown = bare(page.evaluate(SHOWN))
        assert [name for name in hostile.NAMES if bare(name) not in shown] == []
    with opened(pages.feedback(pages.made.hostile)) as page:
        assert page.locator("h1").inner_text().strip() == hostile.SCRIPT
        assert bare(hostile.TEXT) in bare(page.evaluate(SHOWN))
    with opened(pages.similar()) as page:
        assert bare(hostile.TEXT) in bare(page.evaluate(SHOWN))


@each_page
def test_nothing_sticks_out_of_a_phone(kind: str, pages: Pages, opened: Opened) -> None:
    """The document is as wide as the window. A table may scroll by itself."""
    with opened(KINDS[kind](pages, "en"), size=PHONE) as page:
        assert overflow(page) <= 0, wider(page)


@pytest.mark.parametrize("kind", ["class", "feedback", "student", "similar"])
def test_a_page_prints(kind: str, few: Pages, opened: Opened, record_property: Callable[[str, object], None]) -> None:
    """As a PDF, with its Chinese."""
    with opened(KINDS[kind](few, "zh-CN"), lang="zh-CN", media="print") as page:
        pdf, count = printed(page)
    record_property("printed pages", count)
    print(f"{kind}: {count} printed pages, {len(pdf):,} bytes")
    assert pdf.startswith(b"%PDF-")
    assert count > 0

"""The other tests here can fail: what a page must not do is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.pages.browser import PHONE, Browser
from tools.pages.measures import findings, overflow, printed, wider

pytestmark = pytest.mark.slow  # it starts a browser

HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>t</title><body>"

TROUBLES = {
    "console.error('bad')": "console: error: bad",
    "throw Error('lost')": "exception: lost",
    "fetch('https://example.invalid/a')": "request: https://example.invalid/a",
    "new Image().src = 'beside.png'": "beside.png",
    "alert('mine')": "dialog: mine",
}


@pytest.mark.parametrize("script", TROUBLES)
def test_a_trouble_is_noted(script: str, browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"{HEAD}<p>hello<script>{script}</script>")
    with browser.opened(page) as seen:
        seen.page.wait_for_timeout(100)
    assert any(TROUBLES[script] in line for line in seen.troubles), seen.troubles
    with browser.opened(page, scripts=False) as seen:
        pass
    assert seen.troubles == []


def test_what_sticks_out_is_found_and_what_scrolls_is_not(browser: Browser, tmp_path: Path) -> None:
    """Also an absolute element that a scrolling one does not hold, since it is not what it hangs on."""
    row = "<div style='width:2000px'>wide</div>"
    held = f"<div style='overflow-x:auto'>{row}</div>"
    mark = "<span id=mark style='position:absolute;left:900px'>x</span>"
    loose = f"<div style='overflow-x:auto'>{mark}</div>"
    tied = f"<div style='overflow-x:auto;position:relative'>{mark}</div>"
    page = tmp_path / "page.html"
    for body, out in ((row, True), (held, False), (loose, True), (tied, False)):
        page.write_text(f"{HEAD}<meta name=viewport content='width=device-width'>{body}")
        with browser.opened(page, size=PHONE) as seen:
            assert (overflow(seen.page) > 0) == out, body
            assert bool(wider(seen.page)) == out, body


def test_grey_on_grey_is_found_in_the_scheme_that_has_it(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    style = "<style>@media (prefers-color-scheme: dark) { p { color: #777; background: #888 } }</style>"
    page.write_text(f"{HEAD}{style}<main><h1>a</h1><p>grey</p></main>")
    with browser.opened(page) as seen:
        assert findings(seen.page) == []
    with browser.opened(page, dark=True) as seen:
        assert [line.split()[0] for line in findings(seen.page)] == ["color-contrast"]


def test_pages_of_paper_are_counted(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HEAD + "<p style='break-after:page'>x" * 3 + "<p>y")
    with browser.opened(page) as seen:
        assert printed(seen.page)[1] == 4

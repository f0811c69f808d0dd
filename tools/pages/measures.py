"""What is measured of an open page: how long it took, how big it is, how it prints, what hinders readers."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tools.pages.browser import Seen

_TIMES = """() => {
  const entry = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [paint ? paint.startTime : entry.loadEventEnd, entry.loadEventEnd];
}"""

_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

_WIDER = """() => {
  const clips = style => ["auto", "scroll", "hidden", "clip"].includes(style.overflowX);
  const held = start => {  // by something that scrolls or cuts, which an absolute element is only by what it hangs on
    let position = getComputedStyle(start).position;
    for (let up = start.parentElement; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (position === "absolute" && style.position === "static") continue;
      if (position === "fixed" || clips(style)) return true;
      position = style.position;
    }
    return false;
  };
  const all = [...document.querySelectorAll("body *")].slice(0, 20000);
  const out = all.filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !held(e));
  return out.slice(0, 5).map(e => e.outerHTML.slice(0, 160));
}"""

SEVERE = ("serious", "critical")
"""The impacts of findings that no page may have."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A page in numbers.

    Attributes:
        size: bytes of the file.
        packed: bytes of it with gzip, as a mail or a server packs it.
        paint_s: seconds until something was seen.
        load_s: seconds until all was loaded, and scripts had run.
        elements: of the document.
    """

    size: int
    packed: int
    paint_s: float
    load_s: float
    elements: int


def measures(seen: Seen, path: Path) -> Measures:
    """Measure the open page that was written to ``path``."""
    text = path.read_bytes()
    seen.page.evaluate(_PAINTED)
    paint, load = seen.page.evaluate(_TIMES)
    elements = seen.page.evaluate("() => document.getElementsByTagName('*').length")
    return Measures(len(text), len(gzip.compress(text, 6)), paint / 1000, load / 1000, elements)


def overflow(page: Page) -> int:
    """Return by how many pixels the document is wider than the window: what a reader would have to scroll sideways."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


def wider(page: Page) -> list[str]:
    """Return the first elements that stick out of the window, and lie in nothing that scrolls by itself."""
    return list(page.evaluate(_WIDER))


def printed(page: Page) -> tuple[bytes, int]:
    """Print the page on A4. Return the PDF and its number of pages."""
    page.emulate_media(media="print")  # a page that was opened as it is on a screen is printed so
    pdf = page.pdf(format="A4", print_background=True)
    return pdf, len(re.findall(rb"/Type\s*/Page\b", pdf))


def findings(page: Page, *, impacts: tuple[str, ...] = SEVERE) -> list[str]:
    """Return what axe-core finds: rule, impact, how often, an element and why, one line a rule.

    Its rules are those of WCAG 2.2, A and AA, and its own best practices.
    """
    response: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{found['id']} ({found['impact']}) × {len(found['nodes'])}: {found['help']}: {_node(found['nodes'][0])}"
        for found in response["violations"]
        if found["impact"] in impacts
    ]


def _node(node: dict[str, Any]) -> str:
    why = next((check["message"] for kind in ("any", "all", "none") for check in node[kind]), "")
    return f"{node['html'][:160]!r} {why}"

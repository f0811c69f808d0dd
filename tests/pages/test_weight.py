"""The class page of a large class is a file that one can mail, and that is there before one wonders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.pages.browser import Browser
from tools.pages.measures import measures
from tools.pages.written import Pages

pytestmark = pytest.mark.slow  # it starts a browser, and makes a class of a thousand

MOST_BYTES = 3_000_000
"""Of the class page, of a thousand students by fourteen exercises."""

PAINT_S, LOAD_S = 10.0, 20.0
"""Generous: on a machine of two cores that nobody else uses it is a tenth of this."""

KEYSTROKE_S = 5.0
"""Generous, too: from a letter in the search to the table as it is then, painted."""

PAINTED = """async () => {
  const search = document.getElementById("search"), start = performance.now();
  search.value = "a";
  search.dispatchEvent(new Event("input"));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  return (performance.now() - start) / 1000;
}"""


@pytest.mark.parametrize("students", [300, 1000])
def test_the_class_page_is_light_and_quick(
    students: int,
    many: Callable[[int], Pages],
    browser: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    path = many(students).class_page()
    record_property("bytes", path.stat().st_size)
    print(f"{students} students: {path.stat().st_size:,} bytes")
    assert path.stat().st_size <= MOST_BYTES  # a heavier one would take minutes to open
    with browser.opened(path) as seen:
        found = measures(seen, path)
        keystroke = seen.page.evaluate(PAINTED)
    record_property("first paint, s", found.paint_s)
    record_property("loaded, s", found.load_s)
    record_property("keystroke, s", keystroke)
    print(found, f"keystroke {keystroke:.3f} s")
    assert not seen.troubles
    assert found.paint_s < PAINT_S
    assert found.load_s < LOAD_S
    assert keystroke < KEYSTROKE_S

"""The class page's table in a browser: sort, search, filter, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from grader.report.mistakes import mistakes_of
from grader.result import Outcome
from tools.pages.browser import Browser
from tools.pages.sample import SampleClass
from tools.pages.written import Pages

pytestmark = pytest.mark.slow  # it starts a browser

STUDENTS = 60


@pytest.fixture(scope="module")
def made(many: Callable[[int], Pages]) -> Pages:
    return many(STUDENTS)


@pytest.fixture
def page(made: Pages, browser: Browser) -> Iterator[Page]:
    with browser.opened(made.class_page()) as seen:
        yield seen.page
        assert not seen.troubles


def names(page: Page) -> list[str]:
    """Return the students that the table shows, from the top."""
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        "#grades tbody tr:not([hidden]) th > a:first-child", "all => all.map(a => a.textContent)"
    )


def column(page: Page, place: int) -> list[float]:
    """Return the numbers of a column from the top; -1 where there is none."""
    texts = page.eval_on_selector_all(
        f"#grades tbody tr:not([hidden]) > :nth-child({place + 1})",
        "all => all.map(td => td.lastChild?.textContent ?? '')",
    )
    return [float(text.rstrip("+")) if text.rstrip("+").replace(".", "", 1).isdigit() else -1.0 for text in texts]


def students(made: SampleClass, wanted: Callable[..., bool]) -> int:
    return sum(map(wanted, made.results))


def test_all_are_there_in_the_order_of_names(page: Page) -> None:
    assert len(names(page)) == STUDENTS
    assert page.locator("#count").inner_text() == f"{STUDENTS} of {STUDENTS} students"


@pytest.mark.parametrize("place", [1, 3])
def test_a_heading_sorts_and_turns_the_order(page: Page, place: int) -> None:
    head = page.locator("#grades thead th").nth(place)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column(page, place) == sorted(column(page, place), reverse=True)
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, place) == sorted(column(page, place))
    assert page.locator("#grades [aria-sort]").count() == 1


def test_names_come_back_in_their_order(page: Page) -> None:
    first = names(page)
    buttons = page.locator("#grades thead th button")
    buttons.nth(1).click()
    assert names(page) != first
    buttons.nth(0).click()
    buttons.nth(0).click()
    backwards = names(page)
    buttons.nth(0).click()
    assert names(page) == backwards[::-1]


def test_search_finds_part_of_a_name_in_any_case(page: Page) -> None:
    wanted = names(page)[30]
    page.locator("#search").press_sequentially(wanted.upper()[:6])
    shown = names(page)
    assert wanted in shown
    assert all(wanted.lower()[:6] in name.lower() for name in shown)
    page.locator("#search").fill("nobody is called so")
    assert names(page) == []
    assert page.locator("#none").is_visible()
    page.locator("#clear").click()
    assert len(names(page)) == STUDENTS
    assert page.locator("#none").is_hidden()
    assert page.evaluate("document.activeElement.id") == "search"


def test_filters_by_exercise_and_outcome(page: Page, made: Pages) -> None:
    slug = made.made.exercises[2].slug
    page.locator("#exercise").select_option(index=3)
    page.locator("#outcome").select_option("partial")
    wanted = students(made.made, lambda r: any(e.slug == slug and e.outcome is Outcome.PARTIAL for e in r.exercises))
    assert len(names(page)) == wanted > 0
    page.locator("#exercise").select_option("")
    wanted = students(made.made, lambda r: any(e.outcome is Outcome.PARTIAL for e in r.exercises))
    assert len(names(page)) == wanted


def test_filters_by_mistake(page: Page, made: Pages) -> None:
    """A click on how many made it shows who, in the table."""
    mark = page.locator("#mistakes ~ .mistaken > b").first
    count = int(mark.inner_text())
    mark.locator("button").click()
    assert len(names(page)) == count
    chosen = page.locator("#mistake").input_value()
    rows = page.locator("#grades tbody tr:not([hidden])")
    assert all(chosen in (rows.nth(i).get_attribute("data-m") or "").split() for i in range(rows.count()))
    assert any(mistakes_of(e) for r in made.made.results for e in r.exercises)


@pytest.mark.parametrize(("key", "kind"), [("late", "late"), ("override", "override")])
def test_filters_by_what_is_special(page: Page, made: Pages, key: str, kind: str) -> None:
    page.locator("#badge").select_option(key)
    wanted = students(made.made, lambda r: any(a.kind == kind for a in r.adjustments))
    assert len(names(page)) == wanted > 0


def test_a_group_opens_by_keyboard_and_names_everybody_in_it(page: Page) -> None:
    group = page.locator("#changed ~ .group.late")
    group.locator("summary").focus()
    page.keyboard.press("Enter")
    assert group.locator("details").get_attribute("open") is not None
    assert group.locator("li").count() == int(group.locator("b").inner_text())


def test_without_scripts_everything_is_there(made: Pages, browser: Browser) -> None:
    """Only the tools are not: nothing on the page needs them."""
    with browser.opened(made.class_page(), scripts=False) as seen:
        assert len(names(seen.page)) == STUDENTS
        assert seen.page.locator("#tools").is_hidden()
        assert seen.page.locator("#grades button").count() == 0


def test_five_questions_are_answered_without_scrolling(many: Callable[[int], Pages], browser: Browser) -> None:
    """At 1280 by 900: how they did, what was hard or bad, mistakes and whose, who needs me, what is late."""
    with browser.opened(many(300).class_page(), size=(1280, 900)) as seen:
        cards = seen.page.locator(".card")
        assert cards.count() == 6
        for i in range(6):
            box = cards.nth(i).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 900
        for place in ("did", "needs", "changed", "by-exercise", "tests", "mistakes"):
            assert seen.page.locator(f"#{place}").is_visible()
        assert seen.page.locator("#mistakes ~ .mistaken .some").first.inner_text().count(",") >= 1

"""The page of what is alike: it says that it is no verdict, shows both texts as they are, and no text gets out."""

from __future__ import annotations

import pytest

from grader.report.similar_page import CODE, EVIDENCE, INNOCENT, NOTHING, WITH_CODE, similar_parts
from grader.result import Outcome
from grader.similarity.findings import Alike, Findings, Level, Parts, SharedMistake, Side

from .page import Page
from .sample import BIDI, ESCAPE, EXERCISES, LOSSES, MARKUP, a_test


def side(name: str, *parts: tuple[str, bool], share: float = 0.91) -> Side:
    given: Parts = parts or (("import numpy\n", False), ("def f(x):\n    return x\n", True))
    return Side((name,), given, share)


def a_pair(left: Side, right: Side, level: Level = Level.HIGH, **more: tuple[object, ...]) -> Alike:
    return Alike(LOSSES.slug, level, 420, left, right, **more)  # type: ignore[arg-type]


def page_of(*pairs: Alike, mistakes: tuple[SharedMistake, ...] = (), lang: str = "en", more: int = 0) -> str:
    findings = Findings(LOSSES.slug, 31, pairs, more, mistakes, ("zoe",) if more else ())
    return "".join(similar_parts([findings], EXERCISES, lang=lang))


WRONG = a_test(message="the result has a wrong value\ncalled: f(1)\nexpected: 1.0\ngot: 1.475", outcome=Outcome.FAILED)
MISTAKE = SharedMistake(LOSSES.slug, ("ada", "bob"), (WRONG,), 31)


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_page_says_that_it_is_no_verdict(lang: str) -> None:
    """The first thing that is read, in either language, also where nothing was found."""
    for html in (page_of(lang=lang), page_of(a_pair(side("ada"), side("bob")), lang=lang)):
        page = Page(html)
        assert EVIDENCE.told(lang) in page.text
        assert INNOCENT.told(lang) in page.text
        assert f'<html lang="{lang}">' in html
    assert NOTHING.told(lang) in Page(page_of(lang=lang)).text


def test_pairs_stand_side_by_side_with_what_they_share_marked() -> None:
    """Names, shares, size, exercise, and both texts in full; what only one has is not marked."""
    html = page_of(a_pair(side("ada"), side("bob", share=1.0), mistakes=(WRONG,)), mistakes=(MISTAKE,), more=3)
    text = Page(html).text
    for part in ("02 Losses", "ada", "bob", "91%", "100%", "420", "closely", "3 more pairs are alike", "zoe"):
        assert part in text
    assert html.count("<mark>def f(x):\n    return x\n</mark>") == 2
    assert "<pre>import numpy\n<mark>" in html
    assert "2 of 31" in text
    assert "1.475" in text
    assert WRONG.title in text


def test_every_link_leads_to_a_pair() -> None:
    """The table links to each pair that is shown; those beyond are in the table alone."""
    pairs = [a_pair(side(f"a{n:03}"), side(f"b{n:03}")) for n in range(WITH_CODE + 2)]
    page = Page(page_of(*pairs))
    assert sorted(page.links) == sorted(f"#p{n}" for n in range(1, WITH_CODE + 1))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert f"a{WITH_CODE + 1:03}" in page.text


def test_the_closest_come_first() -> None:
    """What is to be read closely stands above what is more alike."""
    text = Page(page_of(a_pair(side("xyl"), side("yvo", share=1.0), Level.SOME), a_pair(side("ada"), side("bob")))).text
    assert text.index("ada") < text.index("xyl")


def test_hostile_texts_are_inert() -> None:
    """Names, code, titles and messages are text, whatever they hold: no tag, no control character, no hidden mark."""
    hostile = f"{MARKUP}{ESCAPE}{BIDI}</pre></details>"
    bad = a_test(message=f"wrong\n| {hostile}", title=hostile, outcome=Outcome.STUDENT_ERROR)
    html = page_of(
        a_pair(side(hostile, (hostile, True)), side("bob", (hostile, False)), mistakes=(bad,)),
        mistakes=(SharedMistake(LOSSES.slug, (hostile, "bob"), (bad,), 9),),
    )
    page = Page(html)
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert not any(name.startswith("on") for name in page.attributes)
    assert not any(c in html for c in "\x1b\x00\x07\u202e")
    assert "alert(1)" in page.text


def test_the_page_asks_for_nothing_outside_itself() -> None:
    """It has the same policy as the other pages, and no address."""
    html = page_of(a_pair(side("ada"), side("bob")))
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"" in html
    assert "http" not in html.replace("http-equiv", "")
    assert "<th>" not in html


def test_a_long_text_is_whole_up_to_a_bound() -> None:
    """Nothing is lost in the middle of a text of thousands of characters; what is beyond is counted."""
    lines = "".join(f"x{n} = {n}\n" for n in range(5000))
    html = page_of(a_pair(side("ada", (lines[:CODE], True)), side("bob", (lines, False))))
    assert html.replace("</mark><mark>", "").count(lines[:CODE]) == 2
    assert f"{len(lines) - CODE} more characters" in html

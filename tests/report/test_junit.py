"""Results as JUnit XML: what a reader counts, what it shows, and that it can be read at all."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from grader.report.annotations import Source
from grader.report.junit import junit
from grader.result import Outcome

from .sample import BIDI, ESCAPE, EXERCISES, MARKUP, SECRET, a_class, a_result, a_test, graded


def test_every_test_is_a_case_with_its_verdict() -> None:
    """Failures are the student's, errors the grader's, and what was not attempted is skipped."""
    tests = [a_test(outcome, id=f"test_{outcome}", title=f"About {outcome}.") for outcome in Outcome]
    root = ET.fromstring(junit([a_result("bob", graded("02_losses", *tests))], EXERCISES))
    kinds = {
        case.get("name"): [child.tag for child in case if child.tag != "properties"] for case in root.iter("testcase")
    }
    assert kinds == {
        "About passed.": [],
        "About partial.": ["failure"],
        "About failed.": ["failure"],
        "About not_attempted.": ["skipped"],
        "About student_error.": ["failure"],
        "About timed_out.": ["failure"],
        "About out_of_memory.": ["failure"],
        "About blocked.": ["skipped"],
        "About grader_error.": ["error"],
    }
    counts = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "9", "failures": "5", "errors": "1", "skipped": "2"}
    (suite,) = root
    assert suite.attrib == root.attrib | {"name": "02_losses"}


def test_a_grader_error_has_no_points() -> None:
    """Its property is empty: a nought would read as a verdict."""
    root = ET.fromstring(junit([a_result("bob", graded("02_losses", a_test(Outcome.GRADER_ERROR)))], EXERCISES))
    points = {p.get("name"): p.get("value") for p in root.iter("property")}
    assert points == {"points": "", "max_points": "6", "outcome": "grader_error"}


def test_a_class_has_suites_by_student() -> None:
    """Names of suites, and of the class that GitLab groups by, tell students apart; what cannot be read fails."""
    root = ET.fromstring(junit(a_class(), EXERCISES))
    names = [suite.get("name") for suite in root]
    assert len(names) == len(set(names)) == 7
    assert {"bob: 02_losses", "alice: 08_backprop", "dora: submission"} <= set(names)
    assert root.find("testsuite[@name='dora: submission']//failure").get("type") == "problem"  # type: ignore[union-attr]


def test_equal_titles_are_told_apart() -> None:
    """GitLab ignores a second case with the same name, so it gets its test's."""
    text = junit([a_result("bob", graded("02_losses", a_test(id="test_a"), a_test(id="test_b")))], EXERCISES)
    names = [case.get("name") for case in ET.fromstring(text).iter("testcase")]
    assert names[1] == f"{names[0]} [test_b]"


def test_hidden_tests_keep_their_inputs() -> None:
    """No word of an instructor's message is in it; the summary is."""
    test = a_test(message=f"the answer differs\n{SECRET}", summary="the answer differs")
    text = junit([a_result("bob", graded("02_losses", test))], EXERCISES)
    assert "the answer differs" in text
    assert "0.0975" not in text
    assert "0.0975" in junit([a_result("bob", graded("02_losses", replace(test, visibility="public")))], EXERCISES)


def test_any_text_makes_a_document_that_can_be_read() -> None:
    """Control characters, lone surrogates and what XML forbids: ElementTree writes them, no parser reads them."""
    strange = f"{ESCAPE}{BIDI}{MARKUP}\ufffe\uffff\ud800]]>&\x0b\x1f"
    test = a_test(visibility="public", message=f"said\n| {strange}", title=strange)
    result = replace(a_result(strange, graded("02_losses", test)), problem=strange)
    source = {strange: {"02_losses": Source(strange)}}
    for text in (junit([result], EXERCISES, source), junit([result, a_result("b")], EXERCISES, source)):
        ET.fromstring(text)
        assert text.isascii()
        assert "\x1b" not in text

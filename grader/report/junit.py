"""Results as JUnit XML, which GitLab, Jenkins and many other systems show beside a change.

There is no one standard. Written is what their readers have in common: ``testsuites/testsuite/testcase`` with
``failure``, ``error`` or ``skipped``. GitLab groups by ``classname``, shows ``name``, and ignores a second test case
with the same two (https://docs.gitlab.com/ci/testing/unit_test_reports).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from grader.exercises.exercise import Exercise
from grader.language import _
from grader.report.annotations import Source
from grader.report.feedback import show_to_student
from grader.report.judged import placed, rubric_line, title_of
from grader.report.markdown import account_of
from grader.report.plain import lines_of
from grader.report.shown import ShownExercise, ShownTest, in_words
from grader.result import ExerciseResult, Outcome, Result, RubricLine, TestResult
from grader.text import number, one_line, printable

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids, also written as a reference (its production Char)."""

SKIPPED = frozenset({Outcome.NOT_ATTEMPTED, Outcome.BLOCKED})
"""Not attempted is not failed. ``error`` is for the grader's own faults alone."""


def junit(
    results: Iterable[Result],
    exercises: Sequence[Exercise],
    sources: Mapping[str, Mapping[str, Source]] | None = None,
    *,
    lang: str = "en",
    after_due: bool = False,
    reveals: bool = False,
) -> str:
    """Return a document with a test suite for each exercise of each student.

    Args:
        results: one student's, or a class's.
        exercises: the catalogue's.
        sources: by student and slug, the file that a test case names.
        lang: of the texts.
        after_due: as for ``feedback_html``.
        reveals: as for ``feedback_html``.
    """
    root = ET.Element("testsuites", name="xorcise")
    every = list(results)
    for result in every:
        prefix = f"{one_line(result.student)}: " if len(every) > 1 else ""
        files = (sources or {}).get(result.student, {})
        if result.problem:
            _problem(root, prefix, in_words(result.problem, result.problem_zh, lang), lang)
        shown = show_to_student(result, exercises, lang=lang, after_due=after_due, reveals=reveals)
        for told, judged in zip(shown, result.exercises, strict=True):
            _suite(root, prefix, told, judged, files.get(judged.slug), lang)
    _count(root, [case for suite in root for case in suite.iter("testcase")])
    ET.indent(root)
    # in ASCII with references, so that no reader has to know how it was written
    document: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


def _suite(
    root: ET.Element, prefix: str, told: ShownExercise, judged: ExerciseResult, source: Source | None, lang: str
) -> None:
    name = _safe(f"{prefix}{judged.slug}")
    suite = ET.SubElement(root, "testsuite", name=name)
    taken: set[str] = set()
    for test, raw in zip(told.tests, judged.tests, strict=True):
        title = test.title if test.title not in taken else f"{test.title} [{raw.id}]"
        taken.add(title)
        case = ET.SubElement(suite, "testcase", classname=name, name=_safe(title), time=f"{raw.duration_s:.4f}")
        if source is not None:
            case.set("file", _safe(source.path))
        _properties(case, raw)
        _verdict(case, test, "\n".join(lines_of(test, account_of(test, told), lang)))
    for line in judged.rubric:
        _rubric(suite, name, line, lang)
    _count(suite, suite.findall("testcase"))
    if judged.comments:
        said = ET.SubElement(suite, "system-out")
        said.text = _safe("\n".join(placed(comment).told(lang) for comment in judged.comments))


def _rubric(suite: ET.Element, classname: str, line: RubricLine, lang: str) -> None:
    """Write a line of the rubric as a test case; what nobody has judged is skipped."""
    name = _safe(f"{title_of(line).told(lang)} [{line.key}]")
    case = ET.SubElement(suite, "testcase", classname=classname, name=name, time="0")
    points = "" if line.points is None else number(line.points)
    properties = ET.SubElement(case, "properties")
    for name, value in (("points", points), ("max_points", number(line.max_points))):
        ET.SubElement(properties, "property", name=name, value=value)
    if line.points is None or line.points < line.max_points:
        kind = "skipped" if line.points is None else "failure"
        ET.SubElement(case, kind, message=_safe(rubric_line(line).told(lang)), type="rubric")


def _properties(case: ET.Element, raw: TestResult) -> None:
    properties = ET.SubElement(case, "properties")
    points = "" if raw.outcome is Outcome.GRADER_ERROR else number(raw.points)
    for name, value in (("points", points), ("max_points", number(raw.max_points)), ("outcome", raw.outcome.value)):
        ET.SubElement(properties, "property", name=name, value=value)


def _verdict(case: ET.Element, test: ShownTest, text: str) -> None:
    if test.outcome is Outcome.PASSED:
        return
    kind = "skipped" if test.outcome in SKIPPED else "error" if test.outcome is Outcome.GRADER_ERROR else "failure"
    first = text.partition("\n")[0] or test.word
    element = ET.SubElement(case, kind, message=_safe(first), type=test.outcome.value)
    element.text = _safe(text)


def _problem(root: ET.Element, prefix: str, problem: str, lang: str) -> None:
    name = _safe(f"{prefix}submission")
    suite = ET.SubElement(root, "testsuite", name=name)
    case = ET.SubElement(suite, "testcase", classname=name, name=_safe(_("Submission").told(lang)), time="0")
    failure = ET.SubElement(case, "failure", message=_safe(one_line(problem)), type="problem")
    failure.text = _safe(printable(problem))
    _count(suite, [case])


def _count(element: ET.Element, cases: Sequence[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.4f}")


def _safe(text: str) -> str:
    """Return ``text`` without what no XML document may hold; ElementTree writes it out all the same."""
    return _ILLEGAL.sub("\ufffd", text)

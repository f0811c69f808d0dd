"""Figures of a class: spreads, items and outliers, against what NumPy and a look at the numbers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.report.analysis import BINS, Analysis, Spread
from grader.result import CodePlace, Explanation, Outcome, Result, TestResult

from .sample import a_result, a_test, graded


def test_a_spread_is_what_numpy_says() -> None:
    points = list(np.random.default_rng(0).integers(0, 101, 137).astype(float))
    spread = Spread.of(points, 100.0)
    assert [spread.low, spread.median, spread.high] == list(np.percentile(points, [25, 50, 75]))
    assert spread.mean == pytest.approx(np.mean(points))
    assert sum(spread.bins) == spread.count == 137
    assert len(spread.bins) == BINS
    assert spread.full == points.count(100.0)


def test_nothing_decided_is_no_crash() -> None:
    spread = Spread.of([], 100.0)
    assert (spread.count, spread.median, sum(spread.bins)) == (0, 0.0, 0)
    assert Spread.of([0.0, 0.0], 0.0).full == 2


def of(points: list[list[float]]) -> Analysis:
    """An analysis of students whose tests, worth six points each, have the given points."""
    analysis = Analysis()
    for i, row in enumerate(points):
        tests = [
            a_test(Outcome.PASSED if p == 6 else Outcome.PARTIAL if p else Outcome.FAILED, id=f"test_{j}", points=p)
            for j, p in enumerate(row)
        ]
        analysis.add(a_result(f"s{i:03}", graded("02_losses", *tests)))
    return analysis


def test_difficulty_and_discrimination_are_means_and_correlations() -> None:
    points = np.random.default_rng(1).choice([0.0, 3.0, 6.0], (60, 5))
    items = of(points.tolist()).items("02_losses")
    for j, item in enumerate(items):
        rest = points.sum(axis=1) - points[:, j]
        assert item.difficulty == pytest.approx(points[:, j].mean() / 6)
        assert item.discrimination == pytest.approx(np.corrcoef(points[:, j], rest)[0, 1])
        assert (item.passed, item.judged) == (int((points[:, j] == 6).sum()), 60)


def test_a_test_that_all_pass_tells_nothing_and_is_not_bad() -> None:
    item = of([[6.0, 6.0 * (i % 2)] for i in range(40)]).items("02_losses")[0]
    assert item.discrimination is None
    assert not item.is_bad


@pytest.mark.parametrize(("count", "bad"), [(20, True), (19, False)])
def test_a_bad_test_needs_enough_students(count: int, bad: bool) -> None:
    rows = [[6.0 * (i % 2), 6.0 * (i % 2), 6.0 * (1 - i % 2)] for i in range(count)]
    assert of(rows).items("02_losses")[2].is_bad == bad


def test_one_who_passes_what_the_others_fail_makes_no_bad_test() -> None:
    rows = [[6.0 * (i % 2), 6.0 * (i % 2), 6.0 * (i == 0)] for i in range(60)]
    assert not of(rows).items("02_losses")[2].is_bad


def test_who_did_not_attempt_the_exercise_says_nothing_about_its_tests() -> None:
    analysis = of([[6.0, 0.0], [0.0, 6.0]])
    stub = a_result("z", graded("02_losses", a_test(Outcome.NOT_ATTEMPTED, id="test_0")))
    assert analysis.add(stub) == []
    assert analysis.items("02_losses")[0].judged == 2
    assert analysis.points("02_losses", 12.0).count == 3


def at(line: int) -> TestResult:
    place = Explanation("place", "axis", f"losses.py:{line}", {"en": f"Line {line}."}, (CodePlace("losses.py", line),))
    return replace(a_test(id=f"test_{line}"), explanation=place)


def test_a_kind_of_mistake_is_counted_once_a_student() -> None:
    """Two lines with one kind of fault are two mistakes of the student's, and one of the class's."""
    analysis = Analysis()
    analysis.add(a_result("a", graded("02_losses", at(3), at(12))))
    analysis.add(a_result("b", graded("02_losses", at(5))))
    (found,) = analysis.mistakes()
    assert found.students == [0, 1]
    assert found.lost == 18.0
    assert found.mean == 9.0


def slow(student: str, seconds: float) -> Result:
    return a_result(student, graded("02_losses", replace(a_test(Outcome.PASSED), duration_s=seconds)))


def test_what_takes_far_longer_than_others_is_an_outlier() -> None:
    analysis = Analysis()
    for i in range(20):
        analysis.add(slow(f"s{i:02}", 0.5 + i / 100))
    analysis.add(slow("t", 1.9))  # below two seconds nobody waits
    analysis.add(slow("u", 9.0))
    (found,) = analysis.outliers()
    assert (found.student, found.seconds) == (21, 9.0)
    assert found.usual == pytest.approx(0.605)

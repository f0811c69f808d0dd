"""The class that pages are looked at with: like a real one, the same every time, with one of everything."""

from __future__ import annotations

import pytest

from grader.exercises.catalogue import Catalogue
from grader.result import Outcome, Result
from tools.pages import hostile
from tools.pages.sample import SampleClass, sample_class, thinned
from tools.pages.suite_tests import suite_tests


@pytest.fixture(scope="module")
def made() -> SampleClass:
    return sample_class(20)


def test_tests_are_read_as_the_suites_have_them(catalogue: Catalogue) -> None:
    for exercise in catalogue.exercises:
        tests = suite_tests(catalogue, exercise)
        assert sum(t.points for t in tests) == exercise.points
        assert all(t.title and t.title_zh for t in tests)
        assert {name for t in tests for name in t.requires} <= {t.id for t in tests}


def test_the_same_seed_makes_the_same_class(made: SampleClass) -> None:
    assert sample_class(20) == made
    assert sample_class(20, seed=1).results != made.results


def test_a_class_has_the_size_that_was_asked_for_and_each_name_once(made: SampleClass) -> None:
    names = [r.student for r in made.results]
    assert len(set(names)) == len(names) == 20
    assert set(hostile.NAMES) < set(names)
    assert not set(hostile.NAMES) & {r.student for r in sample_class(20, hostile_names=False).results}


@pytest.mark.parametrize("few", [False, True])
def test_one_student_has_everything(few: bool, made: SampleClass) -> None:
    """Every outcome, points changed in each way, comments, a rubric, and one mistake that fails five tests."""
    made = thinned(made) if few else made
    one = made.everything
    tests = [t for e in one.exercises for t in e.tests]
    assert {t.outcome for t in tests} == set(Outcome)
    assert {(a.kind, bool(a.test)) for a in one.adjustments} == {
        ("late", False),
        ("override", False),
        ("override", True),
    }
    assert any(e.comments for e in one.exercises)
    assert any(e.rubric for e in one.exercises)
    assert {t.explanation.kind for t in tests if t.explanation} >= {"belief", "place"}
    causes = [t.explanation.cause for t in one.exercises[1].tests if t.explanation]
    assert len(causes) == (2 if few else 5)
    assert len(set(causes)) == 1
    assert made.unread.problem
    assert hostile.TEXT in made.hostile.notes


def test_results_are_records_that_can_be_read_back(made: SampleClass) -> None:
    """Sums are those of the exercises, and each message that loses points has its Chinese."""
    for result in made.results:
        assert Result.from_json(result.to_json()) == result
        assert result.score == pytest.approx(sum(e.score for e in result.exercises))
        assert all(0 <= e.score <= e.max_score for e in result.exercises)
        lost = [t for e in result.exercises for t in e.tests if t.outcome is not Outcome.PASSED]
        assert all(t.message_zh and t.message_zh != t.message for t in lost)

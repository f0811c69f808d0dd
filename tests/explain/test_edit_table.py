"""Single edits of right code: a table beside the suite says what each does, and who does the same is told its kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from share import bounded

from grader.audit.kinds import kind_of
from grader.audit.mutants import mutants
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, load_images
from grader.explain.diagnosis import Failures, Table, failures
from grader.explain.edit_match import edits_shown
from grader.explain.edit_table import COMPARED, edits_digest, edits_path, find_edits, stale_edits, table_of
from grader.explain.explainer import Explainer
from grader.explain.known import Known
from grader.explain.tables import save
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.evidence import Failure
from grader.suite.fingerprint import Fingerprint
from grader.suite.session import SuiteSession

SLUG = "02_losses"


def fail(*numbers: float, shape: str = "wrong\nf value \narray (2,)", blame: str = "f") -> Failure:
    """Return a failure."""
    return Failure(Fingerprint(shape, np.asarray(numbers, dtype=np.float64)), blame)


def shown(table: Table, seen: Failures, *passed: str) -> dict[str, str]:
    """Return the kind of edit that each failed test of ``f`` shows."""
    return {test: match.kind for test, match in edits_shown(table, seen, passed, ("f",))}


# --- the table --------------------------------------------------------------------------------------------------------


def test_a_table_holds_what_can_be_told_of_edits_and_each_behaviour_once() -> None:
    """Left out are edits that end with an exception or with too few numbers, and those that do the same as another."""
    many = fail(*range(500))
    table = table_of(
        [
            ("sign", "f", {"a": fail(1.0, 2.0)}),
            ("sign", "f", {"a": fail(1.0, 2.0)}),
            ("axis", "f", {"a": fail(1.0, 2.0)}),
            ("number", "f", {"a": fail(1.0), "b": fail(float("nan"), float("inf"))}),
            ("call", "f", {"a": fail(1.0, 2.0, shape="student_error\nf value \narray (2,)\nf StudentRaised KeyError")}),
            ("order", "f", {"a": fail(1.0, 2.0, shape="wrong\nf value \narray (2,)\nf value \nNone")}),
            ("operand", "f", {"a": many}),
        ]
    )
    assert list(table) == ["sign f 0", "axis f 1", "operand f 2"]
    assert table["operand f 2"]["a"].fingerprint.numbers.size == COMPARED
    assert shown(table, {"a": many}) == {"a": "operand"}


def test_every_operator_has_a_kind_or_is_never_told(catalogue: Catalogue) -> None:
    """No operator is forgotten when one is added."""
    some = bounded(catalogue.exercises, 4)  # making the mutants of all takes a minute
    texts = [catalogue.reference(e).read_text(encoding="utf-8") for e in some]
    used = {mutant.operator for text in texts for mutant in mutants(text)}
    assert {o for o in used if kind_of(o) is None and not o.endswith("_Mod")} <= {"returns", "ExceptionReplacer"}


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A copy of an exercise with a data set, with a table of one edit."""
    slug = "14_mnist_mlp"
    for part in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(catalogue.root / part / slug, tmp_path / "own" / part / slug)
    course = Catalogue(tmp_path / "own")
    exercise = course.exercise(slug)
    save(edits_path(course, exercise), {"sign f 0": {"a": fail(1.0, 2.0)}}, edits_digest(course, exercise, STAND_IN))
    return course


def test_a_table_counts_for_its_suite_its_reference_and_its_data_set(course: Catalogue) -> None:
    (exercise,) = course.exercises
    data = load_images(STAND_IN)
    table = find_edits(course, exercise, data)
    assert shown(table, {"a": fail(1.0, 2.0)}) == {"a": "sign"}
    assert not find_edits(course, exercise, replace(data, name="mnist"))
    for path in (course.reference(exercise), course.hidden_suite(exercise)):
        before = path.read_text(encoding="utf-8")
        path.write_text(before + "# a note\n", encoding="utf-8")
        assert stale_edits(course, exercise)
        assert not find_edits(course, exercise, data)
        path.write_text(before, encoding="utf-8")
    assert not stale_edits(course, exercise)
    edits_path(course, exercise).unlink()
    assert not stale_edits(course, exercise)
    assert not find_edits(course, exercise, data)


# --- comparing --------------------------------------------------------------------------------------------------------


def test_one_number_is_not_enough() -> None:
    """A loss alone is equal by chance too often; the numbers of two tests count together."""
    one = {"sign f 0": {"a": fail(1.0)}}
    two = {"sign f 0": {"a": fail(1.0), "b": fail(2.0)}}
    assert shown(one, {"a": fail(1.0)}) == {}
    assert shown(two, {"a": fail(1.0), "b": fail(2.0)}) == {"a": "sign", "b": "sign"}


def test_where_edits_of_two_kinds_fit_equally_nothing_is_told() -> None:
    table = {"sign f 0": {"a": fail(1.0, 2.0)}, "sign f 1": {"a": fail(1.0, 2.0)}}
    assert shown(table, {"a": fail(1.0, 2.0)}) == {"a": "sign"}
    assert shown({**table, "axis f 2": {"a": fail(1.0, 2.0)}}, {"a": fail(1.0, 2.0)}) == {}


def test_an_edit_explains_all_failures_of_its_call_or_none() -> None:
    table = {"sign f 0": {"a": fail(1.0, 2.0)}, "axis f 1": {"a": fail(1.0, 2.0), "b": fail(3.0)}}
    assert shown(table, {"a": fail(1.0, 2.0), "b": fail(3.0)}) == {"a": "axis", "b": "axis"}
    assert shown(table, {"a": fail(1.0, 2.0), "b": fail(4.0)}) == {}
    assert shown(table, {"a": fail(1.0, 2.0)}, "b") == {"a": "sign"}


def test_tests_that_no_edit_fails_are_not_compared() -> None:
    """A table of an exercise that trains has none of its trainings."""
    table = {"sign f 0": {"a": fail(1.0, 2.0)}}
    assert shown(table, {"a": fail(1.0, 2.0), "training": fail(3.0)}) == {"a": "sign"}


def test_a_librarys_call_is_told_of_the_edited_function_if_the_exercise_asks_for_it() -> None:
    seen = {"a": fail(1.0, 2.0, blame="Sequential")}
    (found,) = dict(edits_shown({"sign f 0": seen}, seen, (), ("f",))).values()
    assert (found.call, found.cause) == ("f", "f:edit:sign")
    assert not dict(edits_shown({"sign helper 0": seen}, seen, (), ("f",)))


def test_the_edited_method_is_told_if_it_was_called_and_else_what_the_test_looked_at() -> None:
    """After a forward pass and a backward pass, an edit of either is told of it; edits of both leave the last."""
    seen = {"a": fail(1.0, 2.0, blame="Net.forward and Net.backward")}

    def call(*keys: str) -> str:
        return dict(edits_shown(dict.fromkeys(keys, seen), seen, (), ("Net",)))["a"].call

    assert call("sign Net.forward 0") == "Net.forward"
    assert call("sign Net.backward 0") == "Net.backward"
    assert call("sign Net.forward 0", "sign Net.backward 1") == "Net.backward"
    assert call("sign Net.__init__ 0") == "Net.backward"


# --- explaining -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def suite(catalogue: Catalogue) -> Iterator[SuiteSession]:
    """The hidden suite of an exercise of functions."""
    exercise = catalogue.exercise(SLUG)
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        yield suite


@pytest.fixture(scope="module")
def known(slot: Slot, catalogue: Catalogue, suite: SuiteSession) -> Known:
    """A table of the edits of one function, made as an audit makes it."""
    reference = catalogue.reference(suite.exercise).read_text(encoding="utf-8")
    some = [m for m in mutants(reference) if m.function == "mean_squared_error"]
    runs = [run_suite(slot, suite, {suite.exercise.filename: m.source.encode()}, 0) for m in some]
    kinds = [kind_of(m.operator) for m in some]
    edits = [(k, m.function, failures(r)) for k, m, r in zip(kinds, some, runs, strict=True) if k is not None]
    return Known(edits=table_of(edits))


def test_code_that_does_the_same_as_an_edit_is_told_its_kind(
    slot: Slot, catalogue: Catalogue, suite: SuiteSession, known: Known
) -> None:
    """Written quite otherwise, it gives the mean where the reference has a sum: one cause, in both languages."""
    wrong = """
    def mean_squared_error(y, t):
        errors = [(left - right) ** 2 for left, right in zip(np.ravel(y), np.ravel(t))]
        return sum(errors) / len(errors) / 2
    """
    reference = catalogue.reference(suite.exercise).read_text(encoding="utf-8")
    files = {suite.exercise.filename: f"{reference}\n\n{dedent(wrong)}".encode()}
    graded = run_suite(slot, suite, files, 0).tests
    tests = Explainer(slot, suite, [reference], known).explain(graded, files)
    lost = [t for t in tests if t.points < t.max_points]
    assert len(lost) > 1
    text = {
        "en": "It gives what right code would give with one function exchanged or left out, such as mean for sum.",
        "zh-CN": "结果等于正确代码把一处函数换成别的（例如求和与求平均）或省去后的结果。",
    }
    for test in lost:
        assert test.explanation is not None
        assert (test.explanation.kind, test.explanation.key) == ("edit", "call")
        assert test.explanation.cause == "mean_squared_error:edit:call"
        assert test.explanation.text["en"] == f"mean_squared_error: {text['en']}"
        assert test.explanation.text["zh-CN"] == f"mean_squared_error：{text['zh-CN']}"
        assert (test.explanation.places, test.explanation.edit) == ((), None)

"""Cases and relations: what is told of calls is true of all of them, and nothing is told of few or mixed ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from grader.explain.calls_seen import Call, Seen, seen
from grader.explain.cases import case_of
from grader.explain.relations import relation
from grader.result import Outcome
from grader.suite.transcript import Event, Part, Transcript

BATCH = np.array([[0.1, 0.9], [0.5, 0.5], [0.3, 0.7]])
SAMPLE = BATCH[0]


def call(args: Sequence[Any], value: Any, right: Any, **others: Any) -> Call:
    """A call of ``f`` that gave ``value`` where the reference gave ``right``."""
    before = tuple(others.pop("before", ()))
    kwargs = others.pop("kwargs", {})
    event = Event("f", "f", tuple(args), kwargs, value=value, **others)
    return Call(event, Event("f", "f", tuple(args), kwargs, value=right), before)


def of(right: Sequence[Sequence[Any]], wrong: Sequence[Sequence[Any]]) -> Seen:
    return Seen(tuple(call(a, 1.0, 1.0) for a in right), tuple(call(a, 2.0, 1.0) for a in wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ([[BATCH], [BATCH + 1], [BATCH + 2]], [[SAMPLE], [SAMPLE + 1]], "one_sample"),
        ([[SAMPLE], [SAMPLE + 1], [SAMPLE + 2]], [[BATCH]], "not_one_sample"),
        ([[BATCH, 1], [BATCH, 2], [BATCH, 3]], [[BATCH.astype(int), 1]], "integers"),
        ([[BATCH, BATCH]] * 3, [[BATCH, np.array([1, 0, 1])]], "labels"),
        ([[BATCH, BATCH], [SAMPLE, SAMPLE], [BATCH, np.array([1, 0, 1])]], [[SAMPLE, 1]], "label_is_a_number"),
        ([[BATCH + i] for i in range(5)], [[BATCH * 1000]], "large"),
        ([[BATCH + i] for i in range(5)], [[np.array([[0.0, 0.4]] * 3)]], "zero"),
        ([[2 * BATCH]] * 3, [[2 * BATCH[:1]]], "batch_of_one"),
    ],
)
def test_a_case_is_told(right: list[list[Any]], wrong: list[list[Any]], key: str) -> None:
    found = case_of(of(right, wrong))
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ([[BATCH], [BATCH]], [[SAMPLE]]),  # two right calls are too few
        ([[BATCH], [BATCH], [SAMPLE]], [[SAMPLE]]),  # one sample is right elsewhere
        ([[BATCH], [BATCH], [BATCH]], [[SAMPLE], [BATCH]]),  # a batch is wrong, too
        ([[BATCH + 1]] * 5, [[SAMPLE * 1000]]),  # one sample or large numbers: nothing says which
        ([], [[SAMPLE]]),
        ([[BATCH]] * 3, []),
    ],
)
def test_no_case_is_told_by_chance(right: list[list[Any]], wrong: list[list[Any]]) -> None:
    assert case_of(of(right, wrong)) is None


def test_an_argument_that_is_changed_is_told() -> None:
    wrong = call([BATCH], 1.0, 1.0, changed={0: BATCH * 2})
    found = case_of(Seen((), (wrong,)))
    assert found is not None
    assert found[0] == "argument_changed"


def test_a_call_that_is_wrong_only_the_second_time() -> None:
    first = Event("f", "f", (BATCH,), value=1.0)
    right = tuple(call([BATCH], 1.0, 1.0) for _number in range(5))
    found = case_of(Seen(right, (call([BATCH], 2.0, 1.0, before=[first]),)))
    assert found is not None
    assert found[0] == "again"


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (lambda r: 2 * r, "twice"),
        (lambda r: -r, "negative"),
        (lambda r: 3 * r, "times_rows"),
        (lambda r: r / 2, "half"),
        (lambda r: r[:, None], "shape"),
        (lambda r: 1 - r, "rest"),
        (lambda r: r + 7, "shifted"),
        (lambda r: 0.37 * r, "scaled"),
        (lambda r: r * np.nan, "nan"),
        (lambda r: r / 0.0, "infinite"),
        (lambda r: None, "none"),
        (lambda r: (r, 2 * r), "one_of_several"),
    ],
)
def test_what_wrong_values_are_to_the_right_ones(wrong: Any, key: str) -> None:
    right = np.array([0.31, 0.72, 1.93])
    with np.errstate(all="ignore"):
        found = relation([call([BATCH], wrong(right), right)])
    assert found is not None
    assert found[0] == key


def test_a_relation_holds_for_all_calls_or_is_not_told() -> None:
    right = np.array([0.31, 0.72, 1.93])
    assert relation([call([BATCH], 2 * right, right), call([BATCH], 3 * right, right)]) is None


def test_one_number_has_no_factor() -> None:
    """Any number is some factor times any other."""
    assert relation([call([BATCH], 0.74, 0.2)]) is None


def test_calls_are_right_or_wrong_by_the_reference() -> None:
    """A test that forgives a wrong value says nothing for it, and a right call of a failed test counts."""
    good, bad = Event("f", "f", (1,), value=1.0), Event("f", "f", (2,), value=9.0)
    reference = (Event("f", "f", (1,), value=1.0), Event("f", "f", (2,), value=2.0))
    transcripts = [
        Transcript("forgives", Outcome.PASSED, (good, bad)),
        Transcript("fails", Outcome.FAILED, (good, bad)),
    ]
    answers = {t.test: Transcript(t.test, Outcome.PASSED, reference) for t in transcripts}
    found = seen(transcripts, answers, "f", ["fails"])
    assert [c.event for c in found.right] == [good, good]
    assert [c.event for c in found.wrong] == [bad]


def test_parts_are_paired_from_their_own_start() -> None:
    """A part that ends early, by an exception, does not shift the calls of the next one."""
    raised = Event("f", "f", (1,), outcome="StudentRaised", value="ValueError")
    later = Event("f", "f", (3,), value=3.0)
    ours = Transcript(
        "t",
        Outcome.FAILED,
        (raised, later),
        (Part(0, 1, Outcome.STUDENT_ERROR), Part(1, 2, Outcome.PASSED)),
    )
    events = (Event("f", "f", (1,), value=1.0), Event("f", "f", (2,), value=2.0), Event("f", "f", (3,), value=3.0))
    theirs = Transcript("t", Outcome.PASSED, events, (Part(0, 2, Outcome.PASSED), Part(2, 3, Outcome.PASSED)))
    found = seen([ours], {"t": theirs}, "f", ["t#0"])
    assert [c.event for c in found.right] == [later]
    assert [c.event for c in found.wrong] == [raised]


def test_beside_another_fault_one_wrong_call_is_too_few() -> None:
    """A single call differs from right ones in much; what is told of two says that there is another fault."""
    right = [[BATCH + i] for i in range(3)]
    assert case_of(of(right, [[SAMPLE]]), partly=True) is None
    found = case_of(of(right, [[SAMPLE], [SAMPLE + 1]]), partly=True)
    assert found is not None
    assert found[0] == "one_sample"
    assert str(found[1]).startswith("Beside another fault: It is right for a batch")

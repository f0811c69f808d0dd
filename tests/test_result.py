"""Results: the record travels through JSON unchanged, and outcomes combine without hiding anybody's fault."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from grader.result import (
    VERSION,
    CodePlace,
    Containment,
    ExerciseResult,
    Explanation,
    Outcome,
    Result,
    TestResult,
    combine,
)

TEST = TestResult(
    "test_a", "A.", "甲。", Outcome.FAILED, "hidden", 0.0, 5.0, "long", "short", None, {"en": "h", "zh-CN": "提"}
)

RESULT = Result(
    version=VERSION,
    student="ada",
    engine="0",
    seed=3,
    containment=Containment("landlock", seccomp=True, missing=("ioctl_dev",)),
    data="none",
    started="2026-01-01T00:00:00+00:00",
    submission_digest="d",
    score=0.0,
    max_score=5.0,
    exercises=(ExerciseResult.of("02_losses", "s", (TEST,)),),
    problem="",
)


def test_a_result_is_the_same_after_json() -> None:
    """Writing and reading is the identity."""
    assert Result.from_json(RESULT.to_json()) == RESULT


def test_an_explanation_is_the_same_after_json() -> None:
    """In a file of its documented fields; a result that was written before there were any is one, too."""
    place = CodePlace("losses.ipynb", 3, cell=2)
    explanation = Explanation("place", "axis", "losses.ipynb:3", {"en": "Look.", "zh-CN": "请看。"}, (place,), "0 -> 1")
    explained = replace(TEST, explanation=explanation)
    result = replace(RESULT, exercises=(ExerciseResult.of("02_losses", "s", (explained,)),))
    assert Result.from_json(result.to_json()) == result
    plain = json.loads(result.to_json())
    (test,) = plain["exercises"][0]["tests"]
    assert set(test["explanation"]) == {"kind", "key", "cause", "text", "places", "edit"}
    assert test["explanation"]["places"] == [{"file": "losses.ipynb", "line": 3, "cell": 2}]
    del test["explanation"]
    assert Result.from_json(json.dumps(plain)) == RESULT


def test_json_is_what_the_standard_library_would_write() -> None:
    """Two spaces, fields in their order, signs as they are; what JSON forbids in a text is escaped."""
    texts = ["", 'a\tb\n"c" \\ \x00\x1b[31m\x7f', "甲 ✓ 𝛼 \u2028\u202e", "</script>&"]
    figures = [0.0, -0.0, 7.0, 33.333333, 1e-4, 0.1 + 0.2, 1e15]
    tests = tuple(replace(TEST, message=text, points=figure) for text in texts for figure in figures)
    result = replace(RESULT, student=texts[2], notes=tuple(texts), exercises=(ExerciseResult.of("x", "s", tests),))
    for record in (RESULT, result, replace(RESULT, exercises=())):
        assert record.to_json() == json.dumps(asdict(record), ensure_ascii=False, indent=2) + "\n"
        assert Result.from_json(record.to_json()) == record


@pytest.mark.parametrize(
    "change",
    [{"version": 2}, {"extra": 1}, {"exercises": [{"slug": "x"}]}, {"containment": None}],
)
def test_another_format_is_refused(change: dict[str, object]) -> None:
    """Another version, an unknown field and a missing one are no results."""
    with pytest.raises(ValueError, match=r"."):
        Result.from_json(json.dumps(json.loads(RESULT.to_json()) | change))
    with pytest.raises(ValueError, match="not a result"):
        Result.from_json("[]")


P, F, N, B, T, G = (
    *(Outcome.PASSED, Outcome.FAILED, Outcome.NOT_ATTEMPTED, Outcome.BLOCKED, Outcome.TIMED_OUT, Outcome.GRADER_ERROR),
)


@pytest.mark.parametrize(
    ("outcomes", "score", "expected"),
    [
        ([P, P], 10, P),
        ([P, F], 5, Outcome.PARTIAL),
        ([F, N], 0, F),
        ([N, N], 0, N),
        ([T, B], 0, T),
        ([P, G], 5, G),
        ([Outcome.PARTIAL, F], 2, Outcome.PARTIAL),
        ([B, B], 0, F),
    ],
)
def test_outcomes_combine(outcomes: list[Outcome], score: float, expected: Outcome) -> None:
    """All passed is passed, some points are partial, one cause is named, and our own fault is never hidden."""
    assert combine(outcomes, score, 10.0) is expected

"""A task, which travels to a slot, and what comes back. Both are plain data that can be pickled."""

from __future__ import annotations

import datetime
import json
import zlib
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import msgpack

from grader.language import _, from_plain, to_plain
from grader.result import CodePlace, Containment, ExerciseResult, Explanation, Outcome, TestResult
from grader.submission.record import Files


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise's files, to be graded once, even if several students handed in the same.

    Attributes:
        slug: the exercise.
        files_digest: see ``grader.submission.record.files_digest``.
        suite_digest: of the suite; a slot with another suite refuses the task.
        attempt: number of this grading among those of the same files under the same key, see ``gradebook.key``.
        points: what the exercise is worth, for the record of a task that is given up.
        packed: the files; see ``pack_files``.
        tests: of an earlier grading, whose failures are to be explained and nothing else; see ``tests_to_json``. Empty
            where the files are to be graded.
        explains: whether failures may be explained: not again, where a slot died over the task.
        picture: the language of the picture that is wanted, and nothing else; empty where the files are to be graded.
    """

    slug: str
    files_digest: str
    suite_digest: str
    attempt: int
    points: float
    packed: bytes
    tests: str = ""
    explains: bool = True
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """What came of a task.

    Attributes:
        task: without its files and tests, which the sender has.
        fault: whether the grader failed, so that there is no verdict.
        data: name of the data set that the suite used.
        started: UTC time, ISO 8601.
        tests: see ``tests_to_json``.
        explained: whether explanations were looked for. That they could not be looked for is no fault of a grading.
        picture: the PNG of a task that asks for one; empty where the results cannot be drawn.
    """

    task: Task
    fault: bool
    containment: Containment
    data: str
    started: str
    duration_s: float
    outcome: str
    score: float
    max_score: float
    tests: str
    explained: bool = False
    picture: bytes = b""

    @classmethod
    def of(
        cls,
        task: Task,
        result: ExerciseResult,
        *,
        containment: Containment,
        data: str,
        started: str,
        duration_s: float,
        explained: bool = False,
    ) -> Graded:
        """Return the record of a task with the result ``result``."""
        return cls(
            task=replace(task, packed=b"", tests=""),
            fault=result.outcome is Outcome.GRADER_ERROR,
            containment=containment,
            data=data,
            started=started,
            duration_s=round(duration_s, 4),
            outcome=result.outcome.value,
            score=result.score,
            max_score=result.max_score,
            tests=tests_to_json(result.tests),
            explained=explained,
        )


def pack_files(files: Files) -> bytes:
    """Return files as one compressed block. The same files give the same block."""
    return zlib.compress(msgpack.packb(sorted(files.items())))


def unpack_files(packed: bytes) -> dict[str, bytes]:
    """Return what ``pack_files`` packed.

    Raises:
        ValueError: it is damaged.
    """
    try:
        return {str(name): bytes(content) for name, content in msgpack.unpackb(zlib.decompress(packed))}
    except (zlib.error, msgpack.UnpackException, ValueError, TypeError) as error:
        raise ValueError(_("packed files are damaged ({fault})", fault=error)) from None


_DEFAULTS = {
    f.name: f.default for f in fields(TestResult) if f.name not in {"id", "title", "title_zh", "outcome", "visibility"}
}


_SENTENCES = ("message", "summary")
"""Fields that may be messages: they travel, and are kept, with their facts."""


def tests_to_json(tests: tuple[TestResult, ...]) -> str:
    """Return tests as JSON text, without fields that have their default value."""
    return json.dumps([test_to_plain(t) for t in tests], ensure_ascii=False, separators=(",", ":"))


def test_to_plain(test: TestResult) -> dict[str, Any]:
    """Return a test as plain data for JSON, without fields that have their default value."""
    plain = {name: getattr(test, name) for name in TestResult.__slots__}
    plain |= {name: to_plain(plain[name]) for name in _SENTENCES}
    if test.explanation is not None:
        plain["explanation"] = asdict(test.explanation)
    return {k: v for k, v in plain.items() if k not in _DEFAULTS or v != _DEFAULTS[k]}


def tests_from_json(text: str) -> tuple[TestResult, ...]:
    """Return tests from ``tests_to_json``.

    Raises:
        ValueError: the text is not JSON, or not of tests.
    """
    import orjson  # of the extra `instructor`, while a student's `check` imports this module too

    try:
        return tuple(test_from_plain(t) for t in orjson.loads(text))
    except (TypeError, KeyError) as error:
        raise ValueError(_("not a list of tests: {fault}", fault=error)) from None


def test_from_plain(plain: dict[str, Any]) -> TestResult:
    """Return the test that ``test_to_plain`` made plain.

    Raises:
        TypeError, KeyError: it is something else.
    """
    plain |= {name: from_plain(plain[name]) for name in _SENTENCES if name in plain}
    plain["outcome"] = Outcome(plain["outcome"])
    if (explanation := plain.get("explanation")) is not None:
        places = tuple(CodePlace(**place) for place in explanation["places"])
        plain["explanation"] = Explanation(**explanation | {"places": places})
    return TestResult(**plain)


def given_up(task: Task, why: str) -> Graded:
    """Return the record of a task that could not be graded, because of a fault of the grader's; see ``not_graded``."""
    result = ExerciseResult.of(task.slug, task.suite_digest, (not_graded(task.points, why),))
    started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return Graded.of(task, result, containment=Containment("bare", False), data="none", started=started, duration_s=0.0)


def not_graded(points: float, why: str) -> TestResult:
    """Return the one test result for an exercise that could not be graded. It gives no points, and is not a zero."""
    return TestResult(
        id="grading",
        title="Grading this exercise",
        title_zh="评分本练习",
        outcome=Outcome.GRADER_ERROR,
        visibility="public",
        points=0.0,
        max_points=points,
        message=why,
        summary=_("the grader failed on this exercise; this says nothing about the work"),
    )

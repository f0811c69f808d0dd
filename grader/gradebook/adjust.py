"""What becomes of a verdict's points.

First comes a teacher's word on single tests, then a late penalty or a teacher's word on the whole, which is final, and
then what a person judges beside the suite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.gradebook import schema
from grader.gradebook.course import Course
from grader.gradebook.overrides import NOTHING_SAID, Override, Words
from grader.language import Given, Message, _, labelled, ngettext
from grader.result import Adjustment, ExerciseResult, Outcome, RubricLine, TestResult, combine
from grader.text import number, one_line


def adjusted(
    results: Sequence[ExerciseResult],
    student: str,
    submitted: Mapping[str, str | None],
    course: Course,
    words: Mapping[tuple[str, str], Words],
) -> tuple[tuple[ExerciseResult, ...], tuple[Adjustment, ...]]:
    """Return one student's results with the points that count, and what changed them.

    Lateness and a word on the whole exercise change its points; lateness leaves its outcome as it is. Lines of the
    rubric add their points last, and change no outcome.

    Args:
        results: what the suites gave, of all exercises that are known of the student.
        student: whose.
        submitted: by slug, when it was handed in as the gradebook has it.
        course: due dates, what lateness costs, and the rubric.
        words: by student and slug, what the teacher said.
    """
    judged = [
        _judged(one, words.get((student, one.slug), NOTHING_SAID), course.rubric.get(one.slug, ())) for one in results
    ]
    free = [one.suite for one in judged if one.whole is None and one.suite.outcome is not Outcome.GRADER_ERROR]
    late = course.penalties(student, {suite.slug: (submitted.get(suite.slug), suite.score) for suite in free})
    changes = [
        change
        for one in judged
        for change in (*one.by_test, one.whole or late.get(one.suite.slug))
        if change is not None
    ]
    return tuple(one.counted(late.get(one.suite.slug)) for one in judged), tuple(changes)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One exercise after a teacher's words.

    Attributes:
        suite: what its tests give, with words on single tests.
        rubric: what a person judges beside them.
        by_test: what words on single tests changed.
        whole: a word on the whole of it.
    """

    suite: ExerciseResult
    rubric: tuple[RubricLine, ...]
    by_test: tuple[Adjustment, ...]
    whole: Adjustment | None

    def counted(self, late: Adjustment | None) -> ExerciseResult:
        """Return the exercise with the points that count."""
        most = _sum(self.suite.max_score, *(line.max_points for line in self.rubric))
        if self.whole is not None:
            score, outcome = self.whole.after, outcome_of(self.whole.after, most)
        else:
            suite = self.suite.score if late is None else late.after
            score, outcome = _sum(suite, _given(self.rubric)), self.suite.outcome
        return replace(self.suite, score=score, max_score=most, outcome=outcome, rubric=self.rubric)


def _judged(result: ExerciseResult, words: Words, lines: Sequence[RubricLine]) -> _Judged:
    suite, by_test = _with_tests(result, words)
    rubric = tuple(_with_word(line, words.get(schema.RUBRIC + line.key)) for line in lines)
    said, whole = words.get(""), None
    if said is not None and said.points is not None:
        before = _sum(suite.score, _given(rubric))
        whole = Adjustment(result.slug, "override", before, said.points, reason=said.reason, made=said.made)
    return _Judged(suite, rubric, by_test, whole)


def _with_tests(result: ExerciseResult, words: Words) -> tuple[ExerciseResult, tuple[Adjustment, ...]]:
    """Return a result with the points that a teacher gave single tests, and what that changed.

    A test that the suite no longer has, and more points than a test is worth now, are what a later suite brings: the
    word rests, or counts for the whole of the test.
    """
    tests, changes = [], []
    for test in result.tests:
        word = words.get(test.id)
        if word is not None and word.points is not None:
            points = min(word.points, test.max_points)
            changes.append(
                Adjustment(
                    result.slug, "override", test.points, points, reason=word.reason, made=word.made, test=test.id
                )
            )
            test = _with_points(test, points)
        tests.append(test)
    if not changes:
        return result, ()
    score = _sum(*(test.points for test in tests))
    outcome = combine((test.outcome for test in tests), score, result.max_score)
    return replace(result, tests=tuple(tests), score=score, outcome=outcome), tuple(changes)


def _with_points(test: TestResult, points: float) -> TestResult:
    """Return a test with a teacher's points.

    What was told of it goes where it is no longer so: of a test that passes now, and of one on which our side failed,
    whose message is about the judge and for nobody else.
    """
    outcome = outcome_of(points, test.max_points)
    if outcome is Outcome.PASSED or test.outcome is Outcome.GRADER_ERROR:
        test = replace(
            test,
            message="",
            summary="",
            message_zh="",
            summary_zh="",
            misconception=None,
            belief=None,
            feedback=None,
            hint=None,
            explanation=None,
        )
    return replace(test, points=points, outcome=outcome)


def _with_word(line: RubricLine, word: Override | None) -> RubricLine:
    if word is None or word.points is None:
        return line
    return replace(line, points=min(word.points, line.max_points), reason=word.reason, made=word.made)


def _given(rubric: Sequence[RubricLine]) -> float:
    return _sum(*(line.points or 0.0 for line in rubric))


def _sum(*points: float) -> float:
    return round(sum(points), 6)


def outcome_of(points: float, most: float) -> Outcome:
    """Return the outcome that a teacher's points stand for."""
    if points >= most:
        return Outcome.PASSED
    return Outcome.PARTIAL if points > 0 else Outcome.FAILED


def note_on(change: Adjustment, results: Sequence[ExerciseResult] = ()) -> Message:
    """Return what a student is told of a change of points.

    Args:
        change: what changed.
        results: of the student, for the titles of tests.
    """
    if change.kind == "override":
        return _on_override(change, results)
    assert change.days is not None
    assert change.share is not None
    if change.free_days is not None:
        return _with_free_days(change, change.free_days)
    return ngettext(
        "{exercise}: {n} day late, {percent}% off: {left} points instead of {points}",
        "{exercise}: {n} days late, {percent}% off: {left} points instead of {points}",
        change.days,
        exercise=change.slug,
        percent=number(100 * change.share),
        left=number(change.after),
        points=number(change.before),
    )


def _on_override(change: Adjustment, results: Sequence[ExerciseResult]) -> Message:
    if change.test:
        title = next(
            (title_of(t) for r in results if r.slug == change.slug for t in r.tests if t.id == change.test), ""
        )
        said = _(
            "{exercise}, “{test}”: {points} points set by the instructor",
            exercise=change.slug,
            test=title or change.test,
            points=number(change.after),
        )
        return labelled(said, change.reason) if change.reason else said
    if not change.reason:
        return _("{exercise}: {points} points set by the instructor", exercise=change.slug, points=number(change.after))
    return _(
        "{exercise}: {points} points set by the instructor: {reason}",
        exercise=change.slug,
        points=number(change.after),
        reason=change.reason,
    )


def title_of(test: TestResult) -> Message:
    """Return a test's title in the languages that it has."""
    texts = {"en": one_line(test.title).rstrip(".")}
    if test.title_zh:
        texts["zh-CN"] = one_line(test.title_zh).rstrip("。")
    return Given(texts)


def _with_free_days(change: Adjustment, free: int) -> Message:
    assert change.share is not None
    if not change.share:
        return ngettext(
            "{exercise}: {n} day late, taken from your free days: no points off",
            "{exercise}: {n} days late, taken from your free days: no points off",
            free,
            exercise=change.slug,
        )
    return ngettext(
        "{exercise}: {days} days late, of which {n} is taken from your free days; {percent}% off for the rest: {left}"
        " points instead of {points}",
        "{exercise}: {days} days late, of which {n} are taken from your free days; {percent}% off for the rest: {left}"
        " points instead of {points}",
        free,
        exercise=change.slug,
        days=change.days,
        percent=number(100 * change.share),
        left=number(change.after),
        points=number(change.before),
    )

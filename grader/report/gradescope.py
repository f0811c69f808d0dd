"""Results as Gradescope's results.json.

Format: https://gradescope-autograders.readthedocs.io/en/latest/specs/ ("Output format", "Test case status", "Output
String Formatting", "Controlling Test Case Visibility"). Every text there is Markdown or plain text made by
``grader.report.markdown``, so nothing of a submission's formats anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from grader.exercises.exercise import Exercise
from grader.report.feedback import NOTE, NOTES, show_to_student
from grader.report.github import confinement
from grader.report.markdown import account_of, escaped, paragraphs_of, span
from grader.report.plain import lines_of
from grader.report.shown import ShownExercise, ShownTest, show_exercise
from grader.report.standing import is_unread
from grader.report.words import words
from grader.result import Outcome, Result, TestResult, Visibility
from grader.text import number, one_line, printable

Shown = Literal["visible", "after_due_date", "after_published", "hidden"]
"""When Gradescope shows a test to students."""

SHOWN: tuple[Shown, ...] = get_args(Shown)


@dataclass(frozen=True, slots=True)
class Visibilities:
    """When Gradescope shows the tests of each visibility of ours.

    Hidden tests are shown by default: of one, a student sees title, outcome, points, a sentence and a hint, as on our
    own page. Gradescope shows students no total as long as it keeps a test back.

    Attributes:
        public: tests that students have themselves.
        after_due: tests whose inputs are shown after the due date; the test as a whole waits for that date.
        hidden: tests whose inputs are never shown.
    """

    public: Shown = "visible"
    after_due: Shown = "after_due_date"
    hidden: Shown = "visible"

    def of(self, visibility: Visibility) -> Shown:
        """Return when tests of a visibility are shown."""
        shown: Shown = getattr(self, visibility)
        return shown


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a submission beside its result.

    Attributes:
        headlines: sentences of ours for its owner, such as a late penalty.
        previous_score: what Gradescope has of the submission before, if there is one.
        extra_data: what the next submission's run is to know.
    """

    headlines: Sequence[str] = ()
    previous_score: float | None = None
    extra_data: Mapping[str, Any] = field(default_factory=dict)


def gradescope(
    result: Result,
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    visibilities: Visibilities | None = None,
    reveals: bool = False,
    about: About | None = None,
) -> str:
    """Return ``results.json``.

    Where the grader failed, the score is what was decided, or that of the submission before where it is more:
    Gradescope has no submission without one, and our fault takes no points.

    Args:
        result: a student's, with penalties applied.
        exercises: the catalogue's.
        lang: of the texts.
        visibilities: when the tests are shown.
        reveals: whether the course shows hidden tests whole after the due date.
        about: what else is known of the submission.
    """
    visibilities, about = visibilities or Visibilities(), about or About()
    score = result.score
    if result.has_grader_error and about.previous_score is not None:
        score = max(score, about.previous_score)
    return _json(
        {
            "score": score,
            "execution_time": round(sum(t.duration_s for e in result.exercises for t in e.tests), 3),
            "output": "\n\n".join(_output(result, about, lang)),
            "output_format": "md",
            "test_output_format": "md",
            "test_name_format": "text",
            "stdout_visibility": "hidden",
            "extra_data": {
                "xorcise": {
                    "engine": result.engine,
                    "seed": result.seed,
                    "containment": result.containment.level,
                    "submission_digest": result.submission_digest,
                    "final": not result.has_grader_error,
                    "score": result.score,
                    **about.extra_data,
                }
            },
            "tests": list(_tests(result, exercises, lang, visibilities, reveals)),
        }
    )


def not_graded(message: str, *, previous_score: float | None = None, detail: str = "") -> str:
    """Return ``results.json`` of a submission that our side could not grade.

    Args:
        message: why, in words of ours.
        previous_score: what Gradescope has of the submission before; it stays.
        detail: what an instructor needs; nobody else is shown it.
    """
    w = words("en")
    told = f"**{escaped('The grader failed. This is not a verdict about your code.')}**\n\n{escaped(message)}"
    test = {
        "name": w.outcomes[Outcome.GRADER_ERROR],
        "score": 0.0,
        "max_score": 0.0,
        "status": "failed",
        "output": span(detail),
        "visibility": "hidden",
    }
    return _json(
        {
            "score": previous_score or 0.0,
            "output": told,
            "output_format": "md",
            "test_output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"xorcise": {"final": False, "counted": False}},
            "tests": [test] if detail else [],
        }
    )


def as_before(previous: Mapping[str, Any], score: float, message: str) -> str:
    """Return ``results.json`` that repeats an earlier one under a message: how Gradescope's page asks for limits."""
    kept = {k: v for k in ("test_output_format", "test_name_format") if isinstance(v := previous.get(k), str)}
    tests, before = previous.get("tests"), previous.get("output")
    told = [f"**{escaped(message)}**", *([before] if isinstance(before, str) else [])]
    return _json(
        {
            "tests": tests if isinstance(tests, list) else [],
            **kept,
            "score": score,
            "output": "\n\n".join(told),
            "output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"xorcise": {"final": True, "counted": False}},
        }
    )


def _output(result: Result, about: About, lang: str) -> Iterator[str]:
    """Yield the paragraphs at the top."""
    w = words(lang)
    if result.problem:
        yield f"**{escaped(w.unread if is_unread(result) else w.attention)}.** {span(result.problem, NOTE)}"
    if result.has_grader_error:
        yield f"**{escaped(w.not_final)}**"
        if about.previous_score is not None and about.previous_score > result.score:
            yield escaped("Until it is graded again, the score is that of the submission before.")
    yield from (escaped(line) for line in about.headlines)
    yield from (f"- {span(note, NOTE)}" for note in result.notes[:NOTES])
    yield f"{escaped(w.containment)}{w.colon}{confinement(result, w)}"


def _tests(
    result: Result, exercises: Sequence[Exercise], lang: str, visibilities: Visibilities, reveals: bool
) -> Iterator[dict[str, Any]]:
    now, later = (
        show_to_student(result, exercises, lang=lang, after_due=after, reveals=reveals) for after in (False, True)
    )
    for judged, before, after in zip(result.exercises, now, later, strict=True):
        for place, raw in enumerate(judged.tests):
            shown = visibilities.of(raw.visibility)
            # only what waits for the due date may tell what is told after it: grades may be published before
            told = after if shown == "after_due_date" else before
            yield _test(judged.slug, raw, told, told.tests[place], shown, f"{before.number}.{place + 1}", lang)


def _test(
    slug: str, raw: TestResult, exercise: ShownExercise, test: ShownTest, shown: Shown, place: str, lang: str
) -> dict[str, Any]:
    w = words(lang)
    told = [f"{test.sign} {escaped(test.word)}", *paragraphs_of(test, w, account=account_of(test, exercise))]
    return {
        "name": one_line(f"{exercise.number} {exercise.title}: {test.title}"),
        "number": place,
        "score": raw.points,
        "max_score": raw.max_points,
        "status": "passed" if raw.outcome is Outcome.PASSED else "failed",
        "output": "\n\n".join(told),
        "output_format": "md",
        "name_format": "text",
        "visibility": shown,
        "tags": [slug, raw.outcome.value],
        "extra_data": {"exercise": slug, "test": raw.id, "outcome": raw.outcome.value},
    }


def instructor_log(result: Result, exercises: Sequence[Exercise]) -> str:
    """Return everything about tests that did not pass, for the log that Gradescope shows to instructors only."""
    w = words("en")
    lines = [f"{one_line(result.student)}: {_of(result.score, result.max_score)}, {result.containment.level}"]
    lines += [printable(result.problem)] if result.problem else []
    for exercise in result.exercises:
        told = show_exercise(exercise, exercises, "en", full=lambda _: True)
        lines.append(f"{exercise.slug}: {told.word}, {told.score} of {told.max_score}")
        for test, raw in zip(told.tests, exercise.tests, strict=True):
            if raw.outcome is not Outcome.PASSED:
                lines.append(f"  {raw.id}: {test.word}, {test.points} of {test.max_points}")
                lines += [f"    {line}" for line in "\n".join(lines_of(test, account_of(test, told), w)).split("\n")]
    return "\n".join(lines) + "\n"


def _of(score: float, most: float) -> str:
    return f"{number(score)} of {number(most)}"


def _json(document: Mapping[str, Any]) -> str:
    """Return JSON in ASCII: whatever reads it, no byte is in question."""
    return json.dumps(document, indent=2, allow_nan=False) + "\n"

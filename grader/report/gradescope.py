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
from grader.language import Message, _, labelled, told
from grader.report.feedback import NOTE, NOTES, notes_of, show_to_student
from grader.report.github import NOT_FINAL, confinement, problem_of
from grader.report.judged import title_of
from grader.report.markdown import account_of, comments_on, escaped, paragraphs_of, span
from grader.report.outcomes import OUTCOMES
from grader.report.plain import lines_of
from grader.report.shown import ShownExercise, ShownTest, in_words, show_exercise
from grader.result import Outcome, Result, RubricLine, TestResult, Visibility
from grader.text import LIMIT, number, one_line, printable

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


def not_graded(message: str, *, lang: str = "en", previous_score: float | None = None, detail: str = "") -> str:
    """Return ``results.json`` of a submission that our side could not grade.

    Args:
        message: why, in words of ours.
        lang: of the texts.
        previous_score: what Gradescope has of the submission before; it stays.
        detail: what an instructor needs; nobody else is shown it.
    """
    failed = _("The grader failed. This says nothing about your code.").told(lang)
    shown = f"**{escaped(failed)}**\n\n{escaped(told(message, lang))}"
    test = {
        "name": OUTCOMES[Outcome.GRADER_ERROR].told(lang),
        "score": 0.0,
        "max_score": 0.0,
        "status": "failed",
        "output": span(told(detail, lang)),
        "visibility": "hidden",
    }
    return _json(
        {
            "score": previous_score or 0.0,
            "output": shown,
            "output_format": "md",
            "test_output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"xorcise": {"final": False, "counted": False}},
            "tests": [test] if detail else [],
        }
    )


def as_before(previous: Mapping[str, Any], score: float, message: str, *, lang: str = "en") -> str:
    """Return ``results.json`` that repeats an earlier one under a message: how Gradescope's page asks for limits."""
    kept = {k: v for k in ("test_output_format", "test_name_format") if isinstance(v := previous.get(k), str)}
    tests, before = previous.get("tests"), previous.get("output")
    shown = [f"**{escaped(told(message, lang))}**", *([before] if isinstance(before, str) else [])]
    return _json(
        {
            "tests": tests if isinstance(tests, list) else [],
            **kept,
            "score": score,
            "output": "\n\n".join(shown),
            "output_format": "md",
            "stdout_visibility": "hidden",
            "extra_data": {"xorcise": {"final": True, "counted": False}},
        }
    )


def _output(result: Result, about: About, lang: str) -> Iterator[str]:
    """Yield the paragraphs at the top."""
    if result.problem:
        yield problem_of(result, lang)
    if result.has_grader_error:
        yield f"**{escaped(NOT_FINAL.told(lang))}**"
        if about.previous_score is not None and about.previous_score > result.score:
            yield escaped(_("Until it is graded again, the score is that of the submission before.").told(lang))
    yield from (escaped(told(line, lang)) for line in about.headlines)
    yield from (f"- {span(note, NOTE)}" for note in notes_of(result, lang)[:NOTES])
    yield from (comment for one in result.exercises for comment in comments_on(one, one.slug, lang))
    yield labelled(_("Containment"), confinement(result, lang)).told(lang)


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
            exercise = after if shown == "after_due_date" else before
            yield _test(judged.slug, raw, exercise, exercise.tests[place], shown, f"{before.number}.{place + 1}", lang)
        for place, line in enumerate(judged.rubric, len(judged.tests) + 1):
            yield _rubric(judged.slug, line, before, f"{before.number}.{place}", lang)


def _rubric(slug: str, line: RubricLine, exercise: ShownExercise, place: str, lang: str) -> dict[str, Any]:
    """Return a line of the rubric as a test; one that nobody has judged has no score, and its name says so."""
    title = title_of(line)
    if line.points is None:
        title = _("{title} (not judged yet, worth {most})", title=title, most=number(line.max_points))
    test: dict[str, Any] = {
        "name": one_line(labelled(f"{exercise.number} {exercise.title}", title).told(lang)),
        "number": place,
        "output": escaped(one_line(line.reason, LIMIT)),
        "output_format": "md",
        "name_format": "text",
        "visibility": "visible",
        "tags": [slug, "rubric"],
        "extra_data": {"exercise": slug, "rubric": line.key},
    }
    if line.points is not None:
        status = "passed" if line.points >= line.max_points else "failed"
        test |= {"score": line.points, "max_score": line.max_points, "status": status}
    return test


def _test(
    slug: str, raw: TestResult, exercise: ShownExercise, test: ShownTest, shown: Shown, place: str, lang: str
) -> dict[str, Any]:
    parts = [f"{test.sign} {escaped(test.word)}", *paragraphs_of(test, lang, account=account_of(test, exercise))]
    return {
        "name": one_line(labelled(f"{exercise.number} {exercise.title}", test.title).told(lang)),
        "number": place,
        "score": raw.points,
        "max_score": raw.max_points,
        "status": "passed" if raw.outcome is Outcome.PASSED else "failed",
        "output": "\n\n".join(parts),
        "output_format": "md",
        "name_format": "text",
        "visibility": shown,
        "tags": [slug, raw.outcome.value],
        "extra_data": {"exercise": slug, "test": raw.id, "outcome": raw.outcome.value},
    }


def instructor_log(result: Result, exercises: Sequence[Exercise], lang: str = "en") -> str:
    """Return everything about tests that did not pass, for the log that Gradescope shows to instructors only."""
    first = _(
        "{student}: {score} of {most}, {level}",
        student=one_line(result.student),
        score=number(result.score),
        most=number(result.max_score),
        level=result.containment.level,
    )
    lines = [first.told(lang)]
    lines += [printable(in_words(result.problem, result.problem_zh, lang))] if result.problem else []
    for exercise in result.exercises:
        shown = show_exercise(exercise, exercises, lang, full=lambda test: True)
        lines.append(_points(exercise.slug, shown.word, shown.score, shown.max_score).told(lang))
        for test, raw in zip(shown.tests, exercise.tests, strict=True):
            if raw.outcome is not Outcome.PASSED:
                lines.append(_points(f"  {raw.id}", test.word, test.points, test.max_points).told(lang))
                below = "\n".join(lines_of(test, account_of(test, shown), lang))
                lines += [f"    {line}" for line in below.split("\n")]
    return "\n".join(lines) + "\n"


def _points(name: str, outcome: str, score: str, most: str) -> Message:
    return _("{name}: {outcome}, {score} of {most}", name=name, outcome=outcome, score=score, most=most)


def _json(document: Mapping[str, Any]) -> str:
    """Return JSON in ASCII: whatever reads it, no byte is in question."""
    return json.dumps(document, indent=2, allow_nan=False) + "\n"

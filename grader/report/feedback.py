"""The page that a student receives."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

from grader.exercises.exercise import Exercise
from grader.pictures.table import known
from grader.report.pages import markup, render
from grader.report.shown import May, ShownExercise, in_words, percent, show_data, show_exercise, tells_all
from grader.report.standing import is_unread
from grader.result import ExerciseResult, Result, TestResult
from grader.text import number, one_line, printable

NOTES = 40
"""Notes that the page shows: a handful is usual, an exercise may give one or two each."""

SEALED = (0, 2)
"""Version since which a test's summary holds nothing that a submission chose (docs/decisions/0018)."""

NOTE = 600
"""Characters of a note or a problem: a sentence or two with a name in it."""

STEPS = 3
"""Mistakes that the page names first: more at once than one can begin with."""

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
NO_SOURCES: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture as the page shows it.

    Attributes:
        address: the picture itself, as a ``data:`` address; markup, so that a page neither cleans nor cuts it.
        says: what it shows, for those who cannot see it.
    """

    address: str
    says: str


def feedback_html(
    result: Result,
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    after_due: bool = False,
    reveals: bool = False,
    extended: Collection[str] = (),
    pictures: Mapping[str, bytes] = NO_PICTURES,
    files: Mapping[str, Mapping[str, str]] = NO_SOURCES,
) -> str:
    """Return the feedback page in ``lang``.

    Public tests tell everything. Hidden ones tell title, outcome, points, summary, misconception and hint: no input, no
    expected value, and nothing that the submission chose but for what docs/threat-model.md counts. ``after_due`` ones
    likewise until ``after_due`` is true, and hidden ones tell everything then where the course ``reveals`` them. It is
    not over for the slugs in ``extended``.

    ``pictures`` holds, by exercise, a PNG of what the student's functions returned. It is shown below the exercise.
    ``files`` holds, by exercise, the student's files as text: a mistake shows the line that it is about.
    """
    shown = show_to_student(
        result, exercises, lang=lang, after_due=after_due, reveals=reveals, extended=extended, files=files
    )
    return render(
        "feedback.html.j2",
        lang,
        student=one_line(result.student),
        problem=printable(in_words(result.problem, result.problem_zh, lang), NOTE),
        notes=[printable(note, NOTE) for note in notes_of(result, lang)[:NOTES]],
        unread=is_unread(result),
        final=not result.has_grader_error,
        older=is_older(result.engine),
        score=number(result.score) + ("+" if result.has_grader_error else ""),
        max_score=number(result.max_score),
        percent=percent(result.score, result.max_score),
        exercises=shown,
        first=first_steps(shown),
        pictures=[show_picture(e.slug, exercises, pictures, lang) for e in result.exercises],
        started=result.started,
        data=show_data(result, lang),
        engine=result.engine,
        digest=result.submission_digest,
    )


def show_picture(
    slug: str, exercises: Iterable[Exercise], pictures: Mapping[str, bytes], lang: str
) -> ShownPicture | None:
    """Return the picture of an exercise; ``None`` where it has none."""
    exercise = next((e for e in exercises if e.slug == slug), None)
    about = known(exercise) if exercise is not None else None
    if slug not in pictures or about is None:
        return None
    address = f"data:image/png;base64,{base64.b64encode(pictures[slug]).decode('ascii')}"
    return ShownPicture(markup(address), about.says.told(lang))


def show_to_student(
    result: Result,
    exercises: Iterable[Exercise],
    *,
    lang: str,
    after_due: bool,
    reveals: bool,
    extended: Collection[str] = (),
    files: Mapping[str, Mapping[str, str]] = NO_SOURCES,
) -> list[ShownExercise]:
    """Return what a student sees of each exercise: the one place that decides it, for pages and platforms alike.

    See ``feedback_html`` for what that is. Exercises and tests stand in the order of ``result``.
    """
    older = is_older(result.engine)
    return [
        _show(
            one,
            exercises,
            lang,
            files.get(one.slug, {}),
            older=older,
            after_due=after_due and one.slug not in extended,
            reveals=reveals,
            settled=one.slug in result.settled,
        )
        for one in result.exercises
    ]


def _show(
    one: ExerciseResult,
    exercises: Iterable[Exercise],
    lang: str,
    files: Mapping[str, str],
    *,
    older: bool,
    after_due: bool,
    reveals: bool,
    settled: bool,
) -> ShownExercise:
    def full(test: TestResult) -> bool:
        return tells_all(test, after_due=after_due, reveals=reveals)

    def later(test: TestResult) -> bool:
        # Only where waiting brings something: a passed test has nothing more to tell.
        waits = tells_all(test, after_due=True, reveals=reveals)
        return test.message not in ("", test.summary) and not full(test) and waits

    seen = without_summaries(one, full) if older else one
    return show_exercise(seen, exercises, lang, full=full, later=later, files=files, settled=settled)


@dataclass(frozen=True, slots=True)
class Step:
    """What a student does best next.

    Attributes:
        anchor: of the mistake on the page.
        exercise: number and title.
        points: what the mistake costs.
    """

    anchor: str
    exercise: str
    points: str


def first_steps(shown: Sequence[ShownExercise]) -> list[Step]:
    """Return the mistakes that cost most, over all exercises: what is mended first brings most."""
    found = [
        (mistake.points, Step(f"e{e}m{m}", f"{exercise.number} {exercise.title}", number(mistake.points)))
        for e, exercise in enumerate(shown, 1)
        for m, mistake in enumerate(exercise.mistakes, 1)
        if mistake.points > 0
    ]
    return [step for _points, step in sorted(found, key=lambda each: -each[0])[:STEPS]]


def notes_of(result: Result, lang: str) -> list[str]:
    """Return the notes of a result in ``lang``."""
    return [in_words(note, zh, lang) for note, zh in zip_longest(result.notes, result.notes_zh, fillvalue="")]


def is_older(engine: str) -> bool:
    """Whether a version is one whose summaries may hold what a submission chose; one that cannot be read is."""
    major, _, rest = engine.partition(".")
    minor = rest.partition(".")[0]
    return not (major.isdecimal() and minor.isdecimal()) or (int(major), int(minor)) < SEALED


def without_summaries(exercise: ExerciseResult, full: May) -> ExerciseResult:
    """Return ``exercise`` without the summaries of those tests that its owner may not see in full."""
    return replace(
        exercise, tests=tuple(t if full(t) else replace(t, summary="", summary_zh="") for t in exercise.tests)
    )

"""The page about one student that an instructor reads: code, what failed and why, what changed, and the record."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from grader.exercises.exercise import Exercise
from grader.report.badges import badges
from grader.report.feedback import notes_of
from grader.report.outcomes import OUTCOMES
from grader.report.pages import render
from grader.report.shown import ShownExercise, in_words, line_of, percent, show_data, show_exercise
from grader.result import ExerciseResult, Outcome, Result
from grader.text import number, one_line, printable

LINES = 1000
"""Lines of a file that the page shows: ten times the longest reference solution."""

WIDTH = 400
"""Characters of a line that the page shows: three times what style guides allow."""

SIGNS = {"+": "added", "-": "taken", "@": "place"}
"""What a line of a unified diff is, by its first character."""

Files = Mapping[str, str]
"""By name, the text of each file."""

NOTHING: Mapping[str, Files] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Past:
    """One grading of the student's files, as the gradebook has it.

    Attributes:
        when: it was made: UTC, ISO 8601.
        slug: the exercise.
        submitted: when the files were handed in: UTC, ISO 8601.
        outcome: of the exercise.
        score, max_score: what the suite gave, and could give.
        counted: whether it became the student's verdict.
    """

    when: str
    slug: str
    submitted: str
    outcome: str
    score: float
    max_score: float
    counted: bool


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    lines: tuple[_Line, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class _Changed:
    text: str
    sign: str


@dataclass(frozen=True, slots=True)
class _Work:
    """One exercise of the student's."""

    shown: ShownExercise
    files: tuple[_File, ...]
    changes: tuple[_Changed, ...]


@dataclass(frozen=True, slots=True)
class _Graded:
    when: str
    exercise: str
    submitted: str
    outcome: str
    word: str
    score: str
    counted: bool


def student_html(
    result: Result,
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    files: Mapping[str, Files] = NOTHING,
    before: Mapping[str, Files] = NOTHING,
    past: Sequence[Past] = (),
) -> str:
    """Return the page about ``result`` in ``lang``: everything, with inputs and expected values of hidden tests.

    Args:
        result: the student's.
        exercises: the catalogue's.
        lang: the language.
        files: by exercise, the code that counts.
        before: by exercise, the code that was handed in before it.
        past: every grading, the oldest first.
    """
    works = [
        _work(
            one,
            exercises,
            lang,
            files.get(one.slug, {}),
            before.get(one.slug, {}),
            settled=one.slug in result.settled,
        )
        for one in result.exercises
    ]
    return render(
        "student.html.j2",
        lang,
        student=one_line(result.student),
        badges=badges(result, lang),
        problem=printable(in_words(result.problem, result.problem_zh, lang)),
        notes=[printable(note) for note in notes_of(result, lang)],
        score=number(result.score) + ("+" if result.has_grader_error else ""),
        max_score=number(result.max_score),
        percent=percent(result.score, result.max_score),
        works=works,
        past=[_graded(p, lang) for p in past],
        quoted=shlex.quote(one_line(result.student)),
        started=result.started,
        data=show_data(result, lang),
        seed=str(result.seed),
        engine=result.engine,
        digest=result.submission_digest,
    )


def _work(
    one: ExerciseResult, exercises: Sequence[Exercise], lang: str, files: Files, before: Files, *, settled: bool
) -> _Work:
    shown = show_exercise(one, exercises, lang, full=lambda _: True, files=files, edits=True, settled=settled)
    own = next((e.filename for e in exercises if e.slug == one.slug), "")
    others = {e.filename for e in exercises} - {own}
    names = sorted((name for name in files if name not in others), key=lambda name: (name != own, name))
    marked = _marked(one, own, files)
    return _Work(
        shown,
        tuple(_file(name, files[name], marked.get(name, set())) for name in names),
        _changes(before.get(own), files.get(own, "")),
    )


def _marked(one: ExerciseResult, own: str, files: Files) -> dict[str, set[int]]:
    """Return by file the lines that explanations and comments are about."""
    found: dict[str, set[int]] = {}
    for test in one.tests:
        if test.explanation is None or test.outcome is Outcome.PASSED:
            continue
        for place in test.explanation.places:
            if (line := line_of(place, files)) is not None:
                found.setdefault(place.file, set()).add(line)
    found.setdefault(own, set()).update(c.line for c in one.comments if c.line is not None)
    return found


def _file(name: str, text: str, marked: set[int]) -> _File:
    lines = text.rstrip("\n").split("\n")
    shown = tuple(_Line(printable(line, WIDTH) or " ", i in marked) for i, line in enumerate(lines[:LINES], 1))
    return _File(one_line(name), shown, max(len(lines) - LINES, 0))


def _changes(before: str | None, now: str) -> tuple[_Changed, ...]:
    """Return what changed since the last submission; nothing where there was none, or the file is the same."""
    if before is None or before == now:
        return ()
    old, new = (text.split("\n")[:LINES] for text in (before, now))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]
    return tuple(_Changed(printable(line, WIDTH), SIGNS.get(line[:1], "")) for line in lines)


def _graded(past: Past, lang: str) -> _Graded:
    return _Graded(
        past.when,
        one_line(past.slug[:2]),
        past.submitted,
        past.outcome,
        OUTCOMES[Outcome(past.outcome)].told(lang),
        f"{number(past.score)} / {number(past.max_score)}",
        past.counted,
    )

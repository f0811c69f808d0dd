"""What a person judges: words on points, and comments, checked against the gradebook before anything is written."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook, schema
from grader.gradebook.book import now
from grader.gradebook.comments import lines_in_file
from grader.gradebook.overrides import Override, overrides
from grader.language import Message, _, either, listed
from grader.result import Comment, ExerciseResult
from grader.run.books import Place, exercises_in
from grader.run.reports import TOGETHER, Reports, language_of
from grader.text import LIMIT, number, one_line, printable

WITHDRAW = "auto"
"""Instead of points: what the suite says counts again."""

PREFIX = "test_"
"""What a test's id begins with, and what may be left out of it."""

_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
"""Points as a spreadsheet writes them in many languages. Three digits after a comma may be thousands."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a student's exercise is worth: the most that can be given.

    Attributes:
        whole: for all of it.
        tests: by id, in the order of the suite.
        rubric: by key.
    """

    whole: float
    tests: Mapping[str, float]
    rubric: Mapping[str, float]

    @classmethod
    def of(cls, result: ExerciseResult) -> Worth:
        """Return what the exercise of ``result`` is worth."""
        tests = {test.id: test.max_points for test in result.tests}
        return cls(result.max_score, tests, {line.key: line.max_points for line in result.rubric})

    def most(self, what: str) -> float:
        """Return the most that can be given for what an override is about; see ``Override.test``."""
        if not what:
            return self.whole
        return self.tests[what] if schema.is_test(what) else self.rubric[what.removeprefix(schema.RUBRIC)]


class Checks:
    """Makes words on points and comments of what a teacher wrote, if the gradebook has what they are about.

    Args:
        book: the gradebook.
        catalogue: the course's exercises.

    Attributes:
        given: by name in results, what the teacher called the student, such as the alias of pages without names. Errors
            say that: a teacher who judges without names sees no name.
    """

    def __init__(self, book: Gradebook, catalogue: Catalogue | None = None) -> None:
        self.given: dict[str, str] = {}
        self._book = book
        self._catalogue = catalogue or Catalogue.find()
        self._known: dict[str, dict[str, Worth]] = {}
        self._made = now()
        self._lines: dict[tuple[str, str], int | None] = {}

    def know(self, students: Iterable[str]) -> None:
        """Read what the exercises of ``students`` are worth, many students at a time."""
        new = [student for student in dict.fromkeys(students) if student not in self._known]
        for start in range(0, len(new), TOGETHER):
            some = new[start : start + TOGETHER]
            self._known |= {student: {} for student in some}
            for result in self._book.results_of(some):
                self._known[result.student] = {one.slug: Worth.of(one) for one in result.exercises}

    def worth(self, student: str, slug: str) -> Worth:
        """Return what an exercise of a student is worth.

        Raises:
            UsageError: it was not graded.
        """
        self.know([student])
        found = self._known[student].get(slug)
        if found is None:
            raise UsageError(
                _(
                    "{student} has no verdict on {slug} to override: grade it first",
                    student=self._said(student),
                    slug=slug,
                )
            )
        return found

    def override(
        self, student: str, exercise: str, points: str, reason: str, *, test: str = "", rubric: str = ""
    ) -> Override:
        """Return a word on points.

        Args:
            student: whose, by the name in results.
            exercise: as it is called on the command line.
            points: a number, or ``WITHDRAW``.
            reason: in the teacher's words; may be empty.
            test: the test that it is about, with or without ``PREFIX``; empty for the whole exercise.
            rubric: or the key of the rubric's line.

        Raises:
            UsageError: there is no such exercise, verdict, test or line, or the points are none that it has.
        """
        slug = self._exercise(exercise).slug
        worth = self.worth(student, slug)
        what = ""
        if test and rubric:
            raise UsageError(_("points are for a test or for a line of the rubric, not for both: give one of the two"))
        if test:
            what = _test_called(worth, slug, test)
        elif rubric:
            what = _line_called(worth, slug, rubric)
        return Override(student, slug, parsed(points, worth.most(what)), cleaned(reason), self._made, what)

    def comment(self, student: str, exercise: str, text: str, line: int | None = None) -> tuple[str, Comment]:
        """Return a comment with the slug of the exercise that it is about.

        Raises:
            UsageError: there is no such exercise, nothing was handed in, there is no text, or no such line.
        """
        found = self._exercise(exercise)
        clean = "\n".join(part.rstrip() for part in printable(_bounded(text)).strip().split("\n"))
        if not clean:
            raise UsageError(_("the comment is empty: write what the student is to read"))
        lines = self._lines_in(student, found)
        if lines is None:
            raise UsageError(_("{student} handed in nothing for {slug}", student=self._said(student), slug=found.slug))
        if line is not None and not 1 <= line <= lines:
            raise UsageError(
                _(
                    "there is no line {line}: {file} of {student} has {n} lines; of a notebook, lines count in the"
                    " module that was made of it",
                    line=line,
                    file=found.filename,
                    student=self._said(student),
                    n=lines,
                )
            )
        return found.slug, Comment(clean, self._made, line)

    def _said(self, student: str) -> str:
        return self.given.get(student, student)

    def _exercise(self, name: str) -> Exercise:
        return self._catalogue.exercise(name)

    def _lines_in(self, student: str, exercise: Exercise) -> int | None:
        key = (student, exercise.slug)
        if key not in self._lines:
            with self._book.transaction() as connection:
                found = lines_in_file(connection, student, exercise.slug, exercise.filename, self._book.course)
            self._lines[key] = found
        return self._lines[key]


def cleaned(reason: str) -> str:
    """Return a reason on one line, fit to be shown.

    Raises:
        UsageError: it is too long.
    """
    return one_line(_bounded(reason), LIMIT)


def _bounded(text: str) -> str:
    if len(text) > LIMIT:
        raise UsageError(
            _("a text of {n} characters is too long: the most that a page shows is {most}", n=len(text), most=LIMIT)
        )
    return text


def parsed(points: str, most: float) -> float | None:
    """Return points as a number, or ``None`` for ``auto``.

    Raises:
        UsageError: it is neither, or more than the exercise is worth.
    """
    if points == WITHDRAW:
        return None
    try:
        given = float(points.replace(",", ".") if _DECIMAL_COMMA.fullmatch(points) else points)
    except ValueError:
        given = math.nan
    if not 0 <= given <= most:
        raise UsageError(
            _(
                "POINTS must be a number from 0 to {most}, or {auto}; it is {points}",
                most=number(most),
                auto=WITHDRAW,
                points=repr(points),
            )
        )
    return given


def _test_called(worth: Worth, slug: str, name: str) -> str:
    for known in (name, PREFIX + name):
        if known in worth.tests:
            return known
    raise UsageError(
        _(
            "{exercise} has no test {name}: {hint}",
            exercise=slug,
            name=repr(name),
            hint=suggestion({one.removeprefix(PREFIX): one for one in worth.tests}, name.removeprefix(PREFIX))
            or _("`xorcise export --format tests-csv` lists the tests"),
        )
    )


def _line_called(worth: Worth, slug: str, key: str) -> str:
    if key in worth.rubric:
        return schema.RUBRIC + key
    if not worth.rubric:
        raise UsageError(_("course.toml has no rubric for {exercise}: write [[rubric]] in it", exercise=slug))
    raise UsageError(
        _(
            "the rubric of {exercise} has no line {name}: {hint}",
            exercise=slug,
            name=repr(key),
            hint=suggestion({one: one for one in worth.rubric}, key)
            or _("its lines are {names}", names=listed(worth.rubric)),
        )
    )


def suggestion(known: Mapping[str, str], name: str) -> Message | None:
    """Return a question that suggests what is called like ``name``.

    Args:
        known: by what to compare with, what to suggest.
        name: what was written.
    """
    like = difflib.get_close_matches(name, known, n=3)
    return _("did you mean {names}?", names=either(known[one] for one in like)) if like else None


def without_effect(book: Gradebook, words: Sequence[Override], given: Mapping[str, str]) -> list[Message]:
    """Return a sentence for each word on a test or on the rubric that a word on the whole exercise hides.

    ``given`` is as of ``Checks``.
    """
    found = []
    names = list(dict.fromkeys(one.student for one in words if one.test))
    for start in range(0, len(names), TOGETHER):
        some = names[start : start + TOGETHER]
        with book.transaction() as connection:
            said = overrides(connection, some)
        hidden = {key for key, about in said.items() if "" in about and about[""].points is not None}
        found += [
            _(
                "{student}, {slug}: the points of the whole exercise were set by hand and stay; the word {auto} instead"
                " of points withdraws them",
                student=given.get(student, student),
                slug=slug,
                auto=WITHDRAW,
            )
            for student, slug in dict.fromkeys((one.student, one.slug) for one in words if one.test)
            if student in some and (student, slug) in hidden
        ]
    return found


def renew_reports(place: Place, book: Gradebook) -> None:
    """Write the reports that a change of the book changes, where there is a folder of them."""
    if place.folder is not None:
        Reports(place.folder, book, exercises_in(book), language_of(book)).of_everybody()

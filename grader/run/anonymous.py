"""Pages that name nobody: a person judges the work without knowing whose it is."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.files import write_parts, write_text
from grader.gradebook import Gradebook, people
from grader.gradebook.aliases import aliases
from grader.gradebook.sources import sources
from grader.language import _
from grader.report.class_page import PAGES, class_parts
from grader.report.shown import in_words
from grader.report.standing import is_unread
from grader.report.student_page import student_html
from grader.result import ExerciseResult, Result, TestResult
from grader.run.reports import TOGETHER, Reports

FOLDER = "anonymous"
"""Below OUT: the pages with names stay as they are."""

SHORTEST = 4
"""Characters of a name or an id that is looked for in code: shorter ones are words of code as well."""

COMMON = ("self", "numpy", "array", "axis", "shape", "mean", "loss", "code", "line", "test", "data", "student", "name")

WORDS = frozenset(word.casefold() for word in (*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *COMMON))
"""Names that everybody's code and our own sentences have. Were one replaced, the gap would tell who it is."""

_LETTER = "[a-zA-Z\u00c0-\u024f]"
"""Of Latin alphabets, which set words apart by something else. Chinese does not."""

UNREAD = _("What was handed in could not be read.")
"""Instead of a sentence that names the file."""

Hide = Callable[[str], str]
"""What replaces a student's names and ids in a text."""


def write_anonymous(reports: Reports) -> Path:
    """Write the class page and the students' pages under other names; return the class page's path.

    Rows and pages are ordered by these names, so that their places say nothing either. Notes are left out, since they
    speak of files by their names. In code, in what it said when it ran, in names of files and in a person's words, the
    student's names and ids are replaced; what else they say of the author stays.
    """
    book, root = reports.book, reports.out.path / FOLDER
    given = aliases(book, book.students())
    by_alias = sorted(given, key=given.__getitem__)
    for start in range(0, len(by_alias), TOGETHER):
        some = by_alias[start : start + TOGETHER]
        with book.transaction() as connection:
            handed = sources(connection, some, book.course)
        hides = hiding_all(book, some, given)
        for result in book.results_of(some):
            hide = hides[result.student]
            code = handed.get(result.student, {})
            page = student_html(
                without_name(result, given[result.student], hide, reports.lang),
                reports.exercises,
                lang=reports.lang,
                files={slug: _hidden(one.files, hide) for slug, one in code.items()},
                before={slug: _hidden(one.before, hide) for slug, one in code.items()},
            )
            write_text(root / PAGES / f"{given[result.student]}.html", page)
    everybody = _Everybody(book, by_alias, given, reports.lang)
    write_parts(root / "class.html", class_parts(everybody, reports.exercises, lang=reports.lang, linked=True))
    return root / "class.html"


@dataclass(frozen=True, slots=True)
class _Everybody:
    """All results under other names, in the order of these. Each iteration reads them again."""

    book: Gradebook
    names: list[str]
    given: Mapping[str, str]
    lang: str

    def __iter__(self) -> Iterator[Result]:
        for start in range(0, len(self.names), TOGETHER):
            some = self.names[start : start + TOGETHER]
            hides = hiding_all(self.book, some, self.given)
            results = self.book.results_of(some)
            found = [without_name(r, self.given[r.student], hides[r.student], self.lang) for r in results]
            yield from sorted(found, key=lambda result: result.student)


def without_name(result: Result, alias: str, hide: Hide, lang: str) -> Result:
    """Return a result under another name, without sentences that name files.

    Args:
        result: a student's.
        alias: the other name.
        hide: is called with every text that the student or a person wrote.
        lang: the language of the page; texts in others need not stay.
    """
    problem = UNREAD if is_unread(result) else ""
    return replace(
        result,
        student=alias,
        problem=problem,
        problem_zh="",
        notes=(),
        notes_zh=(),
        adjustments=tuple(replace(a, reason=hide(a.reason) if a.reason else a.reason) for a in result.adjustments),
        exercises=tuple(_exercise_without_name(one, hide, lang) for one in result.exercises),
    )


def _exercise_without_name(exercise: ExerciseResult, hide: Hide, lang: str) -> ExerciseResult:
    return replace(
        exercise,
        tests=tuple(_test_without_name(test, hide, lang) for test in exercise.tests),
        rubric=tuple(replace(line, reason=hide(line.reason)) for line in exercise.rubric),
        comments=tuple(replace(comment, text=hide(comment.text)) for comment in exercise.comments),
    )


def _test_without_name(test: TestResult, hide: Hide, lang: str) -> TestResult:
    """Return a test whose account quotes no name, such as the text of an exception or a line of code."""
    why = test.explanation
    if why is not None:
        why = replace(
            why,
            text={lang: hide(text) for lang, text in why.text.items()},
            places=tuple(replace(place, file=hide(place.file)) for place in why.places),
            edit=None if why.edit is None else hide(why.edit),
        )
    return replace(
        test,
        message=hide(in_words(test.message, test.message_zh, lang)),
        message_zh="",
        explanation=why,
    )


def hiding_all(book: Gradebook, students: Sequence[str], given: Mapping[str, str]) -> dict[str, Hide]:
    """Return by student what hides their names; ``given`` has the aliases."""
    with book.transaction() as connection:
        known = people.names(connection, students)
    return {student: hiding((student, *known.get(student, ())), given[student]) for student in students}


def hiding(names: tuple[str, ...], alias: str) -> Hide:
    """Return what replaces a student's names and ids in a text, whatever their case and whatever joins their parts.

    A name is not looked for within a longer word: who reads "lk7q2-9dmx" for "lines" knows that it is Ines.
    """
    looked_for = sorted({name for name in names if _is_telling(name)}, key=len, reverse=True)
    if not looked_for:
        return str
    pattern = re.compile("|".join(map(_pattern_of, looked_for)), re.IGNORECASE)
    return lambda text: pattern.sub(alias, text)


def _is_telling(name: str) -> bool:
    """Whether a name is looked for; one of other alphabets than code's from two characters, as Chinese ones have."""
    shortest = SHORTEST if name.isascii() or re.search(_LETTER, name) else 2
    return len(name) >= shortest and name.casefold() not in WORDS


def _pattern_of(name: str) -> str:
    parts = re.findall(r"[^\W_]+", name)
    joined = r"[\W_]{0,3}".join(map(re.escape, parts)) if len("".join(parts)) >= SHORTEST else re.escape(name)
    before = next((f"(?<!{kind})" for kind in (_LETTER, r"\d") if re.match(kind, name[0])), "")
    after = next((f"(?!{kind})" for kind in (_LETTER, r"\d") if re.match(kind, name[-1])), "")
    return before + joined + after


def _hidden(files: Mapping[str, str], hide: Hide) -> dict[str, str]:
    """Return files without names; two that are called alike then are one, of which the last is shown."""
    return {hide(name): hide(text) for name, text in files.items()}

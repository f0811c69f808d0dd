"""Pages that name nobody: a person judges the work without knowing whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.files import write_parts, write_text
from grader.gradebook import Gradebook, people
from grader.gradebook.aliases import aliases
from grader.language import _
from grader.report.class_page import PAGES, class_parts
from grader.report.standing import is_unread
from grader.report.student_page import student_html
from grader.result import Result
from grader.run.reports import TOGETHER, Reports

FOLDER = "anonymous"
"""Below OUT: the pages with names stay as they are."""

SHORTEST = 4
"""Characters of a name or an id that is looked for in code: shorter ones are words of code as well."""


def write_anonymous(reports: Reports) -> Path:
    """Write the class page and the students' pages under other names; return the class page's path.

    Rows and pages are ordered by these names, so that their places say nothing either. Notes are left out, since they
    speak of files by their names. In code, the student's names and ids are replaced; what else it says of its author
    stays.
    """
    book, root = reports.book, reports.out.path / FOLDER
    names = [name for page in book.pages() for name in page]
    given = aliases(book, names)
    by_alias = sorted(names, key=given.__getitem__)
    for start in range(0, len(by_alias), TOGETHER):
        some = by_alias[start : start + TOGETHER]
        with book.transaction() as connection:
            known = people.names(connection, some)
            handed = reports.handed(connection, some)
        for result in book.results_of(some):
            hide = hiding((result.student, *known.get(result.student, ())), given[result.student])
            code = handed.get(result.student, {})
            page = student_html(
                without_name(result, given[result.student]),
                reports.exercises,
                lang=reports.lang,
                files={slug: _hidden(one.files, hide) for slug, one in code.items()},
                before={slug: _hidden(one.before, hide) for slug, one in code.items()},
            )
            write_text(root / PAGES / f"{given[result.student]}.html", page)
    everybody = _Everybody(book, by_alias, given)
    write_parts(root / "class.html", class_parts(everybody, reports.exercises, lang=reports.lang, linked=True))
    return root / "class.html"


@dataclass(frozen=True, slots=True)
class _Everybody:
    """All results under other names, in the order of these. Each iteration reads them again."""

    book: Gradebook
    names: list[str]
    given: Mapping[str, str]

    def __iter__(self) -> Iterator[Result]:
        for start in range(0, len(self.names), TOGETHER):
            some = self.names[start : start + TOGETHER]
            found = [without_name(r, self.given[r.student]) for r in self.book.results_of(some)]
            yield from sorted(found, key=lambda result: result.student)


def without_name(result: Result, alias: str) -> Result:
    """Return a result under another name, without sentences that name files."""
    problem = _("What was handed in could not be read.") if is_unread(result) else ""
    return replace(result, student=alias, problem=problem, problem_zh="", notes=(), notes_zh=())


def hiding(names: tuple[str, ...], alias: str) -> Callable[[str], str]:
    """Return what replaces a student's names and ids in a text, whatever their case."""
    looked_for = sorted({name for name in names if len(name) >= SHORTEST}, key=len, reverse=True)
    if not looked_for:
        return str
    pattern = re.compile("|".join(map(re.escape, looked_for)), re.IGNORECASE)
    return lambda text: pattern.sub(alias, text)


def _hidden(files: Mapping[str, str], hide: Callable[[str], str]) -> dict[str, str]:
    return {name: hide(text) for name, text in files.items()}

"""Finding the gradebook that a command is about, and the course that goes with it."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.gradebook import Gradebook, schema
from grader.gradebook.aliases import by_alias
from grader.gradebook.connect import file_of
from grader.gradebook.course import Course
from grader.gradebook.course_file import course_of
from grader.language import _, either
from grader.run.outfolder import BOOK, OutFolder


@dataclass(frozen=True, slots=True)
class Place:
    """Where the command line says the gradebook is.

    Attributes:
        out: the folder that `xorcise grade -o` filled.
        gradebook: a database's URL.
        course: a course.toml; that of the catalogue if not given.
    """

    out: Path | None
    gradebook: str | None = None
    course: Path | None = None

    @property
    def folder(self) -> OutFolder | None:
        """The folder of reports, if one was given."""
        return OutFolder(self.out.resolve()) if self.out is not None else None


def open_book(place: Place, *, writing: bool = False) -> Gradebook:
    """Open the gradebook that ``place`` names.

    Raises:
        UsageError: none is named, or there is none.
    """
    folder = place.folder
    if place.gradebook is None and folder is None:
        raise UsageError(_("which gradebook? Give -o OUT, the folder that `xorcise grade` filled, or --gradebook URL"))
    if place.gradebook is None and folder is not None and not (folder.path / BOOK).is_file():
        raise UsageError(_("{path} holds no results; give the folder that `xorcise grade -o` filled", path=folder.path))
    url = place.gradebook or (folder.url if folder is not None else "")
    path = file_of(url)
    if path is not None and not path.is_file():
        raise UsageError(_("{path} does not exist; `xorcise grade --gradebook` makes it", path=path))
    return Gradebook(url, writing=writing, course=course_at(place))


@contextlib.contextmanager
def writing_to(place: Place) -> Iterator[Gradebook]:
    """Open the gradebook for a change, while no run is in its folder."""
    folder = place.folder
    with contextlib.ExitStack() as stack:
        if folder is not None and folder.path.is_dir():
            stack.enter_context(folder.locked())
        yield stack.enter_context(open_book(place, writing=True))


def course_at(place: Place) -> Course:
    """Return the course that goes with a gradebook."""
    catalogue = Catalogue.find()
    return course_of(place.course, catalogue.root, catalogue.exercises)


def exercises_in(book: Gradebook, catalogue: Catalogue | None = None) -> tuple[Exercise, ...]:
    """Return the exercises of the catalogue, by default the one found from here, that the book has submissions of."""
    slugs = set(book.slugs())
    return tuple(e for e in (catalogue or Catalogue.find()).exercises if e.slug in slugs)


def require_student(book: Gradebook, student: str) -> str:
    """Return the name of a student, which may be given as the alias that anonymous pages have.

    Raises:
        UsageError: it does not; names that are like it are suggested.
    """
    with book.transaction() as connection:
        e, p = schema.entry.c, schema.person.c
        known = any(
            connection.scalar(query.limit(1)) is not None
            for query in (select(e.id).where(e.student == student), select(p.name).where(p.name == student))
        )
    if not known and (name := by_alias(book).get(student)) is not None:
        return name
    if not known:
        like = difflib.get_close_matches(student, book.students(), n=3)
        hint = _("names are those of the entries in SUBMISSIONS")
        if like:
            hint = _("did you mean {names}?", names=either(like))
        raise UsageError(_("the gradebook knows no student {name}: {hint}", name=repr(student), hint=hint))
    return student

"""What a run found, before any points: who, what of each exercise, when, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.gradebook import HandedIn
from grader.language import Message, _, joined, labelled, ngettext, spoken
from grader.run.outfolder import BOOK, STUDENTS
from grader.submission.bounds import listed, shown
from grader.submission.discover import Found
from grader.submission.platforms import FOLDER
from grader.submission.times import times_of

if TYPE_CHECKING:
    from grader.submission import Entry, Reader

_STRAYS = 5
"""Names of stray files in one line on the terminal."""


@dataclass(frozen=True, slots=True)
class Person:
    """What was found of one student.

    Attributes:
        name: the student.
        files: by slug, how many files.
        times: by slug, when they were handed in.
        again: whether something was handed in more than once.
        problem: why nothing could be read.
        notes: what a teacher or the student should know; kept only for the table of a dry run.
    """

    name: str
    files: dict[str, int]
    times: dict[str, str]
    again: bool
    problem: str
    notes: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What was found of a class.

    Attributes:
        found: its entries.
        exercises: all that could be graded.
        assigned: the slugs of those that everybody should have handed in.
        detailed: whether a table will be asked for. A class of thousands has megabytes of notes.
        people: those whose entries were read, in order.
    """

    found: Found
    exercises: Sequence[Exercise]
    assigned: Collection[str]
    detailed: bool = False
    people: list[Person] = field(default_factory=list)

    def give(self, entries: Iterable[Entry]) -> None:
        """Take the entries under the names of their people."""
        self.found = replace(self.found, entries=list(entries))

    def read(self, reader: Reader) -> Iterator[HandedIn]:
        """Read the entries, one at a time, and note what each holds."""
        for entry in self.found.entries:
            submission = reader.read(entry)
            times = times_of(entry, submission)
            files = {slug: len(own) for slug, own in submission.files.items()}
            notes = submission.notes if self.detailed else ()
            person = Person(entry.person, files, times, submission.again, submission.problem, notes)
            self.people.append(person)
            yield HandedIn(submission, times)

    @property
    def graded(self) -> tuple[Exercise, ...]:
        """The exercises that are assigned or were handed in."""
        wanted = {*self.assigned, *(slug for person in self.people for slug in person.files)}
        return tuple(e for e in self.exercises if e.slug in wanted)

    def require(self) -> tuple[Exercise, ...]:
        """Return the exercises to grade.

        Raises:
            UsageError: there are none.
        """
        if not self.graded:
            raise UsageError(
                _(
                    "nobody has handed in an exercise of this course: name what was due with -e, as in -e 02; --dry-run"
                    " says what was found"
                )
            )
        return self.graded

    def missing(self, exercise: Exercise) -> int:
        """Return how many students have handed in nothing for an exercise."""
        return sum(exercise.slug not in person.files for person in self.people)

    def summary(self) -> list[Message]:
        """Return what a run says first: a line about the students, and one about what is no student's work."""
        said = [ngettext("{n} student", "{n} students", len(self.people))]
        if again := sum(person.again for person in self.people):
            said.append(ngettext("{n} handed in more than once", "{n} handed in more than once", again))
        if unread := sum(bool(person.problem) for person in self.people):
            said.append(ngettext("{n} cannot be read", "{n} cannot be read", unread))
        for exercise in self.graded:
            if missing := self.missing(exercise):
                said.append(_("{n} without {exercise}", n=missing, exercise=exercise.slug))
        people = joined(_(", "), said)
        if self.found.layout != FOLDER.name:
            people = _("{people}; read as delivered by {platform}", people=people, platform=self.found.layout)
        lines = [people]
        if strays := self.found.strays:
            lines.append(_("no student's work, so not graded: {names}", names=listed(strays, _STRAYS)))
        return lines

    def table(self) -> str:
        """Return who was found and what, for a terminal."""
        from rich.console import Console  # only a dry run draws it
        from rich.table import Table  # as above
        from rich.text import Text  # as above

        exercises = self.graded
        table = Table(box=None, pad_edge=False)
        table.add_column(spoken(_("student")), overflow="fold")
        for exercise in exercises:
            table.add_column(exercise.slug[:2], justify="right", no_wrap=True)
        table.add_column(spoken(_("time")), no_wrap=True)
        for person in self.people:
            counts = [str(person.files.get(exercise.slug, "·")) for exercise in exercises]
            table.add_row(Text(person.name), *counts, max(person.times.values(), default=""))
        console = Console()
        with console.capture() as captured:
            console.print(table)
            for person in self.people:
                for note in filter(None, (person.problem, *person.notes)):
                    line = spoken(labelled(person.name, note))
                    console.print(line, markup=False, highlight=False, soft_wrap=True)
        return captured.get()


def refuse_overlap(submissions: Path, out: Path) -> None:
    """Refuse folders that lie in one another so that results would be read as students' work.

    Raises:
        UsageError: they do, or SUBMISSIONS holds the results of a run.
    """
    given, results = submissions.resolve(), out.resolve()
    if results == given or results.is_relative_to(given):
        raise UsageError(
            _(
                "{out} lies in {submissions}, where it would be read as a student's work: choose a folder outside it"
                " with -o",
                out=shown(str(out)),
                submissions=shown(str(submissions)),
            )
        )
    if given.is_relative_to(results / STUDENTS) or (given / BOOK).is_file():
        raise UsageError(
            _(
                "{submissions} holds the results of a run, not what students handed in: give the folder of that",
                submissions=shown(str(submissions)),
            )
        )

"""The gradebook as the driver of a run sees it: short transactions, and one line where the database fails."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, exc, select

from grader.errors import UsageError
from grader.gradebook import intake, people, read, schema, work
from grader.gradebook.belonging import Belonging, belonging
from grader.gradebook.connect import engine_for, explained, file_of
from grader.gradebook.course import Course
from grader.gradebook.intake import HandedIn
from grader.gradebook.key import Key
from grader.gradebook.migrations import bring_up_to_date
from grader.gradebook.roster import Roster
from grader.language import Message, _
from grader.result import Result
from grader.slot.task import Graded, Task
from grader.submission import Entry


class Gradebook:
    """One open gradebook.

    Args:
        url: the database.
        writing: whether to write to it, creating it where it is not there.
        course: due dates and what lateness costs; applied to what is read.

    Raises:
        UsageError: it cannot be opened, is damaged, or is no gradebook.
    """

    def __init__(self, url: str, *, writing: bool = True, course: Course | None = None) -> None:
        self.url = url
        self.course = course or Course()
        self._counting = self.course.attempts.count
        path = file_of(url)
        if not writing and path is not None and not path.is_file():
            raise UsageError(_("{path} does not exist; give the folder that `xorcise grade -o` filled", path=path))
        self._engine = engine_for(url, writing=writing)
        with contextlib.ExitStack() as undo, explained(url):
            undo.callback(self._engine.dispose)
            self._connection = undo.enter_context(self._engine.connect())
            with self._connection.begin():
                bring_up_to_date(self._connection, writing=writing)
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        with contextlib.suppress(exc.DBAPIError):  # what was committed is; a full disk only keeps the log from merging
            self._connection.close()
            self._engine.dispose()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Provide the connection inside a transaction of its own: all of it happens, or nothing."""
        with explained(self.url), self._connection.begin():
            yield self._connection

    # --- people -----------------------------------------------------------------------------------------------------

    def belonging(self, entries: Sequence[Entry], roster: Roster | None = None) -> Belonging:
        """Return whose work each entry is, by the roster and by the names that were given before.

        Args:
            entries: of the class.
            roster: the course's people; the ones that the book knows if not given.
        """
        with self.transaction() as connection:
            known = people.known(connection)
            return belonging(entries, people.enrolled(connection) if roster is None else roster, known)

    def know(self, found: Belonging) -> None:
        """Keep the names of entries, and who is in the roster."""
        with self.transaction() as connection:
            people.know(connection, found.entries, found.roster)

    def roster(self, other: Roster | None = None) -> Roster:
        """Return who is in the roster, under the names that they have in results; nobody where there is none.

        Args:
            other: another roster than the one that the book knows.
        """
        with self.transaction() as connection:
            known = people.known(connection)
            roster = people.enrolled(connection) if other is None else other
        entries = [Entry(one.name, Path(one.name), ids=one.ids, key=one.key) for one in known]
        return belonging(entries, roster, known).roster

    def matters(self) -> list[Message]:
        """Return what a teacher should settle about people, in sentences."""
        with self.transaction() as connection:
            return people.matters(connection, self.course)

    # --- a run ------------------------------------------------------------------------------------------------------

    def take(
        self, handed_in: Iterable[HandedIn], slugs: Sequence[str], assigned: Collection[str] | None = None
    ) -> None:
        """Take in a class, a few submissions at a time; see ``intake.take``."""
        waiting: list[HandedIn] = []
        weight = 0
        for one in handed_in:
            waiting.append(one)
            weight += one.weight
            if len(waiting) == intake.ONCE or weight > intake.WEIGHT:
                self._take(waiting, slugs, assigned)
                waiting.clear()
                weight = 0
        self._take(waiting, slugs, assigned)

    def _take(self, handed_in: Sequence[HandedIn], slugs: Sequence[str], assigned: Collection[str] | None) -> None:
        with self.transaction() as connection:
            intake.take(connection, handed_in, slugs, now(), assigned)

    def complete(self, students: Sequence[str], slugs: Sequence[str]) -> None:
        """Let each of ``students`` have a submission of each exercise, without files where there is none."""
        for start in range(0, len(students), intake.ONCE):
            with self.transaction() as connection:
                intake.complete(connection, students[start : start + intake.ONCE], slugs)

    def begin_run(self, engine: str, seed: int) -> int:
        """Begin a run and return its number."""
        with self.transaction() as connection:
            return work.begin_run(connection, engine, seed, now())

    def end_run(self, run: int) -> None:
        """Note that a run came to its end."""
        with self.transaction() as connection:
            work.end_run(connection, run, now())

    def count_pending(self, key: Key, *, again: bool = False) -> int:
        """Return how many files of an exercise are left to grade."""
        with self.transaction() as connection:
            return work.count_pending(connection, key, self._counting, again=again)

    def outdated(self, key: Key) -> list[tuple[str, str]]:
        """Return students and digests of their files, where only other suites or versions have graded these."""
        with self.transaction() as connection:
            return work.outdated(connection, key, self._counting)

    def duration(self, key: Key) -> float | None:
        """Return how long a grading of an exercise took on average; ``None`` where none is known."""
        with self.transaction() as connection:
            return work.mean_duration(connection, key.slug)

    def pending(self, key: Key, again_in: int | None = None) -> Iterator[Task]:
        """Yield what is left to grade of an exercise, each once."""
        after = ""
        while True:
            with self.transaction() as connection:
                tasks = work.pending(connection, key, self._counting, after, again_in)
            if not tasks:
                return
            yield from tasks
            after = tasks[-1].files_digest

    def keep(self, run: int, key: Key, graded: Graded) -> list[str]:
        """Commit a grading, and the verdicts that follow; return the students who got a new one."""
        with self.transaction() as connection:
            work.keep(connection, run, key, graded)
            return work.settle(connection, run, key, self._counting, graded.task.files_digest)

    def settle(self, run: int, key: Key) -> list[str]:
        """Give every student the answer that the book has; return the students whose verdict that changed."""
        with self.transaction() as connection:
            return work.settle(connection, run, key, self._counting)

    def still_waiting(self, run: int, keys: Sequence[Key], students: Sequence[str]) -> set[str]:
        """Return who of ``students`` has something left to grade in this run."""
        with self.transaction() as connection:
            return work.still_waiting(connection, run, keys, self._counting, students)

    # --- what it says -----------------------------------------------------------------------------------------------

    def recall(self, key: str) -> str | None:
        """Return what was remembered under ``key``."""
        with self.transaction() as connection:
            m = schema.meta.c
            return connection.scalar(select(m.value).where(m.key == key))

    def remember(self, key: str, value: str) -> None:
        """Remember a small thing about the book itself."""
        if self.recall(key) != value:
            with self.transaction() as connection:
                connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
                connection.execute(schema.meta.insert().values(key=key, value=value))

    def slugs(self) -> list[str]:
        """Return the exercises that there are submissions of."""
        with self.transaction() as connection:
            s = schema.submission.c
            return list(connection.scalars(select(s.slug).distinct().order_by(s.slug)))

    def pages(self) -> Iterator[list[str]]:
        """Yield all students by name, a page at a time."""
        after = ""
        while True:
            with self.transaction() as connection:
                names = read.students(connection, after)
            if not names:
                return
            yield names
            after = names[-1]

    def students(self) -> list[str]:
        """Return all students by name."""
        return [name for names in self.pages() for name in names]

    def results_of(self, students: Sequence[str], *, tests: bool = True) -> list[Result]:
        """Return the results of ``students``, by name; without their tests where only figures are wanted."""
        with self.transaction() as connection:
            return read.results(connection, students, self.course, tests=tests)

    def results(self, *, tests: bool = True, only: Collection[str] = ()) -> Results:
        """Return every student's result as it is now.

        Args:
            tests: whether to read the tests, too.
            only: slugs of the exercises that the results are to have; all of them if empty.
        """
        return Results(self, tests, only)


@dataclass(frozen=True, slots=True)
class Results:
    """All results of a book, by student. Each iteration reads them again, a page at a time."""

    book: Gradebook
    tests: bool
    only: Collection[str] = ()

    def __iter__(self) -> Iterator[Result]:
        for names in self.book.pages():
            for result in self.book.results_of(names, tests=self.tests):
                yield result.only(self.only) if self.only else result


def now() -> str:
    """Return the time, as the book writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

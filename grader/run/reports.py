"""Writing the reports of what a gradebook says, as far as they are not there already."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from grader import __version__
from grader.exercises.exercise import Exercise
from grader.files import write_parts, write_text
from grader.gradebook import Gradebook, people, stamps
from grader.gradebook.history import Line, history
from grader.gradebook.pictured import pictured
from grader.gradebook.sources import Source, sources
from grader.language import Message, _
from grader.report.class_page import PAGES, class_parts
from grader.report.exports.plain import gradebook_lines
from grader.report.feedback import feedback_html
from grader.report.standing import Standing
from grader.report.student_page import Past, student_html
from grader.result import Result
from grader.run import feedback_folder
from grader.run.outfolder import OutFolder
from grader.run.pictures import Pictures

TOGETHER = 100
"""Students whose reports are looked at together: their results fill some megabytes."""


@dataclass(slots=True)
class Reports:
    """Writes reports of what the book says; a file that is there as it would be written again is left alone.

    Attributes:
        out: where they go.
        book: what they say.
        exercises: those that the book has submissions of.
        lang: their language.
        after_due: whether they show what becomes visible after the due date. A student with an extension that has not
            run out sees it later.
    """

    out: OutFolder
    book: Gradebook
    exercises: Sequence[Exercise]
    lang: str
    after_due: bool = False
    _setting: str = field(init=False)
    _standing: Standing | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._setting = f"{__version__} {self.book.course!r} {self.lang} {self.after_due} {self.exercises!r}"

    def of_students(self, students: Sequence[str]) -> None:
        """Write the result and the page of each student."""
        for start in range(0, len(students), TOGETHER):
            self._of_some(students[start : start + TOGETHER])

    def _of_some(self, students: Sequence[str]) -> None:
        with self.book.transaction() as connection:
            states = stamps.states(connection, students)
            extended = {student: self._extended(student) for student in states}
            results = {f"students/{s}/result.json": digest(self._setting + state) for s, state in states.items()}
            drawn = self._pictures(connection, students)
            shown = {s: f"{extended[s]} {names_of(drawn.get(s, {}))}" for s in states}
            pages = {
                path: digest(f"{self._setting}{state} {shown[s]}")
                for s, state in states.items()
                for path in (f"students/{s}/feedback.html", page_about(s))
            }
            fresh = stamps.untouched(connection, self.out.path, results | pages)
            delivered = people.delivered(connection, list(states))
        stale = {path: state for path, state in (results | pages).items() if path not in fresh}
        if stale:
            self._write(stale, extended, drawn)
        feedback_folder.place(self.out.path, delivered)

    def _write(
        self,
        stale: Mapping[str, str],
        extended: Mapping[str, Collection[str]],
        drawn: Mapping[str, Mapping[str, Path]],
    ) -> None:
        """Write results and pages that are not there as they would be written now.

        Args:
            stale: by path, what the file is to be made from.
            extended: by student, the exercises that stay sealed.
            drawn: by student and exercise, the pictures.
        """
        made: dict[str, str] = {}
        students = [s for s in extended if any(path in stale for path in paths_of(s))]
        with self.book.transaction() as connection:
            handed = sources(connection, students, self.book.course)
            pasts = {student: history(connection, student).lines for student in students}
        for result in self.book.results_of(students):
            student = result.student
            code = handed.get(student, {})
            record, feedback, about = paths_of(student)
            if record in stale:
                write_text(self.out.path / record, result.to_json())
            if feedback in stale:
                page = self._feedback(result, code, extended[student], drawn.get(student, {}))
                write_text(self.out.path / feedback, page)
            if about in stale:
                write_text(self.out.path / about, self._about(result, code, pasts[student]))
            made |= {path: stale[path] for path in (record, feedback, about) if path in stale}
        with self.book.transaction() as connection:
            stamps.note(connection, self.out.path, made)

    def _feedback(
        self, result: Result, code: Mapping[str, Source], extended: Collection[str], drawn: Mapping[str, Path]
    ) -> str:
        """Return the page that a student receives."""
        return feedback_html(
            result,
            self.exercises,
            lang=self.lang,
            after_due=self.after_due,
            reveals=self.book.course.reveals,
            extended=extended,
            pictures={slug: path.read_bytes() for slug, path in drawn.items()},
            files={slug: one.files for slug, one in code.items()},
        )

    def _about(self, result: Result, code: Mapping[str, Source], past: Sequence[Line]) -> str:
        """Return the page about a student that an instructor reads."""
        return student_html(
            result,
            self.exercises,
            lang=self.lang,
            files={slug: one.files for slug, one in code.items()},
            before={slug: one.before for slug, one in code.items()},
            past=[Past(p.when, p.slug, p.submitted, p.outcome, p.score, p.max_score, counted=p.counted) for p in past],
        )

    def _extended(self, student: str) -> list[str]:
        """Return the exercises that stay sealed for a student because of an extension."""
        if not self.after_due:
            return []
        now = datetime.datetime.now(datetime.UTC)
        return self.book.course.extended(student, [e.slug for e in self.exercises], now)

    def _pictures(self, connection: Connection, students: Sequence[str]) -> Mapping[str, Mapping[str, Path]]:
        """Return by student and exercise the pictures that their pages show."""
        if not self.book.course.pictures:
            return {}
        verdicts = pictured(connection, students, {e.slug for e in self.exercises}, self.book.course)
        return Pictures(self.out, self.lang).shown(verdicts)

    def of_everybody(self) -> None:
        """Write every student's reports and those about the class."""
        self._standing = None
        whole = hashlib.sha256(self._setting.encode())
        self.book.remember("language", self.lang)
        for students in self.book.pages():
            self._of_some(students)
            with self.book.transaction() as connection:
                whole.update(repr(stamps.states(connection, students)).encode())
        matters = self.book.matters()
        whole.update(repr(matters).encode())
        self._of_class(whole.hexdigest(), matters)

    def _of_class(self, state: str, matters: Sequence[Message]) -> None:
        wanted = dict.fromkeys(("gradebook.csv", "class.html"), state)
        with self.book.transaction() as connection:
            fresh = stamps.untouched(connection, self.out.path, wanted)
        stale = [path for path in wanted if path not in fresh]
        if not stale:
            return
        figures = self.book.results(tests=False)
        if "gradebook.csv" in stale:
            lines = gradebook_lines(figures, self._stand(), self.lang)
            write_parts(self.out.path / "gradebook.csv", lines)
        if "class.html" in stale:
            parts = class_parts(
                self.book.results(), self.exercises, lang=self.lang, figures=figures, matters=matters, linked=True
            )
            write_parts(self.out.path / "class.html", parts)
        with self.book.transaction() as connection:
            stamps.note(connection, self.out.path, dict.fromkeys(stale, state))

    def table(self) -> str:
        """Return the table and the summary as this terminal shows them."""
        from rich.console import Console  # 40 ms, which writing pages alone does without

        from grader.report.terminal import class_table, grading_summary  # as above

        results = self.book.results(tests=False)
        console = Console()
        with console.capture() as captured:
            console.print(class_table(results, self.exercises, self._stand(), self.lang))
            console.print(grading_summary(results, self._stand(), self.lang))
            said = _("Reports: {path}", path=self.out.path / "class.html").told(self.lang)
            console.print(said, markup=False, highlight=False, soft_wrap=True)
        return captured.get()

    def _stand(self) -> Standing:
        """Return where the class stands; looked at once for the reports and the table that belong to them."""
        if self._standing is None:
            self._standing = Standing.of(self.book.results(tests=False), self.exercises)
        return self._standing


def page_about(student: str) -> str:
    """Return the path of the page about a student below the folder: not beside what the student receives."""
    return f"{PAGES}/{student}.html"


def paths_of(student: str) -> tuple[str, str, str]:
    """Return the paths of everything that is written about a student."""
    return f"students/{student}/result.json", f"students/{student}/feedback.html", page_about(student)


def names_of(pictures: Mapping[str, Path]) -> str:
    """Return the names of pictures as one text; they say what each is made from."""
    return "".join(f" {path.name}" for path in pictures.values())


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def language_of(book: Gradebook) -> str:
    """Return the language of the reports that were written last."""
    return book.recall("language") or "en"

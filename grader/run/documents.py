"""What a run prints or writes beside its reports: results as platforms read them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.files import write_text
from grader.language import _, joined
from grader.report.annotations import LONGEST, Annotation, Source, annotate, definitions
from grader.report.classroom50 import Identity, classroom50
from grader.report.github import job_summary, workflow_commands
from grader.report.gitlab import code_quality
from grader.report.gradescope import gradescope
from grader.report.junit import junit
from grader.result import Result
from grader.run.formats import OF_ONE, Document
from grader.submission import Entry

SUMMARY = "GITHUB_STEP_SUMMARY"

Sources = Mapping[str, Mapping[str, Source]]
"""By student and slug, the file that annotations point into."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a run.

    Attributes:
        wanted: what was asked for, by forms of ``grader.run.formats``.
        exercises: the catalogue's.
        lang: of the texts.
        reveals: whether the course shows hidden tests whole after the due date.
    """

    wanted: Sequence[Document]
    exercises: Sequence[Exercise]
    lang: str = "en"
    reveals: bool = False

    def require(self, students: int) -> None:
        """Check that all of them can be made of that many students, before anything is graded.

        Raises:
            UsageError: they cannot.
        """
        printed = [one.form for one in self.wanted if one.path is None]
        if len(printed) > 1:
            raise UsageError(
                _(
                    "only one document goes to stdout, not {forms}: name files, as in --format {form}=FILE",
                    forms=joined(_(" and "), printed),
                    form=printed[-1],
                )
            )
        for form in (one.form for one in self.wanted):
            if form in OF_ONE and students != 1:
                raise UsageError(
                    _(
                        "--format {form} is of one student and this class has {students}: give a folder with one entry,"
                        " or use junit, github or gitlab",
                        form=form,
                        students=students,
                    )
                )
            if form == "classroom50":
                Identity.of(os.environ)

    def make(self, results: Sequence[Result], sources: Sources) -> str | None:
        """Write those that go to files; return what is for stdout, or ``None`` where none of them is.

        Args:
            results: of the students that were graded.
            sources: their files.
        """
        printed = None
        for one in self.wanted:
            text = self._text(one, results, sources)
            if one.path is not None and one.form != "github":
                write_text(one.path, text)
            elif one.path is not None:
                printed = (printed or "") + text
            else:
                printed = text + (printed or "")
        return printed

    def _text(self, one: Document, results: Sequence[Result], sources: Sources) -> str:
        match one.form:
            case "junit":
                return junit(results, self.exercises, sources, lang=self.lang)
            case "gitlab":
                found = [a for r in results for a in self._annotations(r, sources)]
                return code_quality(found)
            case "github":
                return self._github(one, results, sources)
            case "gradescope":
                return "".join(gradescope(r, self.exercises, lang=self.lang, reveals=self.reveals) for r in results)
            case _:
                # without a verdict the platform keeps the result before: an empty document is not for it
                final = [r for r in results if not r.has_grader_error]
                return "".join(classroom50(r, self.exercises, Identity.of(os.environ), lang=self.lang) for r in final)

    def _github(self, one: Document, results: Sequence[Result], sources: Sources) -> str:
        """Return the commands, and the summary with them where no file takes it."""
        # of a class, ten marks in other people's files say nothing that the table does not
        found = self._annotations(results[0], sources) if len(results) == 1 else []
        commands = workflow_commands(found, self.lang)
        summary = job_summary(results, self.exercises, lang=self.lang)
        if one.path is not None:
            write_text(one.path, summary)
            return commands
        if place := os.environ.get(SUMMARY):
            with Path(place).open("a", encoding="utf-8") as file:
                file.write(summary)
            return commands
        return commands + summary

    def _annotations(self, result: Result, sources: Sources) -> list[Annotation]:
        return annotate(result, self.exercises, sources.get(result.student, {}), lang=self.lang)


def base_folder() -> Path:
    """Return the root of the repository that a platform's job works in; the current folder elsewhere."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or Path.cwd())


def sources_of(entry: Entry, exercises: Sequence[Exercise], base: Path) -> dict[str, Source]:
    """Return by slug the file of each exercise that is where one expects it in what was handed in.

    Args:
        entry: what was handed in.
        exercises: those that were graded.
        base: paths are told from here, where they lie below it.
    """
    found = {}
    for exercise in exercises:
        for path in _candidates(entry, exercise):
            if path.is_file() and not path.is_symlink():
                found[exercise.slug] = source_at(path, base)
                break
    return found


def _candidates(entry: Entry, exercise: Exercise) -> list[Path]:
    paths = entry.paths
    named = [p for p in paths if p.suffix == ".py" and p.stem.endswith(exercise.module)]
    inside = [p / more for p in paths for more in (Path(exercise.slug) / exercise.filename, Path(exercise.filename))]
    return [*named, *inside, entry.path / "exercises" / exercise.slug / exercise.filename]


def source_at(path: Path, base: Path) -> Source:
    """Return a student's file as a platform names it, with its definitions."""
    whole, root = path.absolute(), base.absolute()
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()
    with path.open(encoding="utf-8", errors="replace") as file:
        return Source(name, definitions(file.read(LONGEST)))

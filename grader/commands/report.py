"""``xorcise report``, and the reports at the end of ``xorcise grade``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from grader.catalogue import Catalogue
from grader.errors import CatalogueError
from grader.exercise import Exercise
from grader.outfolder import OutFolder
from grader.report.class_page import class_html
from grader.report.feedback import feedback_html
from grader.report.gradebook_csv import gradebook_csv
from grader.report.terminal import class_table, grading_summary
from grader.result import Result


def report_class(path: Path, lang: str, after_due: bool) -> None:
    """Write all reports again from the results in a folder, and print the table.

    Raises:
        UsageError: the folder holds no results.
    """
    out = OutFolder(path.resolve())
    results = out.results()
    write_reports(out, results, exercises_of(results), lang, after_due)


def exercises_of(results: Sequence[Result]) -> tuple[Exercise, ...]:
    """Return the catalogue's exercises that occur in ``results``.

    Raises:
        CatalogueError: one is not in the catalogue any more.
    """
    catalogue = Catalogue.find()
    slugs = sorted({e.slug for r in results for e in r.exercises})
    known = {e.slug: e for e in catalogue.exercises}
    if unknown := [s for s in slugs if s not in known]:
        raise CatalogueError(f"the results speak of {unknown[0]}, which is not in {catalogue.root / 'exercises'}")
    return tuple(known[s] for s in slugs)


def write_reports(
    out: OutFolder, results: Sequence[Result], exercises: Sequence[Exercise], lang: str, after_due: bool = False
) -> None:
    """Write every page and the gradebook, and print the table and the summary."""
    for result in results:
        out.write_feedback(result.student, feedback_html(result, exercises, lang=lang, after_due=after_due))
    out.write_class(gradebook_csv(results, exercises), class_html(results, exercises, lang=lang))
    console = Console()
    console.print(class_table(results, exercises))
    console.print(grading_summary(results))
    console.print(f"Reports: {out.path / 'class.html'}", markup=False, highlight=False, soft_wrap=True)

"""A course with the scaffold's exercise, whose suite a test may make weaker."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.audit import Findings, InOneSlot, Wanted, audit
from grader.exercises.catalogue import Catalogue
from grader.exercises.scaffold import scaffold
from grader.slot.slot import Slot

SLUG = "50_leaky_unit"


def leaky_course(folder: Path, catalogue: Catalogue) -> Catalogue:
    """Return a course in ``folder`` with the scaffold's exercise."""
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), folder / "exercises" / "02_losses")
    scaffold(Catalogue(folder), SLUG)
    return Catalogue(folder)


def copied_course(folder: Path, catalogue: Catalogue, name: str) -> Catalogue:
    """Return a course in ``folder`` with a copy of one exercise, laid out as the checkout."""
    slug = catalogue.exercise(name).slug
    for part in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(catalogue.root / part / slug, folder / part / slug)
    return Catalogue(folder)


def findings(course: Catalogue, slot: Slot, *parts: str, name: str = SLUG) -> Findings:
    """Audit some parts of one exercise in a slot."""
    (found,) = audit(course, [course.exercise(name)], Wanted(parts), InOneSlot(course, slot, None))
    return found


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

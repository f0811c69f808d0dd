"""The bundle for other machines holds suites and tables, and no solution."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.explain.tables import find, save, shipped_path, table_digest, table_path
from grader.grading.bundle import bundle_digest, pack_exercises, unpack_exercises
from grader.grading.settings import Settings

SLUG = "02_losses"


@pytest.fixture
def here(tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A course of one exercise, without any table."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))
    for part in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(catalogue.root / part / SLUG, tmp_path / "here" / part / SLUG)
    course = Catalogue(tmp_path / "here")
    shipped_path(course, course.exercise(SLUG)).unlink(missing_ok=True)
    return course


def sent(course: Catalogue, folder: Path) -> Catalogue:
    """Return the catalogue of a course after packing it, without solutions, and unpacking it into ``folder``."""
    bundle = pack_exercises(Settings(str(course.root), (SLUG,), explains=False))
    unpack_exercises(bundle, bundle_digest(bundle), folder)
    return Catalogue(folder)


def test_digests_are_the_same_without_the_solution(here: Catalogue, tmp_path: Path) -> None:
    """The digests of the unpacked course equal those of the original, although it has no solution."""
    there = sent(here, tmp_path / "there")
    exercise = here.exercise(SLUG)
    assert not there.reference(exercise).exists()
    assert not there.expected(exercise).exists()
    assert there.grading_digest(exercise) == here.grading_digest(exercise)
    assert table_digest(there, exercise, 0, None) == table_digest(here, exercise, 0, None)
    path = here.reference(exercise)
    path.write_text(path.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    assert there.grading_digest(exercise) != here.grading_digest(exercise)
    assert sent(here, tmp_path / "again").grading_digest(exercise) == here.grading_digest(exercise)


@pytest.mark.parametrize("shipped", [True, False])
def test_what_was_learnt_is_found_there(
    here: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: bool
) -> None:
    """A table is found on the other machine, whether it comes with the suite or from this machine's cache."""
    exercise = here.exercise(SLUG)
    if shipped:
        save(shipped_path(here, exercise), {"a": {}}, table_digest(here, exercise, 0, None))
    else:
        save(table_path(here, exercise, 0, None), {"a": {}})
    there = sent(here, tmp_path / "there")
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "there" / "tables"))
    assert find(there, exercise, 0, None) == {"a": {}}

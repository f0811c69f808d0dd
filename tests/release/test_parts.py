"""What bundles are made of, and the command that writes them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.release import parts
from grader.release.bundle import Bundle
from grader.release.parts import write_course, write_grader

from .layout import COMMAND, ROOT


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """A bundle of one exercise of a course that has dates."""
    root = tmp_path / "course"
    for folder in ("exercises", "solutions", "grader/suites"):
        shutil.copytree(ROOT / folder / "02_losses", root / folder / "02_losses")
    catalogue = Catalogue(root)
    (root / "course.toml").write_text('submitted = "times.csv"\n[due]\n02 = 2026-10-01T00:00:00\n')
    (root / "times.csv").write_text("student,submitted\nada,2026-10-01T00:00:00\n")
    return Bundle(catalogue, catalogue.with_suites(["02"]), tmp_path / "bundle")


def test_a_course_is_graded_by_the_same_digest(bundle: Bundle, tmp_path: Path) -> None:
    """Without the reference: a note says what it was, so verdicts are of the same suite as the instructor's."""
    list(write_course(bundle, tmp_path / "written"))
    written = Catalogue(tmp_path / "written")
    (exercise,) = written.exercises
    assert written.grading_digest(exercise) == bundle.catalogue.grading_digest(bundle.exercises[0])
    assert not (tmp_path / "written" / "solutions").exists()


def test_another_seed_brings_its_tables(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can make them where the bundle goes, and without them no misconception is recognised."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))
    list(write_course(replace(bundle, seed=7), tmp_path / "written"))
    (table,) = (tmp_path / "written" / "tables").iterdir()
    assert table.name.startswith("02_losses-")


def test_dates_go_along_where_nobody_else_reads_them(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They name students; tables of this user's own cache are none of the course's."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))
    list(write_course(bundle, tmp_path / "private"))
    assert {p.name for p in (tmp_path / "private").iterdir()} == {"exercises", "grader", "course.toml", "times.csv"}
    list(write_course(bundle, tmp_path / "published", dates=False))
    assert {p.name for p in (tmp_path / "published").iterdir()} == {"exercises", "grader"}


def test_a_table_outside_the_course_is_named(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("student,submitted\n")
    (bundle.catalogue.root / "course.toml").write_text('submitted = "../times.csv"\n')
    with pytest.raises(UsageError, match=r"times\.csv lies outside"):
        list(write_course(bundle, tmp_path / "written"))


def test_an_installation_has_no_wheel_to_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "build_wheel", lambda folder: None)
    with pytest.raises(UsageError, match="written from a checkout"):
        list(write_grader(tmp_path))


def test_a_bundle_is_written_into_an_empty_folder_only(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    command = [COMMAND, "bundle", "github", str(tmp_path / "there")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "not empty" in done.stderr

"""An exercise's folder by itself: whatever it is called, it is the exercise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.errors import CatalogueError
from grader.exercises.alone import LoneExercise
from grader.exercises.catalogue import Catalogue


def copied(catalogue: Catalogue, folder: Path) -> Path:
    """Return a copy of an exercise's folder."""
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), folder)
    return folder


def test_the_folder_is_the_whole_course(catalogue: Catalogue, tmp_path: Path) -> None:
    """Its files are found in it, and hidden ones nowhere."""
    lone = LoneExercise(copied(catalogue, tmp_path / "02_losses"))
    (exercise,) = lone.exercises
    assert exercise == catalogue.exercise("02") == lone.exercise("losses")
    assert lone.stub(exercise) == tmp_path / "02_losses" / "losses.py"
    assert lone.public_suite(exercise).is_file()
    assert lone.stub_digest(exercise) == catalogue.stub_digest(exercise)
    assert [heading.filename for heading in lone.headings()] == ["losses.py"]
    assert lone.secret_paths() == ()
    with pytest.raises(CatalogueError, match="instructor's checkout"):
        lone.hidden_suite(exercise)


def test_a_renamed_folder_is_known_by_its_module(catalogue: Catalogue, tmp_path: Path) -> None:
    """The number is that of the course's exercise with the same module; without a course there is none."""
    folder = copied(catalogue, tmp_path / "My losses (1)")
    assert LoneExercise(folder, catalogue.exercises).exercises == (catalogue.exercise("02"),)
    (alone,) = LoneExercise(folder).exercises
    assert (alone.slug, alone.module) == ("00_losses", "losses")


def test_a_description_that_is_wrong_is_told_with_its_path(catalogue: Catalogue, tmp_path: Path) -> None:
    """As in a course."""
    folder = copied(catalogue, tmp_path / "x")
    (folder / "exercise.toml").write_text("modul = 1")
    with pytest.raises(CatalogueError, match=r"x[/\\]exercise\.toml: unknown key 'modul'"):
        _ = LoneExercise(folder).exercises

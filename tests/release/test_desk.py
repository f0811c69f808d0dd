"""The folder ``desk`` of an exercise: generated, complete, and the stub in it is the one to hand out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.release.desk import desk_files, write_desk

ROOT = Path(__file__).resolve().parents[2]

CATALOGUE = Catalogue(ROOT)


@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])
def test_the_checkout_holds_what_is_generated(exercise: Exercise) -> None:
    """`make desk` would change nothing."""
    for name, content in desk_files(CATALOGUE, exercise):
        assert (CATALOGUE.given_stub(exercise).parent / name).read_bytes() == content
    assert CATALOGUE.given_stub(exercise).read_bytes() == CATALOGUE.stub(exercise).read_bytes()


def test_what_is_generated_is_under_version_control() -> None:
    """A clean clone has it, too: nothing ignores the folder."""
    paths = [CATALOGUE.given_stub(e).relative_to(ROOT).as_posix() for e in CATALOGUE.exercises]
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ignored.stdout == ""


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    """The first call writes, the second finds nothing to do, and a change is put right."""
    exercise = CATALOGUE.exercise("2")
    stub = tmp_path / "desk" / "stub.py"
    assert write_desk(CATALOGUE, exercise, tmp_path) == [stub]
    assert write_desk(CATALOGUE, exercise, tmp_path) == []
    stub.write_text("")
    assert write_desk(CATALOGUE, exercise, tmp_path) == [stub]
    assert stub.read_bytes() == CATALOGUE.stub(exercise).read_bytes()

"""The statements' figures: each one that is shown is there, is small, and is drawn by the script."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from tools import figures

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])

MAX_BYTES = 60_000
"""A statement's figure loads at once, and a clone of the repository stays small."""


each = pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])


@each
def test_both_statements_show_the_figure_that_the_script_draws(exercise: Exercise) -> None:
    """One picture with a description, the same file in both languages, in the folder that a student gets."""
    drawing = figures.FIGURES.get(exercise.slug)
    names = [f"figure.{drawing.kind}"] if drawing else []
    for readme in ("README.md", "README.zh-CN.md"):
        text = (CATALOGUE.statement_dir(exercise) / readme).read_text(encoding="utf-8")
        shown = re.findall(r"!\[(.*?)\]\((.*?)\)", text)
        assert [file for _, file in shown] == names, readme
        assert all(len(description) > 20 for description, _ in shown), "those who cannot see it are told what it shows"
    for name in names:
        assert 1_000 < (CATALOGUE.statement_dir(exercise) / name).stat().st_size <= MAX_BYTES


def test_the_script_draws_for_exercises_only() -> None:
    """An exercise that is renamed takes its figure along."""
    assert set(figures.FIGURES) <= {e.slug for e in CATALOGUE.exercises}


@pytest.mark.parametrize(
    "slug",
    [pytest.param(s, marks=[pytest.mark.slow] if d.slow else []) for s, d in figures.FIGURES.items()],
)
def test_a_figure_is_drawn_again(slug: str, tmp_path: Path) -> None:
    """The script draws it without a word of warning, and a vector figure is a document that can be read."""
    path = figures.draw(slug, tmp_path)
    assert 1_000 < path.stat().st_size <= MAX_BYTES
    if path.suffix == ".svg":
        root = ElementTree.parse(path).getroot()
        assert root.get("viewBox")
        assert root.find(".//{*}path") is not None


def test_a_name_that_fits_none_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Bad input gets one line."""
    with pytest.raises(SystemExit, match=r"no figure for '99': choose from 01_neurons"):
        figures.main(["99"])

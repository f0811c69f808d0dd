"""One submission alone gets what it gets in a class."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.grading.settings import Settings
from grader.grading.single import grade_path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text(encoding="utf-8"))
SLUG = "02_losses"


@pytest.mark.parametrize("name", ["01-right", "04-typical-mistakes", "12-zipped.zip", "13-notebook.ipynb"])
def test_alone_as_in_the_class(name: str) -> None:
    """A folder, a zip and a notebook get the points that the class's run gave them."""
    result = grade_path(Settings(root=str(ROOT), slugs=(SLUG,)), ROOT / "examples" / "class" / name, "ada")
    outcome, score = GOLDEN[name.partition(".")[0]][SLUG]
    assert (result.student, result.score, result.max_score) == ("ada", score, 100.0)
    assert result.exercises[0].outcome == outcome
    assert result.exercises[0].slug == SLUG
    assert result.containment.level != "bare"


def test_what_cannot_be_read_is_a_problem() -> None:
    """A broken zip gets a sentence and no verdict, and nothing is raised."""
    result = grade_path(Settings(root=str(ROOT), slugs=(SLUG,)), ROOT / "examples" / "class" / "16-broken.zip")
    assert "zip is broken" in result.problem
    assert (result.score, result.max_score, result.exercises) == (0.0, 100.0, ())

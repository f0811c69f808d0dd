"""What the desk knows of an exercise."""

from __future__ import annotations

from pathlib import Path

from grader.exercises.exercise import Exercise
from grader.explain.known import Known


def known_in(folder: Path, exercise: Exercise) -> Known:
    """Return the tables of an exercise's folder."""
    return Known()

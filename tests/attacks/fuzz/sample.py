"""What several targets share: a course, and a folder for files."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from grader.exercises.exercise import Exercise

COURSE = (
    Exercise("01_layers", {"en": "Layers"}, "layers", ("Affine", "Relu")),
    Exercise("02_losses", {"en": "Losses"}, "losses", ("mean_squared_error", "cross_entropy_error")),
)


@cache
def folder() -> Path:
    """Return a temporary folder of this process."""
    return Path(tempfile.mkdtemp(prefix="xorcise-fuzz-"))

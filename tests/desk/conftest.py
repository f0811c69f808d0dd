"""What tests of the desk share: a student's folder with one exercise."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue

SLUG = "02_losses"


@pytest.fixture
def losses(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A student's folder with the second exercise, as it was handed out."""
    folder = tmp_path / "exercises" / SLUG
    shutil.copytree(catalogue.root / "exercises" / SLUG, folder)
    return folder


@pytest.fixture
def with_losses(losses: Path, catalogue: Catalogue) -> Callable[..., Path]:
    """Return a function that writes the reference into the folder, with texts replaced and lines added."""
    right = catalogue.reference(catalogue.exercise(SLUG)).read_text(encoding="utf-8")

    def write(*changes: tuple[str, str], added: str = "") -> Path:
        text = right
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (losses / "losses.py").write_text(text + added, encoding="utf-8")
        return losses

    return write

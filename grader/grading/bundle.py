"""Packing the exercises of a run into one block of bytes, for machines that have no checkout."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from grader.errors import GraderError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import load_images
from grader.exercises.exercise import Exercise
from grader.explain.edit_table import edits_path
from grader.explain.tables import shipped_path, table_path
from grader.grading.settings import Settings
from grader.language import _, file_beside

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the bundle, so that the same suites give the same bytes."""

TABLES = "tables"


def pack_exercises(settings: Settings) -> bytes:
    """Return the files of the exercises that a slot needs: descriptions, suites, overlays and tables, as a zip.

    The translations of what suites say go along. Solutions and tables of edits are included if slots explain failures:
    an explanation compares with what right code does. ``base_digest`` is included in any case, since the digests of
    suites depend on it.
    """
    catalogue = Catalogue(Path(settings.root))
    exercises = [e for e in catalogue.exercises if e.slug in settings.slugs]
    data = load_images(settings.mnist) if any(e.data for e in exercises) else None
    words = {file_beside(catalogue.suite_dir(exercise).parent, "zh-CN") for exercise in exercises}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in words if path.is_file()):
            _add_file(archive, catalogue.name_of(path), path.read_bytes())
        for exercise in exercises:
            solutions = catalogue.solutions(exercise) if settings.explains else ()
            edits = [p for p in [edits_path(catalogue, exercise)] if settings.explains and p.is_file()]
            for path in sorted([*_paths_to_pack(catalogue, exercise), *solutions, *edits]):
                _add_file(archive, catalogue.name_of(path), path.read_bytes())
            if base := catalogue.base_digest(exercise):
                _add_file(archive, catalogue.name_of(catalogue.reference_note(exercise)), base.encode())
            table = table_path(catalogue, exercise, settings.seed, data)
            if table.is_file():
                _add_file(archive, f"{TABLES}/{table.name}", table.read_bytes())
    return made.getvalue()


def unpack_exercises(bundle: bytes, digest: str, folder: Path) -> None:
    """Write what ``pack_exercises`` packed into ``folder``.

    Raises:
        GraderError: the bundle does not have the digest ``digest``.
    """
    if bundle_digest(bundle) != digest:
        raise GraderError(_("the exercises arrived damaged: run the same again"))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        archive.extractall(folder)


def bundle_digest(bundle: bytes) -> str:
    """Return the SHA-256 of a bundle."""
    return hashlib.sha256(bundle).hexdigest()


def _paths_to_pack(catalogue: Catalogue, exercise: Exercise) -> Iterable[Path]:
    yield catalogue.statement_dir(exercise) / "exercise.toml"
    yield from catalogue.suite_files(exercise.slug)
    if (shipped := shipped_path(catalogue, exercise)).is_file():
        yield shipped


def _add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)

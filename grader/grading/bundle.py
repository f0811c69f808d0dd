"""The exercises of a run as one block of bytes, for machines that have no checkout."""

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
from grader.explain.tables import shipped_path, table_path
from grader.grading.settings import Settings
from grader.language import _

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, so that the same suites are the same bytes."""

TABLES = "tables"


def pack_exercises(settings: Settings) -> bytes:
    """Return what a slot needs of the exercises: descriptions, suites, overlays' texts and what was learnt of them.

    Solutions stay behind: no slot renders a variant. Their digest goes along, which digests of suites hold.
    """
    catalogue = Catalogue(Path(settings.root))
    exercises = [e for e in catalogue.exercises if e.slug in settings.slugs]
    data = load_images(settings.mnist) if any(e.data for e in exercises) else None
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for exercise in exercises:
            for path in sorted(_files(catalogue, exercise)):
                _add(archive, path.relative_to(catalogue.root).as_posix(), path.read_bytes())
            if base := catalogue.base_digest(exercise):
                note = catalogue.reference_note(exercise).relative_to(catalogue.root).as_posix()
                _add(archive, note, base.encode())
            table = table_path(catalogue, exercise, settings.seed, data)
            if table.is_file():
                _add(archive, f"{TABLES}/{table.name}", table.read_bytes())
    return made.getvalue()


def unpack_exercises(bundle: bytes, digest: str, folder: Path) -> None:
    """Write what ``pack_exercises`` packed into ``folder``.

    Raises:
        GraderError: it is not what was sent.
    """
    if digest_of(bundle) != digest:
        raise GraderError(_("the exercises arrived damaged: run the same again"))
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        archive.extractall(folder)


def digest_of(bundle: bytes) -> str:
    """Return the SHA-256 of a bundle."""
    return hashlib.sha256(bundle).hexdigest()


def _files(catalogue: Catalogue, exercise: Exercise) -> Iterable[Path]:
    yield catalogue.statement_dir(exercise) / "exercise.toml"
    yield from catalogue.suite_files(exercise.slug)
    if (shipped := shipped_path(catalogue, exercise)).is_file():
        yield shipped


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)

"""The parts of bundles: the wheel and its constraints, the course with its suites, settings and templates."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from grader.errors import UsageError
from grader.exercises.catalogue import CHECKOUT
from grader.exercises.datasets import STAND_IN, load_images
from grader.explain.missing_tables import make_tables, missing_tables
from grader.files import write_bytes, write_text
from grader.gradebook.course_file import course_of, place_of
from grader.language import _
from grader.release import carried
from grader.release.bundle import Bundle
from grader.release.wheel import build_wheel, extras

CONSTRAINTS = "constraints.txt"

COURSE = "course"

IMAGE = "docker.io/library/python:3.11.13-slim-bookworm"
"""What containers start from: Python's own image of Debian 12, by a whole version, with the Python that constraints.txt
was made with. The Containerfile says the same; a test compares them."""


def write_grader(folder: Path) -> Iterator[Path]:
    """Write the wheel and its constraints into ``folder``; yield the paths. They hold no suite and no solution.

    Raises:
        UsageError: this is no checkout, or the wheel cannot be built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wheel = build_wheel(folder)
    if wheel is None:
        raise UsageError(_("{path} is an installation: bundles are written from a checkout of Xorcise", path=CHECKOUT))
    yield wheel
    write_bytes(folder / CONSTRAINTS, (CHECKOUT / CONSTRAINTS).read_bytes())
    yield folder / CONSTRAINTS


def write_course(bundle: Bundle, folder: Path, *, dates: bool = True) -> Iterator[Path]:
    """Write what grading needs of the exercises into ``folder``: descriptions, suites and tables.

    Tables of another seed than 0 are made first, where they are quick to make: on a platform nobody can, since
    solutions stay behind. Of exercises that are not graded the description goes along: files are told apart by the
    names of all exercises, and dates may name any. Yields ``folder``.

    Args:
        bundle: what is written.
        folder: where to.
        dates: whether course.toml goes along, which may name students.

    Raises:
        UsageError: course.toml says something that no course can mean.
    """
    lacking = missing_tables(bundle.catalogue, bundle.exercises, bundle.seed, STAND_IN)
    images = load_images(STAND_IN) if any(e.data for e in lacking) else None
    list(make_tables(bundle.catalogue, lacking, bundle.seed, images))
    for name, content in carried.exercises(bundle.catalogue, bundle.exercises, bundle.seed):
        write_bytes(folder / name, content)
    for exercise in bundle.catalogue.exercises:
        description = bundle.catalogue.statement_dir(exercise) / "exercise.toml"
        write_bytes(folder / "exercises" / exercise.slug / description.name, description.read_bytes())
    if dates:
        _write_dates(bundle, folder)
    yield folder


def _write_dates(bundle: Bundle, folder: Path) -> None:
    root = bundle.catalogue.root
    course = course_of(None, root, bundle.catalogue.exercises)
    for path in (place_of(None, root), course.table):
        if path is not None and path.is_file():
            if not path.resolve().is_relative_to(root.resolve()):
                raise UsageError(
                    _("{path} lies outside {root}: a bundle takes what lies beside course.toml", path=path, root=root)
                )
            write_bytes(folder / path.resolve().relative_to(root.resolve()), path.read_bytes())


def template(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return a template with ``@NAME@`` replaced by values; none of our formats uses that for anything else."""
    text = resources.files("grader.release").joinpath("templates", *name.split("/")).read_text(encoding="utf-8")
    for key, value in (values or {}).items():
        text = text.replace(f"@{key}@", value)
    return text


def write_template(path: Path, name: str, values: Mapping[str, str] | None = None, *, program: bool = False) -> Path:
    """Write a template to ``path``, which becomes executable if it is a ``program``; return the path."""
    write_text(path, template(name, values))
    if program:
        path.chmod(0o755)
    return path


def settings_values(bundle: Bundle) -> dict[str, str]:
    """Return what templates say of a bundle; ``EXTRA`` is what students install on top."""
    return {
        "EXERCISES": ", ".join(f'"{e.slug}"' for e in bundle.exercises),
        "SEED": str(bundle.seed),
        "EXTRA": extras(bundle.catalogue.exercises),
    }


def zip_folder(folder: Path, path: Path) -> Path:
    """Write a zip of what lies in ``folder``, without the folder itself, that keeps what is executable."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(file, file.relative_to(folder).as_posix())  # with its mode
    return path

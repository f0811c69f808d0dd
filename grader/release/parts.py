"""The parts of bundles: the wheel and its constraints, the course with its suites, settings and templates."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import grader
from grader.errors import GraderError, UsageError
from grader.files import write, write_bytes
from grader.gradebook.course import place_of
from grader.grading.bundle import pack_exercises
from grader.grading.settings import Settings
from grader.release.bundle import Bundle

WHEEL = "xorcise-*.whl"

CONSTRAINTS = "constraints.txt"

COURSE = "course"

IMAGE = "docker.io/library/python:3.11.13-slim-bookworm"
"""What containers start from: Python's own image of Debian 12, by a whole version, with the Python that constraints.txt
was made with. The Containerfile says the same; a test compares them."""

_SOURCES = ("pyproject.toml", "README.md", "LICENSE")


def write_grader(folder: Path) -> Iterator[Path]:
    """Write the wheel and its constraints into ``folder``; yield the paths. They hold no suite and no solution.

    Raises:
        UsageError: this installation has no source to build one from.
        GraderError: building it failed.
    """
    source = checkout()
    folder.mkdir(parents=True, exist_ok=True)
    yield build_wheel(source, folder)
    write_bytes(folder / CONSTRAINTS, (source / CONSTRAINTS).read_bytes())
    yield folder / CONSTRAINTS


def checkout() -> Path:
    """Return the root of the checkout that this package runs from.

    Raises:
        UsageError: it was installed without one.
    """
    root = Path(grader.__file__).resolve().parents[1]
    if lacking := [name for name in (*_SOURCES, CONSTRAINTS) if not (root / name).is_file()]:
        raise UsageError(f"{root} has no {lacking[0]}: bundles are made from a checkout of Xorcise, not from its wheel")
    return root


def build_wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of the checkout ``source`` into ``folder``; return its path.

    With this environment's own setuptools, so that it takes no network; from a copy, so that the checkout stays clean.

    Raises:
        GraderError: building it failed.
    """
    with tempfile.TemporaryDirectory(prefix="xorcise-wheel-") as name:
        copy = Path(name)
        for file in _SOURCES:
            shutil.copy(source / file, copy / file)
        shutil.copytree(source / "grader", copy / "grader", ignore=shutil.ignore_patterns("__pycache__", "suites"))
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--quiet"]
        done = subprocess.run(
            [*command, "--no-build-isolation", "--wheel-dir", str(folder), str(copy)],
            capture_output=True,
            text=True,
            check=False,
        )
    found = sorted(folder.glob(WHEEL))
    if done.returncode or not found:
        raise GraderError(f"the wheel could not be built; is setuptools installed? {done.stderr.strip()[-400:]}")
    return found[0]


def write_course(bundle: Bundle, folder: Path, data: str = "digits") -> Iterator[Path]:
    """Write what grading needs of the exercises into ``folder``: descriptions, suites, tables, the course's dates.

    Solutions stay behind. Of exercises that are not graded the description goes along: files are told apart by the
    names of all exercises, and dates may name any. Yields ``folder``.
    """
    settings = Settings(str(bundle.catalogue.root), tuple(e.slug for e in bundle.exercises), bundle.seed, data)
    with zipfile.ZipFile(io.BytesIO(pack_exercises(settings))) as archive:
        archive.extractall(folder)
    for exercise in bundle.catalogue.exercises:
        description = bundle.catalogue.statement_dir(exercise) / "exercise.toml"
        write_bytes(folder / "exercises" / exercise.slug / description.name, description.read_bytes())
    dates = place_of(None, bundle.catalogue.root)
    if dates.is_file():
        write_bytes(folder / dates.name, dates.read_bytes())
    yield folder


def template(name: str, values: Mapping[str, str] | None = None) -> str:
    """Return a template with ``@NAME@`` replaced by values; none of our formats uses that for anything else."""
    text = resources.files("grader.release").joinpath("templates", *name.split("/")).read_text(encoding="utf-8")
    for key, value in (values or {}).items():
        text = text.replace(f"@{key}@", value)
    return text


def write_template(path: Path, name: str, values: Mapping[str, str] | None = None, *, program: bool = False) -> Path:
    """Write a template to ``path``, which becomes executable if it is a ``program``; return the path."""
    write(path, template(name, values))
    if program:
        path.chmod(0o755)
    return path


def settings_values(bundle: Bundle) -> dict[str, str]:
    """Return what ``settings.toml`` says of a bundle."""
    return {
        "EXERCISES": ", ".join(f'"{e.slug}"' for e in bundle.exercises),
        "SEED": str(bundle.seed),
    }


def zip_folder(folder: Path, path: Path) -> Path:
    """Write a zip of what lies in ``folder``, without the folder itself, that keeps what is executable."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(file, file.relative_to(folder).as_posix())  # with its mode
    return path

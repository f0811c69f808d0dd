"""What a bundle carries of the grader: its code, what grading needs of the exercises, and what is to be installed.

Paths are relative to one root folder, in which the code is ``grader/`` and the exercises are a catalogue.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

import grader
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN
from grader.exercises.exercise import Exercise
from grader.grading.bundle import pack_exercises
from grader.grading.settings import Settings
from grader.language import _
from grader.release.wheel import extras

DISTRIBUTION = "xorcise"

GRADING = ("nbformat", "orjson")
"""What grading one submission needs of the extra ``instructor``: to read a notebook, and to write a result."""

LEFT = {"suites", "__pycache__"}
"""Folders of the package that are no code: suites are carried by exercise."""

EXERCISES = "course"
"""The folder of an installed package that holds the exercises of students, who have them anyway."""


def code() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the grader's package, without any suite."""
    package = Path(grader.__file__).parent
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_file() and inside.parts[0] != EXERCISES and LEFT.isdisjoint(inside.parts):
            yield f"grader/{inside.as_posix()}", path.read_bytes()


def exercises(catalogue: Catalogue, chosen: tuple[Exercise, ...], seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield what grading needs of the ``chosen`` exercises: descriptions, suites, and what was learnt of them.

    No solution is among it. Which data set there will be is for the place where grading happens; what was learnt with
    the stand-in is carried, so that bundling downloads nothing.
    """
    settings = Settings(str(catalogue.root), tuple(e.slug for e in chosen), seed, STAND_IN, explains=False)
    with zipfile.ZipFile(io.BytesIO(pack_exercises(settings))) as packed:
        for name in packed.namelist():
            yield name, packed.read(name)


def requirements(chosen: Iterable[Exercise]) -> list[str]:
    """Return what is to be installed beside the code, ``name==version``, as it is installed here.

    Args:
        chosen: the exercises that are to be graded.

    Raises:
        UsageError: xorcise is not installed, so its requirements are not known.
    """
    try:
        needed = [Requirement(line) for line in requires(DISTRIBUTION) or ()]
    except PackageNotFoundError:
        raise UsageError(_("xorcise is not installed here: run `pip install -e '.[instructor,otter]'` first")) from None
    plain = {r.name for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})}
    needs = {"tensorflow"} if extras(chosen) else set()
    return [f"{name}=={version(name)}" for name in sorted(plain | needs | set(GRADING))]

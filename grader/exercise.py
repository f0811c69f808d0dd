"""What an exercise is: the reading and checking of ``exercise.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.errors import CatalogueError
from grader.result import Texts

LANGUAGES = ("en", "zh-CN")

SLUG = re.compile(r"\d\d_[a-z0-9_]+")

TEMPLATES = ("numpy", "tensorflow")
"""The two kinds of warm template that a worker is forked from; see ``grader.worker.launch.PRELOAD``."""

DATA_SETS = ("mnist",)
"""Data sets that the judge hands to a suite; what ships with scikit-learn needs no mention."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a submission may use. Right code stays far below; the reasons stand beside the numbers.

    Attributes:
        load_s: wall-clock seconds for importing the submission. Imports of a lesson's size take milliseconds; ten
            seconds allow for a heavy library and a machine with several slots a core.
        call_s: wall-clock seconds for one call. The reference takes at most a tenth of this.
        exercise_s: wall-clock seconds of student code for the whole exercise, over all its workers.
        memory_mb: MiB of private memory beyond what the template has. Ten times what the reference takes, or more.
        scratch_mb: MiB that the submission's own folder may grow to.
    """

    load_s: float = 10.0
    call_s: float = 5.0
    exercise_s: float = 60.0
    memory_mb: int = 1024
    scratch_mb: int = 64


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as its ``exercise.toml`` describes it.

    Attributes:
        slug: folder name, ``NN_name``.
        title: title by language.
        module: name of the student's file without ``.py``.
        entry_points: the functions and classes that the statement asks for.
        points: what the hidden suite is worth.
        template: which warm template the worker is forked from.
        data: data sets that the suite wants from the judge.
        hints: by entry point, a ladder of hints, each in every language.
    """

    slug: str
    title: Texts
    module: str
    entry_points: tuple[str, ...]
    points: float = 100.0
    template: str = "numpy"
    data: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    hints: dict[str, tuple[Texts, ...]] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        """The student's file name, ``module.py``."""
        return f"{self.module}.py"


def read_exercise(path: Path) -> Exercise:
    """Read ``exercise.toml``.

    Raises:
        CatalogueError: the file is missing, is not TOML, or says something that no exercise can mean.
    """
    try:
        return _exercise(path, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CatalogueError(f"{path} is missing: every exercise folder has one") from None
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path} is not readable TOML: {error}") from None


@lru_cache(64)  # four courses; a run reads each file twice, and parsing it takes most of that
def _exercise(path: Path, text: str) -> Exercise:
    """Return the exercise that ``text``, the content of ``path``, describes."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path} is not readable TOML: {error}") from None

    def wrong(what: str) -> CatalogueError:
        return CatalogueError(f"{path}: {what}")

    slug = path.parent.name
    if not SLUG.fullmatch(slug):
        raise wrong(f"the folder is called {slug!r}; name it like 02_losses")
    known = {"title", "module", "entry_points", "points", "template", "data", "limits", "hints"}
    if unknown := sorted(raw.keys() - known):
        raise wrong(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")
    module = raw.get("module")
    if not isinstance(module, str) or not module.isidentifier():
        raise wrong('"module" must name the student\'s file without .py')
    entry_points = raw.get("entry_points")
    if not isinstance(entry_points, list) or not all(isinstance(e, str) and e.isidentifier() for e in entry_points):
        raise wrong('"entry_points" must list the names that the statement asks for')
    template = raw.get("template", "numpy")
    if template not in TEMPLATES:
        raise wrong(f'"template" must be one of {", ".join(TEMPLATES)}')
    data = raw.get("data", [])
    if not isinstance(data, list) or not set(data) <= set(DATA_SETS):
        raise wrong(f'"data" may list {", ".join(DATA_SETS)}')
    try:
        limits = Limits(**raw.get("limits", {}))
    except TypeError as error:
        raise wrong(f"[limits]: {error}") from None
    return Exercise(
        slug=slug,
        title=_texts(raw.get("title"), wrong, "title"),
        module=module,
        entry_points=tuple(entry_points),
        points=float(raw.get("points", 100)),
        template=template,
        data=tuple(data),
        limits=limits,
        hints=_hints(raw.get("hints", {}), set(entry_points), wrong),
    )


def _texts(value: Any, wrong: Any, name: str) -> Texts:
    if (
        not isinstance(value, dict)
        or set(value) != set(LANGUAGES)
        or not all(isinstance(v, str) and v.strip() for v in value.values())
    ):
        raise wrong(f'"{name}" needs one text in each language: {", ".join(LANGUAGES)}')
    return dict(value)


def _hints(value: Any, entry_points: set[str], wrong: Any) -> dict[str, tuple[Texts, ...]]:
    if not isinstance(value, dict):
        raise wrong("[hints] must be tables, one an entry point")
    ladders = {}
    for name, ladder in value.items():
        if name not in entry_points:
            raise wrong(f"[hints] has {name!r}, which is not an entry point")
        if not isinstance(ladder, list) or not 3 <= len(ladder) <= 5:
            raise wrong(f"the hint ladder of {name} must have three to five steps")
        ladders[name] = tuple(_texts(step, wrong, f"hints.{name}") for step in ladder)
    return ladders

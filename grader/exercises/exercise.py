"""What an exercise is: the reading and checking of ``exercise.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from grader.errors import CatalogueError
from grader.language import LANGUAGES, _, joined, listed
from grader.records import Rule, did_you_mean, parse_toml, read_text, record, shown
from grader.result import Texts

SLUG = re.compile(r"\d\d_[a-z0-9_]+")

Words = Annotated[
    Texts,
    Rule(_("may have no language but {names}", names=listed(LANGUAGES)), lambda texts: set(texts) <= set(LANGUAGES)),
    Rule(
        _("needs a text in each of {names}", names=listed(LANGUAGES)),
        lambda texts: all(texts.get(language, "").strip() for language in LANGUAGES),
    ),
]
"""A text in every language."""

Template = Literal["numpy", "tensorflow"]
"""The two kinds of warm template that a worker is forked from; see ``grader.worker.launch.PRELOAD``."""

DataName = Literal["mnist"]
"""Data sets that the judge hands to a suite; what ships with scikit-learn needs no mention."""

Seconds = Annotated[float, Rule(_("must be a number of seconds above 0"), lambda seconds: seconds > 0)]

Mebibytes = Annotated[int, Rule(_("must be a whole number of MiB above 0"), lambda size: size > 0)]

Ladder = Annotated[tuple[Words, ...], Rule(_("must have three to five steps"), lambda steps: 3 <= len(steps) <= 5)]
"""Hints from a nudge to nearly there."""


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

    load_s: Seconds = 10.0
    call_s: Seconds = 5.0
    exercise_s: Seconds = 60.0
    memory_mb: Mebibytes = 1024
    scratch_mb: Mebibytes = 64


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
    title: Words
    module: Annotated[str, Rule(_("must name the student's file without .py"), str.isidentifier)]
    entry_points: Annotated[
        tuple[str, ...],
        Rule(_("must list the names that the statement asks for"), lambda names: all(map(str.isidentifier, names))),
    ]
    points: Annotated[float, Rule(_("must be a number above 0"), lambda points: points > 0)] = 100.0
    template: Template = "numpy"
    data: tuple[DataName, ...] = ()
    limits: Limits = field(default_factory=Limits)
    hints: dict[str, Ladder] = field(default_factory=dict)

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
        return _exercise(path, read_text(path))
    except FileNotFoundError:
        raise CatalogueError(_("{path} is missing: every exercise folder has one", path=path)) from None


@lru_cache(64)  # four courses; a run reads each file twice, and parsing it takes most of that
def _exercise(path: Path, text: str) -> Exercise:
    """Return the exercise that ``text``, the content of ``path``, describes."""
    slug = path.parent.name
    if not SLUG.fullmatch(slug):
        raise CatalogueError(
            _("{path}: the folder is called {name}; name it like 02_losses", path=path, name=repr(slug))
        )
    exercise = record(path, parse_toml(path, text), Exercise, slug=slug)
    if strange := [name for name in exercise.hints if name not in exercise.entry_points]:
        near = did_you_mean(strange[0], exercise.entry_points)
        said = _("{path}: hints has {name}, which is not an entry point", path=path, name=shown(strange[0], repr))
        raise CatalogueError(joined("", [said, near]))
    return exercise

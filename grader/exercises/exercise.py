"""Reading and checking ``exercise.toml``, which describes an exercise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from grader.errors import CatalogueError
from grader.language import LANGUAGES, Message, _, joined, listed
from grader.records import Rule, did_you_mean, parse_toml, read_text, record, value_text
from grader.result import Texts

SLUG = re.compile(r"\d\d_[a-z0-9_]+")

Words = Annotated[
    Texts,
    Rule(_("may have no language but {names}", names=listed(LANGUAGES)), lambda texts: set(texts) <= set(LANGUAGES)),
    Rule(
        _("needs a text in one of {names}, and no empty one", names=listed(LANGUAGES)),
        lambda texts: bool(texts) and all(text.strip() for text in texts.values()),
    ),
]
"""A text in one language or more. A reader of another is shown the one there is."""

Template = Literal["numpy", "tensorflow"]
"""The two kinds of warm template that a worker is forked from; see ``grader.worker.launch.PRELOAD``. An exercise of the
kind ``numpy`` needs NumPy only, and a submission that imports another well-known library is told so."""

DataName = Literal["mnist"]
"""Data sets that the judge gives to a suite. Data that come with scikit-learn are not listed."""

Seconds = Annotated[float, Rule(_("must be a number of seconds above 0"), lambda seconds: seconds > 0)]

Mebibytes = Annotated[int, Rule(_("must be a whole number of MiB above 0"), lambda size: size > 0)]

Ladder = Annotated[tuple[Words, ...], Rule(_("must have three to five steps"), lambda steps: 3 <= len(steps) <= 5)]
"""Hints, each of which says more than the one before."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The resources that a submission may use. Correct code stays far below these limits.

    Seconds are of processor time. Code that uses hardly any, since it sleeps, is limited by the wall clock;
    ``grader.worker.guest_clock`` has the rule.

    Attributes:
        load_s: seconds for importing the submission. The imports of a lesson take milliseconds, and TensorFlow's
            own four seconds.
        call_s: seconds for one call. The reference takes at most a tenth of this.
        exercise_s: seconds of student code for the whole exercise, summed over all its workers.
        memory_mb: MiB of private memory in addition to that of the template: at least ten times what the reference
            takes.
        scratch_mb: MiB of files in the submission's own folder.
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
        slug: the folder's name, ``NN_name``.
        title: the title by language.
        module: the name of the student's file without ``.py``.
        entry_points: the functions and classes that the statement asks for.
        points: the maximum score of the hidden suite.
        template: the kind of template that the worker is forked from.
        data: the data sets that the suite needs from the judge.
        limits: the resources that a submission may use.
        hints: by entry point, a list of hints. Each hint is in every language.
        learnt: what who has solved it has learnt, and the idea of the solution, in two sentences; shown when all public
            tests pass.
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
    learnt: Words | None = None

    @property
    def is_slow(self) -> bool:
        """Whether grading it is slow: it uses TensorFlow, or its time limit is above the default."""
        return self.template == "tensorflow" or self.limits.exercise_s > Limits().exercise_s

    @property
    def filename(self) -> str:
        """The student's file name, ``module.py``."""
        return f"{self.module}.py"


class Heading(NamedTuple):
    """What a list shows of an exercise; attributes as in ``Exercise``."""

    slug: str
    filename: str
    title: Texts


def read_heading(path: Path) -> Heading:
    """Read what a list shows out of ``exercise.toml``, without importing ``cattrs``: that takes 15 of 75 ms.

    A file that lacks it is read as a whole, for the message.

    Raises:
        CatalogueError: as ``read_exercise``, but not for keys that no list shows.
    """
    match parse_toml(path, read_text(path)):
        case {"module": str(module), "title": {"en": str(), "zh-CN": str()} as title}:
            return Heading(path.parent.name, f"{module}.py", title)
    exercise = read_exercise(path)
    return Heading(exercise.slug, exercise.filename, exercise.title)


def read_exercise(path: Path, slug: str = "") -> Exercise:
    """Read ``exercise.toml``.

    Args:
        path: the file.
        slug: the exercise's; without it, that is the name of the folder.

    Raises:
        CatalogueError: the file is missing, is not TOML, or describes no valid exercise.
    """
    try:
        return _parse_exercise(path, read_text(path), slug or path.parent.name)
    except FileNotFoundError:
        raise CatalogueError(_("{path} is missing: every exercise folder has one", path=path)) from None


@lru_cache(64)  # four courses of exercises; a run reads each file twice
def _parse_exercise(path: Path, text: str, slug: str) -> Exercise:
    """Return the exercise that ``text``, the content of ``path``, describes."""
    if not SLUG.fullmatch(slug):
        raise CatalogueError(
            _("{path}: the folder is called {name}; name it like 02_losses", path=path, name=repr(slug))
        )
    exercise = record(path, parse_toml(path, text), Exercise, slug=slug)
    if strange := [name for name in exercise.hints if name not in exercise.entry_points]:
        near = did_you_mean(strange[0], exercise.entry_points)
        said = _("{path}: hints has {name}, which is not an entry point", path=path, name=value_text(strange[0], repr))
        raise CatalogueError(joined("", [said, near]))
    if exercise.learnt is not None and (lacking := untranslated(exercise.learnt, exercise)):
        raise CatalogueError(_("{path}: learnt {rule}", path=path, rule=lacking))
    for name, ladder in exercise.hints.items():
        for number, step in enumerate(ladder, 1):
            if lacking := untranslated(step, exercise):
                raise CatalogueError(
                    _("{path}: hints.{name} no. {number} {rule}", path=path, name=name, number=number, rule=lacking)
                )
    return exercise


def untranslated(texts: Texts, exercise: Exercise) -> Message | None:
    """Return in words which language of an exercise's title a text of it lacks; ``None`` where none."""
    lacking = [language for language in exercise.title if language not in texts]
    return _("has no text in {language}, which the title has", language=lacking[0]) if lacking else None

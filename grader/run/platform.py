"""One submission on a platform that hands over one at a time: the bundle's settings, and the way to a result."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.grading.bundle import TABLES
from grader.grading.settings import Settings
from grader.grading.single import grade_path
from grader.language import _
from grader.records import Rule, read_toml, record
from grader.report.gradescope import Visibilities
from grader.result import Result

SETTINGS = "settings.toml"

COURSE = "course"

COURSE_VARIABLE = "XORCISE_COURSE"
"""Names a folder with the exercises and suites, where they are not in the bundle."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What a bundle's ``settings.toml`` says.

    Attributes:
        exercises: the slugs that are graded.
        seed: of every test.
        language: of all texts.
        data: ``digits``, or the path of MNIST from the file's folder.
        min_containment: the weakest level of confinement that will do.
        visibility: when Gradescope shows tests to students.
    """

    exercises: Annotated[tuple[str, ...], Rule(_("must name at least one exercise"), bool)]
    seed: int = 0
    language: Literal["en", "zh-CN"] = "en"
    data: str = "digits"
    min_containment: Literal["bare", "user", "bubblewrap", "landlock"] = "landlock"
    visibility: Visibilities = field(default_factory=Visibilities)


def read_platform(folder: Path) -> Platform:
    """Read the settings of the bundle in ``folder``.

    Raises:
        UsageError: they cannot be read, or say something that nobody can mean.
    """
    path = folder / SETTINGS
    if not path.is_file():
        raise UsageError(_("{path} is missing: write the bundle again", path=path))
    return record(path, read_toml(path, UsageError), Platform, UsageError)


def course_folder(folder: Path) -> Path:
    """Return where the exercises are: ``XORCISE_COURSE``, or beside the settings.

    Raises:
        UsageError: nowhere.
    """
    given = os.environ.get(COURSE_VARIABLE)
    root = Path(given) if given else folder / COURSE
    if not (root / "exercises").is_dir():
        raise UsageError(
            _("{path} holds no exercises: set {variable} to the folder that does", path=root, variable=COURSE_VARIABLE)
        )
    return root.resolve()


def grade(platform: Platform, folder: Path, submission: Path, student: str) -> Result:
    """Grade what was handed in.

    Args:
        platform: the bundle's settings.
        folder: the bundle's, which no submission may read.
        submission: what was handed in.
        student: whose.

    Raises:
        ContainmentError: submissions cannot be confined here as the settings ask; nothing was graded.
        GraderError: the grader failed as a whole; where it fails in one exercise, the result says so.
        UsageError: exercises or data are not as the settings say.
    """
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]  # this process was started without them; those that it starts must not read them either
    root = course_folder(folder)
    catalogue = Catalogue(root)
    if not os.environ.get("XORCISE_CACHE") and (root / TABLES).is_dir():
        os.environ["XORCISE_CACHE"] = str(root / TABLES)  # for the slot's process, too
    settings = Settings(
        root=str(root),
        slugs=tuple(catalogue.exercise(name).slug for name in platform.exercises),
        seed=platform.seed,
        mnist=platform.data if platform.data == "digits" else str((folder / platform.data).resolve()),
        minimum=platform.min_containment,
        secrets=(str(folder.resolve()), str(root)),
    )
    return grade_path(settings, submission, student)

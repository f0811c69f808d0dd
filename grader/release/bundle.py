"""What the bundles of all platforms have in common: which exercises, where to, and the copy of the grader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError, reason
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import _


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bundle on its way into a folder.

    Attributes:
        catalogue: where the exercises come from.
        exercises: those that the platform is to grade.
        folder: where to; new or empty.
        seed: of every test.
        lang: of what students read.
    """

    catalogue: Catalogue
    exercises: tuple[Exercise, ...]
    folder: Path
    seed: int = 0
    lang: str = "en"

    def prepare(self) -> None:
        """Make the folder.

        Raises:
            UsageError: something lies in it, or it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(self.folder.iterdir()):
                raise UsageError(
                    _("{folder} is not empty: choose a new folder, since nothing is overwritten", folder=self.folder)
                )
        except OSError as error:
            raise UsageError(
                _("cannot write to {path}: {why}; choose another folder", path=self.folder, why=reason(error))
            ) from None

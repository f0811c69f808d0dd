"""The exercises that come with Xorcise, for a person who stands in no course.

Their statements and public tests lie in the installation. What the person writes lies where the person is: in
``exercises/NN_slug``, as `xorcise reset` writes it, or as a single file such as ``losses.py``.
"""

from __future__ import annotations

from pathlib import Path

from grader.exercises.catalogue import Catalogue, ours
from grader.exercises.exercise import Exercise


class InstalledCourse(Catalogue):
    """The exercises that come with Xorcise, in the checkout or in the installed package.

    Args:
        place: the folder that the person works in. Progress and backups are kept there too.
    """

    def __init__(self, place: Path) -> None:
        super().__init__(ours())
        self.place = place

    def work_dir(self, exercise: Exercise) -> Path:
        """The folder with the student's file: the exercise's own, or the place where the file lies by itself."""
        own = self.place / "exercises" / exercise.slug
        alone = (self.place / exercise.filename, self.place / f"{exercise.module}.ipynb")
        return self.place if not own.is_dir() and any(path.is_file() for path in alone) else own

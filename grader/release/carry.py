"""What setuptools runs in every build of the package: it puts the exercises that students receive into the wheel.

``pyproject.toml`` names the class. It works with setuptools alone, since a build may have nothing else.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

EXERCISES = Path("exercises")
"""The folder beside ``pyproject.toml``. Without it the wheel has no exercises."""

COURSE = Path("grader") / "course" / "exercises"
"""Where they are in the wheel; ``grader.exercises.catalogue.PACKAGED``."""

_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__")


class BuildWithCourse(build_py):  # type: ignore[misc]  # setuptools has no types
    """Builds the package, and copies the exercises beside it.

    An editable installation has them in its checkout.
    """

    def run(self) -> None:
        """Build."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / COURSE
        shutil.rmtree(target, ignore_errors=True)  # an earlier build may have left an exercise that is gone
        if EXERCISES.is_dir():
            shutil.copytree(EXERCISES, target, ignore=_LEFT_OUT)

    def get_source_files(self) -> list[str]:
        """Return what a source distribution needs, so that a wheel built from it has the exercises too."""
        own = (path for path in sorted(EXERCISES.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
        return [*super().get_source_files(), *(path.as_posix() for path in own)]

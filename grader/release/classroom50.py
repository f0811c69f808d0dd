"""The bundle for Classroom 50: what goes into CLASSROOM/autograders/ASSIGNMENT/ of the repository classroom50.

https://github.com/foundation50/classroom50/wiki/Advanced-Autograding says what lies there. What runs is
``grader.run.classroom50``.

That repository publishes every bundle on GitHub Pages, and grading runs in a job of the student's own repository, so a
student can read what is in it. docs/platforms.md says what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.release.bundle import Bundle
from grader.release.parts import COURSE, settings_values, write_course, write_grader, write_template


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the files of one assignment."""
    folder = bundle.folder
    yield from write_grader(folder)
    yield from write_course(bundle, folder / COURSE, dates=False)  # it is published, and names students
    yield write_template(folder / "settings.toml", "common/settings.toml", settings_values(bundle))
    yield write_template(folder / "autograder.py", "classroom50/autograder.py")
    yield write_template(folder / "runtime.json", "classroom50/runtime.json")

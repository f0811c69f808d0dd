"""The bundle for GitHub: files for students' repositories, for an instructor's, and the action that both use.

``students/`` and ``instructor/`` are laid over a repository each. ``action/`` is the action alone, for a repository of
its own that a course pins: ``uses: OWNER/xorcise-action@v1``. Only ``instructor/`` holds hidden suites.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from grader.files import write_text
from grader.release.bundle import Bundle
from grader.release.parts import COURSE, settings_values, write_course, write_grader, write_template

ACTION = Path(".github") / "xorcise"

WORKFLOWS = Path(".github") / "workflows"


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the three parts."""
    action, students, instructor = (bundle.folder / name for name in ("action", "students", "instructor"))
    yield from write_grader(action)
    yield write_template(action / "action.yml", "github/action.yml", settings_values(bundle))
    for repository in (students, instructor):
        yield Path(shutil.copytree(action, repository / ACTION))
    yield write_template(students / WORKFLOWS / "check.yml", "github/check.yml")
    yield write_template(instructor / WORKFLOWS / "grade.yml", "github/grade.yml", settings_values(bundle))
    yield from write_course(bundle, instructor / COURSE)
    write_text(instructor / "submissions" / ".gitkeep", "")

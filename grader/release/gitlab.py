"""The bundle for GitLab: files for students' projects and for an instructor's.

``students/`` and ``instructor/`` are laid over a project each. Only ``instructor/`` holds hidden suites.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from grader.files import write_text
from grader.release.bundle import Bundle
from grader.release.parts import COURSE, IMAGE, settings_values, write_course, write_grader, write_template

CI = ".gitlab-ci.yml"

GRADER = "xorcise"


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the two parts."""
    students, instructor = bundle.folder / "students", bundle.folder / "instructor"
    values = settings_values(bundle) | {"IMAGE": IMAGE}
    yield from write_grader(students / GRADER)
    yield Path(shutil.copytree(students / GRADER, instructor / GRADER))
    yield write_template(students / CI, "gitlab/check.yml", values)
    yield write_template(instructor / CI, "gitlab/grade.yml", values)
    yield from write_course(bundle, instructor / COURSE)
    write_text(instructor / "submissions" / ".gitkeep", "")

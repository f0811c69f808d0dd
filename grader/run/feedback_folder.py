"""``OUT/feedback/``: every student's page, named as the platform wants it back. There is nothing hidden in it.

Moodle takes a zip of such files under "Upload multiple feedback files in a zip", and finds the person by the number in
``Full name_12345_assignfeedback_file_feedback.html``: see its mod/assign/feedback/file/importziplib.php. Canvas takes
one under "Upload Submissions", and finds person and submission by the numbers in the names that it gave the files.
Otherwise a file is called like the student.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

FOLDER = "feedback"

MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)")

CANVAS = re.compile(r"[^_]+(?:_LATE)?_\d+_\d+_", re.IGNORECASE)


def upload_name(student: str, delivered: str) -> str:
    """Return what a student's page is called in the folder.

    Args:
        student: the name in results.
        delivered: the name of what was handed in, as the platform gave it.
    """
    if (found := MOODLE.match(delivered)) is not None:
        return f"{found['name']}_{found['id']}_assignfeedback_file_feedback.html"
    if CANVAS.match(delivered):
        return f"{Path(delivered).stem}.html"
    return f"{student}.html"


def place(out: Path, delivered: Mapping[str, str]) -> None:
    """Put the pages of some students into the folder, as links where the file system has them, else as copies.

    Args:
        out: the folder of reports.
        delivered: by student, the name of what was handed in.
    """
    (out / FOLDER).mkdir(exist_ok=True)
    for student, name in delivered.items():
        page = out / "students" / student / "feedback.html"
        target = out / FOLDER / upload_name(student, name)
        if page.is_file() and not _is_same(page, target):
            target.unlink(missing_ok=True)
            try:
                os.link(page, target)
            except OSError:
                shutil.copy2(page, target)


def _is_same(page: Path, target: Path) -> bool:
    with contextlib.suppress(OSError):
        first, second = page.stat(), target.stat()
        return os.path.samestat(first, second) or (
            (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)
        )
    return False

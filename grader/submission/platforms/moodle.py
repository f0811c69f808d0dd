"""Moodle: "Download all submissions" of an assignment.

Folders ``Ada Example_1234567_assignsubmission_file/`` hold what a student uploaded, by the student's own names. Until
Moodle 4 their names ended with ``_``. Without "Download submissions in folders" all files lie side by side as
``Ada Example_1234567_assignsubmission_file_losses.py``. The number is the participant's. Moodle takes underscores out
of names, so that the first number after one is Moodle's own. Text that was typed into the page comes as
``..._assignsubmission_onlinetext/onlinetext.html``. A group has its name and number, or "Default group" without one.

Documentation, which is the source: https://github.com/moodle/moodle/blob/main/mod/assign/classes/downloader.php
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.exercises.exercise import Exercise
from grader.submission.delivery import Delivered
from grader.submission.platforms.listing import Item, Platform, Sorted, most, with_typed

_NAME = re.compile(
    r"(?P<person>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z0-9]+)(?:_(?P<file>.*))?", re.DOTALL
)


def is_students_folder(name: str) -> bool:
    """Whether a folder's name is one that Moodle gives to the work of one student."""
    return _NAME.fullmatch(name) is not None


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    work: list[Delivered] = []
    typed: list[Delivered] = []
    rest = []
    for item in items:
        match = _NAME.fullmatch(item.name)
        if match is None:
            rest.append(item)
            continue
        ids = tuple(part for part in (match["id"], match["person"]) if part)
        name = match["file"] or match["person"]
        one = Delivered(ids[0], match["person"], name, item.path, ids, batch="" if item.folder else "files")
        (work if match["plugin"] == "file" else typed).append(one)
    return Sorted(with_typed(work, typed), rest)


MOODLE = Platform("moodle", lambda items: most(items, lambda item: is_students_folder(item.name)), _sort)

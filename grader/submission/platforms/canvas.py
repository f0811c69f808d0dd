"""Canvas: "Download Submissions" of an assignment.

All files lie side by side as ``exampleada_LATE_1234_567890_losses.py``: the sortable name in lower case without
anything but letters and digits, ``LATE`` where it was late, the user's id, the file's id, and the student's own name of
it. With anonymous grading ``anon_a1b2c`` stands for name and id. Canvas takes ``_1_`` out of names, so that the first
two numbers are its own. Where a student uploads a file of the same name again, Canvas calls it ``losses-1.py``. Later
uploads have larger ids. Pages of text and links are ``..._text.html`` and ``..._link.html``.

Documentation, which is the source: https://github.com/instructure/canvas-lms/blob/master/lib/content_zipper.rb
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.delivery import Delivered
from grader.submission.platforms.listing import Item, Platform, Sorted, with_typed

_NAME = re.compile(
    r"(?:(?P<person>.+?)_)??(?P<late>LATE_)?(?P<id>\d+|anon_\w{5})_"
    r"(?:(?P<file_id>\d+)_(?P<file>.+)|(?P<page>(?:text|link)\.html))",
    re.DOTALL,
)

_LATE = _("Canvas marks it as late")


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    work: list[Delivered] = []
    typed: list[Delivered] = []
    rest = []
    for item in items:
        match = _NAME.fullmatch(item.name)
        if match is None or item.folder:
            rest.append(item)
            continue
        key, person = match["id"], match["person"] or match["id"]
        ids = tuple(part for part in (key, match["person"]) if part)
        notes = (_LATE,) if match["late"] else ()
        name, number = match["file"] or match["page"], int(match["file_id"] or 0)
        one = Delivered(key, person, name, item.path, ids, None, number, "files", notes=notes)
        (typed if match["page"] else work).append(one)
    return Sorted(with_typed(work, typed), rest)


def _recognises(items: Sequence[Item]) -> bool:
    """Whether every file is named as by Canvas: in a plain folder, students may choose such names."""
    work = [item for item in items if item.may_be_work]
    return bool(work) and all(not item.folder and _NAME.fullmatch(item.name) for item in work)


CANVAS = Platform("canvas", _recognises, _sort)

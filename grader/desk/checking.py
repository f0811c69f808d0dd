"""What `xorcise check` does: chooses exercises, checks them, and remembers what was said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.desk.asked import Asked, asked
from grader.desk.checked import Check, Checked
from grader.desk.how_far import HowFar
from grader.desk.progress import Progress
from grader.desk.runner import Runner
from grader.desk.step import number_of
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.language import _

ALL = "exercises"
"""The name of a course's folder of exercises; said for WHAT, it is all of them."""


def chosen(names: Sequence[str]) -> list[Asked]:
    """Return what is to be checked: of a course's folder of exercises, each; without names, where one stands.

    Raises:
        UsageError: nothing is called so.
    """
    found: dict[tuple[str, str | None], Asked] = {}
    for name in (*names,) or (None,):
        folder = Path(name).resolve() if name else None
        if folder is not None and folder.name == ALL and folder.is_dir():
            course = Catalogue(folder.parent)
            some = [Asked(course, exercise) for exercise in course.exercises]
        else:
            some = [asked(name)]
        found |= {(one.exercise.slug, one.function): one for one in some}
    return list(found.values())


def check_of(one: Asked, words: Sequence[str], lang: str) -> Check:
    """Return the check of one exercise, or of a function of it.

    Raises:
        UsageError: the student has no folder of this exercise and no file of it.
    """
    folder, given = one.catalogue.work_dir(one.exercise), one.catalogue.statement_dir(one.exercise)
    if not folder.is_dir():
        raise UsageError(
            _(
                "there is no {file} here: `xorcise reset {number}` writes the exercise's folder",
                file=one.exercise.filename,
                number=number_of(one.exercise),
            )
        )
    elsewhere = "" if given == folder else str(given)
    return Check(str(folder), one.exercise.slug, one.function or "", tuple(words), lang=lang, given=elsewhere)


def in_child(checks: Sequence[Check]) -> list[Checked]:
    """Check exercises in a plain child process, with a line about how far it is where that takes longer."""
    with Runner() as runner:
        runner.start()  # it imports NumPy while this process imports what it shows results with
        with HowFar(len(checks)) as how_far:
            return [runner.check(one, how_far.begin(one)) for one in checks]


def isolated(checks: Sequence[Check]) -> list[Checked]:
    """Check exercises in the grader's worker.

    Raises:
        UsageError: this system has no such workers.
    """
    try:
        from grader.desk.isolated import check_isolated  # with what only Linux and macOS have
        from grader.slot.slot import Slot  # as above
    except ImportError as error:
        fault = _("this system cannot confine a program ({why}): check without --isolated", why=error)
        raise UsageError(fault) from None
    with Slot() as slot:
        return [check_isolated(slot, one) for one in checks]


def remember(one: Asked, checked: Checked, digest: str) -> None:
    """Remember what a check said of the file that had ``digest`` before it; see ``digest_of``."""
    partial = len(checked.tests) < len(checked.titles)
    Progress.of(one.catalogue).remember(one.exercise, checked.tests, digest=digest, partial=partial)


def debug(some: Sequence[Asked], words: Sequence[str]) -> bool:
    """Let pytest run public tests together with the student's code, and stop where a test fails.

    Raises:
        UsageError: the student's file does not lie beside its tests.
    """
    for one in some:
        if one.catalogue.work_dir(one.exercise) != one.catalogue.statement_dir(one.exercise):
            raise UsageError(
                _(
                    "--pdb needs the exercise's folder: `xorcise reset {number}` writes it into an empty folder; copy"
                    " your {file} there",
                    number=number_of(one.exercise),
                    file=one.exercise.filename,
                )
            )
    files = [str(one.catalogue.public_suite(one.exercise)) for one in some]
    filtered = ["-k", " and ".join(words)] if words else []
    return subprocess.call([sys.executable, "-m", "pytest", *files, "--pdb", "-x", "-q", *filtered]) == 0

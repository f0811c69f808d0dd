"""``xorcise bundle otter``: for each exercise an autograder zip for Otter, and the notebook that students receive.

The folder is laid out as that of ``otter assign``: ``autograder/`` for the instructor, ``student/`` to hand out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.release.bundle import Bundle
from grader.release.notebooks import write_notebook
from grader.release.otter.zipped import tests_of, write_zip

__all__ = ["write"]


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the bundle; yield each file and folder as it is there.

    Raises:
        GraderError: a suite cannot be run.
        UsageError: otter-grader is not installed.
    """
    tests = tests_of(bundle)
    for exercise in bundle.exercises:
        path = bundle.folder / "autograder" / f"{exercise.slug}.zip"
        write_zip(path, bundle, exercise, tests[exercise.slug])
        yield path
        folder = bundle.folder / "student" / exercise.slug
        write_notebook(bundle.catalogue, exercise, folder, bundle.lang)
        yield folder

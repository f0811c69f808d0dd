"""How platforms deliver a class, one small file a platform.

``--from`` names one of ``LAYOUTS``; ``auto`` takes the first whose marks are there.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.submission.platforms.canvas import CANVAS
from grader.submission.platforms.github import GITHUB
from grader.submission.platforms.google import GOOGLE
from grader.submission.platforms.gradescope import GRADESCOPE
from grader.submission.platforms.listing import Item, Platform
from grader.submission.platforms.moodle import MOODLE
from grader.submission.platforms.nbgrader import NBGRADER
from grader.submission.platforms.plain import FOLDER

AUTO = "auto"

_ALL = (GRADESCOPE, MOODLE, NBGRADER, GITHUB, CANVAS, GOOGLE, FOLDER)
"""In the order of recognition: what has a mark of its own comes first. ``folder`` fits everything."""

LAYOUTS = (AUTO, "folder", "moodle", "canvas", "gradescope", "nbgrader", "github", "google")
"""The choices of ``--from``."""


def recognised(items: Sequence[Item]) -> Platform:
    """Return the platform that delivered a folder with these items; ``FOLDER`` if none did."""
    return next(platform for platform in _ALL if platform.recognises(items))


def called(name: str) -> Platform:
    """Return the platform that ``--from`` calls ``name``, which is not ``auto``."""
    return next(platform for platform in _ALL if platform.name == name)


__all__ = ["AUTO", "FOLDER", "LAYOUTS", "Item", "Platform", "called", "recognised"]

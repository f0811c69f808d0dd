"""From the student's functions to results, and from results to a PNG."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Protocol, cast

from matplotlib.figure import Figure

from grader.language import Message
from grader.pictures.canvas import SCREEN, Paper, Say, png
from grader.pictures.given import Given


class Picture(Protocol):
    """A module of ``exercises``."""

    def gather(self, own: Any, given: Given) -> Any:
        """Return the results of the student's functions: arrays and numbers that were looked at.

        Raises:
            Wrong: a function returned something that cannot be drawn.
            NotImplementedError: a function is not written yet.
        """

    def draw(self, results: Any, say: Say) -> Figure:
        """Return the picture of results."""


def picture(name: str) -> Picture:
    """Return the module that makes the picture of the exercise called ``name``, without its number."""
    return cast(Picture, importlib.import_module(f"grader.pictures.exercises.{name}"))


def results_of(name: str, own: Any, given: Given) -> Any:
    """Return the results that a picture shows; see ``Picture.gather``.

    Args:
        name: the exercise without its number.
        own: an object whose attributes are the student's functions.
        given: seed, epochs and data.
    """
    results = picture(name).gather(own, given)
    given.tell_what_lacks()
    return results


def png_of(
    name: str, results: Any, lang: str, note: Callable[[Message], None] = lambda _: None, paper: Paper = SCREEN
) -> bytes:
    """Return the picture of results as a PNG. No code of the student's runs here.

    Args:
        name: the exercise without its number.
        results: what ``results_of`` returned.
        lang: the language of its labels.
        note: is told where they are English because no font has Chinese characters.
        paper: how large it is.
    """
    return png(picture(name).draw, results, lang, note, paper)

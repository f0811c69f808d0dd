"""Marks of a suite's tests: points, visibility, the tests that must pass before, and partial credit."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from grader.errors import SuiteError
from grader.language import _
from grader.result import Visibility
from grader.suite.describe import said

F = TypeVar("F", bound=Callable[..., Any])

ATTRIBUTE = "__xorcise__"


@dataclass(slots=True)
class Marks:
    """What the decorators of one test say."""

    points: float = 0.0
    visibility: Visibility | None = None
    requires: tuple[str, ...] = ()


@dataclass(slots=True)
class Award:
    """Partial credit of the running test: the largest fraction so far, why, and what was measured."""

    fraction: float | None = None
    why: str = ""
    got: str = ""


running: ContextVar[Award | None] = ContextVar("running", default=None)


def marks_of(function: Any) -> Marks:
    """Return the marks of a test function; without any it is worth no points."""
    marks = getattr(function, ATTRIBUTE, None)
    return marks if isinstance(marks, Marks) else Marks()


def _mark(function: F) -> Marks:
    marks = marks_of(function)
    setattr(function, ATTRIBUTE, marks)
    return marks


def points(number: float) -> Callable[[F], F]:
    """Make a test worth ``number`` points."""

    def decorate(function: F) -> F:
        _mark(function).points = float(number)
        return function

    return decorate


def visibility(who: Visibility) -> Callable[[F], F]:
    """Set what a student is shown of a test: ``public`` everything, ``after_due`` that later, ``hidden`` no inputs."""

    def decorate(function: F) -> F:
        _mark(function).visibility = who
        return function

    return decorate


def requires(*tests: str) -> Callable[[F], F]:
    """Run a test only if ``tests``, which stand above it in the file, have passed; otherwise it is ``blocked``."""

    def decorate(function: F) -> F:
        _mark(function).requires += tests
        return function

    return decorate


def award(fraction: float, why: str, *, got: str = "") -> None:
    """Give the running test ``fraction`` of its points, whatever happens afterwards.

    A test earns the largest fraction that it awarded, for the reason given last for it; without an award it earns all
    of its points or none.

    Args:
        fraction: between 0 and 1.
        why: what was reached, without inputs, expected values or measured values: the student reads it.
        got: what was measured, such as an accuracy. Only the instructor reads it, as the submission chooses it.

    Raises:
        SuiteError: no test is running, or ``fraction`` is not between 0 and 1.
    """
    current = running.get()
    if current is None or not 0.0 <= fraction <= 1.0:
        raise SuiteError(_("award(fraction, why) is for a running test and a fraction from 0 to 1"))
    if current.fraction is None or fraction >= current.fraction:
        current.fraction, current.why, current.got = float(fraction), said(why), got

"""The tests of a suite as collected: what their decorators and docstrings say, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from grader.language import _
from grader.suite.marks import Marks, marks_of


@dataclass(frozen=True, slots=True)
class CollectedTest:
    """One test of a suite.

    Attributes:
        item: pytest's.
        marks: what its decorators say.
        title: the docstring's first paragraph.
        title_zh: the docstring's second paragraph.
        direct: names of the fixtures that it is given directly, or ``None`` where pytest has to run it; see
            ``Fixtures.direct``.
    """

    item: pytest.Item
    marks: Marks
    title: str
    title_zh: str
    direct: tuple[str, ...] | None

    @classmethod
    def of(cls, item: pytest.Item, direct: tuple[str, ...] | None) -> CollectedTest:
        """Return what an item of pytest's says."""
        function = getattr(item, "obj", None)
        return cls(item, marks_of(function), *_titles(function), direct)


def fault_in(tests: Sequence[CollectedTest], points: float | None) -> str:
    """Return what is wrong with the tests of a suite, in words; empty where nothing is.

    Args:
        tests: in the suite's order.
        points: what they must add up to, if that is asked.
    """
    if not tests:
        return _("it has no tests")
    total = sum(test.marks.points for test in tests)
    if points is not None and abs(total - points) > 1e-9:  # sums of decimal fractions round
        wrong = _("its points add up to {total}, not {wanted}", total=f"{total:g}", wanted=f"{points:g}")
        return next(_faults(tests), wrong)
    return next(_faults(tests), "")


def _faults(tests: Iterable[CollectedTest]) -> Iterator[str]:
    seen: set[str] = set()
    for test in tests:
        if unknown := [name for name in test.marks.requires if name not in seen]:
            yield _("{test} requires {other}, which does not stand above it", test=test.item.name, other=unknown[0])
        if not test.title:
            yield _("{test} has no docstring: its first line is what a student sees", test=test.item.name)
        seen.add(test.item.name)


def _titles(function: object) -> tuple[str, str]:
    """Return a test's title in English, its docstring's first paragraph, and in Chinese, the second one."""
    paragraphs = [" ".join(p.split()) for p in (function.__doc__ or "").strip().split("\n\n")]
    return (paragraphs[0], paragraphs[1] if len(paragraphs) > 1 else "")

"""What was found alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from grader.result import TestResult

Parts = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether the other side has it too."""


class Level(StrEnum):
    """How much there is to read."""

    HIGH = "high"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts that are alike.

    Attributes:
        students: whose it is; several where they handed in the same but for names, comments and layout.
        parts: the text, with what the other side has too.
        share: how much of it that is, between 0 and 1, of what is neither given nor common in the class.
    """

    students: tuple[str, ...]
    parts: Parts
    share: float


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts of one exercise that are alike.

    Attributes:
        size: characters of code that they share, where names and texts count as one.
        mistakes: the tests that both fail with the same rare outcome.
    """

    slug: str
    level: Level
    size: int
    left: Side
    right: Side
    mistakes: tuple[TestResult, ...] = ()

    @property
    def share(self) -> float:
        """The larger of both shares: a part of a long text may be the whole of a short one."""
        return max(self.left.share, self.right.share)


@dataclass(frozen=True, slots=True)
class SharedMistake:
    """The same rare outcome of some tests.

    Attributes:
        slug: the exercise.
        students: who has it, by name.
        tests: what it does, as the first of them has it.
        of: how many students handed in the exercise.
    """

    slug: str
    students: tuple[str, ...]
    tests: tuple[TestResult, ...]
    of: int

    @property
    def is_known(self) -> bool:
        """Whether a misconception was recognised in it: then there is one way to arrive there."""
        return any(test.misconception for test in self.tests)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one exercise.

    Attributes:
        of: how many students handed it in.
        alike: at most ``code.MOST``, the most alike first.
        more: how many pairs there are beyond them.
        mistakes: rare mistakes that students share, the rarest first.
        cut: who handed in more code than was looked at.
    """

    slug: str
    of: int
    alike: tuple[Alike, ...]
    more: int
    mistakes: tuple[SharedMistake, ...]
    cut: tuple[str, ...] = ()

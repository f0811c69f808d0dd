"""What a grading depends on, besides the files: the same again need not be graded again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from grader.gradebook import schema


@dataclass(frozen=True, slots=True)
class Key:
    """One exercise as it would be graded now.

    Attributes:
        slug: the exercise.
        suite: digest of everything that its verdict depends on.
        data: name of the data set that it is given, ``none`` where it asks for none.
        seed: the run's seed.
        engine: version of Xorcise.
        levels: the levels of confinement that will do.
        points: what the exercise is worth; says nothing of a grading that is not in ``suite`` already.
        kept: whether gradings by other suites and other versions of Xorcise are answers too.
    """

    slug: str
    suite: str
    data: str
    seed: int
    engine: str
    levels: tuple[str, ...]
    points: float
    kept: bool = False

    def same(self) -> ColumnElement[bool]:
        """The condition for gradings under this key, with any outcome."""
        g = schema.grading.c
        return and_(
            g.slug == self.slug,
            g.suite == self.suite,
            g.data == self.data,
            g.seed == self.seed,
            g.engine == self.engine,
        )

    def valid(self) -> ColumnElement[bool]:
        """The condition for gradings that answer this key."""
        g = schema.grading.c
        same = and_(g.slug == self.slug, g.data == self.data, g.seed == self.seed) if self.kept else self.same()
        return and_(same, g.fault.is_(False), g.level.in_(self.levels))

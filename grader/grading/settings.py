"""What a whole run has in common; plain data, so that it travels to other processes and machines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What every slot of a run is told.

    Attributes:
        root: the catalogue's root folder.
        slugs: the exercises to grade.
        seed: the run's seed.
        mnist: see ``grader.exercises.datasets.load_images``.
        minimum: the weakest level of confinement that will do.
        level: the level to use; ``None`` for the strongest that works.
        secrets: paths beside the suites that no worker may read, such as the results.
    """

    root: str
    slugs: tuple[str, ...]
    seed: int = 0
    mnist: str | None = None
    minimum: str = "landlock"
    level: str | None = None
    secrets: tuple[str, ...] = ()

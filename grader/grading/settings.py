"""The settings of a run. They are plain data, so that they can be sent to other processes and machines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What every slot of a run needs to know.

    Attributes:
        root: the catalogue's root folder.
        slugs: the exercises to grade.
        seed: the seed of the run.
        mnist: see ``grader.exercises.datasets.load_images``.
        minimum: the weakest level of confinement that is accepted.
        level: the level of confinement to use, or ``None`` for the strongest that works.
        secrets: paths other than the suites that no worker may read, such as the results.
        explains: whether failures that show no misconception are explained, which takes another run and more.
    """

    root: str
    slugs: tuple[str, ...]
    seed: int = 0
    mnist: str | None = None
    minimum: str = "landlock"
    level: str | None = None
    secrets: tuple[str, ...] = ()
    explains: bool = True

"""What the command line asks of ``xorcise grade``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Request(NamedTuple):
    """What the command line asked for; each field is an option of ``xorcise grade``."""

    submissions: Path
    out: Path
    names: tuple[str, ...]
    jobs: int
    seed: int
    mnist: str | None
    minimum: str
    lang: str
    gradebook: str | None = None
    again: bool = False
    course: Path | None = None
    scheduler: str | None = None

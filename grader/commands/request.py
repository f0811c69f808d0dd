"""What the command line asks of ``xorcise grade``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, Self


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

    def plain(self) -> dict[str, Any]:
        """Return it as what JSON has: paths as text."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in self._asdict().items()}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Return what ``plain`` returned; the paths in it are those of the folder that it was asked for in."""
        paths = {name: Path(plain[name]) for name in ("submissions", "out", "course") if plain[name] is not None}
        return cls(**{**plain, **paths, "names": tuple(plain["names"])})

"""Misconceptions: named wrong beliefs, as ``misconceptions.toml`` beside a suite describes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import CatalogueError
from grader.exercise import LANGUAGES
from grader.result import Texts


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named wrong belief.

    Attributes:
        key: its name, and the stem of its variant's file in ``wrong/``.
        belief: what the student believes, by language.
        feedback: what to tell them, by language.
        same_as: the key of another belief that no test can tell from this one, where there is one.
    """

    key: str
    belief: Texts
    feedback: Texts
    same_as: str | None = None


def read_misconceptions(path: Path) -> tuple[dict[str, Misconception], list[str]]:
    """Read ``misconceptions.toml``; return its misconceptions by key, and its faults in words.

    Raises:
        CatalogueError: the file is not TOML.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} is not readable TOML: {error}") from None
    faults: list[str] = []
    found: dict[str, Misconception] = {}
    for key, table in raw.items():
        belief, feedback, same_as = (table.get(k) for k in ("belief", "feedback", "same_as"))
        for name, texts in (("belief", belief), ("feedback", feedback)):
            if not isinstance(texts, dict) or set(texts) != set(LANGUAGES) or not all(texts.values()):
                faults.append(f"{path.name}: {key}.{name} needs a text in each of {', '.join(LANGUAGES)}")
        if same_as is not None and same_as not in raw:
            faults.append(f"{path.name}: {key}.same_as names {same_as!r}, which is not there")
        if "fails" in table:
            faults.append(
                f"{path.name}: {key}.fails is not read: take it out; `xorcise audit --update` writes expected.toml"
            )
        elif set(table) - {"belief", "feedback", "same_as"}:
            faults.append(f"{path.name}: {key} has keys that nobody reads")
        found[key] = Misconception(key, belief or {}, feedback or {}, same_as)
    return found, faults

"""Mutants that are as right as the reference, declared with a reason in ``equivalent.toml`` beside a suite.

A declaration names the function and the changed line before and after, so that edits elsewhere leave it standing::

    [[equivalent]]
    function = "relu"
    before = "return np.maximum(0, x)"
    after = ["return np.maximum(0.0, x)", "return np.maximum(x, 0)"]
    reason = "the larger of two numbers does not depend on their order"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.audit.mutants import Mutant
from grader.errors import CatalogueError

KEYS = {"function", "before", "after", "reason"}

Change = tuple[str, str, str]
"""Function, line before, line after."""


def change_of(mutant: Mutant) -> Change:
    """Return what a declaration says of a mutant."""
    return mutant.function, mutant.before, mutant.after


def read_equivalents(path: Path) -> tuple[dict[Change, str], list[str]]:
    """Read ``equivalent.toml``; return the reason of each declared change, and the file's faults in words.

    Raises:
        CatalogueError: the file is not TOML.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path} is not readable TOML: {error}") from None
    faults: list[str] = []
    found: dict[Change, str] = {}
    entries = raw.get("equivalent", [])
    if set(raw) - {"equivalent"} or not isinstance(entries, list):
        return {}, [f"{path.name}: it holds [[equivalent]] tables and nothing else"]
    for number, entry in enumerate(entries, 1):
        afters = _afters(entry)
        if not afters or not all(isinstance(entry[k], str) and entry[k] for k in ("before", "reason")):
            faults.append(f"{path.name}: entry {number} needs {', '.join(sorted(KEYS))}, and a reason in words")
            continue
        for after in afters:
            found[entry["function"], entry["before"], after] = entry["reason"]
    return found, faults


def _afters(entry: Any) -> list[str]:
    """Return the changed lines of an entry; none where it is not well formed."""
    if not isinstance(entry, Mapping) or set(entry) != KEYS or not isinstance(entry["function"], str):
        return []
    after = entry["after"]
    lines = [after] if isinstance(after, str) else after
    return list(lines) if isinstance(lines, list) and all(isinstance(line, str) for line in lines) else []

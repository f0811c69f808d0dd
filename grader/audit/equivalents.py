"""Mutants that are as right as the reference, declared with a reason in ``equivalent.toml`` beside a suite.

A declaration names the function and the changed line before and after, so that edits elsewhere leave it standing::

    [[equivalent]]
    function = "relu"
    before = "return np.maximum(0, x)"
    after = ["return np.maximum(0.0, x)", "return np.maximum(x, 0)"]
    reason = "the larger of two numbers does not depend on their order"
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from grader.audit.mutants import Mutant
from grader.records import BadRecord, Rule, read_toml, structure

Change = tuple[str, str, str]
"""Function, line before, line after."""


@dataclass(frozen=True, slots=True)
class _Declaration:
    """One ``[[equivalent]]`` table."""

    function: str
    before: Annotated[str, Rule("must be the line before the change", bool)]
    after: Annotated[tuple[str, ...], Rule("must be the changed line, or a list of such lines", bool)]
    reason: Annotated[str, Rule("must be a reason in words", bool)]


def change_of(mutant: Mutant) -> Change:
    """Return what a declaration says of a mutant."""
    return mutant.function, mutant.before, mutant.after


def read_equivalents(path: Path) -> tuple[dict[Change, str], list[str]]:
    """Read ``equivalent.toml``; return the reason of each declared change, and the file's faults in words.

    Raises:
        CatalogueError: the file cannot be read or is not TOML.
    """
    raw = read_toml(path)
    entries = raw.get("equivalent", [])
    if raw.keys() - {"equivalent"} or not isinstance(entries, list):
        return {}, [f"{path.name}: it holds [[equivalent]] tables and nothing else"]
    faults: list[str] = []
    found: dict[Change, str] = {}
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and isinstance(entry.get("after"), str):
            entry = {**entry, "after": [entry["after"]]}
        try:
            read = structure(entry, _Declaration, "equivalent", place)
        except BadRecord as bad:
            faults += [f"{path.name}: {fault}" for fault in bad.faults]
            continue
        found |= {(read.function, read.before, after): read.reason for after in read.after}
    return found, faults

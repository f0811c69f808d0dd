"""Mutants that are as right as the reference, declared with a reason in ``equivalent.toml`` beside a suite.

A declaration names the function, and the changed line before and after. It stays valid when other lines are edited::

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

Edit = tuple[str, str, str]
"""What a mutant changes: the function, the line before, the line after."""


@dataclass(frozen=True, slots=True)
class _Declaration:
    """One ``[[equivalent]]`` table."""

    function: str
    before: Annotated[str, Rule("must be the line before the change", bool)]
    after: Annotated[tuple[str, ...], Rule("must be the changed line, or a list of such lines", bool)]
    reason: Annotated[str, Rule("must be a reason in words", bool)]


def edit_of(mutant: Mutant) -> Edit:
    """Return a mutant's edit, as a declaration writes it."""
    return mutant.function, mutant.before, mutant.after


def read_equivalents(path: Path) -> tuple[dict[Edit, str], list[str]]:
    """Read ``equivalent.toml``; return the reason of each declared edit, and the file's faults in words.

    Raises:
        CatalogueError: the file cannot be read or is not TOML.
    """
    raw = read_toml(path)
    tables = raw.get("equivalent", [])
    if raw.keys() - {"equivalent"} or not isinstance(tables, list):
        return {}, [f"{path.name}: it holds [[equivalent]] tables and nothing else"]
    faults: list[str] = []
    found: dict[Edit, str] = {}
    for number, table in enumerate(tables):
        if isinstance(table, dict) and isinstance(table.get("after"), str):
            table = {**table, "after": [table["after"]]}
        try:
            read = structure(table, _Declaration, "equivalent", number)
        except BadRecord as bad:
            faults += [f"{path.name}: {fault}" for fault in bad.faults]
            continue
        found |= {(read.function, read.before, after): read.reason for after in read.after}
    return found, faults

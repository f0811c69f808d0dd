"""Exceptions to an audit's rules, each declared with its reason in ``declared.toml`` beside a suite.

::

    [[flaw]]                            # a flaw that may keep all points
    kind = "strided"
    function = ["l1_gradient", "l2_gradient"]
    about = "w"                         # the parameter, where the flaw is about one
    reason = "..."

    [[knows_nothing]]                   # a file that knows nothing and earns more than the limit
    file = "the public tests by heart"
    points = 17                         # at most
    reason = "..."

    [[cost]]                            # a misconception that costs more than half of the exercise
    misconception = "not_a_gradient"
    reason = "..."

The file does not affect how a submission is graded, so it is part of no digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from grader.records import BadRecord, Rule, read_toml, structure

Reason = Annotated[str, Rule("must be a reason in words", bool)]


@dataclass(frozen=True, slots=True)
class _Flaw:
    """One ``[[flaw]]`` table."""

    kind: str
    function: tuple[str, ...]
    reason: Reason
    about: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """One ``[[knows_nothing]]`` table."""

    file: str
    points: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Cost:
    """One ``[[cost]]`` table."""

    misconception: str
    reason: Reason


@dataclass(slots=True)
class Declared:
    """What the file declares.

    Attributes:
        flaws: reasons by the name of the flaw; see ``Flaw.name``.
        nothing: by the name of the file, the points that it may earn.
        costs: reasons by the key of the misconception.
        faults: of the file, in words.
    """

    flaws: dict[str, str] = field(default_factory=dict)
    nothing: dict[str, float] = field(default_factory=dict)
    costs: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_declared(path: Path) -> Declared:
    """Read ``declared.toml``; an exercise without exceptions has none.

    Raises:
        CatalogueError: the file cannot be read or is not TOML.
    """
    found = Declared()
    raw: Mapping[str, Any] = read_toml(path) if path.is_file() else {}
    for kind, tables in raw.items():
        if kind not in _TABLES or not isinstance(tables, list):
            found.faults.append(f"{path.name}: it holds [[{']], [['.join(_TABLES)}]] tables and nothing else")
            continue
        for number, table in enumerate(tables):
            if isinstance(table, dict):
                table = {k: [v] if k in ("function", "about") and isinstance(v, str) else v for k, v in table.items()}
            try:
                read = structure(table, _TABLES[kind], kind, number)
            except BadRecord as bad:
                found.faults += [f"{path.name}: {fault}" for fault in bad.faults]
                continue
            match read:
                case _Flaw(each, functions, reason, abouts):
                    found.flaws |= {
                        f"{each}: {f}" + (f" ({about})" if about else ""): reason for f in functions for about in abouts
                    }
                case _Nothing(file, points, _):
                    found.nothing[file] = points
                case _Cost(key, reason):
                    found.costs[key] = reason
    return found


_TABLES: dict[str, type[Any]] = {"flaw": _Flaw, "knows_nothing": _Nothing, "cost": _Cost}

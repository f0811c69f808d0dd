"""Reading ``misconceptions.toml``, which describes the wrong beliefs that a suite can name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.exercises.exercise import Words
from grader.language import _, joined
from grader.records import BadRecord, did_you_mean, read_toml, structure, value_text
from grader.result import Texts


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named wrong belief.

    Attributes:
        key: the name, which is also the stem of the variant's file in ``wrong/``.
        belief: what the student believes, by language.
        feedback: what to tell the student, by language.
        same_as: the key of another misconception that no test can tell from this one, if there is one.
    """

    key: str
    belief: Texts
    feedback: Texts
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file. The table's name is the misconception's key."""

    belief: Words
    feedback: Words
    same_as: str | None = None


def read_misconceptions(path: Path) -> tuple[dict[str, Misconception], list[str]]:
    """Read ``misconceptions.toml``. Return the misconceptions by key, and the faults of the file in words.

    A table with a fault still gives a misconception, with those of its texts that are valid. So other faults of the
    suite can be reported together with this one.

    Raises:
        CatalogueError: the file cannot be read or is not TOML.
    """
    raw = read_toml(path)
    faults: list[str] = []
    found: dict[str, Misconception] = {}
    for key, table in raw.items():
        if isinstance(table, dict) and "fails" in table:
            faults.append(
                _("{key}.fails is not read: take it out; `xorcise audit --update` writes expected.toml", key=key)
            )
            table = {name: value for name, value in table.items() if name != "fails"}
        try:
            read = structure(table, _Table, key)
        except BadRecord as bad:
            faults += bad.faults
            found[key] = _what_is_whole(key, table if isinstance(table, dict) else {})
            continue
        if read.same_as is not None and read.same_as not in raw:
            said = _("{key}.same_as names {name}, which is not there", key=key, name=value_text(read.same_as, repr))
            faults.append(joined("", [said, did_you_mean(read.same_as, raw)]))
        found[key] = Misconception(key, read.belief, read.feedback, read.same_as)
    return found, [_("{path}: {fault}", path=path.name, fault=fault) for fault in faults]


def _what_is_whole(key: str, table: Mapping[str, object]) -> Misconception:
    same_as = table.get("same_as")
    twin = same_as if isinstance(same_as, str) else None
    return Misconception(key, _texts(table.get("belief")), _texts(table.get("feedback")), twin)


def _texts(value: object) -> Texts:
    try:
        return structure(value, Words)
    except BadRecord:
        return {}

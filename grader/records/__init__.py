"""Records out of TOML files: each is a frozen dataclass, and what is wrong with a file is told in one line.

A module describes its file as a dataclass, and that is all. Types are strict (``"3"`` is no number), unknown keys are
refused, and a ``Rule`` beside a type says what else must be true of a value::

    @dataclass(frozen=True, slots=True)
    class Late:
        per_day: Annotated[float, Rule("must be a number between 0 and 1", lambda share: 0 <= share <= 1)] = 0.0

    late = record(path, read_toml(path), Late)  # "course.toml: late.per_day must be a number between 0 and 1; it is 2"

``cattrs`` does the work. It is imported at the first record, since a command that reads none need not wait for it.
"""

from grader.records.hooks import Rule
from grader.records.structure import BadRecord, record, structure
from grader.records.toml import parse_toml, read_text, read_toml
from grader.records.words import did_you_mean, key_path, shown

__all__ = [
    "BadRecord",
    "Rule",
    "did_you_mean",
    "key_path",
    "parse_toml",
    "read_text",
    "read_toml",
    "record",
    "shown",
    "structure",
]

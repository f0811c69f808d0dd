"""Reading TOML files into frozen dataclasses. Every fault of a file becomes a message of one line.

A module describes its file as a dataclass. Types are strict (``"3"`` is not a number) and unknown keys are refused. A
``Rule`` beside a type states another condition for a value::

    @dataclass(frozen=True, slots=True)
    class Late:
        per_day: Annotated[float, Rule("must be a number between 0 and 1", lambda share: 0 <= share <= 1)] = 0.0

    late = record(path, read_toml(path), Late)  # "course.toml: late.per_day must be a number between 0 and 1; it is 2"

``cattrs`` does the conversion. It is imported when the first record is read, so that other commands start faster.
"""

from grader.records.hooks import Rule
from grader.records.structure import BadRecord, record, structure
from grader.records.toml import parse_toml, read_text, read_toml
from grader.records.words import did_you_mean, key_path, value_text

__all__ = [
    "BadRecord",
    "Rule",
    "did_you_mean",
    "key_path",
    "parse_toml",
    "read_text",
    "read_toml",
    "record",
    "structure",
    "value_text",
]

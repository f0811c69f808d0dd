"""``misconceptions.toml`` is read, and its faults are reported one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CatalogueError
from grader.exercises.misconceptions import Misconception, read_misconceptions

GOOD = """
[half]
same_as = "double"
[half.belief]
en = "a"
"zh-CN" = "\u4e00"
[half.feedback]
en = "b"
"zh-CN" = "\u4e8c"
[double.belief]
en = "c"
"zh-CN" = "\u4e09"
[double.feedback]
en = "d"
"zh-CN" = "\u56db"
"""


MOVED = "is not read: take it out; `xorcise audit --update` writes expected.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "misconceptions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_beliefs_are_read_by_key(tmp_path: Path) -> None:
    """Misconceptions are read in the file's order, with their texts and ``same_as``."""
    known, faults = read_misconceptions(write(tmp_path, GOOD))
    assert faults == []
    assert list(known) == ["half", "double"]
    assert known["half"] == Misconception("half", {"en": "a", "zh-CN": "一"}, {"en": "b", "zh-CN": "二"}, "double")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[half]", '[half]\nfails = ["t"]', f"half.fails {MOVED}"),
        ('"double"', '"duoble"', "half.same_as names 'duoble', which is not there; did you mean 'double'?"),
        ('"double"', "3", "half.same_as must be a text in quotes; it is 3"),
        ('en = "a"', "en = 3", "half.belief.en must be a text in quotes; it is 3"),
        ('en = "a"', 'en = "a"\nfr = "a"', "half.belief may have no language but en, zh-CN"),
        ("[half]", "[half]\nlevel = 1", "half: unknown key 'level'; known are belief, feedback, same_as"),
        ('"double"', '"treble"', "half.same_as names 'treble', which is not there"),
        ('en = "a"\n"zh-CN" = "\u4e00"', "", "half.belief needs a text in one of en, zh-CN, and no empty one"),
        ('en = "d"', 'en = ""', "double.feedback needs a text in one of en, zh-CN, and no empty one"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """The message about a faulty table names the file, the key and the fault."""
    _, faults = read_misconceptions(write(tmp_path, GOOD.replace(old, new)))
    assert faults == [f"misconceptions.toml: {fault}"]


def test_a_table_with_a_fault_keeps_what_is_whole(tmp_path: Path) -> None:
    """A faulty table keeps its valid texts, so that one fault is reported once and grading can go on."""
    known, faults = read_misconceptions(write(tmp_path, "treble = 3\n" + GOOD.replace('en = "a"', "en = 3")))
    assert faults == [
        "misconceptions.toml: treble must be a table: write [treble] above its lines; it is 3",
        "misconceptions.toml: half.belief.en must be a text in quotes; it is 3",
    ]
    assert known["treble"] == Misconception("treble", {}, {})
    assert known["half"] == Misconception("half", {}, {"en": "b", "zh-CN": "二"}, "double")


def test_what_is_not_toml_is_one_line(tmp_path: Path) -> None:
    """A file that is not TOML is refused, and the message names it."""
    with pytest.raises(CatalogueError, match=r"misconceptions\.toml is not readable TOML"):
        read_misconceptions(write(tmp_path, "= what"))

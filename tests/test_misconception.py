"""misconceptions.toml: beliefs and what to tell, and nothing that another file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CatalogueError
from grader.misconception import Misconception, read_misconceptions

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
    """In the file's order, with their texts and twins."""
    known, faults = read_misconceptions(write(tmp_path, GOOD))
    assert faults == []
    assert list(known) == ["half", "double"]
    assert known["half"] == Misconception("half", {"en": "a", "zh-CN": "一"}, {"en": "b", "zh-CN": "二"}, "double")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[half]", '[half]\nfails = ["t"]', f"half.fails {MOVED}"),
        ("[half]", "[half]\nlevel = 1", "half has keys that nobody reads"),
        ('"double"', '"treble"', "half.same_as names 'treble', which is not there"),
        ('en = "a"', "", "half.belief needs a text in each of en, zh-CN"),
        ('en = "d"', 'en = ""', "double.feedback needs a text in each of en, zh-CN"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """It names the file, the key and the fault."""
    _, faults = read_misconceptions(write(tmp_path, GOOD.replace(old, new)))
    assert faults == [f"misconceptions.toml: {fault}"]


def test_what_is_not_toml_is_one_line(tmp_path: Path) -> None:
    """It names the file."""
    with pytest.raises(CatalogueError, match=r"misconceptions\.toml is not readable TOML"):
        read_misconceptions(write(tmp_path, "= what"))

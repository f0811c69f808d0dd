"""The door that texts from strangers pass on their way out."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from report.sample import BIDI, ESCAPE

from grader.text import LIMIT, MARK, continued, number, one_line, printable, quoted


def test_control_characters_are_gone() -> None:
    """Of C0 and C1 only newline and tab are left; a colour sequence goes as a whole."""
    assert printable(ESCAPE) == "]0;ownedred2J"
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert printable(every) == "\t\n"


def test_windows_line_ends_are_one_newline() -> None:
    """A carriage return alone would let a line overwrite itself."""
    assert printable("a\r\nb\rc") == "a\nbc"


SEEN_SIGNS = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Prepended_Concatenation_Mark: signs of category Cf that are seen."""

IGNORABLE = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
)
"""Default_Ignorable_Code_Point of Unicode 15.1, DerivedCoreProperties.txt."""


def test_nothing_unseen_stays_unseen() -> None:
    """Every character of the categories that are not seen, of those that may be ignored, and those that look empty."""
    unseen = {c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) in ("Cf", "Cs", "Zl", "Zp")}
    for code in (unseen | {*IGNORABLE, 0x2800, 0x2D7F, 0xFFFC, 0x1107F, 0x16FE4, 0x1D159}) - SEEN_SIGNS:
        shown = printable(f"honest{chr(code)}")
        assert shown == f"honest\\{f'u{code:04x}' if code < 0x10000 else f'U{code:08x}'}", hex(code)
        assert shown.isprintable()


def test_no_two_names_look_alike_by_what_is_unseen() -> None:
    """At the end, at the beginning and between letters; also by joiners, where nothing is there to be joined."""
    for code in (0x3164, 0x115F, 0x2800, 0xFE0F, 0xE0101, 0x200D, 0x200C, 0x34F, 0xAD):
        for name in (f"陈小明{chr(code)}", f"{chr(code)}ada", f"a{chr(code)}da", f"陈{chr(code)}小明"):
            assert "\\" in one_line(name), (hex(code), name)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nb", "a\x0b\nb", "\nexpected: b", "a\u2028b", "| a\n| b", "", "\x1b[\nb"]
)
def test_each_line_of_a_quotation_is_marked(text: str) -> None:
    """Whatever breaks lines here or in what is done to the text afterwards: no line of it stands without the mark."""
    for marked in (quoted(text), MARK + continued(text)):
        assert all(line.startswith(MARK) for line in printable(marked).split("\n"))
    assert quoted("a\nb") == "| a\n| b"
    assert continued("a\nb") == "a\n| b"


@pytest.mark.parametrize("code", [0x202E, 0x2066, 0x200F, 0x2028, 0x200B, 0xFEFF, 0xD800, 0xE0041])
def test_unseen_characters_are_escaped_visibly(code: int) -> None:
    """What cannot be seen but changes what is seen, and what no file can hold, shows as its code."""
    shown = printable(f"a{chr(code)}b")
    assert shown in (f"a\\u{code:04x}b", f"a\\U{code:08x}b")
    assert shown.encode("utf-8")


def test_ordinary_writing_stays() -> None:
    """Chinese, accents, mathematics, emoji and the joiners that some scripts need."""
    text = "陈小明 Gödel ∂L/∂w ≤ 1e-7 👩\u200d🔬 می\u200cخواهم ❤\ufe0f 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈 हि\u200dन्"
    assert printable(text) == text


@pytest.mark.parametrize("text", ["x" * 1_000_000, "\u202e" * 1_000_000, "\n" * 1_000_000])
def test_long_texts_are_bounded(text: str) -> None:
    """A megabyte becomes a few thousand characters, also where escapes make it longer, and says that it goes on."""
    shown = printable(text)
    assert len(shown) == LIMIT + 1
    assert shown.endswith("…")


def test_a_text_at_the_limit_is_whole() -> None:
    """The ellipsis means that something is missing."""
    assert printable("x" * LIMIT) == "x" * LIMIT


def test_cleaning_twice_changes_nothing() -> None:
    """Pages clean what was cleaned before."""
    once = printable(BIDI + ESCAPE + "x" * LIMIT)
    assert printable(once) == once


def test_names_are_one_line() -> None:
    """A name with line breaks cannot pretend to be several rows."""
    assert one_line(" a\n\n b\tc ") == "a b c"


@pytest.mark.parametrize(
    ("value", "text"), [(7.0, "7"), (7.5, "7.5"), (100.0, "100"), (0.0, "0"), (-0.001, "0"), (100 / 3, "33.33")]
)
def test_points_have_no_needless_decimals(value: float, text: str) -> None:
    """As a teacher writes them."""
    assert number(value) == text

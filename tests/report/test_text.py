"""The door that texts from strangers pass on their way out."""

from __future__ import annotations

import pytest

from grader.report.text import LIMIT, number, one_line, printable

from .sample import BIDI, ESCAPE


def test_control_characters_are_gone() -> None:
    """Of C0 and C1 only newline and tab are left; a colour sequence goes as a whole."""
    assert printable(ESCAPE) == "]0;ownedred2J"
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert printable(every) == "\t\n"


def test_windows_line_ends_are_one_newline() -> None:
    """A carriage return alone would let a line overwrite itself."""
    assert printable("a\r\nb\rc") == "a\nbc"


@pytest.mark.parametrize("code", [0x202E, 0x2066, 0x200F, 0x2028, 0x200B, 0xFEFF, 0xD800, 0xE0041])
def test_unseen_characters_are_escaped_visibly(code: int) -> None:
    """What cannot be seen but changes what is seen, and what no file can hold, shows as its code."""
    shown = printable(f"a{chr(code)}b")
    assert shown in (f"a\\u{code:04x}b", f"a\\U{code:08x}b")
    assert shown.encode("utf-8")


def test_ordinary_writing_stays() -> None:
    """Chinese, accents, mathematics, emoji and the joiners that some scripts need."""
    text = "陈小明 Gödel ∂L/∂w ≤ 1e-7 👩\u200d🔬 می\u200cخواهم"
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

"""Names of people have no invisible characters, and a note is made if two of them look alike."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from grader.submission.lookalikes import key_of, mixed_alphabets, skeleton
from grader.submission.people import Claim, name_all, safe_name
from grader.text import is_visible

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]

INVISIBLE = ("FILLER", "VARIATION SELECTOR", "ZERO WIDTH", "INVISIBLE", "BLANK", " JOINER", "NULL NOTEHEAD")
"""Words in the Unicode names of characters that are invisible."""

SEEN = ("BLANK SYMBOL", "GAP FILLER", "LINE FILLER", "SYMBOL FOR", "OPEN BOX", "BALLOT", "PRICE TAG", "LABEL")
"""Words in the Unicode names of visible characters that contain one of the words above."""


def named(*students: str) -> list[tuple[str, int]]:
    """Return what each name becomes, and its number of notes."""
    claims = [Claim(student, f"{student}.zip") for student in students]
    return list(zip(name_all(claims), (len(claim.notes) for claim in claims), strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zoë van 't Hoff", "Zoë van 't Hoff"),
        ("王小明", "王小明"),
        ("Zoe\u0308", "Zoë"),
        ("a/b\\c:d", "a_b_c_d"),
        ("..", "_"),
        (".ssh", "_ssh"),
        ("=1+1", "_1+1"),
        ("-rf", "_rf"),
        ("a\nb\x1b[31m\u202e", "a_b_[31m_"),
        ("\udcff", "_"),
        ("", "unnamed"),
        ("  a  b. ", "a b"),
        ("con", "con_"),
        ("NUL.txt", "NUL.txt_"),
        ("字" * 100, "字" * 66),
    ],
)
def test_names_are_safe_as_folders_and_cells(name: str, expected: str) -> None:
    """A safe name has no separator or control character, and is no hidden file, formula, option or device."""
    assert safe_name(name) == expected


def test_every_character_added_to_a_name_is_seen_or_falls_away() -> None:
    """For every Unicode character: adding it to a name changes nothing, or adds a visible character or ``_``."""
    for character in EVERY:
        if unicodedata.category(character) in ("Cn", "Co") and ord(character) % 97:
            continue  # a sample of the unassigned code points is enough
        name = safe_name(f"honest{character}")
        if name != "honest":
            added = name.removeprefix("hones").removeprefix("t")
            assert added, hex(ord(character))
            assert all(is_visible(c) and not c.isspace() for c in added), hex(ord(character))


def test_what_unicode_calls_invisible_is_not_visible() -> None:
    """Characters that are invisible by category or by the words in their Unicode name are not visible."""
    for character in EVERY:
        name = unicodedata.name(character, "")
        if unicodedata.category(character)[0] == "C" or (
            any(word in name for word in INVISIBLE) and not any(word in name for word in SEEN)
        ):
            assert not is_visible(character), (hex(ord(character)), name)


def test_what_a_font_draws_as_nothing_is_not_visible() -> None:
    """Characters that matplotlib's font draws as nothing are not visible, except white space."""
    font = FT2Font(str(Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")))
    font.set_size(12, 72)
    empty = []
    for code in font.get_charmap():
        font.load_char(code)
        if len(font.get_path()[0]) == 0 and not chr(code).isspace():
            empty.append(code)
    assert 0x2800 in empty
    assert [hex(code) for code in empty if is_visible(chr(code))] == []


@pytest.mark.parametrize("added", ["\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u00ad", "\ufe0f", "\U000e0041"])
def test_an_invisible_lookalike_has_another_name(added: str) -> None:
    """An added invisible character becomes an underscore, so that the names differ visibly."""
    assert named("honest", f"honest{added}") == [("honest", 0), ("honest_", 0)]
    assert len({name for name, _ in named(f"honest{added}", "honest\u200b", "honest_")}) == 3


@pytest.mark.parametrize("other", ["ｈonest", "ho\ufb01nest", "𝐡onest"])
def test_who_writes_a_name_as_it_looks_keeps_it(other: str) -> None:
    """Of two names that look the same, the one in plain letters stays. The one in wide or bold letters gets a note."""
    honest = unicodedata.normalize("NFKC", other)
    for students in ((honest, other), (other, honest)):
        found = dict(zip(students, named(*students), strict=True))
        assert found[honest] == (honest, 0)
        assert found[other][0] != honest
        assert found[other][1] == 1


def test_of_two_that_are_written_as_they_look_none_keeps_the_name() -> None:
    """Two plain names that differ only in case, or not at all, both get a number."""
    assert named("Zoë", "zoë") == [("Zoë (Zoë.zip) (1)", 1), ("zoë (zoë.zip) (2)", 1)]
    assert [name for name, _ in named("a", "a", "a (a.zip)")] == ["a (a.zip) (1)", "a (a.zip) (2)", "a (a.zip) (3)"]


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    """Composed and decomposed letters, as macOS writes them, give the same name."""
    assert named("Zoe\u0308") == [("Zoë", 0)]
    assert [notes for _, notes in named("Zoe\u0308", "Zoë")] == [1, 1]


def test_names_of_other_alphabets_that_look_alike_are_noted() -> None:
    """Names that look alike in different alphabets stay. The one that is not in Latin letters gets a note."""
    assert named("pope", "роре", "Пётр", "王小明", "Ωμέγα") == [
        ("pope", 0),
        ("роре", 1),
        ("Пётр", 0),
        ("王小明", 0),
        ("Ωμέγα", 0),
    ]
    assert skeleton("НОРЕ") == key_of("hope")


@pytest.mark.parametrize(
    ("name", "alphabets"),
    [
        ("hоnest", ["Latin", "Cyrillic"]),
        ("Αnna", ["Latin", "Greek"]),
        ("Anna", []),
        ("王小明 Wang Xiaoming", []),
        ("Пётр Petr", []),
        ("Пётр_Petr2", []),
        ("Zoë", []),
    ],
)
def test_alphabets_that_meet_in_one_word_are_noted(name: str, alphabets: list[str]) -> None:
    """A name that mixes alphabets in one word gets a note. Different alphabets in different words get none."""
    assert mixed_alphabets(name) == alphabets
    assert named(name)[0][1] == len(alphabets) // 2


def test_many_equal_names_take_no_time() -> None:
    """Thousands of equal names get distinct names quickly, and notes of limited length."""
    claims = [Claim(f"{'a' * 150}{n}", f"{'a' * 150}{n}.zip") for n in range(3000)]
    names = name_all(claims)
    assert len({key_of(name) for name in names}) == 3000
    assert max(len(claim.notes[0]) for claim in claims) < 600

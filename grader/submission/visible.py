"""Which characters are drawn, and which leave nothing to see."""

from __future__ import annotations

import unicodedata

_LETTERS_THAT_ARE_IGNORED = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x115F, 0x1160),  # Hangul fillers
        (0x17B4, 0x17B5),  # Khmer inherent vowels
        (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
        (0x3164, 0x3164),  # Hangul filler
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFFA0, 0xFFA0),  # half-width Hangul filler
        (0xE0000, 0xE0FFF),  # tags, more variation selectors, and what is reserved for their like
    )
    for code in range(first, last + 1)
)
"""What Unicode's ``Default_Ignorable_Code_Point`` has beside the categories C*: UAX #44, ``DerivedCoreProperties.txt``
of Unicode 17. The standard library does not have that property."""

_BLANK = frozenset("\u2800\u2d7f\ufffc\U00016fe4\U0001107f\U0001d159")
"""Drawn as nothing by their definition, though Unicode does not say that they are to be ignored: the Braille pattern
without dots, the joiners of Tifinagh and of Brahmi numbers, the Khitan filler, the musical note without a head, and
what stands for an object in a text."""


def is_visible(character: str) -> bool:
    """Whether ``character`` leaves something to see, or is a blank between words.

    Not visible are control and format characters, surrogates, and code points that are private or not assigned
    (categories C*); what a reader of Unicode text is told to ignore; and what is drawn as nothing.
    """
    return (
        unicodedata.category(character)[0] != "C"
        and character not in _LETTERS_THAT_ARE_IGNORED
        and character not in _BLANK
    )

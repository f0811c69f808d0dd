"""Text from strangers, made fit to be shown: the one door that names, titles and messages pass on their way out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LIMIT = 4000
"""Characters of one text that a report shows: some sixty lines, which is more than a person reads."""

NAME_LIMIT = 200
"""Characters of a name or a title: file systems allow 255 bytes, a table cell wants fewer."""

# A colour sequence goes as a whole: without its escape character the rest, "[31m", would be left as litter.
_COLOUR = r"\x1b\[[0-?]*[ -/]*[@-~]"

# C0 and C1 but for newline and tab: they move a terminal's cursor, set its title, answer in the user's name.
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"

# What is not seen, or shows as an empty space, and so lets two texts look alike or changes how others read.
# By Unicode category: Cf (marks of direction, zero width, tags) but for signs that are seen, those with the property
# Prepended_Concatenation_Mark; Zl and Zp (line and paragraph separators); Cs (lone surrogates, which no file can hold).
# By the property Default_Ignorable_Code_Point (DerivedCoreProperties.txt of Unicode 17), which unicodedata does not
# know: the grapheme joiner 034F, the Hangul fillers 115F, 1160, 3164 and FFA0, the Khmer vowels 17B4 and 17B5, the
# variation selectors 180B to 180F, FE00 to FE0F and E0100 to E01EF, and what is reserved for more of them (2065, FFF0
# to FFF8, E0000 to E0FFF). By appearance: the blank Braille pattern 2800, the joiners of Tifinagh 2D7F and of Brahmi
# numbers 1107F, the Khitan filler 16FE4, the null note head 1D159, and FFFC, which stands for an object.
# tests/test_text.py holds this against the categories of the Unicode that Python has.
_UNSEEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u2d7f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001107f\U00013430-\U0001343f"
    "\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

# Joiners, which Persian, Hindi and emoji need, and the selectors of coloured emoji: seen by what they do.
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0e\ufe0f"
_KEYCAP = "\u20e3"

_compiled = cache(re.compile)
"""The patterns are compiled when a text needs them: it takes half a millisecond, which `xorcise list` does without."""

MARK = "| "
"""What each line of a quotation begins with, and each line of a value but its first. No line of ours begins so, and no
line of a stranger's stands in a message without it."""


def quoted(text: str) -> str:
    """Return a stranger's text as a quotation: every line of it begins with ``MARK``, however it breaks its lines.

    So no line of it can be taken for one of ours, such as a label of ``grader.errors.Mismatch``.
    """
    return "\n".join(MARK + line for line in printable(text).split("\n"))


def continued(text: str) -> str:
    """Return a text that follows a label: each of its lines but the first begins with ``MARK``."""
    return quoted(text).removeprefix(MARK)


def printable(text: str, limit: int = LIMIT) -> str:
    """Return ``text`` without control characters, with unseen ones escaped visibly, and at most ``limit`` long.

    A longer text ends in "…".
    """
    if len(text) <= limit and text.isascii() and text.isprintable():  # most texts: nothing below would change them
        return text
    # Cut first: nothing below then works on a megabyte. Cut again, for escapes are longer than what they stand for.
    clean = _compiled(_COLOUR).sub("", text[:limit].replace("\r\n", "\n"))
    clean = _compiled(_CONTROL).sub("", clean)
    clean = _compiled(_UNSEEN).sub(_made_visible, clean)
    return clean[:limit] + "…" if len(text) > limit or len(clean) > limit else clean


def is_visible(character: str) -> bool:
    """Whether ``character`` leaves something to see, or is a blank between words.

    Not visible are control and format characters, surrogates, and code points that are private or not assigned
    (categories C*); what a reader of Unicode text is told to ignore; and what is drawn as nothing.
    """
    return unicodedata.category(character)[0] != "C" and not _compiled(_UNSEEN).match(character)


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """Return ``text`` as ``printable`` does, with every run of white space as one space."""
    return " ".join(printable(text, limit).split())


def number(value: float) -> str:
    """Return points without needless decimals: 7, 7.5, 33.33."""
    # Adding zero turns the -0.0 of a rounded sum into 0.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _made_visible(match: re.Match[str]) -> str:
    """Return a character that is not seen as its code, unless it is of use where it stands."""
    unseen, text, at = match[0], match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if unseen in _EMOJI_STYLE and before and (unicodedata.category(before)[0] == "S" or after == _KEYCAP):
        return unseen
    if unseen in _JOINERS and _may_join(before) and _may_join(after):
        return unseen
    code = ord(unseen)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _may_join(neighbour: str) -> bool:
    """Whether a joiner beside ``neighbour`` does something: no letter of Latin, Greek, Cyrillic or Chinese joins."""
    if not neighbour or neighbour < "\u0590":  # where the scripts begin that join; before it stand none
        return False
    if neighbour in _EMOJI_STYLE:
        return True
    wide = unicodedata.east_asian_width(neighbour) in "WF" and unicodedata.category(neighbour)[0] == "L"
    return not wide and unicodedata.category(neighbour)[0] in "LMS" and not _compiled(_UNSEEN).match(neighbour)

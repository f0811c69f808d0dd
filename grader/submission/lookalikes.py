"""Comparing names that look alike.

There are two degrees. Names with the same ``key_of`` differ only in case, width or invisible characters. Two people of
a class never get such names. Names with the same ``skeleton`` look alike although their letters are from different
alphabets. Both names may be correct, so they only get a note.
"""

from __future__ import annotations

import re
import unicodedata

from grader.language import Message, _
from grader.text import is_visible

_LIKE = {
    # Cyrillic
    **dict(
        zip("аԁеҽһіјӏорԛгсѕүѵԝѡхуАВЬЕԌНІЈӀКМОРԚСЅТҮѴԜХУ", "adeehijlopqrcsyvwwxyABbEGHIJlKMOPQCSTYVWXY", strict=True)
    ),
    # Greek
    **dict(zip("αγινορσυϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ayivopoucjABEZHIKMNOPTYXCJ", strict=True)),
    # Armenian
    **dict(zip("օսհոռցգզաքյՕՍՏ", "ouhnngqqwfjOUS", strict=True)),
    # letters that Unicode counts as Latin
    **dict(zip("ɑɡıɩɪȷʋᴄᴏꜱᴜᴠᴡʏᴢ", "agiiijucosuvwyz", strict=True)),
}
"""Letters that look like one of a to z, from Unicode's ``confusables.txt`` (UTS #39). Only alphabets that students use
beside Latin are included. Other pairs, such as ``rn`` and ``m`` or ``1`` and ``l``, are left out: they occur in honest
names of one class."""

_ALPHABETS = {
    "LATIN": _("Latin"),
    "CYRILLIC": _("Cyrillic"),
    "GREEK": _("Greek"),
    "ARMENIAN": _("Armenian"),
    "CHEROKEE": _("Cherokee"),
    "COPTIC": _("Coptic"),
}
"""Alphabets that have letters looking like those of another one. Unicode's character names begin with these words."""


def key_of(name: str) -> str:
    """Return a key that is equal for names that cannot be told apart. It is close to Unicode's ``NFKC_Casefold``."""
    drawn = "".join(c for c in unicodedata.normalize("NFKC", name) if is_visible(c))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", drawn.casefold()).casefold())


def skeleton(name: str) -> str:
    """Return the key of ``name`` with letters of other alphabets replaced by Latin letters that look like them."""
    return key_of("".join(_LIKE.get(c, c) for c in unicodedata.normalize("NFKC", name)))


def mixed_alphabets(name: str) -> list[Message]:
    """Return the alphabets that are mixed in one word of ``name``, such as Latin and Cyrillic, or an empty list."""
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name)):
        if not word.isascii():
            firsts = {unicodedata.name(c, "").split(" ")[0] for c in word}
            if len(met := [name for alphabet, name in _ALPHABETS.items() if alphabet in firsts]) > 1:
                return met
    return []

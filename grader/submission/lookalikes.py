"""Names that a reader takes for one another.

Two strengths. Names with the same ``key_of`` differ in nothing that can be seen for certain: case, width, what is not
drawn. They are never two students' names. Names with the same ``skeleton`` are drawn alike though their letters are of
different alphabets; both may be right, so they only get a note.
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
"""Letters that are drawn like one of a to z: those of Unicode's ``confusables.txt`` (UTS #39) in the alphabets that
students have beside Latin. Other pairs (``rn`` and ``m``, ``1`` and ``l``) occur in honest names of one class."""

_ALPHABETS = {
    "LATIN": _("Latin"),
    "CYRILLIC": _("Cyrillic"),
    "GREEK": _("Greek"),
    "ARMENIAN": _("Armenian"),
    "CHEROKEE": _("Cherokee"),
    "COPTIC": _("Coptic"),
}
"""Alphabets with letters like those of another, as Unicode's names of characters begin."""


def key_of(name: str) -> str:
    """Return what two names have in common if nobody can tell them apart: about Unicode's ``NFKC_Casefold``."""
    drawn = "".join(c for c in unicodedata.normalize("NFKC", name) if is_visible(c))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", drawn.casefold()).casefold())


def skeleton(name: str) -> str:
    """Return ``name`` with letters of other alphabets replaced by those of the Latin one that look like them."""
    return key_of("".join(_LIKE.get(c, c) for c in unicodedata.normalize("NFKC", name)))


def mixed_alphabets(name: str) -> list[Message]:
    """Return the alphabets that meet in one word of ``name``, such as Latin and Cyrillic; none where none do."""
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name)):
        if not word.isascii():
            firsts = {unicodedata.name(c, "").split(" ")[0] for c in word}
            if len(met := [name for alphabet, name in _ALPHABETS.items() if alphabet in firsts]) > 1:
                return met
    return []

"""What the students of a class are called: safe names, and no two that look the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.language import _, joined
from grader.submission.bounds import listed
from grader.submission.lookalikes import key_of, mixed_alphabets, skeleton
from grader.text import is_visible

NAME_CHARACTERS = 100
"""Characters in a student's name: any real one fits, and any report's table still does."""

NAME_BYTES = 200
"""Bytes in it: file systems allow 255 in a folder's name, and 100 Chinese characters are 300."""

_COUNTED = 60
"""Characters of a name that decide with which others it is numbered. Longer names are cut when a number is added, after
60 characters or later as they have 200 bytes, and may be the same after that; each would try all numbers again."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class Claim:
    """Files that somebody handed in under a name, which others may have used too.

    Attributes:
        student: the name as the files have it.
        file: the name of the first file.
        apart: whether the file's name is to be part of the student's even if nobody else is called so.
        notes: what a teacher should know about whose this is.
    """

    student: str
    file: str
    apart: bool = False
    notes: list[str] = field(default_factory=list)


def name_all(claims: Sequence[Claim]) -> list[str]:
    """Return a safe name for each of ``claims``, no two of them alike, and add notes where that was in question.

    Of several claims to one name only the one that is written as it looks keeps it. If there is not exactly one such,
    none does, whichever comes first: whoever chooses a file's name could choose one that comes first. The others carry
    their file's name beside it, and a number if even that is not enough.
    """
    names = [safe_name(claim.student) for claim in claims]
    for group in _groups([name if not claim.apart else "" for claim, name in zip(claims, names, strict=True)]):
        plain = [n for n in group if _is_plain(claims[n].student, names[n])]
        note = _(
            "{files} give the same name, or names that look the same: each is an entry of its own, and whose it is must"
            " be settled by the teacher",
            files=listed([claims[n].file for n in group]),
        )
        for n in group if len(plain) != 1 else set(group) - {*plain}:
            claims[n].apart = True
            claims[n].notes.append(note)
    names = [
        _with(name, safe_name(claim.file)[:40]) if claim.apart else name
        for claim, name in zip(claims, names, strict=True)
    ]
    _number(names)
    _note_lookalikes(claims, names)
    return names


def safe_name(name: str) -> str:
    """Return ``name`` fit to be a folder's name anywhere, and a cell of a spreadsheet.

    NFC; what file systems or terminals take for more than a letter, and what cannot be seen, becomes ``_``; no dot or
    blank at an end; nothing in front that a spreadsheet would compute; no name of a Windows device; bounded.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join("_" if c in '/\\:*?"<>|' or not is_visible(c) else c for c in name)
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(r"^[.=+@~-][.=+@~\s-]*", "_", name)
    name = _cut(name, NAME_CHARACTERS, NAME_BYTES).rstrip(". ")
    return f"{name}_" if _DEVICES.fullmatch(name) else name or "unnamed"


def _is_plain(student: str, name: str) -> bool:
    """Whether nothing had to be replaced in ``student``, and nothing in it stands for another character."""
    return unicodedata.normalize("NFC", student) == name == unicodedata.normalize("NFKC", name)


def _groups(names: Sequence[str]) -> list[list[int]]:
    """Return the numbers of those that have the same key, where several do; an empty name has none."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if name:
            found.setdefault(key_of(name), []).append(number)
    return [group for group in found.values() if len(group) > 1]


def _number(names: list[str]) -> None:
    """Add a number to each of ``names`` that is not the only one of its kind."""
    taken = {key_of(name) for name in names}
    used: Counter[str] = Counter()
    for group in _groups(names):
        for place in group:
            base = names[place]
            kind = key_of(base[:_COUNTED])
            while True:
                used[kind] += 1
                names[place] = _with(base, str(used[kind]))
                if (key := key_of(names[place])) not in taken:
                    break
            taken.add(key)


def _note_lookalikes(claims: Sequence[Claim], names: Sequence[str]) -> None:
    """Note names that mix alphabets in a word, and pairs whose letters are drawn alike."""
    if all(name.isascii() for name in names):
        return
    drawn: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        drawn.setdefault(skeleton(name), []).append(number)
        if met := mixed_alphabets(name):
            alphabets = joined(_(" and "), met)
            claims[number].notes.append(
                _("the name mixes {alphabets} letters in one word: it may look like another's", alphabets=alphabets)
            )
    for group in drawn.values():
        if len(group) > 1:
            note = _(
                "these names look alike, though their letters differ: {names}",
                names=listed([names[n] for n in group]),
            )
            for number in group:
                if key_of(names[number]) != skeleton(names[number]):  # a name in Latin letters imitates nobody
                    claims[number].notes.append(note)


def _with(name: str, addition: str) -> str:
    addition = f" ({addition})"
    return _cut(name, NAME_CHARACTERS - len(addition), NAME_BYTES - len(addition.encode())) + addition


def _cut(name: str, characters: int, octets: int) -> str:
    return name[:characters].encode("utf-8")[:octets].decode("utf-8", "ignore")

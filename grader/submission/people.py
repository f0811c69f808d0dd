"""Names for the people of a class. They are safe as file names, and no two of them look the same."""

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
"""Characters in a person's name. Real names are shorter, and a name of this length fits into a report's table."""

NAME_BYTES = 200
"""Bytes in a person's name. File systems allow 255 in a folder's name, and 100 Chinese characters have 300 bytes."""

_COUNTED = 60
"""Characters of a name that count when numbers are assigned. Names that agree in these share one counter. When a number
is added, a long name is cut to the limits above, after 60 characters or later. So different names may become equal, and
with separate counters each of them would try all the numbers again."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class Claim:
    """Files that somebody handed in under a name. Others may have used the same name.

    Attributes:
        person: the name as it stands in the file names.
        file: the name of the first file.
        apart: whether the file's name is added to the person's name even if no other claim has this name.
        notes: what a teacher should know to decide who handed this in.
    """

    person: str
    file: str
    apart: bool = False
    notes: list[str] = field(default_factory=list)


def name_all(claims: Sequence[Claim]) -> list[str]:
    """Return a safe, distinct name for each of ``claims``, and add notes to claims whose names collide.

    If several claims give names that look the same, the one whose name is in plain characters keeps it. If more than
    one is, or none, then none keeps it. The order of the files does not decide, since a student can choose a file name
    that comes first. The other claims get the file's name added, and a number if that is not enough.
    """
    names = [safe_name(claim.person) for claim in claims]
    for group in _groups([name if not claim.apart else "" for claim, name in zip(claims, names, strict=True)]):
        plain = [n for n in group if _is_plain(claims[n].person, names[n])]
        note = _(
            "{files} give the same name, or names that look the same: each is an entry of its own, and whose it is must"
            " be settled by the teacher",
            files=listed([claims[n].file for n in group]),
        )
        for n in group if len(plain) != 1 else set(group) - {*plain}:
            claims[n].apart = True
            claims[n].notes.append(note)
    names = [
        with_suffix(name, safe_name(claim.file)[:40]) if claim.apart else name
        for claim, name in zip(claims, names, strict=True)
    ]
    _number(names)
    _note_lookalikes(claims, names)
    return names


def safe_name(name: str) -> str:
    """Return ``name`` changed so that it is safe as the name of a folder on any system and as a spreadsheet's cell.

    The result is in Unicode's form NFC. Invisible characters and characters with a meaning in file systems become
    ``_``. Dots and spaces at either end are removed, and so is the start of a spreadsheet formula. The name of a
    Windows device gets a ``_``. The length is limited.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join("_" if c in '/\\:*?"<>|' or not is_visible(c) else c for c in name)
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(r"^[.=+@~-][.=+@~\s-]*", "_", name)
    name = _shortened(name, NAME_CHARACTERS, NAME_BYTES).rstrip(". ")
    return f"{name}_" if _DEVICES.fullmatch(name) else name or "unnamed"


def _is_plain(person: str, name: str) -> bool:
    """Whether ``name`` equals ``person`` and has no compatibility characters, such as wide or bold letters."""
    return unicodedata.normalize("NFC", person) == name == unicodedata.normalize("NFKC", name)


def _groups(names: Sequence[str]) -> list[list[int]]:
    """Return the groups of names with the same key, as indices. Empty names and groups of one are left out."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        if name:
            found.setdefault(key_of(name), []).append(number)
    return [group for group in found.values() if len(group) > 1]


def _number(names: list[str]) -> None:
    """Add a number to each of ``names`` whose key another one has."""
    taken = {key_of(name) for name in names}
    used: Counter[str] = Counter()
    for group in _groups(names):
        for place in group:
            base = names[place]
            kind = key_of(base[:_COUNTED])
            while True:
                used[kind] += 1
                names[place] = with_suffix(base, str(used[kind]))
                if (key := key_of(names[place])) not in taken:
                    break
            taken.add(key)


def _note_lookalikes(claims: Sequence[Claim], names: Sequence[str]) -> None:
    """Add notes to names that mix alphabets in one word, and to names that look alike in different alphabets."""
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
                if key_of(names[number]) != skeleton(names[number]):  # a name in Latin letters gets no note
                    claims[number].notes.append(note)


def with_suffix(name: str, addition: str) -> str:
    """Return ``name`` with an addition in brackets, cut so that both fit."""
    addition = f" ({addition})"
    return _shortened(name, NAME_CHARACTERS - len(addition), NAME_BYTES - len(addition.encode())) + addition


def _shortened(name: str, characters: int, octets: int) -> str:
    return name[:characters].encode("utf-8")[:octets].decode("utf-8", "ignore")

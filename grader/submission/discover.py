"""Which entries of a folder are whose."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.exercise import Exercise
from grader.submission.bounds import shown
from grader.submission.names import ARCHIVES, exercise_of_folder, is_clutter, is_dropped, spellings, split_stem

SINGLE_FILES = (".py", ".ipynb")

FORMS = "a folder, a .zip, a .py or a notebook (.ipynb)"

NAME_CHARACTERS = 100
"""Characters in a student's name: any real one fits, and any report's table still does."""

NAME_BYTES = 200
"""Bytes in it: file systems allow 255 in a folder's name, and 100 Chinese characters are 300."""

_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one student handed in, not yet opened.

    Attributes:
        student: a name that is safe as the name of a folder and unique in its class, also where case does not count.
        path: a folder, zip, ``.py`` or notebook; perhaps something else, which ``read`` will say.
        others: further single files of the same student, each named after another exercise.
    """

    student: str
    path: Path
    others: tuple[Path, ...] = ()


def discover(folder: Path, exercises: Sequence[Exercise] = ()) -> list[Entry]:
    """Return one entry a student, sorted by file name.

    Hidden files, editor backups, ``__MACOSX``, ``README*`` and the like are nobody's. Single files ``alice_losses.py``
    and ``alice_layers.py`` are one entry, provided that ``exercises`` (all of the course, not only the graded ones)
    tell where a student's name ends. Entries that give the same name (``alice/`` and ``alice.zip``) are all kept: the
    later one is called ``alice (alice.zip)``.

    Raises:
        UsageError: the folder is missing, not a folder, unreadable, empty, or one student's rather than a class's.
    """
    found = _listing(folder)
    spelled = spellings(exercises)
    work = [item for item in found if not is_dropped(item.name, _is_folder(item))]
    if work and all(_is_called_like_an_exercise(item, spelled) for item in work):
        raise UsageError(
            f"{folder} looks like the work of one student (it holds {shown(work[0].name)}): "
            "give the folder above it, which has one entry a student"
        )
    owned: list[tuple[str, dict[str, Path]]] = []
    named: dict[str, dict[str, Path]] = {}
    for item in found:
        student, exercise = _owner(item, spelled)
        if exercise is None:
            owned.append((student, {"": Path(item.path)}))
            continue
        if student not in named or exercise.slug in named[student]:
            named[student] = {}  # a second file for the same exercise is an entry of its own
            owned.append((student, named[student]))
        named[student][exercise.slug] = Path(item.path)
    taken: set[str] = set()
    entries = []
    for student, paths in owned:
        first, *others = paths.values()
        entries.append(Entry(_unique(student, first, taken), first, tuple(others)))
    return entries


def safe_name(name: str) -> str:
    """Return ``name`` fit to be a folder's name anywhere, and a cell of a spreadsheet.

    NFC; what file systems or terminals take for more than a letter becomes ``_``; no dot or blank at an end; nothing in
    front that a spreadsheet would compute; no name of a Windows device; bounded.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join("_" if c in '/\\:*?"<>|' or unicodedata.category(c)[0] == "C" else c for c in name)
    name = re.sub(r"\s+", " ", name).strip()
    name = re.sub(r"^[.=+@~-][.=+@~\s-]*", "_", name)
    name = _cut(name, NAME_CHARACTERS, NAME_BYTES).rstrip(". ")
    return f"{name}_" if _DEVICES.fullmatch(name) else name or "unnamed"


def _listing(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            found = [item for item in listing if not is_clutter(item.name, _is_folder(item))]
    except FileNotFoundError:
        raise UsageError(f"{folder} does not exist: give the folder that holds one entry a student") from None
    except NotADirectoryError:
        raise UsageError(f"{folder} is not a folder: give the one that holds it, with one entry a student") from None
    except OSError as error:
        raise UsageError(f"{folder} cannot be read ({error.strerror}): check its permissions") from None
    if not found:
        raise UsageError(f"{folder} holds no submission: put one entry a student into it, {FORMS}")
    return sorted(found, key=lambda item: item.name)


def _is_folder(item: os.DirEntry[str]) -> bool:
    return item.is_dir(follow_symlinks=False)


def _is_called_like_an_exercise(item: os.DirEntry[str], spelled: Mapping[str, Exercise]) -> bool:
    if _is_folder(item):
        return exercise_of_folder(item.name, spelled) is not None and not item.name.isdigit()
    path = Path(item.name)
    return path.suffix.lower() in SINGLE_FILES and split_stem(path.stem, spelled)[0] == ""


def _owner(item: os.DirEntry[str], spelled: Mapping[str, Exercise]) -> tuple[str, Exercise | None]:
    if _is_folder(item):
        return item.name, None
    low = item.name.lower()
    suffix = next((s for s in (*SINGLE_FILES, *ARCHIVES) if low.endswith(s)), "")
    stem = item.name[: len(item.name) - len(suffix)]
    if suffix not in SINGLE_FILES:
        return stem, None
    student, exercise = split_stem(stem, spelled)
    return (student, exercise) if student else (stem, None)


def _unique(student: str, path: Path, taken: set[str]) -> str:
    """Return a safe name that is not ``taken`` yet, and take it."""
    name = base = safe_name(student)
    number = 1
    while (key := unicodedata.normalize("NFC", name.casefold())) in taken:
        suffix = f" ({safe_name(path.name)[:40]})" if number == 1 else f" ({number})"
        name = _cut(base, NAME_CHARACTERS - len(suffix), NAME_BYTES - len(suffix.encode())) + suffix
        number += 1
    taken.add(key)
    return name


def _cut(name: str, characters: int, octets: int) -> str:
    return name[:characters].encode("utf-8")[:octets].decode("utf-8", "ignore")

"""Names: of exercises as students spell them, and of files as they may arrive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import DEPTH, NAME, PATH, Refused, shown

ARCHIVES = (".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tar", ".rar", ".7z")

CLUTTER_FOLDERS = frozenset({"__pycache__", "__macosx", "venv", "node_modules"})
"""Folders that tools leave behind; ``.git``, ``.venv``, ``.ipynb_checkpoints`` and the like go with the hidden ones."""

CLUTTER_FILES = (
    "*.pyc",
    "*~",
    "#*#",
    "*.bak",
    "*.orig",
    "*.swp",
    "*.tmp",
    "thumbs.db",
    "desktop.ini",
    "readme",
    "readme.*",
)
"""Files that editors and systems leave behind, and what every handout holds."""

HANDOUT_FILES = ("test_*.py", "exercise.toml")
"""What the student was given, not what they wrote; the judge uses its own."""


def is_clutter(name: str, folder: bool) -> bool:
    """Whether the file or folder called ``name`` is nobody's work."""
    low = name.lower()
    if low.startswith(".") or low in CLUTTER_FOLDERS:
        return True
    return not folder and any(fnmatchcase(low, pattern) for pattern in CLUTTER_FILES)


def is_dropped(name: str, folder: bool) -> bool:
    """Whether the file or folder called ``name`` inside a submission is not part of it."""
    return is_clutter(name, folder) or (not folder and any(fnmatchcase(name.lower(), p) for p in HANDOUT_FILES))


def is_notebook(path: str) -> bool:
    """Whether ``path`` names a notebook."""
    return path.lower().endswith(".ipynb")


def is_archive(path: str) -> bool:
    """Whether ``path`` names an archive."""
    return path.lower().endswith(ARCHIVES)


def fault_of(path: str) -> str:
    """Return what is wrong with a relative POSIX path, or an empty string."""
    try:
        encoded = path.encode()
    except UnicodeEncodeError:
        return _("has a name that is not UTF-8")
    if any(unicodedata.category(c) == "Cc" for c in path):
        return _("has a control character in its name")
    if len(encoded) > PATH or any(len(part) > NAME for part in encoded.split(b"/")):
        return _("has too long a name")
    return ""


def too_deep(path: str) -> bool:
    """Whether the file at the relative POSIX path ``path`` lies in more folders than may be inside one another."""
    return path.count("/") > DEPTH


def member_path(name: str) -> str:
    r"""Return the relative POSIX path that a zip's member name stands for, without a final slash.

    Some Windows tools write ``\`` between folders. It is read as ``/`` before anything is checked, so that it can hide
    nothing; empty parts and ``.`` fall away.

    Raises:
        Refused: the name is absolute, has a drive letter, leads out of the zip, or no file system could hold it.
    """
    posix = name.replace("\\", "/")
    parts = [part for part in posix.split("/") if part not in ("", ".")]
    if posix.startswith("/") or re.match(r"[A-Za-z]:", posix) or ".." in parts:
        raise Refused(_("a name in the zip points outside it: {name}", name=shown(name)))
    path = "/".join(parts)
    if why := fault_of(path):
        raise Refused(_("a file in the zip {fault}: {name}", fault=why, name=shown(name)))
    return path


def spellings(exercises: Collection[Exercise]) -> Mapping[str, Exercise]:
    """Return the exercise for each of its names: slug, number, name without the number, module.

    A spelling that two exercises share stands for neither, except where it is the slug of one.
    """
    by_slug = {e.slug: e for e in exercises}
    return {
        spelling: by_slug[slug] for spelling, slug in _spelled(tuple((e.slug, e.module) for e in exercises)).items()
    }


@lru_cache(maxsize=4)  # a class of thousands asks for the same ones
def _spelled(exercises: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the slug for each name of exercises that are given by slug and module."""
    found: dict[str, str | None] = {}
    modules = dict(exercises)
    for slug, module in modules.items():
        number, name = slug[:2], slug[3:]
        for spelling in {number, str(int(number)), _plain(name), _plain(module)}:
            found[spelling] = slug if spelling not in found else None
    return {spelling: slug for spelling, slug in found.items() if slug is not None} | {_plain(s): s for s in modules}


def exercise_of_folder(name: str, spelled: Mapping[str, Exercise]) -> Exercise | None:
    """Return the exercise that a folder's name stands for: ``02_losses``, ``02-losses``, ``losses``, ``02``, ``2``."""
    return spelled.get(_plain(name))


def split_stem(stem: str, spelled: Mapping[str, Exercise]) -> tuple[str, Exercise | None]:
    """Split a file's stem such as ``alice_losses`` into student and exercise.

    Any of ``_ - .`` and space separates; the slug does as well as the module; the number that a second upload gets
    (``alice_losses-1``, ``alice_losses (1)``) is no part of it. A stem that names only an exercise has student ``""``,
    one that names none is all student. A bare number names no exercise here: ``group_02`` is a group.
    """
    if match := _stem_pattern(tuple(spelled)).fullmatch(stem):
        return match["student"] or "", spelled[_plain(match["exercise"])]
    return stem, None


@lru_cache(maxsize=4)  # a class of thousands asks for the same ones
def _stem_pattern(spelled: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of ``<student>_<exercise>``; the shortest student, so that ``02_losses`` is all exercise.

    Separators are never given back (``++``): no exercise begins with one, and a name of 255 would take 30 ms.
    """
    names = ["[-_. ]++".join(map(re.escape, spelling.split("_"))) for spelling in spelled if not spelling.isdigit()]
    exercise = "|".join(names) or r"(?!)"
    pattern = rf"(?:(?P<student>.*?[^-_. ])?[-_. ]++)?(?P<exercise>{exercise})(?:-\d+| ?\(\d+\))?"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL | re.ASCII)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")

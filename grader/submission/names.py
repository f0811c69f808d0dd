"""Names of exercises as students spell them, and names of files in a submission."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from grader.exercises.catalogue import DESK, DESK_FILES
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import DEPTH, NAME, PATH, Refused, shown

ARCHIVES = (".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tar", ".rar", ".7z")

CLUTTER_FOLDERS = frozenset({"__pycache__", "__macosx", "venv", "node_modules"})
"""Folders that tools leave behind. Others, such as ``.git`` and ``.ipynb_checkpoints``, are ignored as hidden."""

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
"""Files that editors and systems leave behind, and the README of a handout."""

HANDOUT_FILES = ("test_*.py", "exercise.toml")
"""Files that the student was given. The judge uses its own copies."""


def is_clutter(name: str, folder: bool) -> bool:
    """Whether the file or folder called ``name`` is nobody's work, such as a hidden file or a backup of an editor."""
    low = name.lower()
    if low.startswith(".") or low in CLUTTER_FOLDERS:
        return True
    return not folder and any(fnmatchcase(low, pattern) for pattern in CLUTTER_FILES)


def is_dropped(name: str, folder: bool) -> bool:
    """Whether the file or folder called ``name`` is ignored inside a submission: clutter, or a file of the handout."""
    return is_clutter(name, folder) or (not folder and any(fnmatchcase(name.lower(), p) for p in HANDOUT_FILES))


def is_of_desk(path: str) -> bool:
    """Whether the file at the relative POSIX path ``path`` is one that was generated for the student's desk.

    A student's own module in a folder of that name is not.
    """
    *folders, name = path.lower().split("/")
    return folders[-1:] == [DESK] and name in DESK_FILES


def is_notebook(path: str) -> bool:
    """Whether ``path`` names a notebook."""
    return path.lower().endswith(".ipynb")


def is_archive(path: str) -> bool:
    """Whether ``path`` names an archive."""
    return path.lower().endswith(ARCHIVES)


def path_fault(path: str) -> str:
    """Return what is wrong with a relative POSIX path, as a predicate, or an empty string."""
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
    """Whether the file at the relative POSIX path ``path`` lies in more than ``DEPTH`` nested folders."""
    return path.count("/") > DEPTH


def member_path(name: str) -> str:
    r"""Return the relative POSIX path that a zip's member name stands for, without a final slash.

    Some Windows tools write ``\`` between folders. It is replaced by ``/`` before the checks, so that it cannot bypass
    them. Empty parts and ``.`` are removed.

    Raises:
        Refused: the name is absolute, has a drive letter, leads out of the zip, or is invalid in a file system.
    """
    posix = name.replace("\\", "/")
    parts = [part for part in posix.split("/") if part not in ("", ".")]
    if posix.startswith("/") or re.match(r"[A-Za-z]:", posix) or ".." in parts:
        raise Refused(_("a name in the zip points outside it: {name}", name=shown(name)))
    path = "/".join(parts)
    if why := path_fault(path):
        raise Refused(_("a file in the zip {fault}: {name}", fault=why, name=shown(name)))
    return path


def spellings(exercises: Collection[Exercise]) -> Mapping[str, Exercise]:
    """Return the exercises by each of their spellings: slug, number, name without the number, module.

    A spelling that two exercises share is left out, unless it is the slug of one of them.
    """
    by_slug = {e.slug: e for e in exercises}
    return {
        spelling: by_slug[slug] for spelling, slug in _spelled(tuple((e.slug, e.module) for e in exercises)).items()
    }


@lru_cache(maxsize=4)  # every entry of a class asks for the same exercises
def _spelled(exercises: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the slugs by spelling. The exercises are given as pairs of slug and module."""
    found: dict[str, str | None] = {}
    modules = dict(exercises)
    for slug, module in modules.items():
        number, name = slug[:2], slug[3:]
        for spelling in {number, str(int(number)), _normalized(name), _normalized(module)}:
            found[spelling] = slug if spelling not in found else None
    return {spelling: slug for spelling, slug in found.items() if slug is not None} | {
        _normalized(s): s for s in modules
    }


def exercise_of_folder(name: str, spelled: Mapping[str, Exercise]) -> Exercise | None:
    """Return the exercise that a folder is named after: ``02_losses``, ``02-losses``, ``losses``, ``02`` or ``2``."""
    return spelled.get(_normalized(name))


def split_stem(stem: str, spelled: Mapping[str, Exercise]) -> tuple[str, Exercise | None]:
    """Split a file's stem such as ``alice_losses`` into the person's name and the exercise.

    The separator is any of ``_``, ``-``, ``.`` and space. The exercise may be given by slug or module. The number that
    a second upload gets is ignored (``alice_losses-1``, ``alice_losses (1)``). A stem that names only an exercise gives
    the person ``""``. A stem that names no exercise is returned whole as the person, with ``None``. A number alone does
    not count as an exercise here: ``group_02`` is a group.
    """
    if match := _stem_pattern(tuple(spelled)).fullmatch(stem):
        return match["person"] or "", spelled[_normalized(match["exercise"])]
    return stem, None


@lru_cache(maxsize=4)  # every entry of a class asks for the same exercises
def _stem_pattern(spelled: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of ``<person>_<exercise>``.

    The person's part is as short as possible, so that ``02_losses`` is only an exercise. Separators are matched
    possessively (``++``): no exercise begins with one, and backtracking would make long names slow.
    """
    names = ["[-_. ]++".join(map(re.escape, spelling.split("_"))) for spelling in spelled if not spelling.isdigit()]
    exercise = "|".join(names) or r"(?!)"
    pattern = rf"(?:(?P<person>.*?[^-_. ])?[-_. ]++)?(?P<exercise>{exercise})(?:-\d+| ?\(\d+\))?"
    return re.compile(pattern, re.IGNORECASE | re.DOTALL | re.ASCII)


def _normalized(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")

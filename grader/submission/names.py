"""Names of exercises as students spell them, and names of files in a submission."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from grader.exercises.catalogue import DESK, DESK_FILES
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import DEPTH, NAME, PATH, Refused, shown

ZIPS = (".zip",)

TARS = (".tar.gz", ".tgz")

ARCHIVES = (*ZIPS, *TARS, ".tar.bz2", ".tar.xz", ".tar", ".rar", ".7z")

SINGLE_FILES = (".py", ".ipynb", ".py.txt")
"""How the name of a module or notebook ends. Windows hides known endings, so that ``losses.py.txt`` looks right."""

FORMS = _("a folder, a .zip, a .tar.gz, a .py or a notebook (.ipynb)")
"""What an entry may be, for messages."""

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


def split_suffix(name: str, suffixes: Collection[str] = (*SINGLE_FILES, *ARCHIVES)) -> tuple[str, str]:
    """Split ``name`` into stem and suffix, in lower case; the suffix is empty where it is none of ``suffixes``."""
    low = name.lower()
    suffix = max((s for s in suffixes if low.endswith(s)), key=len, default="")
    return name[: len(name) - len(suffix)], suffix


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


class Named(NamedTuple):
    """What the name of a single file says.

    Attributes:
        person: what stands before the exercise's name; empty if nothing does.
        exercise: the exercise; ``None`` if the name says none.
        copy: the number that a second upload or download gets, as in ``losses (1)`` and ``losses-1``; otherwise 0.
        loose: whether words such as ``v2`` or ``final`` were left out to find the exercise.
    """

    person: str
    exercise: Exercise | None
    copy: int = 0
    loose: bool = False


def split_stem(stem: str, spelled: Mapping[str, Exercise]) -> tuple[str, Exercise | None]:
    """Split a file's stem such as ``alice_losses`` into the person's name and the exercise; see ``read_stem``."""
    named = read_stem(stem, spelled)
    return named.person, named.exercise


def read_stem(stem: str, spelled: Mapping[str, Exercise]) -> Named:
    """Return whose file it is and of which exercise, by its stem, such as ``alice_losses``.

    The separator is any of ``_``, ``-``, ``.`` and space. The exercise may be given by slug or module. The number that
    a second upload gets is told apart (``alice_losses-1``, ``alice_losses (1)``), and so are ``_v2``, ``_final`` and
    the like. A stem that names only an exercise gives the person ``""``. A stem that names no exercise is the person,
    with ``None``. A number alone does not count as an exercise here: ``group_02`` is a group.
    """
    alone, pattern = _stem_patterns(tuple(spelled))
    if match := alone.fullmatch(stem) or pattern.fullmatch(stem):
        copy = int((match["copy"] or "0").strip("-( )")[-9:])
        return Named(
            match.groupdict().get("person") or "", spelled[_normalized(match["exercise"])], copy, bool(match["loose"])
        )
    return Named(stem, None)


@lru_cache(maxsize=4)  # every entry of a class asks for the same exercises
def _stem_patterns(spelled: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of ``<exercise>`` and ``<person>_<exercise>``.

    The first is tried first, so that ``02_losses`` is only an exercise. Separators are matched possessively (``++``):
    no exercise begins with one, and backtracking would make long names slow.
    """
    names = ["[-_. ]++".join(map(re.escape, spelling.split("_"))) for spelling in spelled if not spelling.isdigit()]
    exercise = "|".join(names) or r"(?!)"
    alone = rf"[-_. ]*+(?P<exercise>{exercise})(?P<loose>(?:{_LOOSE}){{0,3}})(?P<copy>-\d+| ?\(\d+\))?"
    flags = re.IGNORECASE | re.DOTALL | re.ASCII
    return re.compile(alone, flags), re.compile(rf"(?P<person>.*?[^-_. ])[-_. ]++{alone}", flags)


_LOOSE = (
    r"[-_. ]*(?:v|ver|version)[-_. ]?\d{1,3}|[_. ]+\d{1,3}"
    r"|[-_. ]*(?:final|copy|new|fixed|done|副本|最终版?|终版|修改版?|新版?)"
)
"""What students add to a file's name when they write it once more, such as ``_v2``. ``-1`` and ``(1)`` are ``copy``."""


def attempt_of(name: str) -> int:
    """Return the number of the attempt that a folder is called after, such as ``attempt_2``; 0 if it is none."""
    match = _ATTEMPT.fullmatch(name)
    return int(match[1] or match[2]) if match else 0


_ATTEMPT = re.compile(
    r"(?:attempt|try|version|v|submission|upload|提交|版本)[-_. ]?(\d{1,6})|第(\d{1,6})次.*", re.IGNORECASE
)
"""The names that platforms and students give to the folders of attempts."""


def _normalized(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")

"""A plain folder: one entry a student, called by any name.

Anybody may have chosen any name (docs/decisions/0019). What has exactly the same name is taken for the work of one
student (docs/decisions/0037): ``alice/``, ``alice.zip``, ``alice_losses.py`` and ``alice (1).zip``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from grader.exercises.exercise import Exercise
from grader.submission.delivery import Delivered
from grader.submission.names import SINGLE_FILES, Named, read_stem, split_suffix
from grader.submission.platforms.listing import Item, Platform, Sorted

_COPY = re.compile(r"(?P<name>.*?) ?\((?P<copy>\d{1,6})\)", re.DOTALL)


def _sort(items: Sequence[Item], spelled: Mapping[str, Exercise]) -> Sorted:
    strays = [item.name for item in items if not _is_somebodys(item, spelled)]
    found = [_owned(item, spelled) for item in items if _is_somebodys(item, spelled)]
    names = {one.key for one in found}
    return Sorted([_with_copies(one, names) for one in found], (), strays)


def _is_somebodys(item: Item, spelled: Mapping[str, Exercise]) -> bool:
    """Whether an item may be work, and its name is not only that of an exercise."""
    if not item.may_be_work:
        return False
    stem, suffix = split_suffix(item.name)
    return item.folder or suffix not in SINGLE_FILES or read_stem(stem, spelled).person != ""


def _owned(item: Item, spelled: Mapping[str, Exercise]) -> Delivered:
    stem, suffix = (item.name, "") if item.folder else split_suffix(item.name)
    named = read_stem(stem, spelled) if suffix in SINGLE_FILES else Named(stem, None)
    if named.exercise is None:
        return Delivered(_key(stem), stem, item.name, item.path)
    slug = named.exercise.slug
    batch = f"{slug} {named.copy}"  # read together: a module, the notebook of the same exercise, and losses_v2.py
    return Delivered(_key(named.person), named.person, item.name, item.path, attempt=named.copy, batch=batch, slug=slug)


def _with_copies(one: Delivered, names: Container[str]) -> Delivered:
    """Return ``alice (1)`` as a second attempt of ``alice``, if there is one."""
    match = _COPY.fullmatch(one.key)
    if match is None or one.slug or match["name"] not in names:
        return one
    return replace(one, key=match["name"], person=match["name"], attempt=int(match["copy"]))


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name)


FOLDER = Platform("folder", lambda items: True, _sort, proven=False)

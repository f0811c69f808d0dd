"""Finding the entries of a class folder, and whom each belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError, reason
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.bounds import listed, shown
from grader.submission.names import ARCHIVES, exercise_of_folder, is_clutter, is_dropped, spellings, split_stem
from grader.submission.people import Claim, name_all

SINGLE_FILES = (".py", ".ipynb")

FORMS = _("a folder, a .zip, a .py or a notebook (.ipynb)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What lies in the class folder for one person, before it is read.

    The gradebook's table ``entry`` is about something else: it has a row for each time at which something new was
    handed in.

    Attributes:
        person: the name of the student. It is safe as the name of a folder and unique in the class, also if case is
            ignored.
        path: a folder, zip, ``.py`` or notebook. For anything else ``read_entry`` reports a problem.
        others: further single files of the same person, each named after another exercise.
        slugs: the exercises that ``path`` and ``others`` are named after. Empty for a folder, a zip and a file that is
            not named after an exercise.
        notes: what a teacher should know to decide whose entry this is.
        ids: every identifier that a platform gives.
        key: what identifies the person among the entries of later runs: a platform's id, or the name as it stands in
            the file names.
    """

    person: str
    path: Path
    others: tuple[Path, ...] = ()
    slugs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    key: str = ""

    def parts(self) -> list[Entry]:
        """Return one entry for each file, so that a file that cannot be read does not affect the others."""
        if not self.others:
            return [self]
        return [Entry(self.person, p, (), (s,)) for p, s in zip((self.path, *self.others), self.slugs, strict=True)]


def discover(folder: Path, exercises: Sequence[Exercise] = ()) -> list[Entry]:
    """Return the entries of the class folder ``folder``, sorted by file name.

    Hidden files, editor backups, ``__MACOSX``, ``README*`` and similar names are ignored. The single files
    ``alice_losses.py`` and ``alice_layers.py`` become one entry. A note lists the joined files, since anybody may have
    handed in either of them. Files that claim the same name and the same exercise become separate entries. So do
    entries that give the same name: ``alice/`` and ``alice.zip`` become ``alice (alice)`` and ``alice (alice.zip)``.
    docs/decisions/0019 gives the reasons.

    Args:
        folder: the class folder.
        exercises: all exercises of the course, not only the graded ones. They tell where the person's name ends in a
            file name.

    Raises:
        UsageError: the folder is missing, is not a folder, cannot be read, is empty, or is the work of one student.
    """
    found = _listing(folder)
    spelled = spellings(exercises)
    work = [item for item in found if not is_dropped(item.name, _is_folder(item))]
    if work and all(_is_called_like_an_exercise(item, spelled) for item in work):
        raise UsageError(
            _(
                "{path} looks like the work of one student (it holds {name}): give the folder above it, which has one"
                " entry a student",
                path=folder,
                name=shown(work[0].name),
            )
        )
    owned = sorted(_claims(found, spelled), key=lambda owner: owner[0].file)
    names = name_all([claim for claim, paths in owned])
    entries = []
    for name, (claim, paths) in zip(names, owned, strict=True):
        first, *others = paths.values()
        slugs = tuple(slug for slug in paths if slug)
        entries.append(Entry(name, first, tuple(others), slugs, tuple(claim.notes), (), claim.person))
    return entries


_Owned = tuple[Claim, dict[str, Path]]
"""A claim and its files by slug. The key is empty for anything but a single file that is named after an exercise."""


def _claims(found: Sequence[os.DirEntry[str]], spelled: Mapping[str, Exercise]) -> Iterator[_Owned]:
    """Yield the claims with their files. Single files of one person that name exercises are joined."""
    named: dict[str, dict[str, list[Path]]] = {}
    for item in found:
        person, exercise = _owner(item, spelled)
        if exercise is None:
            yield Claim(person, item.name), {"": Path(item.path)}
        else:
            named.setdefault(person, {}).setdefault(exercise.slug, []).append(Path(item.path))
    for person, files in named.items():
        yield from _of_person(person, files)


def _of_person(person: str, files: Mapping[str, Sequence[Path]]) -> Iterator[_Owned]:
    """Yield the claims for the single files of one person.

    The files that are alone in claiming their exercise are one claim together. Each file that shares its exercise with
    another is a claim of its own.
    """
    joined = {slug: paths[0] for slug, paths in files.items() if len(paths) == 1}
    disputed = {
        slug: _(
            "{files} all claim to be {exercise} of this student: each is an entry of its own, and which of them counts"
            " must be settled by the teacher",
            files=listed([path.name for path in paths]),
            exercise=slug,
        )
        for slug, paths in files.items()
        if len(paths) > 1
    }
    if joined:
        names = [path.name for path in joined.values()]
        how = _("taken for the work of one student, because of their names: {files}", files=listed(names, len(names)))
        yield Claim(person, names[0], notes=[*([how] if len(names) > 1 else ()), *disputed.values()]), joined
    for slug, note in disputed.items():
        for path in files[slug]:
            yield Claim(person, path.name, apart=True, notes=[note]), {slug: path}


def _listing(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            found = [item for item in listing if not is_clutter(item.name, _is_folder(item))]
    except FileNotFoundError:
        raise UsageError(
            _("{path} does not exist: give the folder that holds one entry a student", path=folder)
        ) from None
    except NotADirectoryError:
        raise UsageError(
            _("{path} is not a folder: give the one that holds it, with one entry a student", path=folder)
        ) from None
    except OSError as error:
        raise UsageError(
            _("{path} cannot be read ({why}): check its permissions", path=folder, why=reason(error))
        ) from None
    if not found:
        raise UsageError(
            _("{path} holds no submission: put one entry a student into it, {forms}", path=folder, forms=FORMS)
        )
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
    person, exercise = split_stem(stem, spelled)
    return (person, exercise) if person else (stem, None)

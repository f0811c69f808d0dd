"""Which entries of a folder are whose."""

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
from grader.submission.students import Claim, name_all

SINGLE_FILES = (".py", ".ipynb")

FORMS = _("a folder, a .zip, a .py or a notebook (.ipynb)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one student handed in, not yet opened.

    Attributes:
        student: a name that is safe as the name of a folder and unique in its class, also where case does not count.
        path: a folder, zip, ``.py`` or notebook; perhaps something else, which ``read`` will say.
        others: further single files of the same student, each named after another exercise.
        slugs: the exercises that ``path`` and ``others`` are named after; none for other forms.
        notes: what a teacher should know about whose it is.
    """

    student: str
    path: Path
    others: tuple[Path, ...] = ()
    slugs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def parts(self) -> list[Entry]:
        """Return each file as an entry of its own, so that one that cannot be taken costs no other."""
        if not self.others:
            return [self]
        return [Entry(self.student, p, (), (s,)) for p, s in zip((self.path, *self.others), self.slugs, strict=True)]


def discover(folder: Path, exercises: Sequence[Exercise] = ()) -> list[Entry]:
    """Return one entry a student, sorted by file name.

    Hidden files, editor backups, ``__MACOSX``, ``README*`` and the like are nobody's. Single files ``alice_losses.py``
    and ``alice_layers.py`` are one entry, provided that ``exercises`` (all of the course, not only the graded ones)
    tell where a student's name ends; a note says which were joined, since anybody may have written either. Files that
    claim the same name and exercise are an entry each, and so are entries that give the same name (``alice/`` and
    ``alice.zip``, called ``alice (alice)`` and ``alice (alice.zip)``): docs/decisions/0019 says why.

    Raises:
        UsageError: the folder is missing, not a folder, unreadable, empty, or one student's rather than a class's.
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
        entries.append(Entry(name, first, tuple(others), tuple(slug for slug in paths if slug), tuple(claim.notes)))
    return entries


_Owned = tuple[Claim, dict[str, Path]]
"""Whose, and the files by slug; by an empty text, what is not a single file named after an exercise."""


def _claims(found: Sequence[os.DirEntry[str]], spelled: Mapping[str, Exercise]) -> Iterator[_Owned]:
    """Yield what belongs together."""
    named: dict[str, dict[str, list[Path]]] = {}
    for item in found:
        student, exercise = _owner(item, spelled)
        if exercise is None:
            yield Claim(student, item.name), {"": Path(item.path)}
        else:
            named.setdefault(student, {}).setdefault(exercise.slug, []).append(Path(item.path))
    for student, files in named.items():
        yield from _of_student(student, files)


def _of_student(student: str, files: Mapping[str, Sequence[Path]]) -> Iterator[_Owned]:
    """Yield the single files of one student together, and apart from them those that claim the same exercise."""
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
        yield Claim(student, names[0], notes=[*([how] if len(names) > 1 else ()), *disputed.values()]), joined
    for slug, note in disputed.items():
        for path in files[slug]:
            yield Claim(student, path.name, apart=True, notes=[note]), {slug: path}


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
    student, exercise = split_stem(stem, spelled)
    return (student, exercise) if student else (stem, None)

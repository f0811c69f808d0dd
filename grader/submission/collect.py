"""Turning an entry of the class folder into a submission."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader.errors import GraderError, UsageError, reason
from grader.exercises.exercise import Exercise
from grader.language import _, labelled
from grader.submission.archive import read_tar, read_zip
from grader.submission.bounds import WITH_EACH, Refused, Unusable, bounded, fit, listed, mib, shown
from grader.submission.encoding import as_utf8
from grader.submission.entry import ATTEMPT, PLATFORM, Entry, Member, Version
from grader.submission.imports import LIBRARIES, WITH_PYTHON, imports_in, libraries_in, numpy_is_enough
from grader.submission.intake import NESTED, CollectedFiles, check_kind, limit_of, read_regular, read_tree, read_work
from grader.submission.layout import assign, beside, candidates_in
from grader.submission.names import (
    FORMS,
    SINGLE_FILES,
    TARS,
    ZIPS,
    is_archive,
    is_dropped,
    is_notebook,
    path_fault,
    spellings,
    split_stem,
    split_suffix,
)
from grader.submission.notebook import Notebook
from grader.submission.record import Files, Module, Submission
from grader.submission.siblings import BesideInSubmission, BesideOnDisk, siblings
from grader.submission.written import is_begun

# Errors of the machine: it lacks descriptors or memory, or a disk fails. Trying again may help.
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO})


def read_entry(entry: Entry, exercises: Sequence[Exercise], known: Sequence[Exercise] = ()) -> Submission:
    """Read what ``entry`` holds for ``exercises``.

    Nothing that a student handed in makes this raise an error. What cannot be read becomes the submission's
    ``problem``.

    Args:
        entry: an entry that ``discover`` returned.
        exercises: the exercises to grade, at least one. If there is only one, a file named after the student is read
            as its module.
        known: all exercises of the course, by default ``exercises``. With them ``alice_layers.py`` is not read as
            losses when only losses are graded.

    Raises:
        GraderError: the machine lacks descriptors or memory, or its disk fails.
    """
    return joined(entry, [_read_version(entry.person, part, exercises, known or exercises) for part in entry.parts()])


def joined(entry: Entry, parts: Sequence[Submission]) -> Submission:
    """Return the submission that consists of the versions of ``entry``.

    Of each exercise the latest version counts in which something of it is written, and a note says which one was taken
    and what was left. A version that cannot be read becomes a note, and the others still count: anybody may have handed
    it in under this name. If no version gives any files, the first fault becomes the submission's problem.
    """
    files: dict[str, Files] = {}
    sources: dict[str, int] = {}
    for number, part in enumerate(parts):
        for slug, content in part.files.items():
            if slug not in files or (slug in parts[sources[slug]].stubs and slug not in part.stubs):
                files[slug] = content
                sources[slug] = number
    problems = [part.problem for part in parts if part.problem]
    problem = fit(problems.pop(0)) if problems and not files else ""
    of_parts = (note for number, part in enumerate(parts) if number in {0, *sources.values()} for note in part.notes)
    notes = bounded([*entry.notes, *_choices(entry, parts, sources), *problems, *of_parts])
    again = any(part.again for part in parts) or sum(len(part.files) for part in parts) > len(files)
    modules = {slug: parts[number].modules[slug] for slug, number in sources.items() if slug in parts[number].modules}
    return Submission(entry.person, files, problem, notes, again=again, sources=sources, modules=modules)


def _choices(entry: Entry, parts: Sequence[Submission], sources: Mapping[str, int]) -> Iterator[str]:
    """Yield a note for each choice between versions: which one was taken, for what, and what was left."""
    why = {
        PLATFORM: _("the latest by the platform's time"),
        ATTEMPT: _("the latest attempt"),
    }.get(entry.latest_by, _("the latest by the times of the files"))
    labels = [part.label for part in entry.parts()]
    found: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for slug, number in sources.items():
        taken = parts[number].files[slug]
        others = tuple(n for n, part in enumerate(parts) if n != number and part.files.get(slug, taken) != taken)
        if others:
            found.setdefault((number, others), []).append(slug)
    for (number, others), slugs in found.items():
        if number > min(others):
            why = _("since nothing of it is written in what came later")
        yield _(
            "handed in more than once: {taken} was taken for {exercises}, {why}; not {left}",
            taken=shown(labels[number]),
            exercises=listed(sorted(slugs)),
            why=why,
            left=listed([labels[n] for n in others]),
        )


def _read_version(
    person: str, version: Version, exercises: Sequence[Exercise], known: Sequence[Exercise]
) -> Submission:
    reading = _Collector(version, exercises, known)
    first = version.members[0]
    try:
        files = reading.files()
        reading.note_libraries(files)
        stubs = reading.stubs(files)
        notes = tuple(reading.notes)
        return Submission(person, files, notes=notes, stubs=stubs, again=reading.again, modules=reading.modules)
    except Unusable as fault:  # the message has no file name; here the fault is that of the entry itself
        name = shown(first.name)
        problem: str = _("{name} {fault}: hand in the work itself", name=name, fault=fault.message)
    except Refused as fault:
        problem = fault.message
    except OSError as error:
        if error.errno in _OURS:
            raise GraderError(
                _("{path} cannot be read ({why}): try again", path=first.path, why=reason(error))
            ) from error
        where = Path(os.fsdecode(error.filename or first.path)).name
        problem = _("{path} cannot be read ({why})", path=shown(where), why=reason(error))
    return Submission(person, {}, problem)


class Own(NamedTuple):
    """A student's own exercise folder.

    Attributes:
        files: by path relative to it.
        notes: what the student should know about them.
    """

    files: Files
    notes: tuple[str, ...]


def read_folder(folder: Path, exercise: Exercise) -> Files:
    """Return the files of a student's own exercise folder, by the same rules and limits as in grading.

    The files beside it that it uses are among them, as in grading; see ``siblings``.

    The module is missing from the result if the folder has neither the module nor its notebook.

    Raises:
        UsageError: the folder or its module cannot be read or is larger than a submission may be.
    """
    return _read_folder(folder, exercise).files


def _read_folder(folder: Path, exercise: Exercise) -> Own:
    if not folder.is_dir():
        raise UsageError(_("{path} is not a folder: `xorcise list` shows the exercises", path=folder))
    return _read(folder, exercise, lambda: read_tree(folder))


def read_own(folder: Path, exercise: Exercise) -> Own:
    """Return the files of a student's work on an exercise, in its folder or in any other, and notes.

    An exercise's folder, which holds ``exercise.toml``, is read as ``read_folder`` does. Of any other folder only the
    module or its notebook is read, and what it imports from there: such a folder may hold anything.

    Raises:
        UsageError: as ``read_folder``.
    """
    if not folder.is_dir() or (folder / "exercise.toml").is_file():
        return _read_folder(folder, exercise)
    return _read(folder, exercise, lambda: _read_alone(folder, exercise))


def _read_alone(folder: Path, exercise: Exercise) -> CollectedFiles:
    """Read a module, its notebook, and the modules of the folder that they import.

    Raises:
        Refused: they exceed the limits.
        OSError: a file cannot be read.
    """
    collected = CollectedFiles()
    waiting = [exercise.filename, f"{exercise.module}.ipynb"]
    while waiting:
        name = waiting.pop()
        path = folder / name
        if name in collected.files or not path.is_file():
            continue
        try:
            collected.check(name, path.stat().st_size)
            collected.add(name, read_regular(path, limit_of(name)))
        except Unusable as fault:
            collected.unusable[name] = fault.message
            continue
        if not is_notebook(name):
            waiting += [f"{one.name.partition('.')[0]}.py" for one in imports_in(collected.files[name])]
    return collected


def _read(folder: Path, exercise: Exercise, collect: Callable[[], CollectedFiles]) -> Own:
    try:
        collected = collect()
        odd = _in_utf8(collected)
        found = assign(collected, exercise, candidates_in(collected, [exercise], {}, 0))
        if not (own := found.files):
            return Own(beside(collected, exercise.filename), ())
        return Own(dict(sorted((siblings(own, BesideOnDisk(folder)) | own).items())), bounded([*odd, *found.notes]))
    except Refused as fault:
        raise UsageError(_("{path} could not be handed in: {fault}", path=folder, fault=fault.message)) from fault
    except OSError as error:
        path = error.filename or folder
        raise UsageError(_("{path} cannot be read ({why})", path=path, why=reason(error))) from error


@dataclass(slots=True)
class _Collector:
    """Collects the files of one version of an entry.

    ``notes`` is an ordered set of the notes made so far. ``again`` says whether one of several modules had to be
    chosen. ``modules`` is as in ``Submission``.
    """

    version: Version
    exercises: Sequence[Exercise]
    known: Sequence[Exercise]
    notes: dict[str, None] = field(default_factory=dict)
    again: bool = False
    modules: dict[str, Module] = field(default_factory=dict)

    def files(self) -> dict[str, Files]:
        if len(self.version.members) > 1:
            return self._of_haul(_gathered(self.version.members))
        ((name, path),) = self.version.members
        info = os.lstat(path)
        if stat.S_ISDIR(info.st_mode):
            collected = read_tree(path)
            if archive := _only_archive(collected):
                # Learning platforms put a student's uploaded zip alone into a folder of that student.
                return self._of_archive(archive, path / archive)
            return self._of_haul(collected)
        check_kind(info)
        if not name.lower().endswith(SINGLE_FILES):
            return self._of_archive(name, path)
        content = read_work(path, name)
        return self._of_single(name, content, f"{split_suffix(name)[0]}_{self.exercises[0].filename}")

    def stubs(self, files: Mapping[str, Files]) -> frozenset[str]:
        """Return the exercises of which nothing is written, if there are other versions to take them from."""
        if not self.version.compared:
            return frozenset()
        exercises = [exercise for exercise in self.exercises if exercise.slug in files]
        return frozenset(e.slug for e in exercises if not is_begun(files[e.slug][e.filename], e.entry_points))

    def note_libraries(self, files: Mapping[str, Files]) -> None:
        """Note the first library that an exercise imports although it needs NumPy only."""
        for exercise in self.exercises:
            if exercise.template == "numpy":
                own = files.get(exercise.slug, {})
                for one in libraries_in(own, exercise.module)[:1]:
                    self._note(labelled(exercise.slug, numpy_is_enough(one, own)))

    def _note(self, *notes: str) -> None:
        self.notes |= dict.fromkeys(notes)

    def _of_archive(self, name: str, path: Path) -> dict[str, Files]:
        low = name.lower()
        if low.endswith(ZIPS):
            return self._of_haul(read_zip(path))
        if low.endswith(TARS):
            return self._of_haul(read_tar(path))
        if is_archive(name):
            raise Refused(
                _(
                    "{name} is an archive of a kind that is not opened here: pack the files as a .zip and hand that in",
                    name=shown(name),
                )
            )
        raise Refused(_("{name} is not of a kind that can be graded: hand in {forms}", name=shown(name), forms=FORMS))

    def _of_haul(self, collected: CollectedFiles) -> dict[str, Files]:
        self._note(*_in_utf8(collected))
        candidates = candidates_in(collected, self.exercises, spellings(self.known))
        files: dict[str, Files] = {}
        folders: dict[str, str] = {}
        for exercise in self.exercises:
            found = assign(collected, exercise, candidates)
            self.again = self.again or found.again
            self._note(*found.notes)
            if found.files:
                files[exercise.slug] = found.files
                folders[exercise.slug] = found.folder
                if found.module is not None:
                    self.modules[exercise.slug] = found.module
        if sum(len(content) for own in files.values() for content in own.values()) > WITH_EACH:
            raise Refused(
                _(
                    "what lies beside the modules goes along with each of them and makes more than {size}: give each"
                    " exercise a folder of its own",
                    size=mib(WITH_EACH),
                )
            )
        self._add_siblings(files, collected, folders)
        if not files:
            files = self._of_unnamed(collected)
        left_out = collected.unusable.items()
        self._note(*(_("{name} {fault}: it was left out", name=shown(path), fault=why) for path, why in left_out))
        return files

    def _add_siblings(self, files: dict[str, Files], collected: CollectedFiles, folders: Mapping[str, str]) -> None:
        """Add to each exercise what lies beside its folder and is used there; a note says what had to be left out.

        Args:
            files: the files of each exercise, by slug.
            collected: all files of the submission.
            folders: by slug, the folder of each exercise in the submission.
        """
        room = WITH_EACH - sum(len(content) for own in files.values() for content in own.values())
        for slug, folder in folders.items():
            if not folder:
                continue  # everything below the top goes along already
            more = siblings(files[slug], BesideInSubmission(collected.files, folder))
            size = sum(map(len, more.values()))
            if size > room:
                self._note(
                    _(
                        "what {exercise} uses beside its folder was left out: with it, the files of all exercises make"
                        " more than {size}",
                        exercise=slug,
                        size=mib(WITH_EACH),
                    )
                )
                continue
            room -= size
            files[slug] = dict(sorted((more | dict(files[slug])).items()))
            self._note(*_out_of_reach(files[slug], collected, slug))

    def _of_unnamed(self, collected: CollectedFiles) -> dict[str, Files]:
        """Return the files by exercise if ``collected`` holds one module or notebook, whatever its name."""
        singles = [path for path in collected.files if path.lower().endswith(SINGLE_FILES)]
        if len(singles) == 1:
            path = singles[0]
            extra = beside(collected, path)
            found = self._of_single(PurePosixPath(path).name, collected.files[path], self.exercises[0].filename)
            return {slug: extra | dict(own) for slug, own in found.items()}
        wanted = ", ".join(exercise.filename for exercise in self.exercises)
        self._note(_("nothing in it is called {names}", names=shown(wanted)))
        return {}

    def _of_single(self, name: str, content: bytes, example: str) -> dict[str, Files]:
        """Return the files of each exercise that the single file ``name`` is for.

        Raises:
            Refused: its name does not say which, or it is no notebook.
        """
        exercise = split_stem(split_suffix(name, SINGLE_FILES)[0], spellings(self.known))[1]
        wanted = [exercise] if exercise else list(self.exercises)
        if exercise and exercise not in self.exercises:
            self._note(
                _("{name} is for {exercise}, which is not graded here", name=shown(name), exercise=exercise.slug)
            )
            return {}
        if is_notebook(name):
            return self._of_notebook(Notebook.read(content, name), wanted, bool(exercise) or len(wanted) == 1)
        if len(wanted) > 1:
            raise Refused(
                _(
                    "{name} does not say which exercise it is for: name it like {example}",
                    name=shown(name),
                    example=shown(example),
                )
            )
        content, note = as_utf8(content, name)
        if note:
            self._note(note)
        if name.lower().endswith(".py.txt"):
            self._note(_("{name} was taken for {file}", name=shown(name), file=wanted[0].filename))
        return {wanted[0].slug: {wanted[0].filename: content}}

    def _of_notebook(self, notebook: Notebook, exercises: Sequence[Exercise], only: bool) -> dict[str, Files]:
        files: dict[str, Files] = {}
        for exercise in exercises:
            if only or notebook.defines(exercise.entry_points):
                content, notes = notebook.module(exercise.entry_points)
                self._note(*notes)
                files[exercise.slug] = {exercise.filename: content}
        if not files:
            self._note(_("the notebook {name} defines nothing that the exercises ask for", name=shown(notebook.name)))
        return files


def _gathered(members: Sequence[Member]) -> CollectedFiles:
    """Return what several members hold, as if they lay in one folder.

    Raises:
        Refused: together they exceed the limits.
        OSError: one cannot be read.
    """
    collected = CollectedFiles()
    for name, path in members:
        if path.is_dir() and not path.is_symlink():
            inside = read_tree(path)
            collected.unusable |= {f"{name}/{part}": why for part, why in inside.unusable.items()}
            for part, content in inside.files.items():
                collected.add(f"{name}/{part}", content)
            continue
        if is_dropped(name, False):
            continue
        try:
            if why := path_fault(name):
                raise Unusable(why)
            if is_archive(name):
                raise Unusable(NESTED)
            collected.check(name, path.lstat().st_size)
            collected.add(name, read_regular(path, limit_of(name)))
        except Unusable as fault:
            collected.unusable[name] = fault.message
    return collected


def _only_archive(collected: CollectedFiles) -> str | None:
    """Return the path of the archive in a folder that holds nothing else that can be graded."""
    if any(path.lower().endswith(SINGLE_FILES) for path in collected.files):
        return None
    archives = [path for path, why in collected.unusable.items() if why == NESTED]
    return archives[0] if len(archives) == 1 and len(collected.unusable) == 1 else None


def _in_utf8(collected: CollectedFiles) -> list[str]:
    """Turn Python files that Python could not read because of their encoding into UTF-8; return notes about them."""
    notes: list[str] = []
    for path, content in collected.files.items():
        if path.lower().endswith((".py", ".py.txt")):
            collected.files[path], note = as_utf8(content, path)
            if note:
                notes.append(note)
    return notes


def _out_of_reach(own: Files, collected: CollectedFiles, slug: str) -> Iterator[str]:
    """Yield a note for each file of the submission that an exercise imports and that does not go along with it."""
    there = {part.removesuffix(".py") for path in own for part in path.split("/")}
    elsewhere: dict[str, str] = {}
    for path in collected.files:
        if path.endswith(".py"):
            for part in path.split("/"):
                elsewhere.setdefault(part.removesuffix(".py"), path)
    imported = {one.name for path, code in own.items() if path.endswith(".py") for one in imports_in(code)}
    for name in sorted(imported.intersection(elsewhere) - there - WITH_PYTHON - LIBRARIES):
        yield _(
            "{path} was left out, though {exercise} imports {module}: only what lies in the exercise's folder or beside"
            " it goes along",
            path=shown(elsewhere[name]),
            exercise=slug,
            module=shown(name),
        )

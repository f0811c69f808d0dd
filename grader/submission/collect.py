"""From an entry of a class's folder to a submission."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.errors import GraderError, UsageError, reason
from grader.exercises.exercise import Exercise
from grader.language import _
from grader.submission.archive import read_zip
from grader.submission.bounds import WITH_EACH, Refused, Unusable, bounded, fit, mib, shown
from grader.submission.discover import FORMS, SINGLE_FILES, Entry
from grader.submission.intake import NESTED, Haul, check_kind, limit_of, read_regular, read_tree
from grader.submission.layout import assign, beside, places_in
from grader.submission.names import is_notebook, spellings, split_stem
from grader.submission.notebook import Notebook
from grader.submission.record import Files, Submission

# What a machine lacks is not the student's fault, and trying again may help.
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO})


def read(entry: Entry, exercises: Sequence[Exercise], known: Sequence[Exercise] = ()) -> Submission:
    """Read what ``entry`` holds for ``exercises``.

    Nothing that a student handed in raises: what cannot be taken becomes the submission's ``problem``.

    Args:
        entry: one that ``discover`` returned.
        exercises: those that are graded, at least one. If it is only one, a file called after the student is taken
            for it.
        known: all exercises of the course, so that ``alice_layers.py`` is not taken for losses when only losses are
            graded. Those graded, if not given.

    Raises:
        GraderError: the machine could not read it, for want of descriptors or memory or for a failing disk.
    """
    return joined(entry, [_read(part, exercises, known or exercises) for part in entry.parts()])


def joined(entry: Entry, parts: Sequence[Submission]) -> Submission:
    """Return the submission that the parts of ``entry`` are together.

    What is wrong with one part is a note: anybody may have handed it in under this name, and it costs no other. If
    there is something wrong with all that was handed in, that is the problem.
    """
    files = {slug: content for part in parts for slug, content in part.files.items()}
    problems = [part.problem for part in parts if part.problem]
    problem = fit(problems.pop(0)) if problems and not files else ""
    notes = bounded([*entry.notes, *problems, *(note for part in parts for note in part.notes)])
    return Submission(entry.student, files, problem, notes)


def _read(entry: Entry, exercises: Sequence[Exercise], known: Sequence[Exercise]) -> Submission:
    reading = _Reading(entry, exercises, known)
    try:
        return Submission(entry.student, reading.files(), notes=tuple(reading.notes))
    except Unusable as fault:  # it names no file, so it is about the entry
        name = shown(entry.path.name)
        problem: str = _("{name} {fault}: hand in the work itself", name=name, fault=fault.message)
    except Refused as fault:
        problem = fault.message
    except OSError as error:
        if error.errno in _OURS:
            raise GraderError(
                _("{path} cannot be read ({why}): try again", path=entry.path, why=reason(error))
            ) from error
        where = Path(os.fsdecode(error.filename or entry.path)).name
        problem = _("{path} cannot be read ({why})", path=shown(where), why=reason(error))
    return Submission(entry.student, {}, problem)


def read_folder(folder: Path, exercise: Exercise) -> Files:
    """Return the files of a student's own exercise folder, by the same rules and bounds as in grading.

    The module is absent from them if neither it nor its notebook is in the folder.

    Raises:
        UsageError: the folder or the module in it cannot be read, or is more than may be handed in.
    """
    if not folder.is_dir():
        raise UsageError(_("{path} is not a folder: `xorcise list` shows the exercises", path=folder))
    try:
        haul = read_tree(folder)
        return assign(haul, exercise, places_in(haul, [exercise], {}, 0))[0] or beside(haul, exercise.filename)
    except Refused as fault:
        raise UsageError(_("{path} could not be handed in: {fault}", path=folder, fault=fault.message)) from fault
    except OSError as error:
        path = error.filename or folder
        raise UsageError(_("{path} cannot be read ({why})", path=path, why=reason(error))) from error


@dataclass(slots=True)
class _Reading:
    """One entry on its way to becoming a submission; ``notes``, each once, gather as it goes."""

    entry: Entry
    exercises: Sequence[Exercise]
    known: Sequence[Exercise]
    notes: dict[str, None] = field(default_factory=dict)

    def files(self) -> dict[str, Files]:
        path = self.entry.path
        info = os.lstat(path)
        if stat.S_ISDIR(info.st_mode):
            haul = read_tree(path)
            if not haul.files and list(haul.unusable.values()) == [NESTED]:
                # What learning platforms make of one uploaded zip: a folder of the student with nothing else in it.
                return self._of_archive(path / next(iter(haul.unusable)))
            return self._of_haul(haul)
        check_kind(info)
        if path.suffix.lower() not in SINGLE_FILES:
            return self._of_archive(path)
        content = read_regular(path, limit_of(path.name))
        return self._of_single(path.name, content, f"{path.stem}_{self.exercises[0].filename}")

    def _note(self, *notes: str) -> None:
        self.notes |= dict.fromkeys(notes)

    def _of_archive(self, path: Path) -> dict[str, Files]:
        if path.suffix.lower() != ".zip":
            raise Refused(
                _("{name} is not of a kind that can be graded: hand in {forms}", name=shown(path.name), forms=FORMS)
            )
        return self._of_haul(read_zip(path))

    def _of_haul(self, haul: Haul) -> dict[str, Files]:
        places = places_in(haul, self.exercises, spellings(self.known))
        files: dict[str, Files] = {}
        for exercise in self.exercises:
            own, notes = assign(haul, exercise, places)
            self._note(*notes)
            if own:
                files[exercise.slug] = own
        if sum(len(content) for own in files.values() for content in own.values()) > WITH_EACH:
            raise Refused(
                _(
                    "what lies beside the modules goes along with each of them and makes more than {size}: give each"
                    " exercise a folder of its own",
                    size=mib(WITH_EACH),
                )
            )
        if not files:
            files = self._of_unnamed(haul)
        left_out = haul.unusable.items()
        self._note(*(_("{name} {fault}: it was left out", name=shown(path), fault=why) for path, why in left_out))
        return files

    def _of_unnamed(self, haul: Haul) -> dict[str, Files]:
        """Return the files of each exercise that the only module or notebook of ``haul``, whatever its name, is for."""
        singles = [path for path in haul.files if path.lower().endswith(SINGLE_FILES)]
        if len(singles) == 1:
            path = singles[0]
            extra = beside(haul, path)
            found = self._of_single(PurePosixPath(path).name, haul.files[path], self.exercises[0].filename)
            return {slug: extra | dict(own) for slug, own in found.items()}
        wanted = ", ".join(exercise.filename for exercise in self.exercises)
        self._note(_("nothing in it is called {names}", names=shown(wanted)))
        return {}

    def _of_single(self, name: str, content: bytes, example: str) -> dict[str, Files]:
        """Return the files of each exercise that the single file ``name`` is for.

        Raises:
            Refused: its name does not say which, or it is no notebook.
        """
        exercise = split_stem(PurePosixPath(name).stem, spellings(self.known))[1]
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

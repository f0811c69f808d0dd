"""What a student's command is about: WHAT on the command line, or where one stands.

WHAT is an exercise (``2``, ``02_losses``, ``losses``), a function or class of one (``softmax``, ``losses.softmax``), a
method (``SGD.update``), or a path: a file or folder of an exercise, wherever it lies and whatever it is called. Without
it, it is the exercise of the folder where one stands, and outside of any the first one of the course that is not done.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from grader.desk.progress import Progress, first_waiting
from grader.desk.written import content_of, own_file
from grader.errors import CatalogueError, UsageError
from grader.exercises.alone import LoneExercise
from grader.exercises.catalogue import GIVEN, Catalogue, called
from grader.exercises.exercise import Exercise
from grader.exercises.installed import InstalledCourse
from grader.language import _, joined, listed
from grader.records import did_you_mean, value_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is about.

    Attributes:
        catalogue: the course that the exercise belongs to, or the exercise alone.
        exercise: the exercise.
        function: an entry point of it, or a method of one: ``softmax``, ``SGD.update``; ``None`` for all of it.
    """

    catalogue: Catalogue
    exercise: Exercise
    function: str | None = None

    @property
    def entry_point(self) -> str | None:
        """The entry point that the function is, or is a method of."""
        return self.function.partition(".")[0] if self.function else None


def asked(what: str | None = None, start: Path | None = None) -> Asked:
    """Return what a command is about.

    Args:
        what: WHAT of the command line; ``None`` where it has none.
        start: where one stands; by default the current folder.

    Raises:
        UsageError: there is no such thing, several are called so, or without ``what`` nothing is left to do.

    Example:
        >>> asked("cross_entropy_error").exercise.slug
        '02_losses'
    """
    start = (start or Path.cwd()).resolve()
    here = standing(start)
    if what is None:
        found = here or current(_course(start))
        if found is None:
            raise UsageError(_("every exercise is done: name one; `xorcise list` shows them"))
        return found
    if _looks_like_a_path(what) and _is_there(start / what):
        return _at(start / what, what)
    courses = [here.catalogue] if here is not None else []
    if here is None or isinstance(here.catalogue, LoneExercise):
        courses += _courses(start)
    for course in courses:
        if (named := _named(course, what, here)) is not None:
            return named
    if what and _is_there(start / what):
        return _at(start / what, what)
    if not courses:
        _course(start)  # it says that there is none
    raise UsageError(_unknown(what, [name for course in courses for name in names(course)]))


def standing(start: Path | None = None) -> Asked | None:
    """Return the exercise of a folder, by default of the current one; ``None`` where it is no exercise's.

    A folder outside of courses that holds the folder of one exercise is that exercise's. So is one that holds the
    student's file alone; of several such files it is the first that is not done. Where XORCISE_CATALOGUE names
    a course, exercises of others do not count.
    """
    start = (start or Path.cwd()).resolve()
    found = _holding(start)
    if found is None and not _is_within_a_course(start):
        found = _only_one_below(start) or _files_alone(start)
    if found is None or not os.environ.get(GIVEN):
        return found
    given = Catalogue.find()
    folder = found.catalogue.statement_dir(found.exercise)
    return next((Asked(given, e) for e in given.exercises if given.statement_dir(e).resolve() == folder), None)


def course_around(start: Path | None = None) -> Catalogue | None:
    """Return the course that one stands in or has named, or the exercise alone; ``None`` where there is none.

    The exercises that come with Xorcise are no such course for who stands elsewhere.

    Raises:
        CatalogueError: what XORCISE_CATALOGUE names is no course.
    """
    start = (start or Path.cwd()).resolve()
    if os.environ.get(GIVEN) or _is_within_a_course(start):
        return _course(start)
    here = standing(start)
    return here.catalogue if here is not None else None


def current(course: Catalogue) -> Asked | None:
    """Return the first exercise of a course that is not done; ``None`` where all are."""
    exercise = Progress.of(course).current()
    return Asked(course, exercise) if exercise is not None else None


def function_in(found: Asked, name: str) -> Asked:
    """Return a function, class or method of an exercise.

    Raises:
        UsageError: it has none of this name.
    """
    if not _has(found.catalogue, found.exercise, name):
        said = _("{exercise} has no function {name}", exercise=found.exercise.slug, name=value_text(name, repr))
        if near := did_you_mean(name, _functions(found.catalogue, found.exercise)):
            raise UsageError(joined("", [said, near]))
        raise UsageError(_("{fault}; choose from {names}", fault=said, names=listed(found.exercise.entry_points)))
    return Asked(found.catalogue, found.exercise, name)


def names(course: Catalogue) -> Iterator[str]:
    """Yield what may be said for WHAT: of each exercise its folder, module, functions, classes and methods."""
    for exercise in course.exercises:
        yield from (exercise.slug, exercise.module, *_functions(course, exercise))


# --- by name --------------------------------------------------------------------------------------------------------


def _named(course: Catalogue, what: str, here: Asked | None) -> Asked | None:
    """Return what is called ``what`` in a course.

    A folder's name without its number comes last, since a function may have it: ``numerical_gradient`` is one.
    """
    exercises = called(course.exercises, what)
    strictly = [e for e in exercises if what != e.slug[3:] or what == e.module]
    if strictly:
        return Asked(course, course.exercise(what) if len(strictly) > 1 else strictly[0])
    owners = [e for e in course.exercises if _has(course, e, what)]
    if owners:
        return Asked(course, _one_of(owners, what, course, here), what)
    if exercises:
        return Asked(course, course.exercise(what))
    module, dot, function = what.partition(".")
    if dot and len(found := called(course.exercises, module)) == 1:
        return function_in(Asked(course, found[0]), function)
    return None


def _one_of(owners: Sequence[Exercise], what: str, course: Catalogue, here: Asked | None) -> Exercise:
    """Return the current one of the exercises that have a function, or the only one.

    Raises:
        UsageError: there are several, and none of them is the current one.
    """
    if len(owners) == 1:
        return owners[0]
    now = here if here is not None and here.catalogue is course else current(course)
    if now is not None and now.exercise in owners:
        return now.exercise
    choices = listed(f"{exercise.module}.{what}" for exercise in owners)
    raise UsageError(_("more than one exercise has {name}; choose from {names}", name=what, names=choices))


def _has(course: Catalogue, exercise: Exercise, name: str) -> bool:
    """Whether an exercise has a function, class or method. Of a class that cannot be read, any method may be."""
    entry_point, dot, method = name.partition(".")
    if entry_point not in exercise.entry_points or not dot:
        return entry_point in exercise.entry_points
    methods = _methods(course, exercise).get(entry_point)
    return method.isidentifier() if methods is None else method in methods


def _functions(course: Catalogue, exercise: Exercise) -> Iterator[str]:
    methods = _methods(course, exercise)
    for name in exercise.entry_points:
        yield name
        yield from (f"{name}.{method}" for method in methods.get(name, ()))


def _methods(course: Catalogue, exercise: Exercise) -> dict[str, list[str]]:
    """Return by class its methods: of the stub as it was given, and where that is not here, of the student's file."""
    content = content_of(course.given_stub(exercise)) or content_of(own_file(course, exercise)) or b""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name: [n.name for n in node.body if isinstance(n, functions)]
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _unknown(what: str, known: Sequence[str]) -> str:
    """Return that nothing is called ``what``, and what may be meant."""
    owner, dot, method = what.partition(".")
    if methods := [name.partition(".")[2] for name in known if dot and name.startswith(f"{owner}.")]:
        said = _("{name} has no method {method}", name=owner, method=value_text(method, repr))
        return _("{fault}; choose from {names}", fault=said, names=listed(dict.fromkeys(methods)))
    said = _("there is no exercise {name}, and no function, file or folder of one", name=value_text(what, repr))
    remedy = did_you_mean(what, known) or _("; `xorcise list` shows the exercises")
    return joined("", [said, remedy])


# --- by path --------------------------------------------------------------------------------------------------------


def _looks_like_a_path(what: str) -> bool:
    return what in (os.curdir, os.pardir) or any(sign in what for sign in (os.sep, os.altsep) if sign)


def _at(path: Path, what: str) -> Asked:
    """Return the exercise of a path: a file or folder in its folder, or the folder that it lies in alone.

    Raises:
        UsageError: the path is no exercise's.
    """
    path = path.resolve()
    if (found := _holding(path) or _only_one_below(path) or _file_alone(path)) is not None:
        return found
    raise UsageError(_("{path} lies in no exercise: name an exercise, or a file or folder of one", path=what))


def _holding(path: Path) -> Asked | None:
    """Return the exercise of the folder that a path is, or lies in."""
    folders = (folder for folder in (path, *path.parents) if (folder / "exercise.toml").is_file())
    return next(map(_of_folder, folders), None)


def _only_one_below(path: Path) -> Asked | None:
    """Return the exercise whose folder lies in another, if it is the only one there."""
    inside = list(islice(path.glob("*/exercise.toml"), 2))
    return _of_folder(inside[0].parent) if len(inside) == 1 else None


def _file_alone(path: Path) -> Asked | None:
    """Return the exercise that a file outside of courses is named after."""
    course = next(iter(_found(path.parent)), None) if path.is_file() else None
    if not isinstance(course, InstalledCourse):
        return None
    named = (e for e in course.exercises if path.name in (e.filename, f"{e.module}.ipynb"))
    return next((Asked(course, e) for e in named if course.work_dir(e) == path.parent), None)


def _files_alone(folder: Path) -> Asked | None:
    """Return the first exercise that is not done of those whose files lie in a folder; the first where all are done."""
    course = next(iter(_found(folder)), None)
    if not isinstance(course, InstalledCourse):
        return None
    there = [e for e in course.exercises if course.work_dir(e) == folder]
    first = first_waiting(there, Progress.of(course).states()) or next(iter(there), None)
    return Asked(course, first) if first is not None else None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no file can have such a name
        return False


def _of_folder(folder: Path) -> Asked:
    """Return the exercise of a folder that holds ``exercise.toml``."""
    courses = _found(folder)
    for course in courses:
        for exercise in course.exercises:
            if course.statement_dir(exercise).resolve() == folder:
                return Asked(course, exercise)
    lone = LoneExercise(folder, [exercise for course in courses for exercise in course.exercises])
    return Asked(lone, lone.exercises[0])


def _is_within_a_course(folder: Path) -> bool:
    """Whether a folder lies in a course. For any other, ``Catalogue.find`` returns ours."""
    return any(folder.is_relative_to(course.root) for course in _found(folder))


def _found(folder: Path) -> list[Catalogue]:
    try:
        return [Catalogue.find(folder)]
    except CatalogueError:
        return []


def _courses(start: Path) -> list[Catalogue]:
    return [Catalogue.find()] if os.environ.get(GIVEN) else _found(start)


def _course(start: Path) -> Catalogue:
    """Return the course that is named, or else that of a folder.

    Raises:
        CatalogueError: there is none.
    """
    return Catalogue.find(None if os.environ.get(GIVEN) else start)

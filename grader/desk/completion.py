"""What a shell offers for WHAT when somebody presses the tabulator. It never fails and prints nothing."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator

from click.shell_completion import CompletionItem

from grader.desk.asked import asked, names
from grader.errors import XorciseError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import language
from grader.result import text_in


def exercises_for(begun: str) -> list[CompletionItem]:
    """Return the folders and modules of exercises that begin with ``begun``; paths where there is none."""
    return _offered(_exercises, begun) or [_any_path(begun)]


def what_for(begun: str) -> list[CompletionItem]:
    """Return all that may be WHAT and begins with ``begun``; paths where there is nothing.

    Before anything is typed these are the exercises, and the functions of the current one. Methods, and functions
    with the module of their exercise, are offered after a dot.
    """
    some = _at_first if not begun else _dotted if "." in begun else _everything
    return _offered(some, begun) or [_any_path(begun)]


def functions_for(what: str | None, begun: str) -> list[CompletionItem]:
    """Return the functions and classes of an exercise that begin with ``begun``."""
    return _offered(lambda: (CompletionItem(name) for name in asked(what).exercise.entry_points), begun)


def _any_path(begun: str) -> CompletionItem:
    """Return what makes a shell offer files and folders."""
    return CompletionItem(begun, type="file")


def _offered(items: Callable[[], Iterator[CompletionItem]], begun: str) -> list[CompletionItem]:
    with contextlib.redirect_stderr(io.StringIO()):  # notes about progress would stand in the line that is typed
        try:
            found = {item.value: item for item in items() if item.value.startswith(begun)}
        except (XorciseError, OSError):
            return []
    return [*found.values()]


def _exercises() -> Iterator[CompletionItem]:
    for exercise in Catalogue.find().exercises:
        yield _item(exercise.slug, exercise)
        yield _item(exercise.module, exercise)


def _at_first() -> Iterator[CompletionItem]:
    yield from (_item(exercise.slug, exercise) for exercise in Catalogue.find().exercises)
    with contextlib.suppress(XorciseError):  # all are done
        now = asked().exercise
        yield from (_item(name, now) for name in now.entry_points)


def _everything() -> Iterator[CompletionItem]:
    yield from _exercises()
    for exercise in Catalogue.find().exercises:
        yield from (_item(name, exercise) for name in exercise.entry_points)


def _dotted() -> Iterator[CompletionItem]:
    course = Catalogue.find()
    yield from (CompletionItem(name) for name in names(course))
    yield from (CompletionItem(f"{e.module}.{name}") for e in course.exercises for name in e.entry_points)


def _item(name: str, exercise: Exercise) -> CompletionItem:
    return CompletionItem(name, help=text_in(exercise.title, language()))

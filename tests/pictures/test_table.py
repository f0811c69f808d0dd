"""Which exercises have a picture."""

from __future__ import annotations

import dataclasses
import pkgutil
import subprocess
import sys

from grader.exercises.catalogue import Catalogue
from grader.pictures import exercises
from grader.pictures.table import PICTURES, known, with_picture


def test_the_table_names_the_modules() -> None:
    """Each picture has a module, and each module stands in the table."""
    assert {m.name for m in pkgutil.iter_modules(exercises.__path__)} == set(PICTURES)


def test_every_picture_belongs_to_an_exercise(catalogue: Catalogue) -> None:
    """By its name, and by the functions that the statement asks for."""
    assert {e.slug[3:] for e in with_picture(catalogue.exercises)} == set(PICTURES)


def test_an_exercise_of_the_same_name_with_other_functions_has_no_picture(catalogue: Catalogue) -> None:
    """As in a course of one's own."""
    exercise = catalogue.exercise("05")
    assert known(exercise) is not None
    assert known(dataclasses.replace(exercise, slug="21_schedules")) is not None
    assert known(dataclasses.replace(exercise, entry_points=("timetable",))) is None


def test_the_command_imports_no_library_for_drawing() -> None:
    """The child imports them. So a mistake of usage is told at once."""
    code = "import sys, grader.commands.plot; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "matplotlib", "tensorflow", "sklearn"}

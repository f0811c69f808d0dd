"""Gradings that were made with other suites: whether they are made again is the instructor's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from grader.errors import UsageError
from grader.gradebook import Gradebook, Key
from grader.language import _, ngettext, spoken
from grader.language.command_line import at_a_terminal


def keys_decided(book: Gradebook, keys: Sequence[Key], regrade: bool | None) -> list[Key]:
    """Return the keys of this run, after the instructor has said whether gradings by other suites are answers.

    Args:
        book: the gradebook, with the class taken in.
        keys: each exercise as it would be graded now.
        regrade: the decision, where the command line has it. Without it the instructor is asked.

    Raises:
        UsageError: there is something to decide, and no terminal to ask on.
    """
    if regrade is None:
        regrade = asked(book, keys)
    return list(keys) if regrade else [replace(key, kept=True) for key in keys]


def asked(book: Gradebook, keys: Sequence[Key]) -> bool:
    """Return whether to grade again; without a question where no grading was made with another suite."""
    outdated = [(key.slug, *pair) for key in keys for pair in book.outdated(key)]
    if not outdated:
        return True
    gradings = len({(slug, files) for slug, _, files in outdated})
    students = len({student for _, student, _ in outdated})
    whose = ngettext("{n} student", "{n} students", students)
    what = ngettext(
        "{n} grading of {students} was made with other suites or another version",
        "{n} gradings of {students} were made with other suites or another version",
        gradings,
        students=whose,
    )
    if not at_a_terminal():
        raise UsageError(
            _("{what}: give --regrade to grade them again, or --keep to leave them as they are", what=what)
        )
    return click.confirm(spoken(_("{what}; grade them again?", what=what)), err=True)

"""What is asked of the process that checks, and what it found: plain data on both ways."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.exercises.exercise import Exercise, read_exercise
from grader.language import from_plain, to_plain
from grader.result import TestResult
from grader.slot.task import test_from_plain, test_to_plain
from grader.submission import read_own
from grader.submission.collect import Own

if TYPE_CHECKING:  # it imports pytest, which the process that asks does without
    from grader.suite.collected import CollectedTest

GIVEN_UP = 75
"""The exit status of a child that gives up a call which cannot be ended: EX_TEMPFAIL of <sysexits.h>."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that is asked for.

    Attributes:
        folder: the folder with the student's file.
        slug: the exercise's, since a folder may have any name.
        function: choose the tests that ask for this function or class, if one is named.
        words: choose the tests that have all of these in their name or titles; all tests without any.
        skipped: names of tests that are not run.
        explains: whether failures are explained.
        lang: the reader's language.
        given: the folder with the description and the public tests, where that is not ``folder``.
    """

    folder: str
    slug: str
    function: str = ""
    words: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    explains: bool = True
    lang: str = "en"
    given: str = ""

    @property
    def given_folder(self) -> Path:
        """The folder with the description and the public tests."""
        return Path(self.given or self.folder)

    def read(self) -> tuple[Exercise, Own]:
        """Return the exercise, and the student's files with notes about them.

        Raises:
            CatalogueError: the description is missing or wrong.
            UsageError: the student's folder or file cannot be read.
        """
        exercise = read_exercise(self.given_folder / "exercise.toml", self.slug)
        return exercise, read_own(Path(self.folder), exercise)

    @property
    def is_alone(self) -> bool:
        """Whether the student's file lies by itself, in a folder that may hold anything."""
        return not (Path(self.folder) / "exercise.toml").is_file()

    def chosen(self, tests: Iterable[CollectedTest]) -> list[str]:
        """Return the names of the tests that are asked for."""
        return [t.item.name for t in tests if t.item.name not in self.skipped and self._wants(t)]

    def _wants(self, test: CollectedTest) -> bool:
        text = "\n".join([test.item.name, test.title, test.title_zh]).casefold()
        return all(word.casefold() in text for word in self.words) and _asks_for(test, self.function)


def _asks_for(test: CollectedTest, function: str) -> bool:
    """Whether the code of a test names a function, class or method."""
    code = inspect.getsource(getattr(test.item, "obj"))  # noqa: B009 - pytest's type for it has none
    return all(re.search(rf"\b{re.escape(name)}\b", code) for name in function.split(".") if name)


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of one exercise, with what only the student's own desk may see.

    Attributes:
        tests: results, in the suite's order.
        titles: of all public tests by name, in the suite's order, in English and Chinese.
        printed: by test, what the student's code printed; tests that printed nothing are left out.
        tracebacks: by test, the traceback of the student's exception, as Python shows it.
        notes: what the student should know about their files, such as that a notebook was taken.
    """

    tests: tuple[TestResult, ...]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    tracebacks: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "tests": [test_to_plain(t) for t in self.tests],
            "titles": dict(self.titles),
            "printed": dict(self.printed),
            "tracebacks": dict(self.tracebacks),
            "notes": [to_plain(note) for note in self.notes],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Checked:
        """Return what ``to_plain`` made plain."""
        titles = {name: (en, zh) for name, (en, zh) in plain["titles"].items()}
        tests = tuple(map(test_from_plain, plain["tests"]))
        notes = tuple(map(from_plain, plain["notes"]))
        return cls(tests, titles, plain["printed"], plain["tracebacks"], notes)

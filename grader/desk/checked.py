"""What is asked of the process that checks, and what it found: plain data on both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.result import TestResult
from grader.slot.task import test_from_plain, test_to_plain

GIVEN_UP = 75
"""The exit status of a child that gives up a call which cannot be ended: EX_TEMPFAIL of <sysexits.h>."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A check that is asked for.

    Attributes:
        folder: the exercise's folder.
        words: choose the tests that have all of these in their name or titles; all tests without any.
        skipped: names of tests that are not run.
        explains: whether failures are explained.
        lang: the reader's language.
    """

    folder: str
    words: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    explains: bool = True
    lang: str = "en"

    def has(self, test: str, *titles: str) -> bool:
        """Return whether a test is among those that are asked for."""
        text = "\n".join([test, *titles]).casefold()
        return test not in self.skipped and all(word.casefold() in text for word in self.words)


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of one exercise, with what only the student's own desk may see.

    Attributes:
        tests: results, in the suite's order.
        titles: of all public tests by name, in the suite's order, in English and Chinese.
        printed: by test, what the student's code printed; tests that printed nothing are left out.
        tracebacks: by test, the traceback of the student's exception, as Python shows it.
    """

    tests: tuple[TestResult, ...]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    tracebacks: Mapping[str, str] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "tests": [test_to_plain(t) for t in self.tests],
            "titles": dict(self.titles),
            "printed": dict(self.printed),
            "tracebacks": dict(self.tracebacks),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Checked:
        """Return what ``to_plain`` made plain."""
        titles = {name: (en, zh) for name, (en, zh) in plain["titles"].items()}
        tests = tuple(map(test_from_plain, plain["tests"]))
        return cls(tests, titles, plain["printed"], plain["tracebacks"])

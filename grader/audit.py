"""The suites, tested: what must score nothing scores nothing, what is right scores full, what is wrong loses its tests.

Cheap and exact checks of one exercise, each a list of faults in words; an empty list is a clean bill.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.catalogue import Catalogue
from grader.data import DataSet
from grader.exercise import LANGUAGES, Exercise
from grader.outcome import Outcome
from grader.slot import Slot
from grader.suite.session import SuiteRun, SuiteSession
from grader.verdict import open_suite, run_suite

GARBAGE = (
    *("None", "'text'", "[]", "{}", "()", "object()", "[[1.0], [2.0, 3.0]]", "lambda *a, **k: None", "float('nan')"),
    *("np.full((3, 2), np.nan)", "np.zeros((0, 3))", "np.array(['a'])", "np.array([None])", "-1e300", "1j", "True"),
    *("(1, 2, 3, 4)", "iter(())", "np.zeros(())", "{'W1': None}", "[None, None]", "10**400", "type('T', (), {})()"),
)
"""Answers of every wrong form. Whatever a suite meets, it must find it wrong, and never fall over it."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A named wrong belief, as ``misconceptions.toml`` describes it.

    Attributes:
        key: its name, and the stem of its variant's file in ``wrong/``.
        fails: the tests that the variant must fail, and no others.
        belief: what the student believes, by language.
        feedback: what to tell them, by language.
    """

    key: str
    fails: tuple[str, ...]
    belief: dict[str, str]
    feedback: dict[str, str]


def read_misconceptions(path: Path) -> tuple[dict[str, Misconception], list[str]]:
    """Read ``misconceptions.toml``; return its misconceptions by key, and its faults."""
    faults: list[str] = []
    found: dict[str, Misconception] = {}
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for key, table in raw.items():
        fails, belief, feedback = table.get("fails"), table.get("belief"), table.get("feedback")
        for name, texts in (("belief", belief), ("feedback", feedback)):
            if not isinstance(texts, dict) or set(texts) != set(LANGUAGES) or not all(texts.values()):
                faults.append(f"{path.name}: {key}.{name} needs a text in each of {', '.join(LANGUAGES)}")
        if not isinstance(fails, list) or not fails:
            faults.append(f"{path.name}: {key}.fails must list the tests that it fails")
        if set(table) - {"fails", "belief", "feedback"}:
            faults.append(f"{path.name}: {key} has keys that nobody reads")
        found[key] = Misconception(key, tuple(fails or ()), belief or {}, feedback or {})
    return found, faults


@dataclass
class Auditor:
    """Audits one exercise in one slot."""

    catalogue: Catalogue
    exercise: Exercise
    slot: Slot
    suite: SuiteSession
    seed: int = 0

    def run(self, source: bytes) -> SuiteRun:
        """Grade ``source`` as a submission."""
        return run_suite(self.slot, self.suite, {self.exercise.filename: source}, self.seed)

    def faults(self) -> Iterator[str]:
        """Yield everything that is wrong with the exercise's suite."""
        yield from self.stub()
        yield from self.right()
        yield from self.wrong()
        yield from self.garbage()

    def stub(self) -> Iterator[str]:
        """The stub scores nothing, and every test says not attempted."""
        for test in self.run(self.catalogue.stub(self.exercise).read_bytes()).tests:
            if test.outcome is not Outcome.NOT_ATTEMPTED or test.points:
                yield f"the stub: {test.id} is {test.outcome}, {test.points:g} points"

    def right(self) -> Iterator[str]:
        """The reference and every accepted variant score everything."""
        for path in (self.catalogue.reference(self.exercise), *self.catalogue.accepted(self.exercise)):
            for test in self.run(path.read_bytes()).tests:
                if test.outcome is not Outcome.PASSED or test.points != test.max_points:
                    yield f"{path.parent.name}/{path.name}: {test.id} is {test.outcome}: {test.message}"

    def wrong(self) -> Iterator[str]:
        """Every wrong variant fails exactly the tests that it declares."""
        folder = self.catalogue.suite_dir(self.exercise)
        known, faults = read_misconceptions(folder / "misconceptions.toml")
        yield from faults
        files = {p.stem: p for p in sorted((folder / "wrong").glob("*.py"))}
        for key in sorted(files.keys() ^ known.keys()):
            yield f"wrong/{key}.py and misconceptions.toml do not both have {key}"
        for key in sorted(files.keys() & known.keys()):
            tests = self.run(files[key].read_bytes()).tests
            failed = {t.id for t in tests if t.points < t.max_points}
            if ours := [t for t in tests if t.outcome is Outcome.GRADER_ERROR]:
                yield f"wrong/{key}.py: {ours[0].id}: {ours[0].message}"
            declared = set(known[key].fails)
            if failed != declared:
                more, less = sorted(failed - declared), sorted(declared - failed)
                yield f"wrong/{key}.py: fails but does not declare {more}; declares but does not fail {less}"

    def garbage(self) -> Iterator[str]:
        """No answer of a wrong form passes a test or breaks the suite."""
        header = "import numpy as np\n"
        for value in GARBAGE:
            body = "".join(f"def {name}(*args, **kwargs):\n    return {value}\n" for name in self.exercise.entry_points)
            for test in self.run((header + body).encode()).tests:
                if test.outcome is Outcome.GRADER_ERROR:
                    yield f"every function returning {value}: {test.id}: {test.message}"
                elif test.points:
                    yield f"every function returning {value}: {test.id} gives {test.points:g} points"
        methods = "__call__ = __getattr__ = lambda self, *a, **k: None"
        classes = "".join(
            f"class {n}:\n    def __init__(self, *a, **k): pass\n    {methods}\n" for n in self.exercise.entry_points
        )
        for test in self.run(classes.encode()).tests:
            if test.outcome is Outcome.GRADER_ERROR or test.points:
                yield f"every name an empty class: {test.id} is {test.outcome}: {test.message}"


def audit(catalogue: Catalogue, exercise: Exercise, slot: Slot, data: DataSet | None) -> Iterator[str]:
    """Yield everything that is wrong with one exercise's suite."""
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", data) as suite:
        yield from Auditor(catalogue, exercise, slot, suite).faults()

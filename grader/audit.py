"""The suites, tested: what must score nothing scores nothing, what is right scores full, what is wrong loses its tests.

Cheap and exact checks of one exercise, each a list of faults in words; an empty list is a clean bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from grader.catalogue import Catalogue
from grader.data import DataSet
from grader.diagnosis import diagnose, failures
from grader.exercise import Exercise
from grader.misconception import Misconception, read_misconceptions
from grader.outcome import Outcome
from grader.slot import Slot
from grader.suite.session import SuiteRun, SuiteSession
from grader.tables import save, table_path
from grader.verdict import open_suite, run_suite

GARBAGE = (
    *("None", "'text'", "[]", "{}", "()", "object()", "[[1.0], [2.0, 3.0]]", "lambda *a, **k: None", "float('nan')"),
    *("np.full((3, 2), np.nan)", "np.zeros((0, 3))", "np.array(['a'])", "np.array([None])", "-1e300", "1j", "True"),
    *("(1, 2, 3, 4)", "iter(())", "np.zeros(())", "{'W1': None}", "[None, None]", "10**400", "type('T', (), {})()"),
)
"""Answers of every wrong form. Whatever a suite meets, it must find it wrong, and never fall over it."""


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
        runs = {key: self.run(files[key].read_bytes()) for key in sorted(files.keys() & known.keys())}
        for key, run in runs.items():
            tests = run.tests
            failed = {t.id for t in tests if t.points < t.max_points}
            if ours := [t for t in tests if t.outcome is Outcome.GRADER_ERROR]:
                yield f"wrong/{key}.py: {ours[0].id}: {ours[0].message}"
            declared = set(known[key].fails)
            if failed != declared:
                more, less = sorted(failed - declared), sorted(declared - failed)
                yield f"wrong/{key}.py: fails but does not declare {more}; declares but does not fail {less}"
        yield from self.named(runs, known)

    def named(self, runs: Mapping[str, SuiteRun], known: Mapping[str, Misconception]) -> Iterator[str]:
        """Every wrong variant is told from the others by what it did, or is declared the same as another."""
        table = {key: failures(run) for key, run in runs.items()}
        for key, run in runs.items():
            passed = [t.id for t in run.tests if t.outcome is Outcome.PASSED]
            names = set(diagnose(table, table[key], passed).values())
            twin = known[key].same_as
            if names != {key} and not (twin and names <= {key, twin}):
                yield f"wrong/{key}.py: is named {sorted(names) or 'nothing'}"
        with suppress(OSError):
            save(table_path(self.catalogue, self.exercise, self.seed, self.suite.data), table)

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

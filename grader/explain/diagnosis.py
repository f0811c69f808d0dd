"""Which misconception a submission shows: the one whose variant did the same, by the fingerprints of their transcripts.

No test has diagnosis code of its own. A misconception belongs to one call: the one that most of its failures blame. It
is named if all of this holds:

- It explains every failure of the submission that blames that call.
- The submission fails each test that the variant fails: in the same way, or already at another call, or in a test where
  code of another misconception runs too.

The order and number of callbacks count first. Where that names nothing, only the places that they were asked at do.
If two misconceptions fit equally, neither is named, unless they are declared to be the same to every test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.exercises.misconceptions import Misconception
from grader.result import Explanation, Outcome, TestResult
from grader.suite.evidence import Failure, test_of
from grader.suite.fingerprint import Fingerprint

if TYPE_CHECKING:  # imports pytest, and comparing needs none
    from grader.suite.session import SuiteRun

Failures = Mapping[str, Failure]
"""Failures by test, or by part of a test."""

Table = Mapping[str, Failures]
"""Failures of each variant, by its key."""


def failures(run: SuiteRun) -> dict[str, Failure]:
    """Return the failures of a run, by test or part of a test. A test that did not run has none."""
    return {e.name: e.failure for e in run.evidence if e.failure is not None}


def passed(run: SuiteRun) -> frozenset[str]:
    """Return the tests that a run passed in full, and the parts of tests that it passed.

    A test that failed before its first part counts as a whole, so it has to be found as a whole once it passes.
    """
    whole = {t.id for t in run.tests if t.outcome is Outcome.PASSED}
    return frozenset(whole | {e.name for e in run.evidence if e.outcome is Outcome.PASSED})


def diagnose(
    table: Table, seen: Failures, passed: Iterable[str], twins: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """Return the misconception of each failed test that has one.

    Args:
        table: failures of each variant.
        seen: failures of the submission.
        passed: the tests, and parts of tests, that the submission passed in full.
        twins: by key, another misconception that no test can tell from it, if any: of two such, the first is named.
    """
    passed = set(passed)
    named = _named(fitting(table, seen, passed), seen, twins)
    if named.keys() == seen.keys():
        return named
    return _named(fitting(table, seen, passed, Fingerprint.resembles), seen, twins) | named


def _named(
    candidates: Mapping[str, frozenset[str]], seen: Failures, twins: Mapping[str, str | None] | None
) -> dict[str, str]:
    """Return the misconception of each test that one of the candidates alone explains best."""
    named: dict[str, str] = {}
    for test in seen:
        keys = best(candidates, test)
        if len(keys) == 1 or (twins and len(keys) == 2 and twins.get(keys[0]) == keys[1]):
            named[test] = keys[0]
    return named


Same = Callable[[Fingerprint, Fingerprint], bool]
"""Whether two fingerprints are of the same behaviour."""


def fitting(
    table: Table, seen: Failures, passed: Collection[str], same: Same = Fingerprint.matches
) -> dict[str, frozenset[str]]:
    """Return the variants that no failure contradicts, each with the tests that it explains; see ``diagnose``."""
    matching = {
        key: frozenset(t for t, f in fails.items() if t in seen and same(f.fingerprint, seen[t].fingerprint))
        for key, fails in table.items()
        if not fails.keys() & passed
    }
    candidates = {key: tests for key, tests in matching.items() if tests}
    reach = _reach(table) if len(candidates) > 1 else {}
    while ruled_out := {k for k in candidates if not _holds(k, table, seen, candidates, reach)}:
        candidates = {k: t for k, t in candidates.items() if k not in ruled_out}
    return candidates


def best(candidates: Mapping[str, frozenset[str]], test: str) -> list[str]:
    """Return the variants that explain a test, without those that explain less than another one of them."""
    keys = [k for k, tests in candidates.items() if test in tests]
    return [k for k in keys if not any(candidates[o] > candidates[k] for o in keys)]


def _holds(
    key: str,
    table: Table,
    seen: Failures,
    candidates: Mapping[str, frozenset[str]],
    reach: Mapping[str, Collection[str]],
) -> bool:
    """Return whether no failure contradicts ``key``, given what the other candidates explain.

    Another candidate that explains other failures affects every test in which code of its entry point runs. Such a test
    may show what neither variant does alone, which contradicts neither.
    """
    own = candidates[key]
    at = home(table[key], own)
    homes = {o: home(table[o], tests) for o, tests in candidates.items() if o != key and not tests & own}
    elsewhere = set().union(*(candidates[o] for o in homes if homes[o] != at))
    mixed = set(table[key]).intersection(set().union(*(reach[_entry_point(other)] for other in homes.values())))
    at_home = all(t in own or t in mixed or t in elsewhere for t, failure in seen.items() if failure.blame == at)
    explained = set().union(*candidates.values())
    moved = {t for t, failure in table[key].items() if t in seen and seen[t].blame != failure.blame}
    return at_home and all(t in explained or t in mixed or t in moved for t in table[key] if t in seen)


def home(fails: Failures, tests: Iterable[str]) -> str:
    """Return the call that most of some failures blame."""
    return Counter(fails[t].blame for t in sorted(tests)).most_common(1)[0][0]


def _entry_point(call: str) -> str:
    """Return the entry point of a call: ``TwoLayerNet`` of ``TwoLayerNet.loss``."""
    return call.partition(" ")[0].partition(".")[0]


def _reach(table: Table) -> dict[str, set[str]]:
    """Return by entry point the tests in which its code runs: those that some wrong variant of it fails."""
    found: dict[str, set[str]] = {}
    for fails in table.values():
        for entry_point in {_entry_point(failure.blame) for failure in fails.values()}:
            found.setdefault(entry_point, set()).update(fails)
    return found


def told(run: SuiteRun, table: Table, known: Mapping[str, Misconception]) -> tuple[TestResult, ...]:
    """Return a run's tests with the misconceptions that they show."""
    shown = beliefs_shown(run, table, known)
    return tuple(held(t, shown[t.id]) if t.id in shown else t for t in run.tests)


def beliefs_shown(run: SuiteRun, table: Table, known: Mapping[str, Misconception]) -> dict[str, Misconception]:
    """Return by test of a run the misconception that it shows; of several in one test, that of the first part."""
    if not table:
        return {}
    of_test: dict[str, Misconception] = {}
    twins = {key: m.same_as for key, m in known.items()}
    for name, named in diagnose(table, failures(run), passed(run), twins).items():
        of_test.setdefault(test_of(name), known[named])
    return of_test


def held(test: TestResult, known: Misconception) -> TestResult:
    """Return a test with the misconception that it shows."""
    explanation = Explanation("belief", known.key, known.key, known.belief)
    return replace(test, misconception=known.key, belief=known.belief, feedback=known.feedback, explanation=explanation)

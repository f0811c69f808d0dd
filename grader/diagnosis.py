"""Which misconception a submission holds, told by transcripts: what the student's code did is what a variant did.

No test has diagnosis code of its own. A misconception lives in one call, the one that most of its failures blame. It is
named when it explains every failure that blames that call; when each test that its variant fails was failed by the
student in the same way, for another misconception's reason, or at another call already; and when none of them was
passed. Where two fit equally, neither is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.fingerprint import Fingerprint, blame, fingerprint
from grader.misconception import Misconception
from grader.outcome import Outcome
from grader.result import TestResult

if TYPE_CHECKING:  # the driver of a class reads tables and runs no suite
    from grader.suite.session import SuiteRun

TRIED = frozenset({Outcome.FAILED, Outcome.PARTIAL, Outcome.STUDENT_ERROR, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY})
"""Outcomes of a test that ran and lost points: the evidence."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed test of a variant or a student: its fingerprint, and the call that it blames."""

    fingerprint: Fingerprint
    blame: str


Failures = Mapping[str, Failure]
"""Failures by test."""

Table = Mapping[str, Failures]
"""Failures of each variant, by its key."""


def failures(run: SuiteRun) -> dict[str, Failure]:
    """Return what a run's failed tests have to say; blocked and unattempted ones have nothing."""
    lost = {t.id for t in run.tests if t.points < t.max_points and t.outcome in TRIED}
    return {t.test: Failure(fingerprint(t), blame(t)) for t in run.transcripts if t.test in lost}


def diagnose(table: Table, seen: Failures, passed: Iterable[str]) -> dict[str, str]:
    """Return the misconception of each failed test that has one.

    Args:
        table: failures of each variant.
        seen: failures of the student.
        passed: the tests that the student passed in full.
    """
    passed = set(passed)
    matching = {
        key: frozenset(t for t, f in fails.items() if t in seen and f.fingerprint.matches(seen[t].fingerprint))
        for key, fails in table.items()
        if not passed & fails.keys()
    }
    candidates = {key: tests for key, tests in matching.items() if tests}
    while True:
        ruled_out = {k for k in candidates if not _holds(k, table, seen, candidates)}
        if not ruled_out:
            break
        candidates = {k: t for k, t in candidates.items() if k not in ruled_out}
    named: dict[str, str] = {}
    for test in seen:
        keys = [k for k, tests in candidates.items() if test in tests]
        best = [k for k in keys if not any(candidates[o] > candidates[k] for o in keys)]
        if len(best) == 1:
            named[test] = best[0]
    return named


def _holds(key: str, table: Table, seen: Failures, candidates: Mapping[str, frozenset[str]]) -> bool:
    """Whether nothing speaks against ``key``, given what the other candidates explain.

    Where two beliefs meet in one test, it shows what neither variant does alone. That is no evidence against either, as
    long as each has a test that it explains by itself.
    """
    explained = set().union(*candidates.values())
    own = candidates[key]
    home = Counter(table[key][t].blame for t in sorted(own)).most_common(1)[0][0]
    others = [other for other, tests in candidates.items() if other != key and not tests & own]
    mixed = {t for t in table[key] if any(t in table[other] for other in others)}
    at_home = all(t in own or t in mixed for t, failure in seen.items() if failure.blame == home)
    excused = {t for t, failure in table[key].items() if t in seen and seen[t].blame != failure.blame} | mixed
    return at_home and all(t in explained or t in excused for t in table[key] if t in seen)


def told(run: SuiteRun, table: Table, known: Mapping[str, Misconception]) -> tuple[TestResult, ...]:
    """Return a run's tests with the misconceptions that they show."""
    if not table:
        return run.tests
    passed = [t.id for t in run.tests if t.outcome is Outcome.PASSED]
    named = diagnose(table, failures(run), passed)
    return tuple(
        replace(t, misconception=key, belief=known[key].belief, feedback=known[key].feedback)
        if (key := named.get(t.id)) is not None
        else t
        for t in run.tests
    )

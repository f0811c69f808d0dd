"""Rare mistakes that students share: the same outcome of the same test, held by few of the class.

A mistake that many make says nothing: the exercise invites it. One that two of three hundred make, down to the values
that came back, is a sign; a weaker one where a misconception explains it, since then there is one way to arrive there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from grader.result import Outcome, TestResult
from grader.similarity.findings import Alike, Level, SharedMistake

RARE = 0.02
"""Share of a class up to which a mistake is rare: six of 300."""

PAIR = 2
"""Students who may share one in any case: fewer share nothing."""

MOST = 50
"""Mistakes of an exercise that are told, the rarest first."""

_NUMBER = re.compile(r"-?\d+\.\d*(?:e[-+]?\d+)?|-?\d+e[-+]?\d+")
"""A number with a fraction or an exponent."""

DIGITS = 5
"""Digits in which two wrong values must agree: single and double precision differ from the seventh on, and two ways to
the same wrong sum from the sixteenth."""

_TELLING = frozenset({Outcome.FAILED, Outcome.PARTIAL, Outcome.STUDENT_ERROR})
"""Outcomes with values in them. What was not attempted, blocked or stopped looks the same for everybody."""


def shared_mistakes(slug: str, verdicts: Mapping[str, Sequence[TestResult]]) -> list[SharedMistake]:
    """Return the rare mistakes that students share, the rarest first.

    Args:
        slug: the exercise.
        verdicts: by student, the tests of their verdict. All come from one suite, seed and data set: with others the
            same mistake has other values.
    """
    held: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    first: dict[tuple[str, str], TestResult] = {}
    for student, tests in sorted(verdicts.items()):
        for test in tests:
            if test.outcome in _TELLING and test.message:
                key = (test.id, _rounded(test.message))
                held[key].append(student)
                first.setdefault(key, test)
    most = max(PAIR, RARE * len(verdicts))
    # One mistake fails several tests for the same students.
    groups: defaultdict[tuple[str, ...], list[TestResult]] = defaultdict(list)
    for key, students in held.items():
        if PAIR <= len(students) <= most:
            groups[tuple(students)].append(first[key])
    found = [SharedMistake(slug, students, tuple(tests), len(verdicts)) for students, tests in groups.items()]
    found.sort(key=lambda one: (one.is_known, len(one.students), -len(one.tests), one.students))
    return found[:MOST]


def with_mistakes(pairs: Iterable[Alike], mistakes: Sequence[SharedMistake]) -> list[Alike]:
    """Return pairs with the rare mistakes that both sides have; such a pair is one to read closely."""
    found = []
    for pair in pairs:
        left, right = set(pair.left.students), set(pair.right.students)
        shared = [m for m in mistakes if left & set(m.students) and right & set(m.students)]
        tests = tuple({test.id: test for m in shared for test in m.tests}.values())
        telling = any(not m.is_known for m in shared)
        found.append(replace(pair, mistakes=tests, level=Level.HIGH if telling else pair.level))
    return sorted(found, key=lambda pair: (pair.level is not Level.HIGH, -pair.share, -pair.size))


def _rounded(message: str) -> str:
    """Return a message with each of its numbers to ``DIGITS`` digits."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.{DIGITS}g}", message)

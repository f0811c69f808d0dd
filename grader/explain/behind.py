"""Wrong functions behind a test of another function that uses them: whether it is right once those are right."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set

from grader.errors import CatalogueError
from grader.exercises.calls import reached, users
from grader.explain.calls_seen import FAILED, events_of
from grader.explain.diagnosis import failures
from grader.result import TestResult
from grader.suite.evidence import Failure, test_of
from grader.suite.session import SuiteRun


def behind(
    tests: Sequence[TestResult], run: SuiteRun, source: str, entry_points: Collection[str], left: Set[str] = frozenset()
) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Return failed tests by the function that they ask and the wrong functions that it uses.

    Of a test with a misconception these are all that failed tests of their own, unless one of them shows the same
    misconception: then it is theirs. Of a test without an explanation they are those of which a misconception has been
    told.

    Args:
        tests: with the misconceptions that they show.
        run: of the same submission, with its transcripts.
        source: the submission's file.
        entry_points: the exercise's functions.
        left: the tests without an explanation.
    """
    causes = {t.id: t.explanation.cause for t in tests if t.explanation is not None and t.explanation.kind == "belief"}
    holders = _holders(causes, run)
    named = tuple(e for e in entry_points if e in {counted.most_common(1)[0][0] for counted in holders.values()})
    failed = _blamed(tests, run, entry_points)
    users_of, events = _using(source, failed), events_of(run.transcripts)
    lost = {t.id for t in run.tests if t.outcome in FAILED}
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for test in sorted(lost & (causes.keys() | left)):
        called = events[test][-1].entry_point if events.get(test) else ""
        wrong = failed if test in causes else named if called not in named else ()
        used = tuple(n for n in wrong if n != called and called in users_of.get(n, ()))
        if used and not any(n in holders.get(causes.get(test, ""), ()) for n in used):
            found.setdefault((called, used), []).append(test)
    return found


def _holders(causes: Mapping[str, str], run: SuiteRun) -> Mapping[str, Counter[str]]:
    """Return for each misconception the functions that its tests blame, and how often.

    Args:
        causes: by test, the misconception.
        run: of the same submission.
    """
    found: dict[str, Counter[str]] = {}
    for name, failure in failures(run).items():
        if test_of(name) in causes:
            found.setdefault(causes[test_of(name)], Counter())[_function(failure)] += 1
    return found


def _blamed(tests: Iterable[TestResult], run: SuiteRun, entry_points: Collection[str]) -> tuple[str, ...]:
    """Return the functions that failed tests of their own, whether a misconception was named or not.

    Args:
        tests: of a submission.
        run: of the same submission.
        entry_points: the exercise's functions.
    """
    lost = {t.id for t in tests if t.outcome in FAILED}
    found = {_function(failure) for name, failure in failures(run).items() if test_of(name) in lost}
    return tuple(e for e in entry_points if e in found)


def _function(failure: Failure) -> str:
    """Return the function that a failure blames, without what was read of its answer."""
    return failure.blame.partition(" and ")[0]


def doubtful(tests: Iterable[TestResult], source: str, entry_points: Collection[str]) -> bool:
    """Return whether a misconception may be named of the wrong function: two causes, and functions that use others."""
    causes = {t.explanation.cause if t.explanation is not None else "" for t in tests if t.outcome in FAILED}
    return len(causes) > 1 and any(u.intersection(entry_points) - {n} for n, u in _using(source, entry_points).items())


def _using(source: str, names: Iterable[str]) -> dict[str, set[str]]:
    """Return for each of some functions what uses it in a file; nothing if the file is not Python."""
    try:
        return {name: users(source, [name]) for name in names}
    except (CatalogueError, RecursionError, MemoryError):
        return {}


PREFIX = "_right_"
"""Begins the names of the reference's helpers, so that they stand beside a submission's of the same name."""


def with_right_ones(source: str, reference: str, names: Collection[str], entry_points: Collection[str]) -> str | None:
    """Return a file in which some functions are the reference's; ``None`` if they are not functions there.

    Args:
        source: the submission's file.
        reference: the reference's.
        names: the functions.
        entry_points: the exercise's functions: those that are not in ``names`` stay the submission's.
    """
    theirs = {node.name: node for node in ast.parse(reference).body if isinstance(node, ast.FunctionDef)}
    behind = set().union(*(reached(reference, name) for name in names)) - set(entry_points)
    if not behind.union(names) <= theirs.keys():
        return None
    texts = [ast.unparse(_Renamed(behind).visit(theirs[name])) for name in (*sorted(behind), *names)]
    return "\n\n".join([source, *texts]) + "\n"


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._of(node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._of(node.name)
        return self.generic_visit(node)

    def _of(self, name: str) -> str:
        return PREFIX + name if name in self._names else name

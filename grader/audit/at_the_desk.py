"""What the public tests tell a student before anything is handed in: faults in words, figures, and what is kept.

Public tests give no points. A student whose code passes all of them believes to be done, so a wrong variant that passes
them all may cost little. What a student is told of a failing one comes from tables on the desk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from grader.audit.case import Case, Run
from grader.audit.kinds import edits_of
from grader.audit.plan import Plan
from grader.audit.public_cases import EDITS, RIGHT, STUB, TITLES, WRONG
from grader.exercises.misconceptions import Misconception
from grader.explain.desk_files import DeskFiles, HiddenTest, Words
from grader.explain.diagnosis import Failures, Table, diagnose
from grader.explain.edit_match import edits_shown
from grader.result import Outcome

UNNOTICED = 10
"""Percent of the points. All green at the desk must mean a score near full marks."""

Parts = Mapping[str, Mapping[Case, Run]]
"""Runs by part of the audit."""


@dataclass(slots=True)
class Desk:
    """What an audit found about the public tests of an exercise.

    Attributes:
        faults: what is wrong, in words.
        figures: counts, by name.
        unnoticed: by key, the share of the points in percent that a variant loses which passes every public test.
        files: what is kept for the desk, if anything is.
    """

    faults: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    unnoticed: dict[str, float] = field(default_factory=dict)
    files: DeskFiles | None = None


def judge_public(plan: Plan, parts: Parts, costs: Mapping[str, float]) -> Desk:
    """Return what the runs of the part ``public`` show.

    Args:
        plan: of the exercise.
        parts: the runs of its cases, those of other parts among them.
        costs: by key, the share of the points in percent that wrong variants lose, if the audit found it out.
    """
    found = Desk()
    wrong = {case.name: run for case, run in parts.get(WRONG, {}).items()}
    found.faults += [*_right(parts.get(RIGHT, {})), *_stub(parts.get(STUB, {})), *_broken(wrong)]
    if not wrong and not plan.public.keep:
        return found
    failing = {key: run for key, run in wrong.items() if not run.passes}
    beliefs: Table = {key: run.failures for key, run in failing.items() if run.failures and key in plan.known}
    equivalent = plan.equivalent
    edits = edits_of(plan.public.mutants, parts.get(EDITS, {}), equivalent) if plan.public.keep else plan.public.edits
    told = [key for key, run in failing.items() if _is_named(plan, key, run, beliefs) or _is_edit(plan, run, edits)]
    found.unnoticed = {key: _cost(plan, run, costs.get(key)) for key, run in wrong.items() if run.passes}
    for key, cost in found.unnoticed.items():
        if cost > UNNOTICED:
            what = f"wrong/{key}.py passes all public tests and costs {cost:g} % of the exercise"
            found.faults.append(f"{what}: add a public test that it fails, or weigh again")
    if wrong:
        found.figures |= {"public": len(wrong), "public_failed": len(failing), "public_told": len(told)}
    if plan.public.keep:
        (titles,) = parts[TITLES].values()
        words = Words(tuple(_titles(plan, titles)), dict(_told_of(plan, beliefs)), plan.public.compared)
        found.files = DeskFiles(words, beliefs, dict(_without_helpers(edits, plan.exercise.entry_points)))
    return found


def _right(runs: Mapping[Case, Run]) -> Iterator[str]:
    """Yield the public tests that right code does not pass."""
    for case, run in runs.items():
        for test in run.tests:
            if test.outcome is not Outcome.PASSED:
                yield f"public tests: {case.name}: {test.id} is {test.outcome}: {test.message}"


def _stub(runs: Mapping[Case, Run]) -> Iterator[str]:
    """Yield the public tests of the stub that are not reported as not attempted."""
    for run in runs.values():
        for test in run.tests:
            if test.outcome is not Outcome.NOT_ATTEMPTED:
                yield f"public tests: the stub: {test.id} is {test.outcome}"


def _broken(wrong: Mapping[str, Run]) -> Iterator[str]:
    """Yield the variants with which a public test ends with an error of its own."""
    for key, run in wrong.items():
        for test in [t for t in run.tests if t.outcome is Outcome.GRADER_ERROR][:1]:
            yield f"public tests: wrong/{key}.py: {test.id}: {test.message}"


def _is_named(plan: Plan, key: str, run: Run, beliefs: Table) -> bool:
    """Return whether a failing variant gets its own name at the desk, or that of a declared twin."""
    twins = {k: m.same_as for k, m in plan.known.items()}
    named = set(diagnose(beliefs, run.failures, run.passed, twins).values())
    return key in named or any(twins[key] == other or twins[other] == key for other in named)


def _is_edit(plan: Plan, run: Run, edits: Table) -> bool:
    """Return whether a single edit of the reference is told of a failing variant."""
    return bool(edits) and any(edits_shown(edits, run.failures, run.passed, plan.exercise.entry_points))


def _cost(plan: Plan, run: Run, cost: float | None) -> float:
    """Return the share of the points in percent that a variant loses which passes every public test."""
    if cost is not None:
        return cost
    assert run.weighed is not None
    return round(100 * (1 - run.weighed / plan.exercise.points), 1)


def _without_helpers(edits: Table, entry_points: Collection[str]) -> Iterator[tuple[str, Failures]]:
    """Yield the edits by keys that name no helper of the reference. Nobody is told of an edit by a helper's name."""
    for key, fails in edits.items():
        kind, function, number = key.split(" ")
        yield f"{kind} {function if function.partition('.')[0] in entry_points else ''} {number}", fails


def _titles(plan: Plan, run: Run) -> Iterator[HiddenTest]:
    for test in run.tests:
        title = {"en": test.title, "zh-CN": test.title_zh}
        called = tuple(name for name in plan.exercise.entry_points if name in run.called.get(test.id, ()))
        yield HiddenTest({language: text for language, text in title.items() if text}, called)


def _told_of(plan: Plan, beliefs: Table) -> Iterator[tuple[str, Misconception]]:
    """Yield the misconceptions that public tests show, and those that are declared to be the same."""
    twins = {plan.known[key].same_as for key in beliefs}
    for key, known in plan.known.items():
        if key in beliefs or key in twins:
            yield key, known

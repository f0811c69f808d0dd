"""What a suite gives away, and what it takes too much for: faults in words, but for declared exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.audit.case import Case, Run
from grader.audit.nothing import KNOWS_NOTHING
from grader.audit.plan import Plan
from grader.result import Outcome, TestResult

TOO_MUCH = 50
"""Percent of the points. One mistake that costs more than half makes the rest of what a student knows worth less."""

ROUNDING = 1e-9
"""Shares of points are sums of floats."""

Runs = Mapping[Case, Run]


def judge_nothing(plan: Plan, runs: Runs, figures: dict[str, int]) -> Iterator[str]:
    """Yield the files that know nothing and earn too much, and the declarations that do not apply."""
    if not runs:
        return
    declared = plan.declared.nothing
    limit = KNOWS_NOTHING * plan.exercise.points / 100
    most = 0.0
    for case, run in runs.items():
        who = f"a file that answers with {case.name}"
        for test in _broken(run):
            yield f"{who}: {test.id}: {test.message}"
        allowed = declared.get(case.name, limit)
        if run.points > allowed + ROUNDING:
            where = ", ".join(f"{t.id} {t.points:g}" for t in run.tests if t.points)
            yield f"{who} earns {run.points:g} points, and at most {allowed:g} are allowed: {where}"
        elif case.name in declared and run.points <= limit:
            yield f"declared.toml: {who} needs no exception"
        if case.name not in declared:
            most = max(most, run.points)
    for name in sorted(declared.keys() - {case.name for case in runs}):
        yield f"declared.toml: there is no file that answers with {name}"
    figures |= {"nothing": len(runs), "nothing_most": round(most)}


def judge_flaws(plan: Plan, runs: Runs, figures: dict[str, int]) -> Iterator[str]:
    """Yield the flaws that lose no points and are not declared, and the declarations that do not apply."""
    if not runs:
        return
    declared = plan.declared.flaws
    for name in sorted(declared.keys() - plan.flaws.keys()):
        yield f"declared.toml: there is no flaw {name}"
    given = seen = 0
    for case, run in runs.items():
        for test in _broken(run):
            yield f"flaw {case.name}: {test.id}: {test.message}"
        if case.name in declared:
            if run.lost:
                yield f"declared.toml: the flaw {case.name} loses {sorted(run.lost)[0]}"
            continue
        given += 1
        seen += bool(run.lost)
        if not run.lost:
            yield f"a flaw loses no points: {case.name}"
    figures |= {"flaws": given, "flaws_seen": seen, "flaws_declared": len(declared)}


def judge_costs(plan: Plan, wrong: Runs, costs: dict[str, float], reasons: dict[str, str]) -> Iterator[str]:
    """Yield the variants that cost more than half without a reason, and the reasons that are not needed.

    Args:
        plan: of the exercise.
        wrong: the runs of the wrong variants.
        costs: is filled with the share of the points in percent that each loses at the first seed.
        reasons: is filled with the reasons of those above half.
    """
    first = min(case.seed for case in wrong)
    # a reason for a variant that was not drawn says nothing today
    declared = {k: why for k, why in plan.declared.costs.items() if k in plan.variants or k not in plan.known}
    for case, run in wrong.items():
        if case.seed == first:
            costs[case.name] = round(100 * (1 - run.points / plan.exercise.points), 1)
    several = len(plan.exercise.entry_points) > 1  # a mistake in the only function may cost all of it
    above = {key for key, cost in costs.items() if cost > TOO_MUCH and several}
    reasons |= {key: declared[key] for key in above & declared.keys()}
    for key in sorted(above - declared.keys()):
        remedy = "weigh again, or say why under [[cost]] in declared.toml"
        yield f"wrong/{key}.py costs {costs[key]:g} % of the exercise: {remedy}"
    for key in sorted(declared.keys() - above):
        yield f"declared.toml: {key} does not cost more than {TOO_MUCH} %"


def _broken(run: Run) -> list[TestResult]:
    """Return the first test that ended with an error of the suite's own, if any."""
    return [t for t in run.tests if t.outcome is Outcome.GRADER_ERROR][:1]

"""What the runs of an audit show about a suite: faults in words, and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.audit.at_the_desk import judge_public
from grader.audit.case import Case, Run
from grader.audit.equivalents import edit_of
from grader.audit.expected import difference
from grader.audit.explaining import counted
from grader.audit.gifts import judge_costs, judge_flaws, judge_nothing
from grader.audit.kinds import edits_of
from grader.audit.mutants import diff_of
from grader.audit.plan import EMPTY_CLASSES, Plan, how_to_update
from grader.exercises.calls import users
from grader.exercises.overlay import Variant
from grader.explain.desk_files import DeskFiles
from grader.explain.diagnosis import Table, diagnose
from grader.result import Outcome

Runs = Mapping[Case, Run]


@dataclass(slots=True)
class Findings:
    """What an audit found about one exercise.

    Attributes:
        slug: the exercise.
        faults: everything that is wrong, in words.
        figures: counts, by name; see ``FIGURES``.
        tables: by seed, the failures of each wrong variant, which diagnosis reads.
        edits: what each mutant fails, which explanations read; complete only of a plan that keeps tables.
        lost: by key, the tests that each wrong variant lost at the first seed; for a variant that could not be graded,
            the expected ones.
        costs: by key, the share of the points in percent that each wrong variant lost at the first seed.
        reasons: why a variant costs more than half, for those that do.
        unnoticed: by key, the share of the points in percent that a wrong variant loses which passes every public test.
        desk: what is kept for a student's desk, if anything is.
        false: explanations that name a wrong line, in words.
    """

    slug: str
    faults: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    tables: dict[int, Table] = field(default_factory=dict)
    edits: Table = field(default_factory=dict)
    lost: dict[str, frozenset[str]] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    unnoticed: dict[str, float] = field(default_factory=dict)
    desk: DeskFiles | None = None
    false: list[str] = field(default_factory=list)


FIGURES = {
    "right": "right solutions graded, the reference and the accepted variants",
    "wrong": "wrong variants",
    "named": "wrong variants that are named exactly, at every seed",
    "named_twin": "wrong variants that are named as the other one of a declared pair",
    "false_names": "wrong variants that get another's name when their own is not in the table",
    "garbage": "answers of a wrong form",
    "nothing": "files that know nothing",
    "nothing_most": "most points of a file that knows nothing, but for declared ones",
    "flaws": "flaws of the audit's own making, but for declared ones",
    "flaws_seen": "flaws that lost points",
    "flaws_declared": "flaws declared with a reason",
    "mutants": "mutants graded that are not declared equivalent",
    "killed": "mutants graded that lost points",
    "equivalent": "mutants declared equivalent",
    "pairs": "pairs of wrong functions in one file",
    "pairs_named": "pairs whose two misconceptions were both named",
    "explained_faults": "faults of a known place that lost points: wrong variants without their names, and mutants",
    "explained_told": "of those, explained",
    "explained_place": "of those, by a line that some edit mends",
    "explained_edit": "of those, by a single edit of the reference that does the same",
    "explained_case": "of those, by a case or by what the values are to the right ones",
    "explained_raised": "of those, by an exception's line",
    "explained_false": "of those, with a line that is more than two lines from the fault",
    "explained_long": "of the faults, in a function of four lines and more",
    "explained_long_told": "of those, explained",
    "explained_two": "two wrong variants in one function",
    "explained_two_told": "of those, explained both",
    "public": "wrong variants graded with the public tests",
    "public_failed": "of those, failing a public test",
    "public_told": "of those, explained at a student's desk",
    "seeds": "seeds that the variants were graded with",
}
"""What each figure counts."""


def judge(plan: Plan, runs: Runs) -> Findings:
    """Return what the runs of one exercise's cases show about its suite."""
    return _Judge(plan, runs).findings()


class _Judge:
    def __init__(self, plan: Plan, runs: Runs) -> None:
        self.plan = plan
        self.parts: dict[str, dict[Case, Run]] = {}
        for case in sorted(runs, key=lambda c: (c.name, c.seed)):
            self.parts.setdefault(case.part, {})[case] = runs[case]
        self.found = Findings(plan.exercise.slug, faults=list(plan.faults))
        self.twins = {key: m.same_as for key, m in plan.known.items()}

    def findings(self) -> Findings:
        graded = (self.stub, self.right, self.wrong, self.garbage, self.gifts, self.mutants, self.pairs)
        for part in (*graded, self.explanations, self.public):
            self.found.faults += part()
        seeds = {c.seed for runs in self.parts.values() for c in runs}
        self.found.figures["seeds"] = len(seeds)
        return self.found

    def part(self, name: str) -> dict[Case, Run]:
        return self.parts.get(name, {})

    def stub(self) -> Iterator[str]:
        """Yield the tests in which the stub scores, or that are not reported as not attempted."""
        for run in self.part("stub").values():
            for test in run.tests:
                if test.outcome is not Outcome.NOT_ATTEMPTED or test.points:
                    yield f"the stub: {test.id} is {test.outcome}, {test.points:g} points"

    def right(self) -> Iterator[str]:
        """Yield the tests in which right code loses points at some seed, and its refused system calls."""
        right = self.part("reference") | self.part("accepted")
        self.found.figures["right"] = len({(c.part, c.name) for c in right})
        for case, run in right.items():
            for test in run.tests:
                if test.outcome is not Outcome.PASSED or test.points != test.max_points:
                    yield f"{case.part}: {case.name}.py{at(case)}: {test.id} is {test.outcome}: {test.message}"
            for call in run.refused:
                yield f"{case.part}: {case.name}.py{at(case)}: a system call that honest code makes is refused: {call}"

    def wrong(self) -> Iterator[str]:
        """Yield the wrong variants that do not lose points as expected, at every seed, or that are not named."""
        wrong = self.part("wrong")
        if not wrong:
            return
        names = {c.name for c in wrong}
        yield from self._losses(wrong)
        yield from judge_costs(self.plan, wrong, self.found.costs, self.found.reasons)
        misnamed: set[str] = set()
        twins: set[str] = set()
        for seed in sorted({c.seed for c in wrong}):
            at_seed = {c: r for c, r in wrong.items() if c.seed == seed and c.name in self.plan.known}
            table: Table = {c.name: r.failures for c, r in at_seed.items()}
            self.found.tables[seed] = table
            for case, run in at_seed.items():
                got = named(table, run, self.twins)
                twin = self.plan.known[case.name].same_as
                if twin and got == {twin}:
                    twins.add(case.name)
                elif got != {case.name}:
                    misnamed.add(case.name)
                    yield f"wrong/{case.name}.py{at(case)}: is named {sorted(got) or 'nothing'}"
        self.found.figures |= {
            "wrong": len(names),
            "named": len(names - misnamed - twins),
            "named_twin": len(twins - misnamed),
            "false_names": sum(1 for _ in self._false_names()),
        }

    def _losses(self, wrong: Mapping[Case, Run]) -> Iterator[str]:
        """Yield the wrong variants that lose no points, unexpected tests, or tests that do not use the change."""
        broken = set()
        first = min(case.seed for case in wrong)
        for case, run in wrong.items():
            place = f"wrong/{case.name}.py{at(case)}"
            if ours := [t for t in run.tests if t.outcome is Outcome.GRADER_ERROR]:
                broken.add(case.name)
                yield f"{place}: {ours[0].id}: {ours[0].message}"
            elif not run.lost:
                yield f"{place} loses no points: no test sees what is wrong with it"
            if elsewhere := lost_elsewhere(self.plan.variants[case.name], run):
                yield f"{place} loses points in tests that do not call what it changes: {', '.join(elsewhere)}"
        at_first = {c.name: r.lost for c, r in wrong.items() if c.seed == first and c.name not in broken}
        keys = broken | (self.plan.known.keys() - at_first.keys())
        self.found.lost = {k: e for k, e in self.plan.expected.items() if k in keys} | at_first
        expected = self.found.lost if self.plan.update else self.plan.expected
        for case, run in wrong.items():
            if case.name not in expected:
                lost, remedy = ", ".join(sorted(run.lost)) or "nothing", how_to_update(self.plan.exercise)
                yield f"wrong/{case.name}.py{at(case)} is not in expected.toml, and loses {lost}: {remedy}"
            elif said := difference(run.lost, expected[case.name]):
                yield f"wrong/{case.name}.py{at(case)}: {said}"

    def _false_names(self) -> Iterator[str]:
        """Yield the variants that get another's name when the table lacks their own; a declared twin does not count."""
        table = self.found.tables[min(self.found.tables)]
        for case, run in self.part("wrong").items():
            if case.seed == min(self.found.tables) and case.name in table:
                rest = {k: f for k, f in table.items() if k != case.name}
                if named(rest, run, self.twins) - {self.plan.known[case.name].same_as}:
                    yield case.name

    def garbage(self) -> Iterator[str]:
        """Yield the tests that an answer of a wrong form passes or breaks."""
        self.found.figures["garbage"] = len(self.part("garbage"))
        for case, run in self.part("garbage").items():
            for test in run.tests:
                if test.outcome is Outcome.GRADER_ERROR:
                    yield f"{case.name}: {test.id}: {test.message}"
                elif test.points and case.name == EMPTY_CLASSES:
                    yield f"{case.name}: {test.id} is {test.outcome}: {test.message}"
                elif test.points:
                    yield f"{case.name}: {test.id} gives {test.points:g} points"

    def gifts(self) -> Iterator[str]:
        """Yield what a suite gives points for: knowing nothing, and flaws that it does not see."""
        yield from judge_nothing(self.plan, self.part("knows_nothing"), self.found.figures)
        yield from judge_flaws(self.plan, self.part("flaws"), self.found.figures)

    def mutants(self) -> Iterator[str]:
        """Yield the mutants that lose no points and are not declared, and the declarations that do not apply."""
        runs = {c.name: r for c, r in self.part("mutants").items()}
        if not self.plan.produced:
            return
        equivalent = self.plan.equivalent
        self.found.edits = edits_of(self.plan.mutants, self.part("mutants"), equivalent)
        for function, before, after in sorted(equivalent.keys() - self.plan.produced):
            yield f"equivalent.toml: no mutant of {function or 'the module'} turns {before!r} into {after!r}"
        asked = {n: m for n, m in self.plan.mutants.items() if n in runs and edit_of(m) not in equivalent}
        killed = 0
        for name, run in runs.items():
            mutant = self.plan.mutants[name]
            if ours := [t for t in run.tests if t.outcome is Outcome.GRADER_ERROR]:
                yield f"a mutant breaks the suite: {ours[0].id}: {ours[0].message}\n{self._diff(name)}"
            if edit_of(mutant) in equivalent:
                if run.lost:
                    lost = sorted(run.lost)[0]
                    yield f"equivalent.toml: this mutant is not equivalent, it loses {lost}\n{self._diff(name)}"
            elif run.lost:
                killed += 1
            else:
                yield f"a mutant survives ({mutant.operator}, in {mutant.function or 'the module'})\n{self._diff(name)}"
        self.found.figures |= {"mutants": len(asked), "killed": killed, "equivalent": len(equivalent)}

    def _diff(self, name: str) -> str:
        return diff_of(self.plan.reference, self.plan.mutants[name])

    def pairs(self) -> Iterator[str]:
        """Count the pairs whose misconceptions are both named. A pair that is not is counted, and is no fault."""
        runs = self.part("pairs")
        if not runs or not self.found.tables:
            return
        table = self.found.tables[min(self.found.tables)]
        both = 0
        for case, run in runs.items():
            pair = self.plan.pairs[case.name]
            both += named(table, run, self.twins) == {pair.first, pair.second}
        self.found.figures |= {"pairs": len(runs), "pairs_named": both}
        yield from ()

    def explanations(self) -> Iterator[str]:
        """Count what is explained; a false explanation is counted, and is a fault only among many: see ``whole``."""
        if runs := self.part("explanations"):
            figures, self.found.false = counted(self.plan.explained, runs)
            self.found.figures |= figures
        yield from ()

    def public(self) -> Iterator[str]:
        """Yield what is wrong with the public tests, and keep what is for a student's desk."""
        desk = judge_public(self.plan, self.parts, self.found.costs)
        self.found.figures |= desk.figures
        self.found.unnoticed, self.found.desk = desk.unnoticed, desk.files
        yield from desk.faults


def named(table: Table, run: Run, twins: Mapping[str, str | None] | None = None) -> set[str]:
    """Return the misconceptions that a run is diagnosed with."""
    return set(diagnose(table, run.failures, run.passed, twins).values())


def lost_elsewhere(variant: Variant, run: Run) -> list[str]:
    """Return the tests that a variant loses although they call nothing that uses what it changes.

    A test that did not run, because a test that it requires failed, is left out.
    """
    changed = variant.definitions | variant.statements
    if "" in changed:  # a statement that binds no name may affect everything
        return []
    affected = users(variant.text, changed)
    untried = (Outcome.BLOCKED, Outcome.NOT_ATTEMPTED)
    lost = [t for t in run.tests if t.id in run.lost and (run.called.get(t.id) or t.outcome not in untried)]
    return [t.id for t in lost if affected.isdisjoint(run.called.get(t.id, ()))]


def at(case: Case) -> str:
    """Return the seed of a case as a phrase; empty for seed 0."""
    return f" at seed {case.seed}" if case.seed else ""

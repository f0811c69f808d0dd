"""What an audit grades with the public tests: right code, the stub, wrong variants, and single edits of the reference.

What is kept of it lies on a student's desk; see ``grader.explain.desk_files``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.audit.case import Case
from grader.audit.mutants import Mutant, mutants, sample
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import Variant
from grader.explain.desk_files import compared_before, desk_edits
from grader.explain.diagnosis import Table
from grader.explain.trying import QUICK, SEED

STUB, RIGHT, WRONG, EDITS, TITLES = (f"public {piece}" for piece in ("stub", "right", "wrong", "edits", "titles"))
"""The pieces of the part ``public``."""


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """What is known of the public tests before anything is graded.

    Attributes:
        cases: what to grade.
        mutants: by name, the edits that are graded; none if no table is kept.
        compared: the tests that edits are graded with, if not all.
        edits: the table of edits that is on the desk; empty if a new one is kept.
        keep: whether what is found is kept for the desk.
    """

    cases: tuple[Case, ...] = ()
    mutants: Mapping[str, Mutant] = field(default_factory=dict)
    compared: tuple[str, ...] | None = None
    edits: Table = field(default_factory=dict)
    keep: bool = False


def public_plan(
    catalogue: Catalogue,
    exercise: Exercise,
    variants: Mapping[str, Variant],
    *,
    keep: bool,
    weighs: bool,
    prices: Mapping[str, int],
    most: int | None,
) -> PublicPlan:
    """Return what to grade of an exercise with its public tests; nothing if it has none.

    Args:
        catalogue: where the exercise lies.
        exercise: the exercise.
        variants: its wrong variants.
        keep: whether what is found is kept for the desk. Then edits are graded, too, and calls of hidden tests wanted.
        weighs: whether the cost of a variant that no public test notices has to be found out.
        prices: of the public tests, if the exercise trains and they were measured.
        most: edits that are graded, at most; all if ``None``. Each takes the quick tests only.
    """
    if not catalogue.public_suite(exercise).is_file():
        return PublicPlan()
    slug = exercise.slug
    right = {path.relative_to(catalogue.solutions_dir(exercise)): path for path in catalogue.solutions(exercise)}
    cases = [
        Case(slug, STUB, exercise.filename, catalogue.stub(exercise).read_bytes(), SEED, suite="public"),
        *(Case(slug, RIGHT, name.as_posix(), path.read_bytes(), SEED, suite="public") for name, path in right.items()),
        *(
            Case(slug, WRONG, key, variant.text.encode(), SEED, suite="public", weighs=weighs)
            for key, variant in variants.items()
        ),
    ]
    if not keep:
        return PublicPlan(tuple(cases), edits=desk_edits(catalogue, exercise))
    reference = catalogue.reference(exercise).read_bytes()
    every = mutants(reference.decode())
    graded = {m.name: m for m in sample(every, len(every) if most is None else most, SEED)}
    compared = _compared(catalogue, exercise, prices)
    cases.append(Case(slug, TITLES, exercise.filename, reference, SEED, wants="calls"))
    cases += _edits(slug, graded, compared)
    return PublicPlan(tuple(cases), graded, compared, keep=True)


def _compared(catalogue: Catalogue, exercise: Exercise, prices: Mapping[str, int]) -> tuple[str, ...] | None:
    """Return the public tests that edits are graded with: all, or of an exercise that trains those that train nothing.

    What a training gives differs between machines by more than a comparison allows.
    """
    if not exercise.is_slow:
        return None
    before = compared_before(catalogue, exercise)
    return before if before is not None else tuple(test for test, price in prices.items() if price <= QUICK)


def _edits(slug: str, graded: Mapping[str, Mutant], compared: tuple[str, ...] | None) -> Iterator[Case]:
    if compared != ():
        for name, mutant in graded.items():
            yield Case(slug, EDITS, name, mutant.source.encode(), SEED, suite="public", only=compared)

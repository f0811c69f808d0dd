"""What an audit of one exercise grades, and what is known before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from grader.audit import explaining
from grader.audit.asked import Examples
from grader.audit.case import Case
from grader.audit.declared import Declared, read_declared
from grader.audit.equivalents import Edit, edit_of, read_equivalents
from grader.audit.expected import Expected, read_expected
from grader.audit.explaining import FEW, FEW_SLOW, Fault
from grader.audit.flaws import Flaw, flaws
from grader.audit.mutants import Mutant, drawn, mutants, sample
from grader.audit.nothing import files as nothing_files
from grader.audit.pairs import Pair, pairs
from grader.audit.public_cases import PublicPlan, public_plan
from grader.errors import CatalogueError
from grader.exercises.catalogue import DESK, Catalogue
from grader.exercises.datasets import STAND_IN
from grader.exercises.exercise import Exercise, untranslated
from grader.exercises.misconceptions import Misconception, read_misconceptions
from grader.exercises.overlay import Variant, read_variant
from grader.explain.desk_files import stale_desk
from grader.explain.edit_table import edits_path, stale_edits
from grader.explain.tables import shipped_path, stale

PARTS = (
    *("stub", "reference", "accepted", "wrong", "garbage", "knows_nothing", "flaws", "mutants", "pairs"),
    *("explanations", "public"),
)
"""The parts that can be audited alone, in the order of the report."""

WITH_EXAMPLES = frozenset({"knows_nothing", "flaws"})
"""Parts that are made from what the tests ask of the reference."""

SLOW_MUTANTS = 30
"""Mutants of a slow exercise, by default. If thirty are killed, the share of survivors is below 10 % with 95 %
confidence (0.9**30 = .042)."""

SLOW_EQUIVALENT = 8
"""Declared mutants of a slow exercise, by default: each runs the whole suite, as it loses nothing."""

SLOW_FLAWS = 12
"""Flaws of a slow exercise that are graded, by default. Nearly all end at the first test that they lose. If each ran
the whole suite of the slowest exercise, this many would take some two minutes on two cores."""

PAIRS = 6
"""Pairs of misconceptions in each exercise: fourteen exercises give some eighty."""

GRADING_VARIANTS = frozenset({"wrong", "pairs"})
"""Parts that grade the wrong variants: a pair is diagnosed with the table made from them."""

WITH_VARIANTS = GRADING_VARIANTS | {"explanations", "public"}
"""Parts that need the wrong variants."""

GARBAGE = (
    *("None", "'text'", "[]", "{}", "()", "object()", "[[1.0], [2.0, 3.0]]", "lambda *a, **k: None", "float('nan')"),
    *("np.full((3, 2), np.nan)", "np.zeros((0, 3))", "np.array(['a'])", "np.array([None])", "-1e300", "1j", "True"),
    *("(1, 2, 3, 4)", "iter(())", "np.zeros(())", "{'W1': None}", "[None, None]", "10**400", "type('T', (), {})()"),
)
"""Answers of every wrong form. A suite must find each of them wrong, without an error of its own."""

EMPTY_CLASSES = "every name an empty class"


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases of one exercise, and what ``judge`` needs to know.

    Attributes:
        exercise: the exercise.
        cases: what to grade.
        known: its misconceptions by key.
        mutants: by name, those that are graded.
        produced: the edits of all mutants that can be made, graded or not.
        equivalent: the declared edits, with their reasons.
        pairs: by name.
        flaws: by name, graded or not.
        declared: the exceptions, with their reasons.
        explained: by name, the faults whose explanations are judged.
        public: what is known of the public tests.
        reference: text of the reference solution.
        variants: its wrong variants by key, without those that cannot be rendered.
        expected: by key, the tests that a wrong variant is expected to lose.
        update: whether the lost tests are written as the expected ones, so that a difference is no fault.
        faults: what is wrong before anything is graded.
    """

    exercise: Exercise
    cases: tuple[Case, ...]
    known: Mapping[str, Misconception] = field(default_factory=dict)
    mutants: Mapping[str, Mutant] = field(default_factory=dict)
    produced: frozenset[Edit] = frozenset()
    equivalent: Mapping[Edit, str] = field(default_factory=dict)
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    declared: Declared = field(default_factory=Declared)
    explained: Mapping[str, Fault] = field(default_factory=dict)
    public: PublicPlan = field(default_factory=PublicPlan)
    reference: str = ""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    expected: Expected = field(default_factory=dict)
    update: bool = False
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller wants of an audit.

    Attributes:
        parts: some of ``PARTS``.
        seeds: the reference, accepted and wrong variants are graded with each.
        most_mutants: of one exercise; ``None`` for all of a quick one and ``SLOW_MUTANTS`` of a slow one.
        most_flaws: of one exercise, besides the declared ones; ``None`` for all of a quick one and ``SLOW_FLAWS`` of a
            slow one.
        most_explained: wrong variants of one exercise that are explained, and mutants; ``None`` for ``FEW`` of a quick
            one and ``FEW_SLOW`` of a slow one.
        keep: whether the caller writes the tables beside the suites, and the files of the desk, so that stale ones are
            no fault, and all that mutants fail is needed.
        update: whether the caller writes ``expected.toml``, so that a difference is no fault.
        most_wrong: wrong variants of one slow exercise; ``None`` for all.
    """

    parts: Collection[str] = PARTS
    seeds: tuple[int, ...] = (0,)
    most_mutants: int | None = None
    most_flaws: int | None = None
    most_explained: int | None = None
    keep: bool = False
    update: bool = False
    most_wrong: int | None = None

    @property
    def keeps_desk(self) -> bool:
        """Whether the caller writes the files of the desk."""
        return self.keep and "public" in self.parts


def how_to_update(exercise: Exercise) -> str:
    """Return the remedy if ``expected.toml`` and ``wrong/`` do not have the same variants."""
    return f"`xorcise audit {exercise.slug} --only wrong --update` writes it; review the change"


def plan(
    catalogue: Catalogue, exercise: Exercise, wanted: Wanted, examples: Examples, prices: Mapping[str, int]
) -> Plan:
    """Return what to grade of one exercise, given what its tests ask of the reference and the prices of public tests.

    Raises:
        CatalogueError: a file beside the suite is not readable.
    """
    return _Planner(catalogue, exercise, wanted, examples, prices).plan()


class _Planner:
    def __init__(
        self,
        catalogue: Catalogue,
        exercise: Exercise,
        wanted: Wanted,
        examples: Examples,
        prices: Mapping[str, int],
    ) -> None:
        self.examples = examples
        self.prices = prices
        self.catalogue = catalogue
        self.exercise = exercise
        self.wanted = wanted
        self.seeds = wanted.seeds
        self.seed = wanted.seeds[0]
        try:
            self.reference = catalogue.reference(exercise).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise CatalogueError(f"{error.filename} is missing: an audit needs the reference solution") from None
        self.faults: list[str] = []

    def plan(self) -> Plan:
        known, faults = read_misconceptions(self.catalogue.misconceptions(self.exercise))
        equivalent, more = read_equivalents(self.catalogue.equivalents(self.exercise))
        expected, still_more = read_expected(self.catalogue.expected(self.exercise))
        exceptions = read_declared(self.catalogue.declared(self.exercise))
        self.faults += [*faults, *more, *still_more, *exceptions.faults, *self._untranslated(known)]
        variants = self._rendered(known, expected) if WITH_VARIANTS.intersection(self.wanted.parts) else {}
        if self.wanted.most_wrong is not None and self.exercise.is_slow:
            chosen = drawn(variants, self.wanted.most_wrong, self.seed)
            variants = {key: variant for key, variant in variants.items() if key in chosen}
        if "wrong" in self.wanted.parts and not self.wanted.keep and stale(self.catalogue, self.exercise):
            table, slug = shipped_path(self.catalogue, self.exercise), self.exercise.slug
            remedy = f"renew it with `xorcise audit {slug} --only wrong --keep --mnist {STAND_IN}`"
            self.faults.append(f"{table.name} belongs to another suite, reference or variants: {remedy}")
        if "mutants" in self.wanted.parts and not self.wanted.keep and stale_edits(self.catalogue, self.exercise):
            table, slug = edits_path(self.catalogue, self.exercise), self.exercise.slug
            remedy = f"renew it with `xorcise audit {slug} --only mutants --keep --mnist {STAND_IN}`"
            self.faults.append(f"{table.name} belongs to another suite or reference: {remedy}")
        made = self._flaws()
        some_flaws = sample(made, self._most(len(made), self.wanted.most_flaws, SLOW_FLAWS), self.seed)
        every = mutants(self.reference) if "mutants" in self.wanted.parts else []
        asked = [m for m in every if edit_of(m) not in equivalent]
        declared = [m for m in every if edit_of(m) in equivalent]
        graded = {m.name: m for m in (*self._some(asked, SLOW_MUTANTS), *self._some(declared, SLOW_EQUIVALENT))}
        both = pairs(self.reference, variants, expected, PAIRS, self.seed) if "pairs" in self.wanted.parts else []
        explained = self._explained(variants)
        public = self._public(variants)
        cases = [
            *self._files(),
            *(
                Case(self.exercise.slug, "wrong", k, v.text.encode(), s)
                for k, v in variants.items()
                for s in self.seeds
                if GRADING_VARIANTS.intersection(self.wanted.parts)
            ),
            *self._garbage(),
            *self._mutants(graded),
            *(
                Case(self.exercise.slug, "flaws", f.name, f.source.encode(), self.seed, True)
                for f in (*some_flaws, *(f for f in made if f.name in exceptions.flaws and f not in some_flaws))
            ),
            *self._nothing(),
            *(Case(self.exercise.slug, "pairs", p.name, p.source.encode(), self.seed) for p in both),
            *explaining.cases(self.exercise.slug, explained, self.seed),
            *public.cases,
        ]
        return Plan(
            exercise=self.exercise,
            cases=tuple(cases),
            known=known,
            mutants=graded,
            produced=frozenset(map(edit_of, every)),
            equivalent=equivalent,
            pairs={p.name: p for p in both},
            flaws={f.name: f for f in made},
            declared=exceptions,
            explained={f.name: f for f in explained},
            public=public,
            reference=self.reference,
            variants=variants,
            expected=expected,
            update=self.wanted.update,
            faults=tuple(self.faults),
        )

    def _untranslated(self, known: Mapping[str, Misconception]) -> Iterator[str]:
        """Yield the texts that lack a language of the exercise's title. An empty one has been told of already."""
        for key, belief in known.items():
            for name, texts in (("belief", belief.belief), ("feedback", belief.feedback)):
                if texts and (lacking := untranslated(texts, self.exercise)):
                    yield f"misconceptions.toml: {key}.{name} {lacking}"

    def _some(self, every: list[Mutant], of_slow: int) -> list[Mutant]:
        return sample(every, self._most(len(every), self.wanted.most_mutants, of_slow), self.seed)

    def _most(self, count: int, asked: int | None, of_slow: int) -> int:
        """Return how many of ``count`` to grade: as many as asked for, else all, or ``of_slow`` of a slow exercise."""
        if asked is not None:
            return asked
        return of_slow if self.exercise.is_slow else count

    def _rendered(self, known: Collection[str], expected: Collection[str]) -> dict[str, Variant]:
        """Return the wrong variants by key; add faults of their overlays, and variants without texts, to ``faults``."""
        found = {}
        paths = self.catalogue.variants(self.exercise)
        for path in paths:
            try:
                found[path.stem] = read_variant(self.catalogue, self.exercise, path)
            except CatalogueError as error:
                self.faults.append(str(error))
        self.faults += [fault for variant in found.values() for fault in variant.faults]
        keys = {path.stem for path in paths}
        for key in sorted(keys ^ set(known)):
            self.faults.append(f"{key} must have both an overlay, wrong/{key}.py, and its texts in misconceptions.toml")
        if not self.wanted.update:
            for key in sorted(set(expected) - keys):
                self.faults.append(f"expected.toml has {key}, and wrong/ does not: {how_to_update(self.exercise)}")
        return found

    def _files(self) -> Iterator[Case]:
        catalogue, exercise = self.catalogue, self.exercise
        files = {
            "stub": [catalogue.stub(exercise)],
            "reference": [catalogue.reference(exercise)],
            "accepted": catalogue.accepted(exercise),
        }
        for part, paths in files.items():
            if part in self.wanted.parts:
                seeds = self.seeds if part != "stub" else self.seeds[:1]
                for path in paths:
                    source = path.read_bytes()
                    yield from (Case(exercise.slug, part, path.stem, source, seed) for seed in seeds)

    def _flaws(self) -> list[Flaw]:
        if "flaws" not in self.wanted.parts:
            return []
        return flaws(self.reference, self.exercise.entry_points, self.examples)

    def _explained(self, variants: Mapping[str, Variant]) -> list[Fault]:
        """Return the faults whose explanations are judged."""
        if "explanations" not in self.wanted.parts:
            return []
        accepted = {p.stem: p.read_text(encoding="utf-8") for p in self.catalogue.accepted(self.exercise)}
        most = self.wanted.most_explained
        if most is None:
            most = FEW_SLOW if self.exercise.is_slow else FEW
        return explaining.faults(self.reference, variants, accepted, most, self.seed)

    def _public(self, variants: Mapping[str, Variant]) -> PublicPlan:
        """Return what is graded with the public tests; add stale files of the desk to ``faults``."""
        wanted = self.wanted
        if "public" not in wanted.parts:
            return PublicPlan()
        if not wanted.keep and stale_desk(self.catalogue, self.exercise):
            remedy = f"renew it with `xorcise audit {self.exercise.slug} --only public --keep --mnist {STAND_IN}`"
            self.faults.append(f"{DESK}/ belongs to other tests, variants or texts, or another reference: {remedy}")
        return public_plan(
            self.catalogue,
            self.exercise,
            variants,
            keep=wanted.keep,
            weighs=GRADING_VARIANTS.isdisjoint(wanted.parts),
            prices=self.prices,
            most=wanted.most_mutants,
        )

    def _mutants(self, graded: Mapping[str, Mutant]) -> Iterator[Case]:
        """Yield the mutants. One lost test is enough to know of each, unless their table is kept."""
        slow, keep = self.exercise.is_slow, self.wanted.keep
        for name, mutant in graded.items():
            source, until_lost = mutant.source.encode(), slow or not keep
            yield Case(self.exercise.slug, "mutants", name, source, self.seed, until_lost, quick_first=keep and slow)

    def _nothing(self) -> Iterator[Case]:
        if "knows_nothing" in self.wanted.parts:
            for name, text in nothing_files(self.exercise, self.reference, self.examples):
                yield Case(self.exercise.slug, "knows_nothing", name, text.encode(), self.seed)

    def _garbage(self) -> Iterator[Case]:
        if "garbage" not in self.wanted.parts:
            return
        names = self.exercise.entry_points
        for value in GARBAGE:
            body = "".join(f"def {name}(*args, **kwargs):\n    return {value}\n" for name in names)
            source = f"import numpy as np\n{body}".encode()
            yield Case(self.exercise.slug, "garbage", f"every function returning {value}", source, self.seed)
        methods = "__call__ = __getattr__ = lambda self, *a, **k: None"
        body = "".join(f"class {n}:\n    def __init__(self, *a, **k): pass\n    {methods}\n" for n in names)
        yield Case(self.exercise.slug, "garbage", EMPTY_CLASSES, body.encode(), self.seed)

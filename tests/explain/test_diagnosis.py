"""Diagnosis: a misconception is named by what the code did; two are both named; an unknown one gets no name."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from share import bounded

from grader.audit.case import Run
from grader.audit.expected import read_expected
from grader.audit.judge import named
from grader.audit.pairs import pairs
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import read_misconceptions
from grader.exercises.overlay import read_variants
from grader.explain.diagnosis import Failures, diagnose
from grader.explain.tables import compute, find, is_kept, load, save, shipped_path, table_digest, table_path
from grader.result import Outcome
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.evidence import Failure
from grader.suite.fingerprint import COMPARED, Fingerprint, fingerprint
from grader.suite.session import SuiteRun
from grader.suite.transcript import Event, Transcript

SLUGS = ("02_losses", "03_numerical_gradient", "05_schedules", "06_regularization")
"""Exercises of functions, whose variants are quick: wrong functions of two variants fit into one file."""

TRIED = 20
"""Variants of an exercise that are graded again, each with its own name taken out of the table."""

Bench = tuple[Exercise, Callable[[bytes], SuiteRun], dict[str, Failures]]


@pytest.fixture(scope="module")
def benches(slot: Slot, catalogue: Catalogue) -> Iterator[dict[str, Bench]]:
    """For each exercise: itself, a way of running sources on its suite, and its table."""
    with ExitStack() as stack:
        yield {slug: bench(slug, slot, catalogue, stack) for slug in SLUGS}


def bench(slug: str, slot: Slot, catalogue: Catalogue, stack: ExitStack) -> Bench:
    exercise = catalogue.exercise(slug)
    suite = stack.enter_context(open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None))

    def run(source: bytes) -> SuiteRun:
        return run_suite(slot, suite, {exercise.filename: source}, 0)

    return exercise, run, compute(read_variants(catalogue, exercise), run)


@pytest.mark.parametrize("slug", SLUGS)
def test_variants_left_out_get_nobody_elses_name(benches: dict[str, Bench], slug: str, catalogue: Catalogue) -> None:
    """A misconception that the table lacks gets another's name in at most one case of twenty."""
    exercise, run, table = benches[slug]
    false = []
    tried = bounded(read_variants(catalogue, exercise).items(), TRIED)
    for key, variant in tried:
        known = {k: f for k, f in table.items() if k != key}
        if names := named(known, Run.of(run(variant.text.encode()))):
            false.append((key, names))
    # over all exercises it is 1 %; an exercise of forty variants may have its share and one more
    assert len(false) <= max(1, len(tried) // 20), false


def test_two_wrong_functions_in_one_file_are_both_named(benches: dict[str, Bench], catalogue: Catalogue) -> None:
    """Wrong functions of two variants in one file: of 24 seeded pairs, both are named in at least 22."""
    missed = [pair for slug in SLUGS for pair in missed_pairs(benches[slug], catalogue)]
    assert len(missed) <= 2, missed


def missed_pairs(of: Bench, catalogue: Catalogue) -> list[str]:
    """Return those of six pairs of an exercise's variants that are not both named."""
    exercise, run, table = of
    reference = catalogue.reference(exercise).read_text(encoding="utf-8")
    fails = read_expected(catalogue.expected(exercise))[0]
    chosen = pairs(reference, read_variants(catalogue, exercise), fails, most=6, seed=0)
    assert len(chosen) == 6
    return [p.name for p in chosen if named(table, Run.of(run(p.source.encode()))) != {p.first, p.second}]


def fail(shape: str, *numbers: float, blame: str = "f") -> Failure:
    return Failure(Fingerprint(shape, np.array(numbers)), blame)


def test_nothing_is_named_where_two_fit_equally() -> None:
    """Two variants whose failures are the same cannot be told apart."""
    table = {"a": {"t1": fail("x", 1.0)}, "b": {"t1": fail("x", 1.0)}}
    assert diagnose(table, {"t1": fail("x", 1.0)}, []) == {}


def test_two_that_are_declared_the_same_to_every_test_are_named_by_the_first() -> None:
    """One of the two applies, so the first is named; two that are not declared stay unnamed."""
    table = {"a": {"t1": fail("x", 1.0)}, "b": {"t1": fail("x", 1.0)}, "c": {"t2": fail("x", 1.0)}}
    assert diagnose(table, {"t1": fail("x", 1.0)}, [], {"a": "b", "b": "a", "c": None}) == {"t1": "a"}
    assert diagnose(table, {"t1": fail("x", 1.0)}, [], {"a": "c", "b": None, "c": "a"}) == {}


def test_where_two_beliefs_meet_neither_is_ruled_out() -> None:
    """A test in which code of both runs shows what neither does alone; each explains another test by itself."""
    f, g, both = "wrong\nf value ", "wrong\ng value ", "wrong\nf value \ng value "
    table = {
        "a": {"t1": fail(f, 1.0, blame="f"), "both": fail(both, 1.0, blame="f")},
        "b": {"t2": fail(g, 2.0, blame="g"), "both": fail(both, 2.0, blame="g")},
    }
    seen = {"t1": table["a"]["t1"], "t2": table["b"]["t2"], "both": fail(both, 3.0, blame="f")}
    assert diagnose(table, seen, []) == {"t1": "a", "t2": "b"}
    assert diagnose(table, {k: seen[k] for k in ("t1", "both")}, ["t2"]) == {}
    alone = {"a": table["a"], "b": {"t2": table["b"]["t2"]}}
    assert diagnose(alone, seen, []) == {"t2": "b"}
    # another wrong g fails the test, so g runs in it
    assert diagnose(alone | {"c": {"both": fail(both, 7.0, blame="g")}}, seen, []) == {"t1": "a", "t2": "b"}


def test_a_test_is_no_excuse_where_the_other_belief_did_not_run() -> None:
    """A failure that the variant shows and the submission does not rules it out, even if other code is wrong too."""
    f, g = "wrong\nf value ", "wrong\ng value "
    table = {
        "a": {"t1": fail(f, 1.0, blame="f"), "t3": fail(f, 5.0, blame="f")},
        "b": {"t2": fail(g, 2.0, blame="g")},
    }
    seen = {"t1": table["a"]["t1"], "t2": table["b"]["t2"], "t3": fail(f, 6.0, blame="f")}
    assert diagnose(table, seen, []) == {"t2": "b"}


def test_the_one_that_explains_more_is_named() -> None:
    """Of two that fit, the one that explains a superset is the cause."""
    table = {"small": {"t1": fail("x", 1.0)}, "large": {"t1": fail("x", 1.0), "t2": fail("x", 2.0)}}
    seen = {"t1": fail("x", 1.0), "t2": fail("x", 2.0)}
    assert diagnose(table, seen, []) == {"t1": "large", "t2": "large"}


def test_a_passed_test_speaks_against_a_belief() -> None:
    """A misconception whose variant fails a test that the submission passed is not named."""
    table = {"a": {"t1": fail("x", 1.0), "t2": fail("x", 2.0)}}
    assert diagnose(table, {"t1": fail("x", 1.0)}, ["t2"]) == {}
    assert diagnose(table, {"t1": fail("x", 1.0)}, []) == {"t1": "a"}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ((1.0,), (1.00001,), True),
        ((1.0,), (1.01,), False),
        ((float("nan"), 1.0), (float("nan"), 1.0), True),
        ((float("inf"),), (float("inf"),), True),
        ((float("inf"),), (float("-inf"),), False),
        ((float("nan"),), (1.0,), False),
        ((1.0,), (1.0, 2.0), False),
        ((), (), True),
    ],
)
def test_fingerprints_compare_within_a_tolerance(
    ours: tuple[float, ...], theirs: tuple[float, ...], same: bool
) -> None:
    """float32 is the same behaviour, another number is not; nan and infinities are compared like other values."""
    assert fail("x", *ours).fingerprint.matches(fail("x", *theirs).fingerprint) is same
    assert not fail("x", *ours).fingerprint.matches(fail("y", *theirs).fingerprint)


def test_a_large_array_is_compared_by_some_elements_and_its_norm() -> None:
    """An element that is not compared moves the norm; a small array is compared whole."""

    def of(value: np.ndarray[Any, np.dtype[np.float64]]) -> Fingerprint:
        return fingerprint(Transcript("t", Outcome.FAILED, (Event("f", "f", value=value),)))

    large = np.ones((40, 50))
    other = large.copy()
    other[20, 17] = 30.0
    assert of(large).numbers.size == COMPARED + 1
    assert set(of(other).numbers[:-1]) == {1.0}
    assert not of(large).matches(of(other))
    assert of(large).matches(of(large * (1 + 1e-6)))
    assert of(np.arange(4.0)).numbers.tolist() == [0, 1, 2, 3]


def test_a_table_is_kept_by_what_it_depends_on(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back as it was; another seed has another path; a broken file is no table."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path))
    exercise = catalogue.exercise("02")
    path = table_path(catalogue, exercise, 0, None)
    assert path.parent == tmp_path
    assert path != table_path(catalogue, exercise, 1, None)
    assert load(path) is None
    save(path, {"a": {"t": fail("x", 1.0, 2.0, 1e300, float("nan"))}})
    again = load(path)
    assert again is not None
    assert again["a"]["t"].fingerprint.matches(fail("x", 1.0, 2.0, 1e300, float("nan")).fingerprint)
    path.write_bytes(b"\xc1")
    assert load(path) is None


@pytest.mark.parametrize(
    ("whole", "kept"),
    [
        (False, b""),
        (False, zlib.compress(b"\xc1")),
        (False, zlib.compress(msgpack.packb(["", []]))),
        (False, zlib.compress(msgpack.packb(["other", {}]))),
        (False, zlib.compress(msgpack.packb(["", {"a": {"t": ["x", "f", ["<f4", b"123"]]}}]))),
        (False, zlib.compress(msgpack.packb(["", {"a": {"t": ["x", "f", ["<i4", b"1234"]]}}]))),
        (False, zlib.compress(msgpack.packb(["", {"a": {"t": ["x", "f"]}}]))),
        (True, zlib.compress(msgpack.packb(["", {"a": {"t": ["x", "f", ["<f4", b"1234"]]}}]))),
    ],
)
def test_a_table_is_there_if_and_only_if_it_is_found(
    whole: bool, kept: bytes, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``is_kept``, which imports no NumPy, and ``find`` agree on whether there is a table."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path))
    exercise = catalogue.exercise("02")
    path = table_path(catalogue, exercise, 1, None)  # the table beside the suite is of seed 0
    assert not is_kept(catalogue, exercise, 1, "none")
    path.write_bytes(kept)
    assert is_kept(catalogue, exercise, 1, "none") is (find(catalogue, exercise, 1, None) is not None) is whole


def test_the_table_beside_a_suite_counts_as_long_as_it_is_of_that_suite(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found before one in the cache, and no longer after a change of a variant."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))
    for part in ("exercises/02_losses", "grader/suites/02_losses"):
        shutil.copytree(catalogue.root / part, tmp_path / part)
    copy = Catalogue(tmp_path)
    exercise = copy.exercise("02")
    save(shipped_path(copy, exercise), {"a": {"t": fail("x", 1.0)}}, table_digest(copy, exercise, 0, None))
    assert set(find(copy, exercise, 0, None) or ()) == {"a"}
    assert find(copy, exercise, 1, None) is None
    variant = copy.variants(exercise)[0]
    variant.write_text(variant.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert find(copy, exercise, 0, None) is None


def test_feedback_gives_no_code_away(catalogue: Catalogue) -> None:
    """No line of a reference stands in a feedback; every text is there in both languages."""
    for exercise in catalogue.exercises:
        known, faults = read_misconceptions(catalogue.misconceptions(exercise))
        assert faults == []
        lines = catalogue.reference(exercise).read_text(encoding="utf-8").splitlines()
        code = {line.strip() for line in lines if len(line.strip()) > 25 and not line.strip().startswith(('"""', "#"))}
        for misconception in known.values():
            assert not [c for c in code for text in misconception.feedback.values() if c in text], misconception.key


def test_callbacks_count_by_their_places_where_their_order_tells_nothing() -> None:
    """f(x) asked once and first is the same one-sided difference; a place that is never asked is another behaviour."""
    variant = Fingerprint("f value \nnumber\ncallbacks 4\nat +0\nat 00\nat 0+\nat 00", np.array([1.0]))
    once = Fingerprint("f value \nnumber\ncallbacks 3\nat 00\nat +0\nat 0+", np.array([1.0]))
    central = Fingerprint("f value \nnumber\ncallbacks 4\nat +0\nat -0\nat 0+\nat 0-", np.array([1.0]))
    assert not once.matches(variant)
    assert once.resembles(variant)
    assert not central.resembles(variant)
    table = {"one_sided": {"t": Failure(variant, "f")}}
    assert diagnose(table, {"t": Failure(once, "f")}, ()) == {"t": "one_sided"}
    assert diagnose(table, {"t": Failure(central, "f")}, ()) == {}


def test_an_exception_is_the_same_wherever_the_callbacks_were() -> None:
    ours = Fingerprint("f StudentRaised IndexError\ncallbacks 2\nat +\nat -", np.zeros(0))
    assert ours.resembles(Fingerprint("f StudentRaised IndexError\ncallbacks 1\nat +", np.zeros(0)))
    assert not ours.resembles(Fingerprint("f StudentRaised TypeError\ncallbacks 1\nat +", np.zeros(0)))


def test_a_name_that_numpy_lacks_is_another_fault_than_a_number_without_a_shape() -> None:
    def of(said: str) -> Fingerprint:
        event = Event("f", "f", (1,), outcome="StudentRaised", value="AttributeError", said=said)
        return fingerprint(Transcript("t", Outcome.STUDENT_ERROR, (event,)))

    assert not of("module 'numpy' has no attribute 'int'").matches(of("'bool' object has no attribute 'astype'"))
    assert of("'int' object has no attribute 'shape'").matches(of("'bool' object has no attribute 'astype'"))

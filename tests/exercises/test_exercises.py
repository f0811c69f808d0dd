"""Every exercise of the catalogue is complete: its suite, statements, stub, variants and hints."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.audit import InOneSlot, Wanted, audit
from grader.audit.expected import expected_text, read_expected
from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import DataSet, digits
from grader.exercises.exercise import Exercise
from grader.exercises.misconceptions import read_misconceptions
from grader.exercises.overlay import read_variants
from grader.language import LANGUAGES
from grader.result import Outcome
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])


QUICK_PARTS = ("stub", "reference", "accepted")
"""What a test run audits of an exercise, in a few seconds. `make audit` runs all parts of all exercises: flaws, mutants
and explanations of the quick ones alone take ten minutes."""

WRONG_OF = ("02_losses", "05_schedules")
"""Exercises whose wrong variants and files that know nothing a test run grades, too. Those of all quick ones take two
minutes."""

each = pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])


@pytest.fixture(scope="module")
def images() -> DataSet:
    """The stand-in for MNIST, which every machine has."""
    return digits()


@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises if not e.is_slow])
def test_the_suite_holds(exercise: Exercise, slot: Slot, images: DataSet) -> None:
    """The audit finds no fault: stub and right solutions get their scores, and wrong variants where they are asked."""
    wanted = Wanted((*QUICK_PARTS, *(("wrong", "knows_nothing") if exercise.slug in WRONG_OF else ())))
    (found,) = audit(CATALOGUE, [exercise], wanted, InOneSlot(CATALOGUE, slot, images))
    assert found.faults == []


@each
def test_the_reference_passes_the_public_tests_and_the_stub_none(
    exercise: Exercise, slot: Slot, images: DataSet
) -> None:
    """The reference passes all public tests, and the stub counts as not attempted in all of them."""
    with open_suite(CATALOGUE.public_suite(exercise), exercise, "public", images) as suite:
        for path, outcome in ((CATALOGUE.reference(exercise), "passed"), (CATALOGUE.stub(exercise), "not_attempted")):
            tests = run_suite(slot, suite, {exercise.filename: path.read_bytes()}, seed=0).tests
            assert {t.outcome for t in tests} == {Outcome(outcome)}
            assert {t.visibility for t in tests} == {"public"}
            assert all(t.title_zh for t in tests)


@each
def test_every_text_is_in_both_languages(exercise: Exercise) -> None:
    """A course may do with one language; ours has two in titles, hints, beliefs and feedback."""
    known, _ = read_misconceptions(CATALOGUE.misconceptions(exercise))
    texts = [exercise.title, *(step for ladder in exercise.hints.values() for step in ladder)]
    texts += [text for belief in known.values() for text in (belief.belief, belief.feedback)]
    assert all(set(text) == set(LANGUAGES) for text in texts)


@each
def test_enough_right_and_wrong_variants(exercise: Exercise) -> None:
    """An exercise has at least five accepted solutions and eight misconceptions."""
    assert len(CATALOGUE.accepted(exercise)) >= 5
    known, faults = read_misconceptions(CATALOGUE.suite_dir(exercise) / "misconceptions.toml")
    assert faults == []
    assert len(known) >= 8


@each
def test_variants_hold_only_what_differs_from_the_reference(exercise: Exercise) -> None:
    """Each overlay renders without faults and changes the reference."""
    reference = ast.dump(ast.parse(CATALOGUE.reference(exercise).read_text(encoding="utf-8")))
    for key, variant in read_variants(CATALOGUE, exercise).items():
        assert variant.faults == (), key
        assert ast.dump(ast.parse(variant.text)) != reference, key


def test_all_variants_together_are_short() -> None:
    """All overlays together have at most 7000 lines. As whole files they had 29,126 lines."""
    paths = [path for exercise in CATALOGUE.exercises for path in CATALOGUE.variants(exercise)]
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths) <= 7000


def test_no_variant_has_an_undefined_name(tmp_path: Path) -> None:
    """No rendered variant has an undefined name. Lint cannot check overlays alone: they use the reference's names."""
    for exercise in CATALOGUE.exercises:
        (tmp_path / exercise.slug).mkdir()
        for key, variant in read_variants(CATALOGUE, exercise).items():
            (tmp_path / exercise.slug / f"{key}.py").write_text(variant.text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "F82", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each
def test_each_variant_is_expected_to_lose_something(exercise: Exercise) -> None:
    """``expected.toml`` lists every variant with at least one lost test, in the form that ``--update`` writes."""
    path = CATALOGUE.expected(exercise)
    expected, faults = read_expected(path)
    assert faults == []
    assert set(expected) == {p.stem for p in CATALOGUE.variants(exercise)}
    assert all(expected.values())
    assert path.read_text(encoding="utf-8") == expected_text(expected)


@each
def test_both_statements_say_the_same(exercise: Exercise) -> None:
    """Both statements have the same heading levels, signatures, code and numbers."""
    texts = {
        lang: (CATALOGUE.statement_dir(exercise) / name).read_text(encoding="utf-8")
        for lang, name in zip(LANGUAGES, ("README.md", "README.zh-CN.md"), strict=True)
    }
    found = {lang: said(text) for lang, text in texts.items()}
    assert found["en"] == found["zh-CN"]
    for name in exercise.entry_points:
        assert any(name in heading for heading in found["en"]["signatures"]), f"{name} has no heading"


def said(text: str) -> dict[str, list[str]]:
    """Return what must be equal in both languages: heading levels, signatures, code blocks and numbers in code."""
    headings = re.findall(r"^(#+) (.*)$", text, re.M)
    return {
        "levels": [level for level, _ in headings],
        "signatures": [code for _, title in headings for code in re.findall(r"`([^`]+)`", title)],
        "code": [line.split("  #")[0].strip() for line in re.findall(r"^    (?! )(.*)$", text, re.M)],
        "numbers": sorted(set(re.findall(r"`(-?\d+\.\d+(?:e-?\d+)?)`", text))),
    }


@each
def test_the_stub_declares_what_the_statement_asks_for(exercise: Exercise) -> None:
    """The stub has every entry point with a docstring, and every function only raises an error."""
    tree = ast.parse(CATALOGUE.stub(exercise).read_text(encoding="utf-8"))
    found = {n.name: n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    assert list(found) == list(exercise.entry_points)
    for node in found.values():
        assert ast.get_docstring(node), node.name
        functions = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef)]
        assert functions
        for function in functions:
            assert isinstance(function.body[-1], ast.Raise), function.name


@each
def test_every_entry_point_has_hints(exercise: Exercise) -> None:
    """Every entry point has hints, and no hint contains a line of the solution."""
    assert set(exercise.hints) == set(exercise.entry_points)
    solution = CATALOGUE.reference(exercise).read_text(encoding="utf-8")
    lines = {line.strip() for line in solution.splitlines() if len(line.strip()) > 25}
    for ladder in exercise.hints.values():
        for step in ladder:
            assert not [line for line in lines if line in step["en"]]


def test_hidden_suites_never_import_what_they_grade() -> None:
    """Hidden suites import only a few libraries: neither TensorFlow nor Keras nor a solution."""
    for exercise in CATALOGUE.exercises:
        tree = ast.parse(CATALOGUE.hidden_suite(exercise).read_text(encoding="utf-8"))
        modules = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        modules |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        allowed = {
            "numpy",
            "math",
            "re",
            "itertools",
            "collections",
            "contextlib",
            "functools",
            "dataclasses",
            "typing",
            "sklearn",
            "scipy",
        }
        assert {m.split(".")[0] for m in modules} - {"__future__", "grader"} <= allowed, exercise.slug
        assert "grader.suites" not in modules

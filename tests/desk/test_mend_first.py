"""At the desk, what uses a wrong function is told to mend that one first, and no misconception."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.desk.explaining import explained, named
from grader.exercises.catalogue import Catalogue
from grader.explain.trying import SEED
from grader.result import TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.session import SuiteRun, SuiteSession

AND = """
def AND(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 + 0.7)
"""
"""It is always 1. XOR, which uses it, then answers as if either gate were enough: a misconception with a name."""

NAND = """
def NAND(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 - 0.7)
"""
"""It is AND: a misconception with a name, which XOR's test shows, too."""

Tell = Callable[[SuiteSession, SuiteRun, bytes], tuple[TestResult, ...]]


@pytest.fixture(params=["in a file", "in a notebook"])
def tell(request: pytest.FixtureRequest, catalogue: Catalogue) -> Tell:
    """Return one of the two ways in which a student's copy explains."""
    exercise = catalogue.exercise("01")
    folder = catalogue.statement_dir(exercise)
    if request.param == "in a file":
        return lambda suite, run, source: explained(exercise, folder, suite, {exercise.filename: source}, run)
    return lambda _suite, run, source: named(exercise, folder, run, source.decode())


def told_by(catalogue: Catalogue, slot: Slot, tell: Tell, more: str) -> dict[str, str]:
    """Return by test what the failed public tests are told."""
    exercise = catalogue.exercise("01")
    source = f"{catalogue.reference(exercise).read_text(encoding='utf-8')}\n{more}".encode()
    with open_suite(catalogue.public_suite(exercise), exercise, "public", None) as suite:
        run = run_suite(slot, suite, {exercise.filename: source}, SEED, keep_transcripts=True)
        tests = tell(suite, run, source)
    return {t.id: t.explanation.text["en"] for t in tests if t.explanation is not None}


def test_a_function_that_uses_a_wrong_one_is_told_to_mend_that_first(
    catalogue: Catalogue, slot: Slot, tell: Tell
) -> None:
    told = told_by(catalogue, slot, tell, AND)
    assert told["test_xor"] == "XOR: It uses functions that fail tests of their own. Mend these first: AND."


def test_a_misconception_of_the_wrong_function_is_told_of_both_tests(
    catalogue: Catalogue, slot: Slot, tell: Tell
) -> None:
    told = told_by(catalogue, slot, tell, NAND)
    assert told["test_xor"] == told["test_nand_of_all_cases"] == "NAND has the weights and the bias of AND."


def test_a_wrong_function_that_uses_right_ones_keeps_its_misconception(
    catalogue: Catalogue, slot: Slot, tell: Tell
) -> None:
    told = told_by(catalogue, slot, tell, "def XOR(x1, x2):\n    return OR(x1, x2)\n")
    assert told["test_xor"] == "One neuron can do XOR."

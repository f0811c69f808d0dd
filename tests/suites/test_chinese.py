"""What a failed test says is Chinese for a Chinese reader, for the wrong variants that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from share import share, some_exercises

from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.overlay import read_variants
from grader.language import Message
from grader.result import TestResult, Visibility
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

ALL = tuple(p.parent.name for p in sorted((Path(__file__).parents[2] / "exercises").glob("*/exercise.toml")))

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
"""Three words in a row: the beginning of a sentence, and no code."""


def sentences(test: TestResult) -> Iterator[str]:
    """Yield the summary of a test, and of its message what was expected in words."""
    yield test.summary
    if isinstance(test.message, Message) and isinstance(expected := test.message.facts.get("expected", ""), Message):
        yield expected


@pytest.mark.slow
@pytest.mark.parametrize("slug", some_exercises(ALL, 5))
def test_no_english_sentence_is_told(slug: str, slot: Slot, catalogue: Catalogue) -> None:
    """Neither by public tests nor by hidden ones."""
    exercise = catalogue.exercise(slug)
    data = load_images(STAND_IN) if exercise.data else None
    english: dict[str, str] = {}
    suites: list[tuple[Path, Visibility]] = [
        (catalogue.public_suite(exercise), "public"),
        (catalogue.hidden_suite(exercise), "hidden"),
    ]
    for path, visibility in suites:
        with open_suite(path, exercise, visibility, data) as suite:
            for key, variant in share(exercise, read_variants(catalogue, exercise).items()):
                run = run_suite(slot, suite, {exercise.filename: variant.text.encode()}, 0)
                for test in run.tests:
                    for said in sentences(test):
                        chinese = said.told("zh-CN") if isinstance(said, Message) else said
                        if ENGLISH.search(chinese):
                            english[f"{key} {test.id}"] = chinese
    assert english == {}

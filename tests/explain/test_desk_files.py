"""What lies on the desk of each exercise was made from what the checkout holds, is small, and holds no code."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from grader.exercises.catalogue import DESK_FILES, Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import read_variants
from grader.explain.desk_files import desk_beliefs, read_words, stale_desk

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])

MOST = 200_000
"""Bytes of one exercise. A student clones all of them; the figure of a statement takes 30 to 80 kB."""

SAID = 16
"""Letters and digits of a line of code that says something of its own."""

pytestmark = pytest.mark.parametrize("exercise", CATALOGUE.exercises, ids=lambda exercise: exercise.slug)


def test_it_is_fresh(exercise: Exercise) -> None:
    """Where it is not: `xorcise audit SLUG --only public --keep --mnist digits`."""
    names = {path.name for path in CATALOGUE.desk_dir(exercise).iterdir()}
    assert {"words.json", "beliefs.msgpack", "edits.msgpack"} <= names <= set(DESK_FILES)
    assert not stale_desk(CATALOGUE, exercise)


def test_its_words_are_of_what_its_tables_name(exercise: Exercise) -> None:
    """Both languages, each belief of the table, and every hidden test with a function that the exercise asks for."""
    words = read_words(CATALOGUE, exercise)
    assert words is not None
    assert words.misconceptions.keys() >= desk_beliefs(CATALOGUE, exercise).keys()
    texts = [text for m in words.misconceptions.values() for text in (m.belief, m.feedback)]
    assert all(text.keys() == {"en", "zh-CN"} for text in (*texts, *(test.title for test in words.tests)))
    assert all(test.functions and set(test.functions) <= set(exercise.entry_points) for test in words.tests)


def test_it_is_small_and_has_no_line_of_solutions_and_variants(exercise: Exercise) -> None:
    """A line of code that no file of the handout has is in no file, packed or not."""
    folder = CATALOGUE.desk_dir(exercise)
    content = {name: (folder / name).read_bytes() for name in DESK_FILES[:3]}
    assert sum(map(len, content.values())) <= MOST
    plain = [zlib.decompress(part) if name.endswith(".msgpack") else part for name, part in content.items()]
    given = "".join(
        p.read_text(encoding="utf-8") for p in folder.parent.iterdir() if p.suffix in (".md", ".py", ".toml")
    )
    solutions = [path.read_text(encoding="utf-8") for path in CATALOGUE.solutions(exercise)]
    variants = [variant.text for variant in read_variants(CATALOGUE, exercise).values()]
    code = [re.sub(r'""".*?"""', "", text, flags=re.DOTALL) for text in (*solutions, *variants)]
    lines = {line.strip() for text in code for line in text.splitlines()}
    secret = {line for line in lines if len(re.findall(r"\w", line)) >= SAID and line not in given}
    assert len(secret) > 20
    assert [line for line in secret for part in plain if line.encode() in part] == []

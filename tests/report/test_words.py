"""Both languages say everything."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping
from dataclasses import fields

import pytest

from grader.errors import UsageError
from grader.exercises.exercise import LANGUAGES
from grader.report.words import CHINESE, ENGLISH, SIGNS, Words, words
from grader.result import Outcome


def texts(w: Words) -> dict[str, str]:
    flat: dict[str, str] = {}
    for f in fields(w):
        value = getattr(w, f.name)
        flat |= {f"{f.name}.{k}": v for k, v in value.items()} if isinstance(value, Mapping) else {f.name: value}
    return flat


def test_every_language_of_the_exercises_has_words() -> None:
    assert all(words(lang) for lang in LANGUAGES)


def test_both_say_the_same_things_with_the_same_places_to_fill_in() -> None:
    english, chinese = texts(ENGLISH), texts(CHINESE)
    assert english.keys() == chinese.keys()
    for key in english:
        places = [{name for _, name, _, _ in string.Formatter().parse(t[key]) if name} for t in (english, chinese)]
        assert places[0] == places[1], key
        assert chinese[key].strip(), key


def test_every_outcome_has_a_sign_of_its_own_and_a_word() -> None:
    assert SIGNS.keys() == set(Outcome) == ENGLISH.outcomes.keys() == CHINESE.outcomes.keys()
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.parametrize("sign", SIGNS.values())
def test_signs_are_one_cell_wide_on_every_terminal(sign: str) -> None:
    """Ambiguous width (A) is two cells on Chinese terminals."""
    assert len(sign) == 1
    assert unicodedata.east_asian_width(sign) in ("N", "Na")


def test_an_unknown_language_is_the_callers_fault() -> None:
    with pytest.raises(UsageError, match="choose from en, zh-CN"):
        words("tlh")

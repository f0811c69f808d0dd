"""Outcomes are told apart by sign and word, without colours."""

from __future__ import annotations

import unicodedata

import pytest

from grader.language import LANGUAGES
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.result import Outcome


def test_every_outcome_has_a_sign_of_its_own_and_a_word_of_its_own() -> None:
    assert SIGNS.keys() == OUTCOMES.keys() == set(Outcome)
    assert len(set(SIGNS.values())) == len(SIGNS)
    for lang in LANGUAGES:
        assert len({word.told(lang) for word in OUTCOMES.values()}) == len(OUTCOMES)


@pytest.mark.parametrize("sign", SIGNS.values())
def test_signs_are_one_cell_wide_on_every_terminal(sign: str) -> None:
    """Ambiguous width (A) is two cells on Chinese terminals."""
    assert len(sign) == 1
    assert unicodedata.east_asian_width(sign) in ("N", "Na")

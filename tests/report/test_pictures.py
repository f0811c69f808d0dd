"""Pictures in the student's page: whole, described, and nothing else allowed."""

from __future__ import annotations

import base64
import re

import pytest

from grader.exercises.exercise import Exercise
from grader.report.feedback import feedback_html
from grader.result import ExerciseResult

from .page import Page
from .sample import LOSSES, a_result, a_test

SCHEDULES = Exercise(
    "05_schedules",
    {"en": "Schedules", "zh-CN": "学习率调度"},
    "schedules",
    ("exponential_decay", "ExponentialMovingAverage"),
)
EXERCISES = (LOSSES, SCHEDULES)

PNG = b"\x89PNG" + bytes(range(256)) * 150
"""As large as a picture is."""


def page(lang: str = "en", **pictures: bytes) -> str:
    exercises = [ExerciseResult.of(e.slug, "", (a_test(),)) for e in EXERCISES]
    given = {f"{slug[1:]}": content for slug, content in pictures.items()}
    return feedback_html(a_result("ada", *exercises), EXERCISES, lang=lang, pictures=given)


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "Curves: your learning rate as it decays"), ("zh-CN", "曲线：你的学习率的衰减过程")]
)
def test_a_picture_stands_below_its_exercise(lang: str, says: str) -> None:
    """Once, with every byte, and with words for who cannot see it."""
    html = page(lang, _05_schedules=PNG)
    (source,) = re.findall(r'<img src="data:image/png;base64,([^"]*)" alt="', html)
    assert base64.b64decode(source) == PNG
    assert f'alt="{says}' in html
    assert html.index("<h2>05 ") < html.index("<img")
    assert Page(html).tags >= {"figure", "figcaption"}


def test_the_page_allows_its_pictures_and_nothing_else() -> None:
    """Only pictures that it holds itself, and only where there is one."""
    rest = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\""
    assert f"default-src 'none'; img-src data:; {rest}" in page(_05_schedules=PNG)
    assert f"default-src 'none'; {rest}" in page()


def test_what_has_no_picture_shows_none() -> None:
    """An exercise without one, and one that is not of this course."""
    assert "<img" not in page(_02_losses=PNG)
    assert "<img" not in page(_77_nothing=PNG)

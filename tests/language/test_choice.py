"""Which language a command speaks: ``--lang``, else XORCISE_LANG, else the locale, else English."""

from __future__ import annotations

import pytest

from grader.language.choice import language_among, language_of


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "C", "XORCISE_LANG": "zh-CN"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "XORCISE_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "XORCISE_LANG": ""}, "zh-CN"),  # empty is not set
        ({"LANG": "ZH"}, "zh-CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], lang: str) -> None:
    """The first variable that is set decides."""
    assert language_of(environment) == lang


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        ([], ""),
        (["report", "out"], ""),
        (["report", "out", "--lang", "zh-CN"], "zh-CN"),
        (["report", "--lang=en", "out"], "en"),
        (["report", "--lang", "en", "--lang", "zh-CN"], "zh-CN"),  # the last one counts, as for click
        (["report", "--lang"], ""),
        (["report", "--lang", "tlh"], ""),
        (["hint", "--", "--lang", "zh-CN"], ""),
    ],
)
def test_the_command_line_chooses(arguments: list[str], lang: str) -> None:
    """Before its options are read; what names no language leaves the choice to the environment."""
    assert language_among(arguments) == lang

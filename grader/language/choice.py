"""Which language this process speaks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from grader.language.message import told

LANGUAGES = ("en", "zh-CN")
"""The languages of every text that a student or teacher reads."""

OPTION = "--lang"

VARIABLES = ("XORCISE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the environment says it; the first that is set decides, as POSIX has it for the last three."""

_asked = {"language": ""}
"""What was asked for; a dictionary, since it changes."""


def speak(lang: str) -> None:
    """Speak a language from now on; an empty text leaves the choice to the environment."""
    _asked["language"] = lang


def language() -> str:
    """Return the language of this process: the one that was asked for, else the environment's."""
    return _asked["language"] or language_of(os.environ)


def spoken(text: str) -> str:
    """Return a text in the language of this process."""
    return told(text, language())


def language_of(environment: Mapping[str, str]) -> str:
    """Return ``zh-CN`` where an environment asks for any Chinese, else ``en``."""
    chosen = next((value for name in VARIABLES if (value := environment.get(name))), "")
    return "zh-CN" if chosen.lower().startswith("zh") else "en"


def language_among(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for by ``--lang``; an empty text where it names none that there is.

    It is known before the options are read, since what is wrong with them is told in it.
    """
    found = ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == OPTION:
            found = value if equals else next(iter(arguments[place + 1 :]), "")
    return found if found in LANGUAGES else ""

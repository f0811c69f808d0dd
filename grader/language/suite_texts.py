"""Translations of what suites say when a test fails: ``expect(..., "the loss should fall")``.

A suite holds its sentences in English. Their translations stand in files of their own, so that no digest of a suite
changes with a wording. Those of our public tests come with the package. Those of hidden ones lie in the folder of all
suites, which students do not have; a course of one's own may have such a file there, and beside its exercises. Without
one a sentence is English. ``tools.suite_texts`` collects the sentences of this checkout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent

_PLACE = re.compile(r"\\\{(\w+)\\\}")
"""A place in an escaped pattern."""

WHAT = "what"
"""A place for words of the suite's, such as "the model"."""

FACT = "(?:[^ ]|(?<![A-Za-z]) | (?![A-Za-z]))+?"
"""What stands in any other place: a name or a number, and no two words. So no sentence of another course is
taken for one of ours."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a file says.

    Attributes:
        whole: translations of sentences.
        patterns: sentences with places, as expressions that match them filled, with their translations; those with
            most words first, since they say most.
    """

    whole: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


def file_beside(folder: Path, lang: str) -> Path:
    """Return the file for the suites whose folders lie in a folder."""
    return folder / f"{lang.replace('-', '_')}.po"


def public_file(lang: str) -> Path:
    """Return the file for our public tests."""
    return PACKAGE / "locale" / lang.replace("-", "_") / "LC_MESSAGES" / "exercises.po"


def hidden_file(lang: str) -> Path:
    """Return the file for our hidden suites."""
    return file_beside(PACKAGE / "suites", lang)


def text_of_suite(lang: str, text: str, file: Path | None = None) -> str | None:
    """Return a sentence of a suite in a language; ``None`` where it has no translation.

    Args:
        lang: the language.
        text: the sentence in English.
        file: where its translation stands, if not with those of our public tests.
    """
    for place in (file, public_file(lang)):
        if place is not None and (found := _found(_texts(place), text)) is not None:
            return found
    return None


def _found(texts: _Texts, text: str) -> str | None:
    if (found := texts.whole.get(text)) is not None:
        return found
    for pattern, translated in texts.patterns:
        if (match := pattern.fullmatch(text)) is not None:
            facts = {name: _found(texts, fact) or fact for name, fact in match.groupdict().items()}
            return _filled(translated, facts)
    return None


def _filled(pattern: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: facts.get(place[1], place[0]), pattern)


@cache
def _texts(file: Path) -> _Texts:
    if not file.is_file():
        return _Texts({}, ())
    import polib  # 6 ms, which a run without failures does without

    found = {entry.msgid: entry.msgstr for entry in polib.pofile(str(file), encoding="utf-8") if entry.msgstr}
    places = sorted((k for k in found if "{" in k), key=lambda k: len(_PLACE.sub("", re.escape(k))), reverse=True)
    return _Texts(found, tuple((_expression(k), found[k]) for k in places))


def _expression(text: str) -> re.Pattern[str]:
    """Return what matches a sentence with its places filled, the same place each time with the same words."""
    seen: set[str] = set()

    def group(place: re.Match[str]) -> str:
        name = place[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{'.+?' if name == WHAT else FACT})"

    return re.compile(_PLACE.sub(group, re.escape(text)))

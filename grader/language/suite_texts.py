"""Translations of what suites say when a test fails: ``expect(..., "the loss should fall")``.

A suite holds its sentences in English. Their translations stand in files of their own, so that no digest of a suite
changes with a wording. Those of our public tests come with the package. Those of hidden ones lie in the folder of all
suites, which students do not have; a course of one's own may have such a file there, and beside its exercises. Without
one a sentence is English. ``tools.suite_texts`` collects the sentences of this checkout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent

_PLACE = re.compile(r"\{(\w+)\}")

WHAT = "what"
"""A place for words of the suite's, such as "the model"."""

_TWO_WORDS = re.compile(r"[A-Za-z] [A-Za-z]")
"""What stands in no other place: such a place holds a name or a number. So no sentence of another course is taken for
one of ours."""

LONGEST = 400
"""Characters of a text that may be a sentence of a suite. The longest has 200, and places may be filled with values. A
submission may put a megabyte into a text, which nobody has to look through."""

REMEMBERED = 2048
"""Texts whose translation is remembered: what a suite says comes again with each submission, and with each edit that is
tried of one. They take 2 MB at most."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with places: literal text and places in turn, beginning and ending with text.

    Attributes:
        literals: what stands before, between and behind the places; one more than there are places.
        places: their names.
    """

    literals: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, sentence: str) -> _Pattern:
        """Return the pattern of a sentence with places in braces."""
        parts = _PLACE.split(sentence)
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    def facts(self, text: str) -> dict[str, str] | None:
        """Return what stands in the places of ``text``; ``None`` where it is another sentence.

        Each place ends where the next literal begins first. Nothing is tried twice, so that no text takes long: a
        regular expression with several places takes time in a power of the text's length.
        """
        first, *others = self.literals
        if not text.startswith(first):
            return None
        found: dict[str, str] = {}
        begin = len(first)
        for number, (name, literal) in enumerate(zip(self.places, others, strict=True), 1):
            is_last = number == len(self.places)
            if is_last and not text.endswith(literal):
                return None
            end = len(text) - len(literal) if is_last else text.find(literal, begin + 1)
            if end <= begin:
                return None
            fact = text[begin:end]
            if found.setdefault(name, fact) != fact or (name != WHAT and _TWO_WORDS.search(fact)):
                return None
            begin = end + len(literal)
        return found


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a file says.

    Attributes:
        whole: translations of sentences.
        patterns: sentences with places, with their translations; those with most words first, since they say most.
    """

    whole: Mapping[str, str]
    patterns: tuple[tuple[_Pattern, str], ...]


def file_beside(folder: Path, lang: str) -> Path:
    """Return the file for the suites whose folders lie in a folder."""
    return folder / f"{lang.replace('-', '_')}.po"


def public_file(lang: str) -> Path:
    """Return the file for our public tests."""
    return PACKAGE / "locale" / lang.replace("-", "_") / "LC_MESSAGES" / "exercises.po"


def hidden_file(lang: str) -> Path:
    """Return the file for our hidden suites."""
    return file_beside(PACKAGE / "suites", lang)


@lru_cache(maxsize=REMEMBERED)
def text_of_suite(lang: str, text: str, file: Path | None = None) -> str | None:
    """Return a sentence of a suite in a language; ``None`` where it has no translation.

    Args:
        lang: the language.
        text: the sentence in English.
        file: where its translation stands, if not with those of our public tests.
    """
    if len(text) > LONGEST:
        return None
    return _found([_texts(place) for place in (file, public_file(lang)) if place is not None], text)


def _found(files: Sequence[_Texts], text: str) -> str | None:
    """Return the translation of a text that any of the files has; what stands in its places may be in another one."""
    for texts in files:
        if (found := texts.whole.get(text)) is not None:
            return found
        for pattern, translated in texts.patterns:
            if (facts := pattern.facts(text)) is not None:
                return _filled(translated, {name: _found(files, fact) or fact for name, fact in facts.items()})
    return None


def _filled(pattern: str, facts: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: facts.get(place[1], place[0]), pattern)


@cache
def _texts(file: Path) -> _Texts:
    if not file.is_file():
        return _Texts({}, ())
    import polib  # 6 ms, which a run without failures does without

    found = {entry.msgid: entry.msgstr for entry in polib.pofile(str(file), encoding="utf-8") if entry.msgstr}
    places = sorted((k for k in found if "{" in k), key=lambda k: len(_PLACE.sub("", k)), reverse=True)
    return _Texts(found, tuple((_Pattern.of(k), found[k]) for k in places))

"""A sentence of ours that can be told in more than one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from grader.language.suite_texts import text_of_suite
from grader.language.translations import translation

_PLACE = r"\{(\w+)\}"
"""A place for a fact: a name in braces and nothing else, so that no fact and no translation can ask for more."""

Fact = str | int | float


class Message(str):
    """The English sentence, which also knows its pattern and the facts in it.

    It is a ``str`` wherever one is wanted. It pickles with its facts, which may be messages themselves.

    Attributes:
        msgid: the English pattern, with places for facts: ``cannot write to {path}``.
        facts: by name, what stands in the places.
        plural: the English pattern for a number ``n`` other than one; empty where nothing is counted.

    Example:
        >>> _("{name} is not a folder", name="class.txt")
        'class.txt is not a folder'
    """

    __slots__ = ("facts", "msgid", "plural")

    msgid: str
    facts: Mapping[str, Fact]
    plural: str

    def __new__(cls, msgid: str, facts: Mapping[str, Fact] | None = None, plural: str = "") -> Self:  # noqa: D102 - an __init__
        facts = facts or {}
        message = super().__new__(cls, _filled(plural if plural and facts["n"] != 1 else msgid, facts))
        message.msgid, message.facts, message.plural = msgid, facts, plural
        return message

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, Fact], str]]:
        return type(self), (self.msgid, self.facts, self.plural)

    def told(self, lang: str) -> str:
        """Return the sentence in a language: with the facts, and in English where there is no translation."""
        if lang == "en":
            return str(self)
        count = self.facts["n"] if self.plural else 1
        assert isinstance(count, int)
        pattern = translation(lang, self.msgid, self.plural, count)
        return _filled(pattern, {name: told(fact, lang) for name, fact in self.facts.items()})

    def having(self, **facts: object) -> Message:
        """Return the message with further facts, for places that were left open."""
        return Message(self.msgid, {**self.facts, **_as_facts(facts)}, self.plural)

    def each(self, change: Callable[[str], str]) -> Message:
        """Return the message with ``change`` made to each text among its facts; sentences of ours stay as they are."""
        changed = {name: _changed(fact, change) for name, fact in self.facts.items()}
        return Message(self.msgid, changed, self.plural)


class Given(Message):
    """A text that came in several languages, such as the title of a test.

    Attributes:
        texts: the text by language; that in English is the value.
    """

    __slots__ = ("texts",)

    texts: Mapping[str, str]

    def __new__(cls, texts: Mapping[str, str]) -> Self:  # noqa: D102 - as above
        given = super().__new__(cls, texts["en"])
        given.texts = texts
        return given

    def __reduce__(self) -> tuple[type[Self], tuple[Mapping[str, str]]]:  # type: ignore[override]
        return type(self), (self.texts,)

    def told(self, lang: str) -> str:
        """Return the text in a language; that in English where there is none."""
        return self.texts.get(lang) or str(self)

    def each(self, change: Callable[[str], str]) -> Given:
        """Return the text with ``change`` made to it in each language."""
        return Given({lang: change(text) for lang, text in self.texts.items()})


def _(msgid: str, /, **facts: object) -> Message:
    """Return a message.

    Args:
        msgid: the English sentence, as a literal, so that it can be collected from the code.
        facts: what stands in its places. What is neither a text nor a number becomes a text.
    """
    return Message(msgid, _as_facts(facts))


def ngettext(singular: str, plural: str, n: int, /, **facts: object) -> Message:
    """Return a message about a number, which stands in the place ``{n}``.

    Args:
        singular: the English sentence for one, as a literal.
        plural: the one for any other number.
        n: the number.
        facts: what stands in the other places.
    """
    return Message(singular, {"n": n, **_as_facts(facts)}, plural)


def told(text: Any, lang: str) -> str:
    """Return a text in a language, if it is a message; any other text, or a number, as it is."""
    return text.told(lang) if isinstance(text, Message) else str(text)


def joined(separator: str, parts: Iterable[str]) -> Message:
    """Return parts as one text. Those that are messages, and the separator, stay so."""
    facts = {f"part{number}": part for number, part in enumerate(parts)}
    places = (f"{{{name}}}" for name in facts)
    if isinstance(separator, Message):
        return Message("{separator}".join(places), {**facts, "separator": separator})
    return Message(separator.join(places), facts)


def listed(parts: Iterable[str]) -> Message:
    """Return parts as a list: "a, b, c"."""
    return joined(_(", "), parts)


def either(parts: Iterable[str]) -> Message:
    """Return parts as a choice: "a or b"."""
    return joined(_(" or "), parts)


def labelled(label: str, text: str) -> Message:
    """Return a text with its label: "Hint: text"."""
    return joined(_(": "), [label, text])


def with_translations(text: str, file: Path, lang: str = "zh-CN") -> str:
    """Return a message in which sentences of a suite have their translation with them, as ``Given``.

    Args:
        text: a message; any other text comes back as it is.
        file: the translations of the suite; see ``grader.language.suite_texts``.
        lang: their language.
    """
    if not isinstance(text, Message) or isinstance(text, Given):
        return text
    if text.facts or text.plural:
        facts = {n: with_translations(f, file, lang) if isinstance(f, str) else f for n, f in text.facts.items()}
        return Message(text.msgid, facts, text.plural)
    translated = text_of_suite(lang, text, file)
    return text if translated is None else Given({"en": str(text), lang: translated})


def to_plain(text: str) -> Any:
    """Return a text as plain data for JSON or msgpack: a message with its facts, any other as it is."""
    if isinstance(text, Given):
        return {"texts": dict(text.texts)}
    if not isinstance(text, Message):
        return str(text)
    plain: dict[str, Any] = {"msgid": text.msgid}
    if text.plural:
        plain["plural"] = text.plural
    if text.facts:
        plain["facts"] = {name: to_plain(f) if isinstance(f, str) else f for name, f in text.facts.items()}
    return plain


def from_plain(plain: Any) -> str:
    """Return the text that ``to_plain`` made plain data of."""
    if isinstance(plain, str):
        return plain
    if "texts" in plain:
        return Given(plain["texts"])
    facts = {name: f if isinstance(f, int | float) else from_plain(f) for name, f in plain.get("facts", {}).items()}
    return Message(plain["msgid"], facts, plain.get("plural", ""))


def _as_facts(facts: Mapping[str, object]) -> dict[str, Fact]:
    return {name: f if isinstance(f, Message | int | float) else str(f) for name, f in facts.items()}


def _changed(fact: Fact, change: Callable[[str], str]) -> Fact:
    if isinstance(fact, Message):
        return fact.each(change)
    return change(fact) if isinstance(fact, str) else fact


def _filled(pattern: str, facts: Mapping[str, Fact]) -> str:
    """Return a pattern with facts in its places; a place without a fact is left open."""
    if not facts:
        return pattern
    return re.sub(_PLACE, lambda place: str(facts.get(place[1], place[0])), pattern)

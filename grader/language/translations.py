"""Translations, in gettext's format. English needs none, and does not wait for any to be read."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from grader.language.suite_texts import text_of_suite

LOCALE = Path(__file__).parent.parent / "locale"
"""The folder of the translations: ``zh_CN/LC_MESSAGES/xorcise.po``."""


def translations_file(lang: str) -> Path:
    """Return the file of a language's translations."""
    return LOCALE / lang.replace("-", "_") / "LC_MESSAGES" / "xorcise.po"


def translation(lang: str, msgid: str, plural: str = "", n: int = 1) -> str:
    """Return the pattern for an English one; the English one where it has no translation.

    Args:
        lang: the language.
        msgid: the English pattern.
        plural: the English pattern for several, where something is counted.
        n: how many there are.
    """
    found = _translations(lang) if msgid else None  # gettext keeps the file's header under the empty text
    if found is None:
        return plural if plural and n != 1 else msgid
    if plural:
        return found.ngettext(msgid, plural, n)
    known = found.gettext(msgid)
    return known if known != msgid else text_of_suite(lang, msgid) or msgid


@cache
def _translations(lang: str) -> gettext.GNUTranslations | None:
    path = translations_file(lang)
    if not path.is_file():
        return None
    import polib  # 6 ms, which English does without

    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path), encoding="utf-8").to_binary()))

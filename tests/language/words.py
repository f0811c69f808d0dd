"""Finding English sentences where none should be."""

from __future__ import annotations

import re
from html.parser import HTMLParser

NOT_OURS = re.compile(
    r"`[^`]*`"  # commands
    r"|'[^']*'"  # what somebody typed
    r"|\[[^\]]*\]"  # choices and placeholders of help
    r"|--?[a-zA-Z][\w-]*(?:[ =][A-Z]+\b)?"  # options
    r"|\S*[/._=<>(\[|]\S*"  # paths, files, names in code
)
"""What stands in Chinese text as it is in English: code, names, paths."""

_WORD = r"[A-Za-z]*[a-z][A-Za-z'’-]*"

RUN = re.compile(rf"{_WORD}(?:[,;:]? {_WORD}){{2,}}")
"""Three words or more in a row; what is in capitals stands for something that is typed."""


def sentences_in(text: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """Return the runs of three or more English words in a text that are no code, no name and not ``allowed``."""
    for part in sorted(allowed, key=len, reverse=True):
        text = text.replace(part, "◆")
    return RUN.findall(NOT_OURS.sub("◆", text))


class _Texts(HTMLParser):
    """The texts of a page, but for style, script and what is set as code."""

    SKIPPED = frozenset({"style", "script", "pre", "code"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping += tag in self.SKIPPED

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in self.SKIPPED

    def handle_data(self, data: str) -> None:
        if not self._skipping and data.strip():
            self.texts.append(data.strip())


def texts_of(page: str) -> list[str]:
    """Return the text nodes of an HTML page, without style sheets and what is set as code."""
    parser = _Texts()
    parser.feed(page)
    parser.close()
    return parser.texts

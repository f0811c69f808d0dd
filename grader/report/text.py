"""Text from strangers, made fit to be shown: the one door that names, titles and messages pass on their way out."""

from __future__ import annotations

import re

LIMIT = 4000
"""Characters of one text that a report shows: some sixty lines, more than anybody reads, far from filling a page."""

NAME_LIMIT = 200
"""Characters of a name or a title: file systems allow 255 bytes, a table cell wants fewer."""

# A colour sequence goes as a whole: without its escape character the rest, "[31m", would be left as litter.
_COLOUR = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")

# C0 and C1 but for newline and tab: they move a terminal's cursor, set its title, answer in the user's name.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# What changes how the text around it reads without being seen (bidi marks, embeddings, overrides and isolates, line
# separators, zero-width space, tags) and lone surrogates, which no file can hold. Joiners stay: names need them.
_UNSEEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str, limit: int = LIMIT) -> str:
    """Return ``text`` without control characters, with unseen ones escaped visibly, and at most ``limit`` long.

    A longer text ends in "…".
    """
    if len(text) <= limit and text.isascii() and text.isprintable():  # most texts: nothing below would change them
        return text
    # Cut first: nothing below then works on a megabyte. Cut again, for escapes are longer than what they stand for.
    clean = _COLOUR.sub("", text[:limit].replace("\r\n", "\n"))
    clean = _CONTROL.sub("", clean)
    clean = _UNSEEN.sub(_escaped, clean)
    return clean[:limit] + "…" if len(text) > limit or len(clean) > limit else clean


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """Return ``text`` as ``printable`` does, with every run of white space as one space."""
    return " ".join(printable(text, limit).split())


def number(value: float) -> str:
    """Return points without needless decimals: 7, 7.5, 33.33."""
    # Adding zero turns the -0.0 of a rounded sum into 0.
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

"""Reading text and names whose encoding nobody has said: what Windows, macOS and old editors write."""

from __future__ import annotations

import codecs
import io
import re
import tokenize

from grader.language import Message, _
from grader.submission.bounds import shown

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
"""A line that says how a source is encoded, as PEP 263 has it."""

_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def as_utf8(content: bytes, name: str) -> tuple[bytes, Message | None]:
    """Return Python source as UTF-8, and a note where it was something else that Python cannot read.

    A source that Python reads is returned as it is, whatever its encoding.
    """
    if _is_readable(content):
        return content, None
    text, encoding = _guessed(content)
    note = _("{name} is not in UTF-8: it was read as {encoding}", name=shown(name), encoding=encoding)
    return text.replace("\x00", "").encode("utf-8", "replace"), note


def _is_readable(content: bytes) -> bool:
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(content).readline)
        content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return False
    return b"\x00" not in content


def _guessed(content: bytes) -> tuple[str, str]:
    for mark, codec in _UTF_16:
        if content.startswith(mark):
            return content[2:].decode(codec, "replace"), "UTF-16"
    if b"\x00" in content:  # half of the bytes of English text in UTF-16
        codec = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        try:
            return content.decode(codec), "UTF-16"
        except UnicodeDecodeError:
            pass
    content = _without_cookie(content)
    if (text := chinese(content)) is not None:
        return text, "GBK"
    return content.decode("latin-1"), "Latin-1"


def _without_cookie(content: bytes) -> bytes:
    """Return source whose first two lines do not say an encoding, which is not true here."""
    lines = content.split(b"\n", 2)
    for number, line in enumerate(lines[:2]):
        if match := _COOKIE.match(line):
            lines[number] = line[: match.start(1)] + b"utf-8" + line[match.end(1) :]
    return b"\n".join(lines)


def chinese(content: bytes) -> str | None:
    """Return ``content`` as text if it is GBK, the encoding of Chinese Windows; otherwise ``None``.

    Most byte pairs are GBK for some rare character, also those of accents in other encodings. But both bytes of each
    of the 6,763 common characters (GB 2312) are above 0xA0, and of accented words few letters stand in pairs. So it is
    taken for GBK if at least as many characters are common as rare.
    """
    try:
        text = content.decode("gbk")
    except UnicodeDecodeError:
        return None
    odd = [c for c in text if not c.isascii()]
    ideographs = sum("\u4e00" <= c <= "\u9fff" for c in odd)
    common = sum(len(c.encode("gb2312", "ignore")) == 2 for c in odd)
    return text if ideographs and 2 * ideographs >= len(odd) and 2 * common >= len(odd) else None


def name_in_zip(raw: bytes) -> str:
    """Return the name of a zip's member that lacks the UTF-8 flag.

    The format says code page 437. Some systems write UTF-8 and omit the flag, and Chinese Windows writes GBK.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return chinese(raw) or raw.decode("cp437")

"""What is wrong with a file that Python cannot read, and which name was meant by a misspelt one."""

from __future__ import annotations

import ast
import codecs
import difflib
import io
import re
import sys
import tokenize
from collections.abc import Collection, Iterable

from grader.language import Message, _

FULL_WIDTH = dict(zip("（）［］｛｝，：；＝＋－＊／＜＞．“”‘’", "()[]{},:;=+-*/<>.\"\"''", strict=True))
"""Signs of Chinese and Japanese keyboards that look like Python's, each with Python's."""

NEWER = re.compile(r"^\s*type\s+\w+\s*(\[.*\])?\s*=|^\s*(async\s+)?def\s+\w+\[|^\s*class\s+\w+\[|^\s*except\s+\w+\s*,")
"""Lines that a later Python than 3.11 reads: type statements, parameters of types, ``except`` without brackets."""

CLOSE = 0.75
"""Similarity of a misspelt name, of ``difflib``: one wrong letter of six, or an underscore left out. Two names of an
exercise that differ by a word, such as the losses, are less alike."""


WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins that an editor saved as "Unicode", which is UTF-16. UTF-32 begins in the same way."""


def encoding_fault(raw: bytes, file: str) -> tuple[str, int, Message] | None:
    """Return key, line and words for the place at which a file is no text in the encoding that Python reads it in.

    That is UTF-8, or what a comment on the first two lines names.

    Args:
        raw: the file.
        file: its name.
    """
    if raw.startswith(WIDE) or b"\0" in raw:
        words = _("{file} is saved in UTF-16. Save it again in UTF-8, which Python reads.")
        return "utf_16", 1, words.having(file=file)
    try:
        raw.decode(tokenize.detect_encoding(io.BytesIO(raw).readline)[0])
    except UnicodeDecodeError as error:
        return _not_utf_8(raw[: error.start].count(b"\n") + 1, file)
    except SyntaxError:  # in one of the first two lines, or they name an encoding that does not exist
        return _not_utf_8(1, file)
    return None


def _not_utf_8(line: int, file: str) -> tuple[str, int, Message]:
    words = _("Line {line} of {file} has letters that are not UTF-8. Save the file again in UTF-8, which Python reads.")
    return "encoding", line, words.having(line=line, file=file)


def syntax_fault(source: str, file: str) -> tuple[str, int, Message] | None:
    """Return key, line and words for the place at which a file stops being Python; ``None`` if it is Python.

    Args:
        source: the file's text.
        file: its name.
    """
    try:
        ast.parse(source)
    except SyntaxError as error:
        line = error.lineno or 1
        lines = source.splitlines()
        text = lines[line - 1] if line <= len(lines) else ""
        key, words = _of_line(text, error.msg or "", isinstance(error, IndentationError))
        python = ".".join(map(str, sys.version_info[:2]))
        return key, line, words.having(line=line, file=file, python=python)
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _of_line(text: str, said: str, indented: bool) -> tuple[str, Message]:
    code = text.split("#")[0]
    if sign := next((c for c in code if c in FULL_WIDTH), None):
        words = _("Line {line} of {file} has the full-width sign {sign}. Python's is {plain}.")
        return "full_width", words.having(sign=sign, plain=FULL_WIDTH[sign])
    if "print" in said or re.match(r"\s*print\s+[^(=]", code):
        return "print", _("Line {line} of {file}: print is a function, so what it prints stands in brackets.")
    if NEWER.search(code):
        return "newer", _("Line {line} of {file} is written for a newer Python than the one here, {python}.")
    if indented:
        return "indentation", _("Line {line} of {file} is indented in another way than the lines around it.")
    if "never closed" in said:
        return "never_closed", _("A bracket that opens on line {line} of {file} is never closed.")
    if "unmatched" in said or "does not match" in said:
        return "unmatched", _("Line {line} of {file} has a closing bracket too many, or one of another kind.")
    if "expected ':'" in said:
        return "colon", _("Line {line} of {file} lacks a colon.")
    if "'=='" in said:
        return "equals", _("Line {line} of {file} has = where two values are compared: == compares.")
    if "unterminated" in said:
        return "unterminated", _("A text that begins on line {line} of {file} has no closing quotation mark.")
    return "syntax", _("Python cannot read line {line} of {file}, or the end of the line before.")


def misspelt(source: str, wanted: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return names that a file does not define although it defines one much like it: that one, and its line.

    Args:
        source: the file's text.
        wanted: the names that the exercise asks for. None of them is taken for a misspelling of another.
    """
    lines = {
        n.name: n.lineno for n in _body(source) if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
    }
    left = [name for name in lines if name not in wanted]
    alike = {name: _alike(name, left) for name in wanted if name not in lines}
    closest: dict[str, str] = {}  # one definition is a misspelling of one name
    for name, given in alike.items():
        if given is not None and _likeness(name, given) > _likeness(closest.get(given, ""), given):
            closest[given] = name
    return {name: (given, lines[given]) for given, name in closest.items()}


def misspelt_attribute(source: str, said: str) -> tuple[str, str, int] | None:
    """Return the attribute that an object lacks, the one much like it that its class sets, and its line.

    Args:
        source: the file's text.
        said: the text of the exception: "'Affine' object has no attribute 'dW'".
    """
    lacks = re.search(r"'(\w+)' object has no attribute '(\w+)'", said)
    if lacks is None:
        return None
    of_class, wanted = lacks.groups()
    classes = [n for n in _body(source) if isinstance(n, ast.ClassDef) and n.name == of_class]
    if not classes:
        return None
    nodes = ast.walk(classes[-1])  # the last one of a name counts
    set_here = {n.attr: n.lineno for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    given = _alike(wanted, set_here) if wanted not in set_here else None
    return (wanted, given, set_here[given]) if given is not None else None


def _body(source: str) -> list[ast.stmt]:
    """Return the statements of a file; none if it is not Python."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _likeness(wanted: str, given: str) -> float:
    return difflib.SequenceMatcher(None, _plain(given), _plain(wanted)).ratio()


def _alike(wanted: str, given: Iterable[str]) -> str | None:
    """Return the name that is most like another one, if one is like it."""
    plain = {_plain(name): name for name in given}
    close = difflib.get_close_matches(_plain(wanted), plain, n=1, cutoff=CLOSE)
    return plain[close[0]] if close else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()

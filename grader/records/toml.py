"""Reading TOML files. Every fault becomes an error with a message of one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from grader.errors import CatalogueError, UsageError, reason
from grader.language import _


def read_text(path: Path, error: type[UsageError] = CatalogueError) -> str:
    """Return the text of a file in UTF-8, without the byte order mark that editors on Windows write.

    Raises:
        FileNotFoundError: the file does not exist.
        UsageError: the file cannot be read or has another encoding. The error has the type ``error``.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise error(_("{path} cannot be read: {why}", path=path, why=reason(fault))) from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise error(
            _("{path} is not in UTF-8 (line {line}): save it with the encoding UTF-8", path=path, line=line)
        ) from None


def parse_toml(path: Path, text: str, error: type[UsageError] = CatalogueError) -> dict[str, Any]:
    """Return the data in ``text``, the content of ``path``.

    Raises:
        UsageError: ``text`` is not TOML. The error has the type ``error``.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise error(_("{path} is not readable TOML: its lists are nested too deeply", path=path)) from None
    except tomllib.TOMLDecodeError as fault:
        raise error(_("{path} is not readable TOML: {why}", path=path, why=fault)) from None
    except ValueError:  # raised by int() for more than 4300 digits
        raise error(_("{path} is not readable TOML: it has a number of thousands of digits", path=path)) from None


def read_toml(path: Path, error: type[UsageError] = CatalogueError) -> dict[str, Any]:
    """Return the data in a TOML file, or an empty dictionary if it does not exist.

    Raises:
        UsageError: the file cannot be read, is not in UTF-8 or is not TOML. The error has the type ``error``.
    """
    try:
        text = read_text(path, error)
    except FileNotFoundError:
        return {}
    return parse_toml(path, text, error)

"""What a TOML file says, or one line about why nobody can tell."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from grader.errors import CatalogueError, UsageError, reason
from grader.language import _


def read_text(path: Path, error: type[UsageError] = CatalogueError) -> str:
    """Return the text of a file in UTF-8. A byte order mark, which editors on Windows write, is not part of it.

    Raises:
        FileNotFoundError: it does not exist.
        UsageError: it cannot be read or has another encoding; of the type ``error``.
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
    """Return what ``text``, the content of ``path``, says.

    Raises:
        UsageError: it is not TOML; of the type ``error``.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise error(_("{path} is not readable TOML: its lists are nested too deeply", path=path)) from None
    except tomllib.TOMLDecodeError as fault:
        raise error(_("{path} is not readable TOML: {why}", path=path, why=fault)) from None
    except ValueError:  # of int(), which refuses more than 4300 digits
        raise error(_("{path} is not readable TOML: it has a number of thousands of digits", path=path)) from None


def read_toml(path: Path, error: type[UsageError] = CatalogueError) -> dict[str, Any]:
    """Return what a TOML file says; nothing where it does not exist.

    Raises:
        UsageError: it cannot be read, is not in UTF-8 or is not TOML; of the type ``error``.
    """
    try:
        text = read_text(path, error)
    except FileNotFoundError:
        return {}
    return parse_toml(path, text, error)

"""What a student's code prints while a test runs, kept up to a bound."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

MOST_PRINTED = 64 * 1024
"""Bytes that are kept of what one test printed: more than a person reads, and less than a loop that prints for seconds
writes."""

UNSEEN = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
"""Warnings that Python shows nobody but authors of libraries, by default: docs.python.org/3/library/warnings.html."""


@contextlib.contextmanager
def captured(output: bytearray, *, echoes: bool = False) -> Iterator[None]:
    """Keep what is printed in ``output``, and the warnings that Python prints, as a worker does.

    Args:
        output: where it is kept.
        echoes: whether it also goes where it would go without us.
    """
    out, err = (_Kept(output, stream if echoes else None) for stream in (sys.stdout, sys.stderr))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.resetwarnings()  # pytest collects warnings instead of printing them, or makes errors of them
        for kind in UNSEEN:
            warnings.simplefilter("ignore", kind)
        warnings.showwarning = _print_warning
        yield


def _print_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Print a warning as Python does where nobody collects it, but for one about a test's own function."""
    if not Path(filename).name.startswith("test_"):
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


class _Kept(io.TextIOBase):
    """A text stream that keeps what is written, up to a bound.

    Args:
        kept: where it is kept.
        echo: where it goes besides, if anywhere.
    """

    def __init__(self, kept: bytearray, echo: TextIO | None) -> None:
        self._kept = kept
        self._echo = echo

    def writable(self) -> bool:
        """Whether it takes text."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        if self._echo is not None:
            self._echo.write(text)
        self._kept += text.encode("utf-8", "replace")[: MOST_PRINTED - len(self._kept)]
        return len(text)

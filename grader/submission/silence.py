"""Keeping Python's warnings about a student's code to itself."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_SILENCE = threading.Lock()


@contextmanager
def silence() -> Iterator[None]:
    """Suppress warnings of nbformat and of the compiler, since they are about the student's work.

    Python's warning filters belong to the whole process, so a lock is held meanwhile.
    """
    with _SILENCE, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

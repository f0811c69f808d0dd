"""Paths as a student is shown them."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: Path) -> str:
    """Return a path as one would type it where one stands; the whole of it where that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on Windows, of another drive
        return str(path)
    return min(relative, str(path), key=len)

"""Whether these tests run with privileges that a worker could have to give up."""

from __future__ import annotations

import os
from pathlib import Path


def privileged() -> bool:
    """Whether this process is root and has capabilities: in a container, or under ``setpriv``, root may have none."""
    status = Path("/proc/self/status")
    if os.name != "posix" or os.geteuid() != 0 or not status.exists():
        return False
    held = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("CapEff:"))
    return int(held, 16) != 0

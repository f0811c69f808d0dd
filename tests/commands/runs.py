"""Running the command as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).parent / "xorcise")


def xorcise(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder; its streams are no terminal."""
    environment = {k: v for k, v in os.environ.items() if k not in ("XORCISE_CATALOGUE", "NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        [COMMAND, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment | {"COLUMNS": "80", "PYTHONUTF8": "1"} | env,
        timeout=120,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a command that refused what it was given."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr

"""A PostgreSQL server of the tests' own: in a temporary folder, without a network address."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

START_S = 60.0
"""Seconds for the server to answer. It takes one or two; a busy machine more."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, where Debian installs them or on the PATH; ``None`` without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    onward = shutil.which("initdb")
    return found[-1].parent if found else Path(onward).parent if onward else None


class Server:
    """One running server. Only what was committed survives ``kill``."""

    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="xorcise-postgresql-"))
        self._user: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        )
        if self._user:  # initdb refuses root
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "--pgdata", "data", "--auth", "trust", "--username", "postgres", "--encoding", "UTF8")
        self._process: subprocess.Popen[bytes] | None = None
        self._made: set[str] = set()
        self.start()

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._bin / program), *words]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=START_S, **self._user)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", "data", "-k", str(self.folder), "-c", "listen_addresses="],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **self._user,
            )
        until = time.monotonic() + START_S
        ask = [str(self._bin / "pg_isready"), "-q", "-h", str(self.folder), "-U", "postgres"]
        while subprocess.run(ask, check=False, timeout=START_S).returncode:
            assert time.monotonic() < until, (self.folder / "log").read_text(errors="replace")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the server at once, as if its machine lost power."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_S)

    def close(self) -> None:
        """End the server and remove its folder."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, about: object) -> str:
        """Return the URL of a database; the same one for the same ``about``. It is made when it is first asked for."""
        name = "d" + hashlib.sha256(str(about).encode()).hexdigest()[:20]
        if name not in self._made:
            self._run("createdb", "-h", str(self.folder), "-U", "postgres", name)
            self._made.add(name)
        return f"postgresql://postgres@/{name}?host={self.folder}"

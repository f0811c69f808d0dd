"""The trusted half of the box: run a command in the cage, end it, and print what it left behind.

It runs beside the cage, never in it. ``box.py`` starts it with a disk in memory, which is gone when it ends.
Its argument is a JSON object with ``cage`` (the command, confinement included), ``limit_s``, ``limits`` (numbers of
``resource``, by name), ``env`` and ``files`` (what to read afterwards). It prints one JSON object: ``status`` (null
where time ran out), ``seconds``, ``files`` by name, and the last of what the command ``said``.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

IN, WORK, LOG = Path("/tmp/in"), Path("/tmp/box"), Path("/tmp/log")

PR_SET_CHILD_SUBREAPER = 36

MAX_BYTES = 16 * 2**20
"""Of a results file. An honest one has some kilobytes."""


def main() -> None:
    """Do what the module says."""
    wanted = json.loads(sys.argv[1])
    subprocess.run(["cp", "-a", str(IN), str(WORK)], check=True)  # unchanged: links, FIFOs and odd names too
    for name, number in wanted["limits"].items():
        resource.setrlimit(getattr(resource, name), (number, number))
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.monotonic()
    with LOG.open("wb") as log:
        caged = subprocess.Popen(
            wanted["cage"], cwd=WORK, env=wanted["env"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        status: int | None
        try:
            status = caged.wait(wanted["limit_s"])
        except subprocess.TimeoutExpired:
            caged.kill()  # ends the first process of its namespace, and so all others
            caged.wait()
            status = None
    seconds = time.monotonic() - begun
    while True:  # the cage's first process is our child now, and ends after all others in it
        try:
            os.wait()
        except ChildProcessError:
            break
    files = {name: text for name in wanted["files"] if (text := read(WORK / name)) is not None}
    said = LOG.read_bytes()[-4000:].decode("utf-8", "replace")
    json.dump({"status": status, "seconds": seconds, "files": files, "said": said}, sys.stdout)


def read(path: Path) -> str | None:
    """Return the text of an ordinary file that was reached through no link, or None."""
    try:
        if path.resolve() != path or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


if __name__ == "__main__":
    main()

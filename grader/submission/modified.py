"""When files were last modified."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from grader.submission.bounds import DEPTH, LOOKED_AT


def newest(path: Path) -> float:
    """Return when a file, or the newest file below a folder, was last modified, in seconds since the epoch.

    It is 0 if nothing of it can be read.
    """
    return max((time for _, time in files_with_times(path)), default=0.0)


def files_with_times(path: Path) -> Iterator[tuple[str, float]]:
    """Yield the name and time of a file, or of every file below a folder. Links are not followed."""
    waiting, looked_at, deepest = [path], 0, len(path.parts) + DEPTH
    while waiting:
        here = waiting.pop()
        try:
            info = here.stat(follow_symlinks=False)
            if not here.is_dir() or here.is_symlink():
                yield here.name, info.st_mtime
                continue
            with os.scandir(here) as listing:
                for item in listing:
                    looked_at += 1
                    if looked_at > LOOKED_AT:
                        return
                    if item.is_dir(follow_symlinks=False):
                        if len(here.parts) < deepest:  # files further down are not part of the submission
                            waiting.append(Path(item.path))
                    else:
                        yield item.name, item.stat(follow_symlinks=False).st_mtime
        except OSError:
            continue  # reading the entry reports what cannot be read


def iso(time: float) -> str:
    """Return a time in seconds since the epoch as the gradebook stores it: ISO 8601, UTC."""
    return datetime.datetime.fromtimestamp(time, datetime.UTC).isoformat(timespec="seconds")

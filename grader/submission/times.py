"""When something was handed in, according to the modification times of the files."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.submission.bounds import DEPTH, LOOKED_AT
from grader.submission.discover import Entry
from grader.submission.record import Submission


def times_of(entry: Entry, submission: Submission) -> dict[str, str]:
    """Return by slug when the files of each exercise were last modified, as ISO 8601 in UTC.

    For a zip or a single file, this is the time of that file. In a folder, the time of an exercise is that of its
    newest file, where files are matched by name. If single files were joined because of their names, each gives the
    time of its own exercise only. The times are those of the copies on this disk. They are right only if they were
    preserved when the files were copied here.
    """
    if entry.others:
        each = zip(entry.slugs, (entry.path, *entry.others), strict=True)
        newest_of = {slug: max((time for _, time in _files_with_times(path)), default=0.0) for slug, path in each}
        return {slug: iso(time) for slug, time in newest_of.items() if time and slug in submission.files}
    named: dict[str, float] = {}
    newest = 0.0
    for name, time in _files_with_times(entry.path):
        stem = PurePosixPath(name).stem
        named[stem] = max(named.get(stem, 0.0), time)
        newest = max(newest, time)
    found = {}
    for slug, files in submission.files.items():
        known = [named[stem] for name in files if (stem := PurePosixPath(name).stem) in named]
        if time := max(known, default=newest):
            found[slug] = iso(time)
    return found


def _files_with_times(path: Path) -> Iterator[tuple[str, float]]:
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

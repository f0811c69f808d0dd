"""When something was handed in: by the platform's time, otherwise by the modification times of the files."""

from __future__ import annotations

from pathlib import PurePosixPath

from grader.submission.entry import Entry, Version
from grader.submission.modified import files_with_times, iso
from grader.submission.record import Files, Module, Submission


def times_of(entry: Entry, submission: Submission) -> dict[str, str]:
    """Return by slug when the files of each exercise were handed in, as ISO 8601 in UTC.

    Where the platform gives a time, it is that time. Otherwise it is when the files were last modified: for a zip or a
    single file, the time of that file; in a folder, the time of the exercise's newest file, where files are matched by
    name. These are the times of the copies on this disk. They are right only if they were preserved when the files were
    copied here.
    """
    found = {}
    times: dict[int, _Times] = {}
    parts = entry.parts()
    for slug, files in submission.files.items():
        number = submission.sources.get(slug, 0)
        if number not in times:
            times[number] = _Times(parts[number])
        if time := times[number].of(files, submission.modules.get(slug)):
            found[slug] = time
    return found


class _Times:
    """The times of one version."""

    def __init__(self, version: Version) -> None:
        self._handed_in = version.handed_in
        self._named: dict[str, float] = {}
        self._newest = 0.0
        if version.handed_in:
            return
        for member in version.members:
            for name, time in files_with_times(member.path):
                stem = PurePosixPath(member.name if name == member.path.name else name).stem
                self._named[stem] = max(self._named.get(stem, 0.0), time)
                self._newest = max(self._newest, time)

    def of(self, files: Files, module: Module | None) -> str | None:
        """Return the time of an exercise's files, without those that could have been its module and were left."""
        if self._handed_in:
            return self._handed_in
        names = list(files)
        if module is not None:
            names = [module.path, *(name for name in files if name not in (module.name, *module.left))]
        stems = [PurePosixPath(name).stem for name in names]
        known = [self._named[stem] for stem in stems if stem in self._named]
        time = max(known, default=self._newest)
        return iso(time) if time else None

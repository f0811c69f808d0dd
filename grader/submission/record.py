"""The record that holds one student's collected files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Files = Mapping[str, bytes]
"""Content by relative POSIX path."""


class Module(NamedTuple):
    """The module that was taken for an exercise.

    Attributes:
        name: as it is graded.
        path: as it was handed in.
        left: names of files beside it that could have been taken, too.
    """

    name: str
    path: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's files, ready to be sent to workers. It is plain data and can be pickled.

    Attributes:
        person: the name of the student. It is safe as the name of a folder and unique in the class.
        files: by slug, the exercise's module and the files beside it. An exercise that was not handed in is absent.
            No path is absolute, and none is both a file and a folder. A path that begins with ``../`` is that of a file
            beside the exercise's folder (``siblings``); otherwise none leads out of that folder.
        problem: why the submission could not be read, as one sentence for the student. If it is set, ``files`` is
            empty.
        notes: what the student should know although the submission could be read, such as files that were skipped.
        stubs: the exercises of ``files`` in which nothing is written. It is found out only for a version of several.
        again: whether an exercise was handed in more than once.
        sources: by slug, the number of the entry's version that the files were taken from.
        modules: by slug, the module that was taken.
    """

    person: str
    files: Mapping[str, Files]
    problem: str = ""
    notes: tuple[str, ...] = ()
    stubs: frozenset[str] = field(default=frozenset(), compare=False)
    again: bool = field(default=False, compare=False)
    sources: Mapping[str, int] = field(default_factory=dict, compare=False)
    modules: Mapping[str, Module] = field(default_factory=dict, compare=False)
    _digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 over slugs and the digests of their files, in sorted order. It is computed once."""
        if not self._digest:
            self._digest.append(digest_of({slug: files_digest(files) for slug, files in self.files.items()}))
        return self._digest[0]


def files_digest(files: Files) -> str:
    """Return the SHA-256 over the names, lengths and contents of files, in sorted order."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def digest_of(digests: Mapping[str, str]) -> str:
    """Return the digest of a submission, given by slug the digests of its exercises' files."""
    return hashlib.sha256("".join(f"{slug}\0{d}\0" for slug, d in sorted(digests.items())).encode()).hexdigest()

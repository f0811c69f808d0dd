"""The record that collecting a student's files produces."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

Files = Mapping[str, bytes]
"""Content by relative POSIX path."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's files, ready to be sent to workers; plain data that pickles.

    Attributes:
        person: a name that is safe as the name of a folder and unique in its class.
        files: by slug, the exercise's module file and what lies beside it. An exercise that was not handed in is
            absent. No path is absolute, leads out of its folder or is both a file and a folder.
        problem: why the submission could not be read, one sentence for its owner; then ``files`` is empty.
        notes: what its owner should know although it could be read: files skipped, notebook cells left out.
    """

    person: str
    files: Mapping[str, Files]
    problem: str = ""
    notes: tuple[str, ...] = ()
    _digest: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """SHA-256 over slugs and the digests of their files, in sorted order; computed once."""
        if not self._digest:
            self._digest.append(digest_of({slug: files_digest(files) for slug, files in self.files.items()}))
        return self._digest[0]


def files_digest(files: Files) -> str:
    """Return the SHA-256 over names, lengths and contents in sorted order."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def digest_of(digests: Mapping[str, str]) -> str:
    """Return the digest of a submission from those of its exercises' files, by slug."""
    return hashlib.sha256("".join(f"{slug}\0{d}\0" for slug, d in sorted(digests.items())).encode()).hexdigest()

"""Every file below a folder, opened: also those in archives and those that are compressed, however deep."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

DEPTH = 4
"""Archives inside one another. A handout has one in itself, its wheel; a zip of the handout makes that two."""

_DEFLATED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
"""What zlib's format begins with: shipped tables and git's objects are in it."""


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file at or below ``path``, and of what each holds: ``a.whl!grader/cli.py``."""
    if path.is_file():
        yield from opened(path.name, path.read_bytes())
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield from opened(file.relative_to(path).as_posix(), file.read_bytes())


def opened(name: str, content: bytes, depth: int = DEPTH) -> Iterator[tuple[str, bytes]]:
    """Yield a content itself and, where it is an archive or compressed, each content in it."""
    yield name, content
    if depth:
        for inner, part in _inside(content):
            yield from opened(f"{name}!{inner}", part, depth - 1)


def _inside(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from ((info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir())
    elif content.startswith(_DEFLATED):
        try:
            inflated = zlib.decompress(content)
        except zlib.error:
            return
        if inflated.startswith(b"blob "):  # git writes a file's length before it, up to a NUL
            inflated = inflated.partition(b"\0")[2]
        yield "inflated", inflated
    else:
        try:  # gzip, bzip2 and xz too
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                for member in archive.getmembers():
                    if (file := archive.extractfile(member)) is not None:
                        yield member.name, file.read()
        except (tarfile.TarError, EOFError, zlib.error):
            return

"""Reading a zip into names and bytes. The sizes are limited, and nothing is written to disk."""

from __future__ import annotations

import errno
import io
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from grader.language import _
from grader.submission.bounds import LISTING, Refused, Unusable, mib, shown
from grader.submission.intake import NESTED, TOO_DEEP, CollectedFiles, open_regular, parents
from grader.submission.names import is_archive, is_dropped, is_of_desk, member_path, too_deep

BROKEN = _("the zip is broken: pack it again and open it once before you hand it in")

# Members packed with bzip2 or LZMA are refused. zipfile inflates a whole block of these at once, however few bytes are
# asked for, and four kilobytes of bzip2 can become gigabytes. The usual desktop tools use one of these two methods.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What zipfile raises for bytes that are not a valid zip. The list was found by changing bytes at random.
_NO_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)

_ENCRYPTED = 0x1
_UTF8 = 0x800

_CHUNK = 64 * 1024


def read_zip(path: Path) -> CollectedFiles:
    """Read every member of the zip ``path`` that is part of a submission, in the order of the zip.

    Each size is checked twice: as the zip announces it, and after inflating. So a zip bomb costs at most ``TOTAL``
    bytes. The whole zip is refused if one member points outside it, is a link, is encrypted or occurs twice: no
    ordinary tool packs such a zip.

    Raises:
        Refused: the zip is broken, hostile or too large.
        OSError: the file cannot be opened.
    """
    with open_regular(path) as raw:
        try:
            with zipfile.ZipFile(_Bounded(raw)) as archive:
                return _members(archive)
        except _NO_ZIP as error:
            raise Refused(BROKEN) from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # EINVAL: a broken zip makes zipfile seek before the start of the file
                raise
            raise Refused(BROKEN) from error


class _Bounded(io.BufferedReader):
    """A file whose reads are limited to ``LISTING`` bytes.

    zipfile reads the list of contents in one piece, and a zip may claim any length for it.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(io.FileIO(file.fileno(), closefd=False))

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(LISTING + 1 if size is None or not 0 <= size <= LISTING else size)
        if len(content) > LISTING:
            raise Refused(
                _("its list of contents is larger than {size}: hand in only what you wrote", size=mib(LISTING))
            )
        return content


def _members(archive: zipfile.ZipFile) -> CollectedFiles:
    collected = CollectedFiles()
    seen: set[str] = set()
    folders: set[str] = set()
    for member in archive.infolist():
        path = _path(member)
        if path in seen:
            raise Refused(_("two files in the zip have the same name: {name}", name=shown(path)))
        if member.orig_filename.endswith(("/", "\\")) or not path:
            continue
        seen.add(path)
        parts = path.split("/")
        deep = too_deep(path)
        if not deep:  # the total length of the parents' paths grows with the square of the depth
            folders |= parents(path)
        if any(is_dropped(part, True) for part in parts[:-1]) or is_dropped(parts[-1], False) or is_of_desk(path):
            continue
        try:
            if deep:
                raise Unusable(TOO_DEEP)
            _check(member, path)
            collected.check(path, member.file_size)
            collected.add(path, _inflate(archive, member))
        except Unusable as fault:
            collected.unusable[path] = fault.message
    if both := sorted(seen & folders):
        raise Refused(_("a name in the zip is both a file and a folder: {name}", name=shown(both[0])))
    return collected


def _path(member: zipfile.ZipInfo) -> str:
    """Return the checked path of ``member``, decoded with the encoding that its writer most likely used.

    Without the UTF-8 flag the format says code page 437, but some systems write UTF-8 and omit the flag.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        with suppress(UnicodeDecodeError):
            name = name.encode("cp437").decode()
    return member_path(name)


def _check(member: zipfile.ZipInfo, path: str) -> None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise Refused(_("the zip holds a symbolic link: {name}; pack the file itself", name=shown(path)))
    if kind not in (0, stat.S_IFREG):
        raise Refused(_("the zip holds something that is neither a file nor a folder: {name}", name=shown(path)))
    if member.flag_bits & _ENCRYPTED:
        raise Refused(_("the zip is locked with a password: pack it again without one"))
    if is_archive(path):
        raise Unusable(NESTED)
    if member.compress_type not in _METHODS:
        raise Refused(
            _(
                "the zip is packed in an unusual way ({name}): pack it again with your system's own tool",
                name=shown(path),
            )
        )


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the content of ``member``, which has exactly the size that was announced and checked.

    Raises:
        Refused: it has another size.
    """
    content = bytearray()
    with archive.open(member) as file:
        while len(content) <= member.file_size and (chunk := file.read(_CHUNK)):
            content += chunk
    if len(content) != member.file_size:
        raise Refused(BROKEN)
    return bytes(content)

"""Reading a zip or a .tar.gz into names and bytes. The sizes are limited, and nothing is written to disk."""

from __future__ import annotations

import errno
import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from grader.language import _
from grader.submission.bounds import INFLATED, LISTING, LOOKED_AT, Refused, Unusable, mib, shown
from grader.submission.encoding import name_in_zip
from grader.submission.intake import NESTED, TOO_DEEP, CollectedFiles, open_regular, parents
from grader.submission.names import is_archive, is_dropped, is_of_desk, member_path, too_deep

BROKEN_TAR = _("the archive is broken: pack it again, as a zip, and open it once before you hand it in")

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


def read_tar(path: Path) -> CollectedFiles:
    """Read every member of the gzipped tar ``path`` that is part of a submission, in its order.

    The limits are those of ``read_zip``. ``tarfile``'s filter for data allows more than is read here: it drops the
    leading slash of an absolute name and follows links that stay inside.

    Raises:
        Refused: the archive is broken, hostile or too large.
        OSError: the file cannot be opened.
    """
    with open_regular(path) as raw:
        try:
            with gzip.GzipFile(fileobj=raw) as inflated, tarfile.open(fileobj=_Stream(inflated), mode="r|") as archive:
                return _tar_members(archive)
        except (tarfile.TarError, gzip.BadGzipFile, *_NO_ZIP) as error:
            raise Refused(BROKEN_TAR) from error


class _Stream(io.RawIOBase):
    """What is inflated, up to a limit.

    ``tarfile`` reads in blocks of 10 KiB, but a header's data, such as a long name, in one piece of any size.
    """

    def __init__(self, inflated: gzip.GzipFile) -> None:
        self._inflated = inflated
        self._left = INFLATED

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        if not 0 <= size <= LISTING:
            raise Refused(BROKEN_TAR)
        content = self._inflated.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise Refused(_("it is larger than {size}: hand in only what you wrote", size=mib(INFLATED)))
        return content


@dataclass(slots=True)
class _Names:
    """The names in an archive, which must fit together.

    Attributes:
        seen: the paths of files.
        folders: the paths of folders with files in them.
    """

    seen: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)

    def takes(self, path: str) -> bool:
        """Note the path of a file; return whether the file is part of a submission.

        Raises:
            Refused: there is a file of this name already.
        """
        if path in self.seen:
            raise Refused(_("two files in the zip have the same name: {name}", name=shown(path)))
        self.seen.add(path)
        parts = path.split("/")
        if not too_deep(path):  # the total length of the parents' paths grows with the square of the depth
            self.folders |= parents(path)
        return not (
            any(is_dropped(part, True) for part in parts[:-1]) or is_dropped(parts[-1], False) or is_of_desk(path)
        )

    def check(self) -> None:
        """Check that no name is a file's and a folder's.

        Raises:
            Refused: one is.
        """
        if both := sorted(self.seen & self.folders):
            raise Refused(_("a name in the zip is both a file and a folder: {name}", name=shown(both[0])))


def _members(archive: zipfile.ZipFile) -> CollectedFiles:
    collected = CollectedFiles()
    names = _Names()
    for member in archive.infolist():
        path = path_in_zip(member)
        if path in names.seen:
            raise Refused(_("two files in the zip have the same name: {name}", name=shown(path)))
        if is_folder_in_zip(member) or not path or not names.takes(path):
            continue
        try:
            if too_deep(path):
                raise Unusable(TOO_DEEP)
            _check(member, path)
            collected.check(path, member.file_size)
            collected.add(path, _inflate(archive, member))
        except Unusable as fault:
            collected.unusable[path] = fault.message
    names.check()
    return collected


def _tar_members(archive: tarfile.TarFile) -> CollectedFiles:
    collected = CollectedFiles()
    names = _Names()
    for number, member in enumerate(archive):
        if number >= LOOKED_AT:
            raise Refused(_("it has more than {most} files and folders: hand in only what you wrote", most=LOOKED_AT))
        path = member_path(member.name)
        if member.isdir() or not path:
            continue
        if not member.isreg():
            raise Refused(
                _("the archive holds something that is neither a file nor a folder: {name}", name=shown(path))
            )
        if not names.takes(path):
            continue
        try:
            if is_archive(path):
                raise Unusable(NESTED)
            collected.check(path, member.size)
            file = archive.extractfile(member)
            collected.add(path, b"" if file is None else file.read(member.size))
        except Unusable as fault:
            collected.unusable[path] = fault.message
    names.check()
    return collected


def is_folder_in_zip(member: zipfile.ZipInfo) -> bool:
    """Whether a zip's member is a folder. Some Windows tools end its name with a backslash."""
    return member.orig_filename.endswith(("/", "\\"))


def path_in_zip(member: zipfile.ZipInfo) -> str:
    """Return the checked path of ``member``, decoded with the encoding that its writer most likely used.

    Raises:
        Refused: it leads out of the zip, or is invalid in a file system.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        name = name_in_zip(name.encode("cp437"))
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


def is_link_or_special(member: zipfile.ZipInfo) -> bool:
    """Whether a zip's member is neither a file nor a folder."""
    return stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR)


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

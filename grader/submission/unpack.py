"""Unpacking a class that a platform delivered as one archive, into a folder that lasts as long as the run."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import os
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from grader.errors import UsageError, reason
from grader.language import _
from grader.submission.archive import is_folder_in_zip, is_link_or_special, path_in_zip
from grader.submission.bounds import MIB, Refused, mib, shown
from grader.submission.intake import limit_of
from grader.submission.names import TARS, ZIPS, is_archive, is_clutter, member_path

MEMBERS = 200_000
"""Files in a class: a thousand students with as many files as a submission may have."""

TOTAL = 8 * 1024 * MIB
"""Bytes of a class: eight megabytes for each of a thousand students. They have to fit beside the gradebook."""

ARCHIVE = 64 * MIB
"""Bytes of a student's archive in it. It is four times what a submission may have after it was unpacked."""

_CHUNK = 1024 * 1024

_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)


@contextlib.contextmanager
def class_folder(path: Path) -> Iterator[Path]:
    """Provide the folder of a class: ``path`` itself, or what the archive ``path`` holds, until the end.

    Only names and bytes are taken from an archive, and the times of the files. Links, devices and names that lead out
    of it are refused. A file that is larger than any that is graded is not written: an empty one that is too large,
    too, stands for it, so that reading it says so.

    Raises:
        UsageError: the archive is broken, or holds what no platform puts into one.
    """
    low = path.name.lower()
    if path.is_dir() or not is_archive(low):
        yield path
        return
    if not low.endswith((*ZIPS, *TARS)):
        raise UsageError(
            _("{path} is an archive of a kind that is not opened here: unpack it, and give the folder", path=path)
        )
    with tempfile.TemporaryDirectory(prefix="xorcise-class-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch, "class")
        root.mkdir()
        writing = _Writing(path, root)
        try:
            if low.endswith(ZIPS):
                writing.of_zip()
            else:
                writing.of_tar()
        except FileNotFoundError:
            raise UsageError(
                _("{path} does not exist: give the folder that holds one entry a student", path=path)
            ) from None
        except Refused as fault:
            raise writing.wrong(fault.message) from None
        except _BROKEN:
            raise writing.wrong(_("it is broken; download it again")) from None
        except OSError as error:
            raise UsageError(_("{path} cannot be unpacked: {why}", path=path, why=reason(error))) from None
        yield root


class _Writing:
    """An archive on its way into a folder."""

    def __init__(self, path: Path, root: Path) -> None:
        self._path = path
        self._root = root
        self._left = TOTAL
        self._members = 0

    def wrong(self, why: str) -> UsageError:
        return UsageError(_("{path} cannot be read as a class: {why}", path=self._path, why=why))

    def of_zip(self) -> None:
        with zipfile.ZipFile(self._path) as archive:
            for member in archive.infolist():
                path = path_in_zip(member)
                if is_folder_in_zip(member) or not path:
                    continue
                if is_link_or_special(member):
                    raise Refused(_("it holds a link or a device: {name}", name=shown(path)))
                if member.flag_bits & 1:
                    raise Refused(_("it is locked with a password"))
                with archive.open(member) as content:
                    self._write(path, member.file_size, content, _time_in_zip(member))

    def of_tar(self) -> None:
        with tarfile.open(self._path, "r:gz") as archive:
            for member in archive:
                path = member_path(member.name)
                if member.isdir() or not path:
                    continue
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    raise Refused(_("it holds a link or a device: {name}", name=shown(path)))
                self._write(path, member.size, content, float(member.mtime))

    def _write(self, path: str, size: int, content: IO[bytes], time: float | None) -> None:
        *folders, name = path.split("/")
        if any(is_clutter(folder, True) for folder in folders) or is_clutter(name, False):
            return
        self._members += 1
        if self._members > MEMBERS:
            raise Refused(_("it has more than {most} files", most=MEMBERS))
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            limit = ARCHIVE if is_archive(name) else limit_of(name)
            if size > limit:
                file.truncate(limit + 1)  # takes no room on the disk
            else:
                self._copy(content, file, size)
        if time is not None:
            with contextlib.suppress(OSError, OverflowError):  # a time that the file system cannot hold
                os.utime(target, (time, time))

    def _copy(self, content: IO[bytes], file: IO[bytes], size: int) -> None:
        """Copy as many bytes as were announced; a member that has more is broken."""
        while chunk := content.read(min(_CHUNK, size + 1)):
            size -= len(chunk)
            self._left -= len(chunk)
            if size < 0:
                raise zipfile.BadZipFile
            if self._left < 0:
                raise Refused(_("it is larger than {size}", size=mib(TOTAL)))
            file.write(chunk)


_UNIX_TIME = 0x5455
"""The extra field with a time in UTC. Without it a zip has the local time of its writer, to two seconds."""


def _time_in_zip(member: zipfile.ZipInfo) -> float | None:
    """Return when a member was last modified, in seconds since the epoch; ``None`` if its writer did not say."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNIX_TIME and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return float(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + size :]
    try:
        time = datetime.datetime(*member.date_time)
    except ValueError:
        return None
    return time.timestamp() if time.year > 1980 else None

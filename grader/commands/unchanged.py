"""The short way of a class that nothing happened to since the last run: the same answer, a hundred times sooner.

Opening the gradebook, reading a class and drawing a table take SQLAlchemy, msgpack and rich, whose imports alone cost
more than all of this. So a run that leaves nothing to grade notes in the gradebook what it was made from and what it
printed (``Watch.keep``), and the next one compares (``answer``). Nothing is taken on trust: every byte that was handed
in, of the suites, descriptions, course and data is read and hashed again; so is every row of the gradebook that a
report is made from; and each report must lie there with the size and time that it was written with. Whatever differs,
or is not quickly told, goes the long way, which alone decides what it means. docs/decisions/0011 says why.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from grader import __version__
from grader.catalogue import Catalogue
from grader.commands.request import Request
from grader.errors import UsageError
from grader.outfolder import BOOK, LOCK, stamp_of

try:
    import fcntl
except ImportError:  # Windows, where nobody grades a class: the long way will do
    fcntl = None  # type: ignore[assignment]

NOTE = "unchanged"
"""The key of the note in the gradebook's table ``meta``."""

ITEMS = 5_000
"""Files and folders of one student that are looked at, as ``grader.submission.bounds.LOOKED_AT``, whose import costs
more than the looking. A class with more goes the long way, which tells the student."""

BYTES = 64 * 1024 * 1024
"""Bytes of one student that are read: 16 MiB of code and 40 of notebooks may be handed in; the rest is clutter."""

ROWS = (
    "SELECT * FROM meta WHERE key != 'unchanged' ORDER BY key",
    "SELECT * FROM entry ORDER BY id",
    "SELECT * FROM submission ORDER BY id",
    "SELECT id, run, slug, files, suite, data, seed, engine, attempt, fault, level, containment, started, duration_s,"
    " outcome, score, max_score FROM grading ORDER BY id",
    "SELECT * FROM verdict ORDER BY id",
    'SELECT * FROM "override" ORDER BY id',
)
"""What reports and the table are made from, but for the tests' texts: these are in no table, and in reports that are
there. ``content`` is named by the digests in ``submission``, and ``run`` is a log."""

TERMINAL = (
    "COLUMNS",
    "LINES",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)
"""What rich looks at in the environment."""

_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY"))


class _NotTold(Exception):  # noqa: N818 - no error: the long way is taken
    """Something is in the way of a quick answer."""


class Scope(NamedTuple):
    """Which files a run depends on: follows from what is hashed, and is noted because finding out takes long.

    Attributes:
        slugs: the exercises that are graded.
        data: whether one of them is given images.
        course: the files that due dates were read from.
    """

    slugs: Sequence[str]
    data: bool
    course: Sequence[str]


def said_before(words: Sequence[str]) -> str | None:
    """Return what ``answer`` does, where the last run was asked for in the same words in the same place.

    Returns:
        ``None`` where it was not; an empty text where it was, and something has changed.
    """
    out = next((value for option, value in pairwise(words) if option in ("-o", "--out")), None)
    if out is None:
        return None
    try:
        book = Path(out).resolve() / BOOK
        with _opened(book) as connection:
            asked = json.loads(_noted(connection) or "{}").get("asked")
        if asked is None or asked["words"] != [*words] or asked["folder"] != os.getcwd():  # noqa: PTH109 - as text
            return None
        return answer(Request.of(asked["request"])) or ""
    except (OSError, sqlite3.Error, ValueError, TypeError, KeyError):
        return None


def answer(request: Request) -> str | None:
    """Return what a run would print if nothing has changed since the last one, and note the run; else ``None``."""
    out = request.out.resolve()
    book = _book(request, out)
    if book is None or request.again:
        return None
    try:
        with _locked(out), _opened(book) as connection:
            found = _noted(connection)
            if found is None:
                return None
            note = json.loads(found)
            same = (
                note["view"] == _view()
                and note["made_from"] == _made_from(request, out, Scope(**note["scope"]))
                and note["standing"] == _standing(connection, out)
            )
            if not same:
                return None
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            run = (now, now, __version__, request.seed)
            connection.execute("INSERT INTO run (started, finished, engine, seed) VALUES (?, ?, ?, ?)", run)
            connection.execute("COMMIT")
            return str(note["printed"])
    except (_NotTold, OSError, UsageError, sqlite3.Error, ValueError, TypeError, KeyError):
        return None  # the long way knows what this is, and says it


class Watch:
    """Sees to it that what a run notes is what it read.

    Args:
        request: what was asked for.
        out: the folder of results.
        scope: which files the run depends on.
    """

    def __init__(self, request: Request, out: Path, scope: Scope) -> None:
        self._request = request
        self._out = out
        self._scope = scope
        self._made_from = self._look()
        self._view = _view()

    def check(self) -> None:
        """Look again, after everything was read: what changed meanwhile may have been read as it was or as it is."""
        if self._made_from != self._look():
            self._made_from = None

    def keep(self, printed: str) -> None:
        """Note what a run that left nothing to grade printed; the gradebook must be closed, the folder still locked."""
        book = _book(self._request, self._out)
        if book is None or self._made_from is None:
            return
        with contextlib.suppress(_NotTold, OSError, sqlite3.Error), _opened(book) as connection:
            note = {
                "asked": {
                    "words": sys.argv[1:],
                    "folder": os.getcwd(),  # noqa: PTH109 - as text
                    "request": self._request.plain(),
                },
                "scope": self._scope._asdict(),
                "view": self._view,
                "made_from": self._made_from,
                "standing": _standing(connection, self._out),
                "printed": printed,
            }
            connection.execute("DELETE FROM meta WHERE key = ?", (NOTE,))
            connection.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (NOTE, json.dumps(note)))
            connection.execute("COMMIT")

    def _look(self) -> str | None:
        try:
            return _made_from(self._request, self._out, self._scope)
        except (_NotTold, OSError):
            return None


def _noted(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (NOTE,)).fetchone()
    return str(row[0]) if row else None


def _book(request: Request, out: Path) -> Path | None:
    """Return the gradebook's file, where it is that of the folder; another database goes the long way."""
    return out / BOOK if request.gradebook is None and fcntl is not None else None


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Hold the lock of ``OutFolder.locked``, which ends with the process.

    Raises:
        OSError: there is none yet, or another run holds it.
    """
    lock = os.open(out / LOCK, os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def _opened(book: Path) -> Iterator[sqlite3.Connection]:
    """Open the gradebook inside a transaction that nobody else writes in; it is undone unless it is committed."""
    connection = sqlite3.connect(f"{book.as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
    finally:
        connection.close()


def _made_from(request: Request, out: Path, scope: Scope) -> str:
    """Return the digest of everything outside the gradebook that a run's answer depends on.

    Raises:
        _NotTold: it would take long.
        OSError: something cannot be read.
    """
    catalogue = Catalogue.find()
    course = request.course and str(request.course.resolve())
    asked = (request.names, request.seed, request.mnist, request.minimum, request.lang, course)
    whole = hashlib.sha256(repr((__version__, str(out), str(catalogue.root), asked, catalogue.suites())).encode())
    files = [*map(str, catalogue.deciding_files(scope.slugs)), *scope.course]
    if scope.data:
        from grader.data import place_of

        place = place_of(request.mnist)
        if place is not None and not place.is_file():
            raise _NotTold  # a download is tried then
        whole.update(repr(place).encode())
        files += [str(place)] if place is not None else []
    for path in files:
        whole.update(repr((path, _digest_of(path))).encode())
    for line in _handed_in(str(request.submissions)):
        whole.update(repr(line).encode())
    return whole.hexdigest()


def _digest_of(path: str) -> str:
    """Return the SHA-256 of one of the teacher's own files, through links; an empty text where there is none."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _handed_in(folder: str) -> Iterator[tuple[str, ...]]:
    """Yield a line for each file and folder of a class, in order: its path, what it is, and the digest of its content.

    Raises:
        _NotTold: a student handed in more than is looked at.
    """
    for item in _listing(folder):
        room = [ITEMS, BYTES]
        waiting = [item]
        while waiting:
            here = waiting.pop()
            room[0] -= 1
            if here.is_symlink():
                yield here.path, "link"
            elif here.is_dir(follow_symlinks=False):
                yield here.path, "folder"
                waiting += _listing(here.path, room[0])
            elif here.is_file(follow_symlinks=False):
                yield here.path, "file", _content(here.path, room)
            else:
                yield here.path, "other"


def _listing(folder: str, most: int | None = None) -> list[os.DirEntry[str]]:
    found = []
    with os.scandir(folder) as listing:
        for item in listing:
            found.append(item)
            if most is not None and len(found) > most:
                raise _NotTold
    return sorted(found, key=lambda item: item.name)


def _content(path: str, room: list[int]) -> str:
    """Return the SHA-256 of a student's file, which is neither followed nor waited for."""
    file = os.open(path, _FLAGS)
    try:
        info = os.fstat(file)
        room[1] -= info.st_size
        if room[1] < 0 or not stat.S_ISREG(info.st_mode):
            raise _NotTold
        content = os.read(file, info.st_size + 1)
        if len(content) != info.st_size:  # it grew, or reads come in parts
            raise _NotTold
        return hashlib.sha256(content).hexdigest()
    finally:
        os.close(file)


def _standing(connection: sqlite3.Connection, out: Path) -> str:
    """Return the digest of the gradebook's rows and of what it says of each report.

    Raises:
        _NotTold: a report is not there as it was written.
    """
    whole = hashlib.sha256()
    for query in ROWS:
        for row in connection.execute(query):
            whole.update(repr(row).encode())
        whole.update(query.encode())
    for path, state, stamp in connection.execute("SELECT path, state, stamp FROM written ORDER BY path"):
        if stamp_of(f"{out}/{path}") != stamp:
            raise _NotTold
        whole.update(repr((path, state, stamp)).encode())
    return whole.hexdigest()


def _view() -> str:
    """Return the digest of what the printed table looks like because of the terminal."""
    sizes = []
    for descriptor in range(3):
        try:
            sizes.append(tuple(os.get_terminal_size(descriptor)))
        except (OSError, ValueError):
            sizes.append(())
    variables = [os.environ.get(name) for name in TERMINAL]
    seen = (sizes, sys.stdout.isatty(), sys.stdout.encoding, variables)
    return hashlib.sha256(repr(seen).encode()).hexdigest()

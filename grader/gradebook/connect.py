"""Opening a gradebook's database, and turning what goes wrong with one into a line that says how to mend it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url

from grader.errors import GraderError, UsageError
from grader.language import _

POSTGRESQL = "postgresql+psycopg"
"""The driver that is tested, psycopg 3. A URL that names none means it."""

WRITERS = 0x786F7263
"""The lock that writers to a PostgreSQL database take one after another; any number that others are unlikely to use."""

BUSY_S = 30
"""Seconds to wait for another writer. A transaction of ours takes milliseconds; a checkpoint on a slow disk seconds."""


def url_of(path: Path) -> str:
    """Return the URL of the SQLite file ``path``."""
    return f"sqlite:///{path}"


def file_of(url: str) -> Path | None:
    """Return the file behind a URL, or ``None`` where it is a server's.

    Raises:
        UsageError: it is no database URL.
    """
    parsed = parse(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise UsageError(_("--gradebook must name a file: sqlite:///FILE"))
    return Path(parsed.database)


def parse(url: str) -> URL:
    """Return a URL with the driver that it means.

    Raises:
        UsageError: it is no database URL.
    """
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise UsageError(
            _(
                "--gradebook {url} is no database URL: write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
                url=repr(url),
            )
        ) from None
    return parsed.set(drivername=POSTGRESQL) if parsed.drivername in ("postgresql", "postgres") else parsed


def engine_for(url: str, *, writing: bool) -> Engine:
    """Return an engine for ``url``.

    SQLite gets a write-ahead log, so that readers and the writer do not wait for each other; full synchronisation, so
    that what was committed survives a power cut; and transactions that take the write lock when they begin. Writers to
    PostgreSQL take a lock as well, so that two runs never add the same row at once.

    Raises:
        UsageError: the URL or its driver is not there.
    """
    path = file_of(url)
    parsed = parse(url)
    postgresql = parsed.get_backend_name() == "postgresql"
    try:
        engine = create_engine(parsed, connect_args={"timeout": BUSY_S} if path else {})
    except (exc.ArgumentError, ImportError) as error:
        extra = "pip install 'xorcise[postgresql]'" if postgresql else _("install its driver")
        raise UsageError(
            _("--gradebook: {url} cannot be used ({why}): {mend}", url=shown(url), why=error, mend=extra)
        ) from None
    if postgresql and writing:
        event.listen(engine, "begin", _begin_after_others)
    if path is not None:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin_writing if writing else _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_S * 1000}"):
        connection.execute(f"PRAGMA {setting}")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_after_others(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def shown(url: str) -> str:
    """Return a URL without its password."""
    return parse(url).render_as_string(hide_password=True)


@contextlib.contextmanager
def explained(url: str) -> Iterator[None]:
    """Turn a fault of the database's into one line.

    Raises:
        GraderError: the disk is full or fails; what was committed is kept.
        UsageError: the database is damaged, locked, or cannot be opened.
    """
    try:
        yield
    except exc.IntegrityError:
        raise
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise GraderError(
                _("{url} is not there any more: what was graded is kept; run the same again", url=shown(url))
            ) from None
        raise error_for(error.orig, url) from None


def error_for(error: BaseException | None, url: str) -> UsageError | GraderError:
    """Return the error to raise for a database driver's ``error``."""
    where = file_of(url) or shown(url)
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None  # the rest of the number is detail
    if primary == sqlite3.SQLITE_FULL:
        return GraderError(
            _("no space left for {path}: what was graded is kept; make room and run the same again", path=where)
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return UsageError(
            _(
                "{path} is damaged ({why}): move it aside (sqlite3's .recover saves what can be read), put back a copy"
                " or grade again; nothing was written to it",
                path=where,
                why=error,
            )
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UsageError(_("{path} is in use by another run: wait for it, or give another folder with -o", path=where))
    if primary == sqlite3.SQLITE_IOERR:
        return GraderError(
            _(
                "{path} cannot be written ({why}): what was graded is kept; mend the disk and run again",
                path=where,
                why=error,
            )
        )
    why = " ".join(str(error).split())[:300]
    return UsageError(_("{path} cannot be used as a gradebook: {why}", path=where, why=why))

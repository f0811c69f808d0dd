"""A class with its gradebook in PostgreSQL: the same results as with SQLite, whatever is killed."""

from __future__ import annotations

import csv
import io
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from postgresql import Server
from sqlalchemy import func, select

from grader.errors import GraderError, UsageError
from grader.gradebook import Gradebook, schema
from grader.gradebook.connect import engine_for
from grader.gradebook.migrations import STEPS, bring_up_to_date

from .toy import SLUGS, SOURCES, make_class, make_course

COMMAND = str(Path(sys.executable).parent / "xorcise")

PATIENCE_S = 300
"""As in test_crashes.py: nothing here is about speed."""

TIMES = re.compile(r'"(started|duration_s)": [^\n,]+')

pytestmark = pytest.mark.slow  # a server, and a dozen runs over a class

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course and a class."""
    folder = tmp_path_factory.mktemp("postgresql")
    make_course(folder / "course")
    make_class(folder / "class")
    return folder


@pytest.fixture
def run(folder: Path) -> Run:
    """Return a function that runs a command in the course."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [COMMAND, *map(str, words)]
        return subprocess.run(
            command, cwd=folder / "course", capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )

    return run


def grading(folder: Path, out: Path, url: str | None) -> list[str]:
    words = ["grade", str(folder / "class"), "-o", str(out), "-j", "2", "--min-containment", "bare"]
    return [*words, "--gradebook", url] if url is not None else words


def reports(out: Path) -> dict[str, str]:
    found = {p.parent.name: TIMES.sub(r'"\1": 0', p.read_text("utf-8")) for p in out.glob("students/*/result.json")}
    return found | {"gradebook.csv": (out / "gradebook.csv").read_text("utf-8")}


def ends_the_same(run: Run, folder: Path, tmp_path: Path, url: str | None) -> dict[str, object]:
    """Grade, override, report, export, diff and history; return everything that was said."""
    out = tmp_path / ("server" if url else "file")
    book = ["--gradebook", url] if url else []
    done = run(*grading(folder, out, url))
    assert done.returncode == 0, done.stderr
    first = reports(out)
    said = []
    for words in (
        ["override", "bob", "01", "7", "--reason", "shown in class", "-o", out, *book],
        ["report", out, "--lang", "zh-CN", *book],
        ["report", out, *book],
        ["export", "-o", out, "--format", "csv", *book],
        ["export", "-o", out, "--format", "canvas", *book],
        ["diff", "-o", out, *book],
        ["override", "bob", "01", "auto", "--reason", "it was right", "-o", out, *book],
    ):
        done = run(*words)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        said.append(done.stdout.replace(str(out), "OUT"))
    return {"first": first, "last": reports(out), "said": said}


def test_the_same_results_as_sqlite(run: Run, folder: Path, tmp_path: Path, server: Server) -> None:
    """Marks, reports, overrides, exports and what changed."""
    on_server = ends_the_same(run, folder, tmp_path, server.url(tmp_path))
    assert on_server == ends_the_same(run, folder, tmp_path, None)
    assert not (tmp_path / "server" / "gradebook.db").exists()


@pytest.mark.parametrize("after_s", [0.7, 1.7])
def test_a_killed_run_goes_on(run: Run, folder: Path, tmp_path: Path, server: Server, after_s: float) -> None:
    """kill -9 of the driver; the next run has what was committed, and ends as an undisturbed one."""
    url = server.url(tmp_path)
    with subprocess.Popen(
        [COMMAND, *grading(folder, tmp_path / "out", url)],
        cwd=folder / "course",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
    done = run(*grading(folder, tmp_path / "out", url))
    assert done.returncode == 0, done.stderr
    assert run(*grading(folder, tmp_path / "right", None)).returncode == 0
    assert reports(tmp_path / "out") == reports(tmp_path / "right")


def test_two_runs_at_once_grade_everything(run: Run, folder: Path, tmp_path: Path, server: Server) -> None:
    """Into one gradebook, from two folders: neither fails, and no grading is in it twice."""
    url = server.url(tmp_path)
    done: dict[str, subprocess.CompletedProcess[str]] = {}

    def grade(name: str) -> None:
        done[name] = run(*grading(folder, tmp_path / name, url))

    threads = [threading.Thread(target=grade, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert [d.returncode for d in done.values()] == [0, 0], [d.stderr for d in done.values()]
    with Gradebook(url, writing=False) as book, book.transaction() as connection:
        g = schema.grading.c
        counts = connection.scalars(
            select(func.count()).select_from(schema.grading).group_by(g.slug, g.files, g.attempt)
        ).all()
    assert counts == [1] * ((len(SOURCES) - 1) * len(SLUGS))
    assert reports(tmp_path / "one") == reports(tmp_path / "two")


def test_a_server_that_goes_away_costs_nothing(run: Run, folder: Path, tmp_path: Path, server: Server) -> None:
    """One line and exit code 3 or 2; when the server is back, the same command ends the class."""
    url = server.url(tmp_path)
    with Gradebook(url) as book:
        server.kill()
        try:
            with pytest.raises(GraderError, match="is not there any more: what was graded is kept"):
                book.slugs()
            done = run(*grading(folder, tmp_path / "out", url))
            assert done.returncode == 2
            assert done.stderr.startswith("xorcise: postgresql+psycopg://postgres@/")
            assert len(done.stderr.splitlines()) == 1
        finally:
            server.start()
    done = run(*grading(folder, tmp_path / "out", url))
    assert done.returncode == 0, done.stderr


def test_a_server_killed_while_grading(run: Run, folder: Path, tmp_path: Path, server: Server) -> None:
    """What was committed is kept, and the next run ends as an undisturbed one."""
    url = server.url(tmp_path)
    with subprocess.Popen(
        [COMMAND, *grading(folder, tmp_path / "out", url)],
        cwd=folder / "course",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(1.5)
        server.kill()
        try:
            _, said = process.communicate(timeout=PATIENCE_S)
        finally:
            server.start()
    assert "Traceback" not in said
    assert process.returncode in (0, 2, 3)  # 0 where it had ended before
    done = run(*grading(folder, tmp_path / "out", url))
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "gradebook.csv").read_text("utf-8"))))
    assert len(rows) == len(SOURCES)


UNDONE = {
    6: ("ALTER TABLE override DROP COLUMN test", "DROP TABLE comment"),
    5: ("DROP TABLE person",),
}
"""What each version added, taken away again, the newest first. Version 4 was the first that could be in PostgreSQL."""


def test_each_version_says_here_what_it_added() -> None:
    """A new version is not forgotten."""
    assert set(UNDONE) == set(range(5, schema.VERSION + 1)) == {n + 1 for n in STEPS if n >= 4}


@pytest.mark.parametrize("version", range(4, schema.VERSION))
def test_a_gradebook_of_an_earlier_version_is_brought_up_to_date(version: int, tmp_path: Path, server: Server) -> None:
    """Its students are still there, and the tables become those of a new one."""
    engine = engine_for(server.url(tmp_path), writing=True)
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        for statement in (s for added, undone in UNDONE.items() if added > version for s in undone):
            connection.execute(sqlalchemy.text(statement))
        connection.execute(schema.meta.insert().values(key="version", value=str(version)))
        connection.execute(
            schema.entry.insert().values(student="ada", digest="d", received="2026", problem="", notes="[]")
        )
    with engine.begin() as connection:
        bring_up_to_date(connection)
        people = connection.execute(select(schema.person.c.name, schema.person.c.identified)).all()
        assert people == ([("ada", "ada")] if version < 5 else [])  # only the step to version 5 makes people of entries
    with Gradebook(server.url(f"{tmp_path} new")) as book, book.transaction() as connection:
        new = _shape(connection)
    with engine.connect() as connection:
        assert _shape(connection) == new
    engine.dispose()


def _shape(connection: sqlalchemy.Connection) -> dict[str, list[tuple[str, str, bool]]]:
    looked = sqlalchemy.inspect(connection)
    return {
        table: sorted((c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(table))
        for table in looked.get_table_names()
    }


def test_an_empty_database_is_no_gradebook_to_read(server: Server, tmp_path: Path) -> None:
    """Reading makes nothing of it."""
    with pytest.raises(UsageError, match="the database is empty"):
        Gradebook(server.url(tmp_path), writing=False)


def test_students_are_in_the_order_of_their_letters(server: Server, tmp_path: Path) -> None:
    """As Python and SQLite order them, whatever the database's language."""
    names = ["Zoe", "ada", "Ämil", "bob", "艾达", "Ada"]
    with Gradebook(server.url(tmp_path)) as book:
        with book.transaction() as connection:
            for name in names:
                row = {"student": name, "digest": "d", "received": "2026", "problem": "", "notes": "[]"}
                connection.execute(schema.entry.insert().values(row))
        assert [name for page in book.pages() for name in page] == sorted(names)


def test_a_missing_driver_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"install 'xorcise\[postgresql\]'") as caught:
        Gradebook("postgresql://me:secret@localhost/none")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)

"""A class that nothing happened to is answered from the gradebook; as soon as anything differs, that is graded."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Self

import pytest

from grader.commands.grade import grade_class
from grader.commands.report import report_class
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.result import Containment, ExerciseResult, Outcome, TestResult
from grader.run.books import Place
from grader.run.driver import Request
from grader.run.outfolder import BOOK
from grader.slot.task import Graded, Task, not_graded

from .toy import SLUGS, SOURCES, make_class, make_course

PASSED = TestResult("test_one", "One.", "一。", Outcome.PASSED, "hidden", 10.0, 10.0)


class AtOnce(Executor):
    """An executor whose slots take no time; it counts how often they were started."""

    failing = False
    started = 0

    def __init__(self, settings: Settings, jobs: int) -> None:
        self.jobs = jobs

    def __enter__(self) -> Self:
        type(self).started += 1
        return self

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Answer each task alike."""
        for task in tasks:
            test = not_graded(10.0, "no luck") if self.failing else PASSED
            yield Graded.of(
                task,
                ExerciseResult.of(task.slug, task.suite_digest, (test,)),
                containment=Containment("landlock", True),
                data="none",
                started="2026-11-26T10:00:00+00:00",
                duration_s=0.1,
            )


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Request:
    """A class that was graded, and what to ask for to grade it again; capsys is the terminal from the start."""
    root = make_course(tmp_path / "course")
    monkeypatch.chdir(root)
    monkeypatch.setattr("grader.grading.local.LocalExecutor", AtOnce)
    monkeypatch.setattr("grader.explain.missing_tables.missing_tables", lambda *_: [])
    monkeypatch.setattr(AtOnce, "started", 0)
    asked = Request(make_class(tmp_path / "class"), tmp_path / "out", (), 1, 0, "digits", "landlock", "en")
    assert grade_class(asked)
    assert AtOnce.started == 1
    return asked


def asked_of_the_book(request: Request, query: str) -> int:
    """Return the number that a query of the gradebook gives."""
    connection = sqlite3.connect(request.out / BOOK)
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def gradings(request: Request) -> int:
    """Return how many gradings are on record."""
    return asked_of_the_book(request, "SELECT count(*) FROM grading")


def reports(request: Request) -> dict[str, tuple[bytes, int]]:
    """Return every report: its content, and when it was written."""
    found = (p for p in request.out.rglob("*") if p.suffix in (".json", ".html", ".csv"))
    return {str(p.relative_to(request.out)): (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


def contents(request: Request) -> dict[str, bytes]:
    """Return the content of every report."""
    return {path: content for path, (content, _) in reports(request).items()}


def grades(request: Request, capsys: pytest.CaptureFixture[str]) -> str:
    """Run the command and return what it prints."""
    capsys.readouterr()
    assert grade_class(request)
    return capsys.readouterr().out


# --- nothing changed --------------------------------------------------------------------------------------------------


def test_an_unchanged_class_gets_the_same_answer(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """The same table is printed, nothing is graded, no slot is started, and no report is written; the run is noted."""
    first = grades(request_._replace(again=True), capsys)
    assert "8 of 8 submissions graded" in first
    before, known, started = reports(request_), gradings(request_), AtOnce.started
    assert len(before) == 4 * len(SOURCES) + 2
    assert grades(request_, capsys) == first
    assert (reports(request_), gradings(request_), AtOnce.started) == (before, known, started)
    assert asked_of_the_book(request_, "SELECT count(*) FROM run WHERE finished IS NOT NULL") == 3


def test_a_terminal_that_lacks_a_sign_is_told_the_same(request_: Request) -> None:
    """The table is no traceback on an ASCII terminal."""
    command = [str(Path(sys.executable).parent / "xorcise"), "grade", str(request_.submissions)]
    done = subprocess.run(
        [*command, "-o", str(request_.out), "--mnist", "digits"],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert b"8 of 8 submissions graded" in done.stdout


@pytest.mark.parametrize(
    ("report", "written"),
    [
        ("class.html", ["class.html"]),
        ("gradebook.csv", ["gradebook.csv"]),
        ("students/ada/result.json", ["students/ada/result.json"]),
        ("students/bob/feedback.html", ["feedback/bob.html", "students/bob/feedback.html"]),  # one file by two names
    ],
)
@pytest.mark.parametrize("how", ["removed", "altered"])
def test_a_report_that_was_touched_comes_back(
    request_: Request, capsys: pytest.CaptureFixture[str], report: str, written: list[str], how: str
) -> None:
    """Removed or altered, the next run writes it as it was, and no other."""
    before = reports(request_)
    path = request_.out / report
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(b"touched")
    grades(request_, capsys)
    after = reports(request_)
    assert {name: content for name, (content, _) in after.items()} == {n: c for n, (c, _) in before.items()}
    assert sorted(name for name in before if after[name] != before[name]) == written


def test_other_reports_are_written_again(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """`xorcise report` in another language wrote other pages; the next run writes its own again, and grades nothing."""
    before, known = contents(request_), gradings(request_)
    report_class(Place(request_.out), "zh-CN", after_due=False)
    assert contents(request_) != before
    grades(request_, capsys)
    assert contents(request_) == before
    assert gradings(request_) == known


# --- something changed ------------------------------------------------------------------------------------------------


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file and leave its size and time as they were: a stamp would not tell."""
    info = path.stat()
    text = path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))


EVERYBODY = len(SOURCES) - 1
"""Gradings of one exercise: two students handed in the same, which is graded once."""

CHANGES: dict[str, tuple[Callable[[Path, Path], object], int]] = {
    "a submission": (lambda _, work: rewrite(work / "ada" / "twice.py", "2 * x", "7 * x"), 2),
    "a file less": (lambda _, work: (work / "ada" / "twice.py").unlink(), 1),
    "a student more": (lambda _, work: copied(work / "ada", work / "new"), 0),
    "a suite": (
        lambda root, _: rewrite(root / "grader/suites" / SLUGS[0] / "test_twice_hidden.py", "3.0", "4.0"),
        EVERYBODY,
    ),
    "a variant more": (lambda root, _: (root / "grader/suites" / SLUGS[0] / "wrong.py").write_text(""), EVERYBODY),
    "a description": (lambda root, _: rewrite(root / "exercises" / SLUGS[1] / "exercise.toml", "60", "61"), EVERYBODY),
}
"""What may change, and how many gradings that asks for. A student's other file is a helper of each exercise, so a
change of one asks for both; an exercise whose file is gone keeps what was handed in before; the new student's files are
known."""


def copied(source: Path, target: Path) -> None:
    """Hand in what another student handed in."""
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())


@pytest.mark.parametrize(("change", "more"), CHANGES.values(), ids=CHANGES.keys())
def test_what_changed_is_graded_and_nothing_else(
    request_: Request, change: Callable[[Path, Path], object], more: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where size and time are as they were. The run after that has nothing to do."""
    known = gradings(request_)
    change(Path.cwd(), request_.submissions)
    said = grades(request_._replace(regrade=True), capsys)
    assert gradings(request_) == known + more
    before = reports(request_)
    assert grades(request_, capsys) == said
    assert (reports(request_), gradings(request_)) == (before, known + more)


@pytest.mark.parametrize("asked", [{"seed": 1}, {"again": True}], ids=str)
def test_another_question_is_graded(
    request_: Request, asked: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was graded with another seed is no answer, and --again asks for new gradings of everything."""
    known = gradings(request_)
    grades(request_._replace(**asked), capsys)  # type: ignore[arg-type]
    assert gradings(request_) == 2 * known


def test_a_row_that_was_deleted_is_graded_again(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """The remedy for a damaged row is to delete it and its verdicts and to grade again."""
    with sqlite3.connect(request_.out / BOOK) as connection:
        connection.execute("DELETE FROM verdict WHERE grading = 1")
        connection.execute("DELETE FROM grading WHERE id = 1")
    connection.close()
    grades(request_, capsys)
    assert asked_of_the_book(request_, "SELECT count(*) FROM grading WHERE run = 2") == 1


def test_a_table_of_times_is_read_again(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """Due dates and the times that course.toml names count without a new grading."""
    Path("course.toml").write_text(
        'submitted = "times.csv"\n[due]\n01_twice = 2026-11-01T12:00:00\n[late]\nper_day = 0.5\n'
    )
    Path("times.csv").write_text("student,submitted\nada,2026-11-01 10:00\n")
    known, on_time = gradings(request_), grades(request_, capsys)
    rewrite(Path("times.csv"), "11-01", "11-02")
    assert grades(request_, capsys) != on_time
    assert gradings(request_) == known


def test_a_run_with_a_fault_of_ours_is_tried_again(
    request_: Request, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It leaves something to grade, so it is no answer."""
    monkeypatch.setattr(AtOnce, "failing", True)
    assert not grade_class(request_._replace(seed=1))
    monkeypatch.setattr(AtOnce, "failing", False)
    assert "grader failed" not in grades(request_._replace(seed=1), capsys)

"""A class that nothing happened to: the same answer at once, and the long way as soon as anything differs."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.commands import unchanged
from grader.commands.grade import grade_class
from grader.commands.report import report_class
from grader.commands.request import Request
from grader.commands.unchanged import answer, said_before
from grader.errors import UsageError
from grader.executors.protocol import Executor
from grader.gradebook import schema
from grader.outcome import Outcome
from grader.outfolder import BOOK, OutFolder
from grader.result import Containment, ExerciseResult, TestResult
from grader.settings import Settings
from grader.submission.bounds import LOOKED_AT, NOTEBOOKS, TOTAL
from grader.task import Graded, Task, fault

from .toy import SLUGS, make_class, make_course

HEAVY = ("pytest", "numpy", "sqlalchemy", "rich", "msgpack", "filelock", "asyncio", "multiprocessing")
"""What a run needs and an answer does not; each takes longer to import than the answer."""


PASSED = TestResult("test_one", "One.", "一。", Outcome.PASSED, "hidden", 10.0, 10.0)


class AtOnce(Executor):
    """An executor whose slots take no time; the executor of a run in these tests."""

    failing = False

    def __init__(self, settings: Settings, jobs: int) -> None:
        self.jobs = jobs

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Answer each task alike."""
        for task in tasks:
            test = fault(10.0, "no luck") if self.failing else PASSED
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
    monkeypatch.setattr("grader.executors.local.LocalExecutor", AtOnce)
    monkeypatch.setattr("grader.learning.missing", lambda *_: [])
    asked = Request(make_class(tmp_path / "class"), tmp_path / "out", (), 1, 0, "digits", "landlock", "en")
    assert grade_class(asked)
    return asked


def runs(request: Request) -> int:
    """Return how many runs are on record."""
    with sqlite3.connect(request.out / BOOK) as connection:
        [count] = connection.execute("SELECT count(*) FROM run WHERE finished IS NOT NULL").fetchone()
    return int(count)


def contents(request: Request) -> dict[str, bytes]:
    """Return every report."""
    found = (p for p in request.out.rglob("*") if p.suffix in (".json", ".html", ".csv"))
    return {str(p.relative_to(request.out)): p.read_bytes() for p in found}


def grades(request: Request, capsys: pytest.CaptureFixture[str]) -> str:
    """Run the command and return what it prints."""
    capsys.readouterr()
    assert grade_class(request)
    return capsys.readouterr().out


# --- the answer -------------------------------------------------------------------------------------------------------


def test_an_unchanged_class_gets_the_same_answer(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """What the first run prints, the second does; it is on record as a run, and no report is written."""
    first = grades(request_._replace(again=True), capsys)
    before = {p: p.stat().st_mtime_ns for p in request_.out.rglob("students/*/*")}
    assert answer(request_) == first
    assert grades(request_, capsys) == first
    assert runs(request_) == 4
    assert before == {p: p.stat().st_mtime_ns for p in request_.out.rglob("students/*/*")}


def test_the_command_imports_nothing_heavy_for_it(request_: Request) -> None:
    """As a user runs it, the libraries of grading stay on disk; a process of its own would show as multiprocessing."""
    command = str(Path(sys.executable).parent / "xorcise")
    arguments = ["grade", str(request_.submissions), "-o", str(request_.out), "--mnist", "digits"]
    for _ in range(2):  # the first of them sees this terminal for the first time
        done = subprocess.run(
            [sys.executable, "-X", "importtime", command, *arguments],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
    imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "grader.commands.unchanged" in imported
    assert not imported & {*HEAVY, "grader.batch", "subprocess", "click"}


def test_a_terminal_that_lacks_a_sign_is_told_the_same(request_: Request) -> None:
    """Told the short way or the long one, the table of an unchanged class is no traceback on an ASCII terminal."""
    command = [str(Path(sys.executable).parent / "xorcise"), "grade", str(request_.submissions)]
    told = [
        subprocess.run(
            [*command, "-o", str(request_.out), "--mnist", "digits"],
            env=os.environ | {"PYTHONIOENCODING": "ascii"},
            capture_output=True,
            timeout=300,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert b"8 of 8 submissions graded" in told[0]
    assert told[0] == told[1]


def test_the_same_words_in_the_same_place_are_answered(
    request_: Request, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They mean what they meant; other words, and the same in another folder, are read by who reads them always."""
    words = ["grade", str(request_.submissions), "-o", str(request_.out), "-e", "90"]
    monkeypatch.setattr(sys, "argv", ["xorcise", *words])
    (request_.out / "class.html").unlink()  # so that it goes the long way, which notes the words
    first = grades(request_, capsys)
    assert said_before(words) == first
    for others in ([*words, "-j", "1"], words[:3], ["grade", words[1], "-o", str(tmp_path)], words[::-1]):
        assert said_before(others) is None
    with monkeypatch.context() as elsewhere:
        elsewhere.chdir(tmp_path)
        assert said_before(words) is None
    next(request_.submissions.rglob("*.py")).write_text("# another answer\n", encoding="utf-8")
    assert said_before(words) == ""
    assert grade_class(request_, looked=True)
    assert said_before(words) == capsys.readouterr().out


def test_a_request_comes_back_from_what_is_noted(request_: Request) -> None:
    """Whatever was asked for."""
    for asked in (request_, request_._replace(names=("90", "91"), mnist=None, course=Path("c.toml"), again=True)):
        assert Request.of(json.loads(json.dumps(asked.plain()))) == asked


@pytest.mark.parametrize(
    "report", ["class.html", "gradebook.csv", "students/ada/result.json", "students/bob/feedback.html"]
)
@pytest.mark.parametrize("how", ["removed", "altered"])
def test_a_report_that_was_touched_comes_back(
    request_: Request, capsys: pytest.CaptureFixture[str], report: str, how: str
) -> None:
    """Removed or altered, the next run writes it as it was."""
    before = contents(request_)
    path = request_.out / report
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes(b"touched")
    assert answer(request_) is None
    grades(request_, capsys)
    assert contents(request_) == before
    assert answer(request_) is not None


# --- the long way -----------------------------------------------------------------------------------------------------


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file and leave its size and time as they were: a stamp would not tell."""
    info = path.stat()
    text = path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))


CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "a submission": lambda _, work: rewrite(work / "ada" / "twice.py", "2 * x", "7 * x"),
    "a file more": lambda _, work: (work / "ada" / "helper.py").write_text(""),
    "a file less": lambda _, work: (work / "ada" / "twice.py").unlink(),
    "a file renamed": lambda _, work: (work / "ada" / "twice.py").rename(work / "ada" / "once.py"),
    "a file that is a link now": lambda _, work: linked(work / "ada" / "twice.py"),
    "a student more": lambda _, work: (work / "new").mkdir(),
    "a suite": lambda root, _: rewrite(root / "grader/suites" / SLUGS[0] / "test_twice_hidden.py", "3.0", "4.0"),
    "a variant more": lambda root, _: (root / "grader/suites" / SLUGS[0] / "wrong.py").write_text(""),
    "a description": lambda root, _: rewrite(root / "exercises" / SLUGS[1] / "exercise.toml", "60", "61"),
    "an exercise more": lambda root, _: new_exercise(root),
    "a suite more": lambda root, _: (root / "grader/suites/03_new").mkdir(),
    "due dates": lambda root, _: (root / "course.toml").write_text("[due]\n"),
    "a pipe": lambda _, work: os.mkfifo(work / "ada" / "twice.pipe"),
}


def linked(path: Path) -> None:
    """Put a link to a file in its place."""
    path.symlink_to(path.rename(path.parents[2] / "elsewhere.py"))


def new_exercise(root: Path) -> None:
    """Add an exercise without a suite."""
    folder = root / "exercises" / "03_new"
    folder.mkdir()
    text = (root / "exercises" / SLUGS[0] / "exercise.toml").read_text("utf-8")
    (folder / "exercise.toml").write_text(text.replace("twice", "fresh"), "utf-8")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_of_what_is_read_goes_the_long_way(
    request_: Request, change: Callable[[Path, Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    """Also one that leaves size and time alone. After a run that took it in, that is the class that is unchanged."""
    assert answer(request_) is not None
    change(Path.cwd(), request_.submissions)
    assert answer(request_) is None
    said = grades(request_, capsys)
    assert answer(request_) == said


@pytest.mark.parametrize(
    "asked",
    [
        {"seed": 1},
        {"minimum": "bare"},
        {"lang": "zh-CN"},
        {"names": ("01",)},
        {"again": True},
        {"gradebook": "sqlite:///elsewhere.db"},
        {"course": Path("other.toml")},
    ],
    ids=str,
)
def test_another_question_goes_the_long_way(request_: Request, asked: dict[str, object]) -> None:
    """Seed, containment, language, exercises, gradebook: none is answered by what another was."""
    Path("other.toml").write_text("")
    assert answer(request_._replace(**asked)) is None  # type: ignore[arg-type]


def test_any_change_of_the_gradebook_goes_the_long_way(request_: Request) -> None:
    """Whoever changes a value that a report is made from, the short way does not answer."""
    book = request_.out / BOOK
    with sqlite3.connect(book) as connection:
        connection.execute("INSERT INTO override VALUES (1, 'ada', '01_twice', 1.0, 'why', 'when')")
    connection.close()
    assert answer(request_) is None
    assert grade_class(request_)
    whole = book.read_bytes()
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            if table.name in ("run", "content") or (table.name, column.name) == ("grading", "tests"):
                continue
            book.write_bytes(whole)
            assert answer(request_) is not None
            with sqlite3.connect(book) as connection:
                newest = f'(SELECT max(rowid) FROM "{table.name}")'
                connection.execute(f'UPDATE "{table.name}" SET "{column.name}" = 777 WHERE rowid = {newest}')
            connection.close()
            assert answer(request_) is None, f"{table.name}.{column.name}"


def test_a_row_that_was_deleted_goes_the_long_way(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """The remedy for a damaged row is to delete it and its verdicts and to grade again."""
    with sqlite3.connect(request_.out / BOOK) as connection:
        connection.execute("DELETE FROM verdict WHERE grading = 1")
        connection.execute("DELETE FROM grading WHERE id = 1")
    connection.close()
    grades(request_, capsys)
    with sqlite3.connect(request_.out / BOOK) as connection:
        [again] = connection.execute("SELECT count(*) FROM grading WHERE run = 2").fetchone()
    connection.close()
    assert again == 1


def test_other_reports_go_the_long_way(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """`xorcise report` in another language wrote other pages; the next run writes its own again."""
    before = contents(request_)
    from grader.commands.books import Place

    report_class(Place(request_.out), "zh-CN", after_due=False)
    assert contents(request_) != before
    grades(request_, capsys)
    assert contents(request_) == before


def test_another_terminal_goes_the_long_way(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is as wide as the terminal."""
    monkeypatch.setenv("COLUMNS", "40")
    assert answer(request_) is None


def test_a_table_of_times_is_read_again(request_: Request, capsys: pytest.CaptureFixture[str]) -> None:
    """What course.toml names counts like course.toml."""
    Path("course.toml").write_text('submitted = "times.csv"\n')
    Path("times.csv").write_text("student,submitted\nada,2026-11-01 10:00\n")
    grades(request_, capsys)
    assert answer(request_) is not None
    rewrite(Path("times.csv"), "11-01", "11-02")
    assert answer(request_) is None


def test_a_course_of_the_same_name_elsewhere_is_another(
    request_: Request, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A relative path means the file that it leads to from here."""
    Path("own.toml").write_text("")
    asked = request_._replace(course=Path("own.toml"))
    grades(asked, capsys)
    assert answer(asked) is not None
    monkeypatch.chdir("exercises")
    Path("own.toml").write_text("[late]\nper_day = 1.0\n")
    assert answer(asked) is None


def test_a_data_set_is_read_again(request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an exercise is given images, the bytes of their file count; one that would be fetched is the long way's."""
    file = tmp_path / "mnist.npz"
    file.write_bytes(b"one")
    asked = request_._replace(mnist=str(file))
    scope = unchanged.Scope(SLUGS, True, ())
    first = unchanged._made_from(asked, asked.out, scope)
    file.write_bytes(b"two")
    assert unchanged._made_from(asked, asked.out, scope) != first
    monkeypatch.delenv("XORCISE_MNIST", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(unchanged._NotTold):
        unchanged._made_from(asked._replace(mnist=None), asked.out, scope)


def test_a_run_with_a_fault_of_ours_is_tried_again(
    request_: Request, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It leaves something to grade, so it is no answer."""
    monkeypatch.setattr(AtOnce, "failing", True)
    assert not grade_class(request_._replace(seed=1))
    assert answer(request_._replace(seed=1)) is None
    monkeypatch.setattr(AtOnce, "failing", False)
    assert "grader failed" not in grades(request_._replace(seed=1), capsys)


def test_what_changes_while_it_is_read_is_read_again(
    request_: Request, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody knows whether the file was taken in before or after the change, so nothing is noted."""
    new = request_.submissions / "ada" / "new.py"
    new.write_text("1")
    right = unchanged.Watch.check

    def check(watch: unchanged.Watch) -> None:
        new.unlink()
        right(watch)

    monkeypatch.setattr(unchanged.Watch, "check", check)
    grades(request_, capsys)
    monkeypatch.undo()
    monkeypatch.chdir(request_.submissions.parent / "course")
    assert answer(request_) is None
    new.write_text("1")
    assert answer(request_) is None


# --- nothing hostile is waited for ------------------------------------------------------------------------------------


def test_more_than_may_be_handed_in_is_not_read(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sparse file of a terabyte costs nothing, nor does a folder without end: the long way refuses them by name."""
    assert unchanged.BYTES >= TOTAL + NOTEBOOKS
    assert unchanged.ITEMS == LOOKED_AT
    file = request_.submissions / "ada" / "large.py"
    file.touch()
    assert list(unchanged._handed_in(str(request_.submissions)))
    os.truncate(file, 2**40)
    with pytest.raises(unchanged._NotTold):
        list(unchanged._handed_in(str(request_.submissions)))
    file.unlink()
    monkeypatch.setattr(unchanged, "ITEMS", 3)
    (request_.submissions / "ada" / "deep" / "er").mkdir(parents=True)
    with pytest.raises(unchanged._NotTold):
        list(unchanged._handed_in(str(request_.submissions)))


@contextmanager
def damaged(book: Path) -> Iterator[None]:
    """Put noise in the place of a gradebook for a while."""
    good = book.read_bytes()
    book.write_bytes(b"noise" * 1000)
    yield
    book.write_bytes(good)


def test_a_damaged_gradebook_is_the_long_ways_to_tell(request_: Request) -> None:
    """The short way gives no answer, and the long one a line."""
    with damaged(request_.out / BOOK):
        assert answer(request_) is None
        with pytest.raises(UsageError, match="damaged"):
            grade_class(request_)


def test_another_run_in_the_folder_is_the_long_ways_to_tell(request_: Request) -> None:
    """While somebody holds the lock, nothing is answered."""
    with OutFolder(request_.out).locked():
        assert answer(request_) is None
    assert answer(request_) is not None

"""Failures that are explained after a class was graded: once each, with nothing else changed."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gradebook.sample import grade_all, handed_in, key

from grader.cli import cli
from grader.commands.grade import grade_class
from grader.errors import Interrupted, UsageError
from grader.exercises.catalogue import Catalogue
from grader.gradebook import Gradebook, Key
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.result import CodePlace, Containment, ExerciseResult, Explanation, Outcome, Result, TestResult
from grader.run import driver, explain_later
from grader.run.books import Place
from grader.run.explain_later import Request, explain_class
from grader.run.outfolder import OutFolder
from grader.slot import task as slot_task
from grader.slot.task import Graded, Task

from .toy import make_course

SLUGS = ["02_losses", "04_two_layer_net"]

WORDS = {"en": "Look at line 3 of losses.py.", "zh-CN": "请看 losses.py 第 3 行。"}

FOUND = Explanation("place", "number", "losses.py:3", WORDS, (CodePlace("losses.py", 3),), "3 -> 2")


class Played(Executor):
    """An executor without slots that finds the same explanation for every failure, and notes what it was asked."""

    asked: list[Task]
    settings: Settings | None
    failing = False
    ends_after: int | None = None

    def __init__(self, settings: Settings, jobs: int) -> None:
        type(self).settings = settings

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Answer each task; an explainer that fails gives back the tests as they were."""
        for number, task in enumerate(tasks):
            if number == self.ends_after:
                raise KeyboardInterrupt
            self.asked.append(task)
            tests = slot_task.tests_from_json(task.tests)
            if not self.failing:
                tests = tuple(replace(t, explanation=FOUND) for t in tests)
            yield Graded.of(
                task,
                ExerciseResult.of(task.slug, task.suite_digest, tests),
                containment=Containment("landlock", True),
                data="none",
                started="2026-11-26T10:00:00+00:00",
                duration_s=0.1,
                explained=not self.failing,
            )


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> type[Played]:
    """Put an executor without slots in the place of the slots."""

    class Slots(Played):
        asked: list[Task] = []  # noqa: RUF012 - of one test
        settings = None

    monkeypatch.setattr(explain_later, "LocalExecutor", Slots)
    return Slots


@pytest.fixture
def folder(tmp_path: Path) -> OutFolder:
    folder = OutFolder(tmp_path / "out")
    folder.prepare()
    return folder


@pytest.fixture
def losses(catalogue: Catalogue) -> Key:
    """Exercise 02 as it is graded now."""
    return key(suite=catalogue.grading_digest(catalogue.exercise("02")))


def fill(folder: OutFolder, keys: list[Key], points: float = 6.0, **work: str) -> None:
    """Let a class hand in one text each for 02, and grade it without explanations."""
    with Gradebook(folder.url) as book:
        book.take([handed_in(name, losses=text) for name, text in work.items()], SLUGS)
        grade_all(book, keys, points)


def results(folder: OutFolder) -> list[Result]:
    with Gradebook(folder.url, writing=False) as book:
        return list(book.results())


def by_student(folder: OutFolder) -> dict[str, TestResult]:
    """Return each student's one test."""
    return {r.student: e.tests[0] for r in results(folder) for e in r.exercises if e.slug == SLUGS[0]}


def explain(folder: OutFolder, mnist: str | None = "digits") -> bool:
    return explain_class(Request(Place(folder.path), 1, mnist))


def test_identical_files_are_explained_once_and_nothing_else_changes(
    folder: OutFolder, losses: Key, slots: type[Played]
) -> None:
    """Both students of one text read the explanation; points, outcomes and everything else stay."""
    fill(folder, [losses], ada="first", bob="second", eve="first")
    before = results(folder)
    assert explain(folder)
    assert len(slots.asked) == 2
    assert all(test.explanation == FOUND for test in by_student(folder).values())
    without = [
        replace(r, exercises=tuple(replace(e, tests=tuple(unexplained(t) for t in e.tests)) for e in r.exercises))
        for r in results(folder)
    ]
    assert without == before
    assert slots.settings is not None
    assert (slots.settings.minimum, slots.settings.slugs) == ("landlock", (SLUGS[0],))


def unexplained(test: TestResult) -> TestResult:
    return replace(test, explanation=None)


def test_the_reports_are_written_again(folder: OutFolder, losses: Key, slots: type[Played]) -> None:
    """Also where they lie there already, and in the language that they have."""
    fill(folder, [losses], ada="first")
    page = folder.path / "students" / "ada" / "feedback.html"
    with Gradebook(folder.url) as book:
        book.remember("language", "zh-CN")
    slots.failing = True
    assert not explain(folder)
    assert WORDS["zh-CN"] not in page.read_text("utf-8")
    slots.failing = False
    assert explain(folder)
    assert WORDS["zh-CN"] in page.read_text("utf-8")
    assert str(FOUND.edit) not in page.read_text("utf-8")


def test_what_was_explained_once_is_not_explained_again(folder: OutFolder, losses: Key, slots: type[Played]) -> None:
    """Only what came since is; and passed tests have nothing to explain."""
    fill(folder, [losses], ada="first")
    assert explain(folder)
    fill(folder, [losses], bob="second")
    fill(folder, [losses], 10.0, eve="third")
    assert explain(folder)
    assert len(slots.asked) == 2
    assert explain(folder)
    assert len(slots.asked) == 2
    assert by_student(folder)["eve"].explanation is None


def test_what_was_explained_while_grading_is_not_explained_again(
    folder: OutFolder, losses: Key, slots: type[Played]
) -> None:
    """Even if nothing was found then."""
    with Gradebook(folder.url) as book:
        book.take([handed_in("ada", losses="first")], SLUGS)
        run = book.begin_run("0.1.0", 0)
        for task in book.pending(losses):
            test = TestResult("test_one", "One.", "一。", Outcome.FAILED, "hidden", 0.0, 10.0)
            result = ExerciseResult.of(task.slug, task.suite_digest, (test,))
            book.keep(run, losses, graded_with(task, result, explained=True))
    assert explain(folder)
    assert slots.asked == []


def graded_with(task: Task, result: ExerciseResult, *, explained: bool) -> Graded:
    containment = Containment("landlock", True)
    return Graded.of(
        task, result, containment=containment, data="none", started="2026", duration_s=0.1, explained=explained
    )


def test_an_explainer_that_fails_leaves_the_grading_for_the_next_time(
    folder: OutFolder, losses: Key, slots: type[Played], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, [losses], ada="first")
    before = results(folder)
    slots.failing = True
    assert not explain(folder)
    assert "our side failed while explaining 1 file" in capsys.readouterr().err
    assert results(folder) == before
    slots.failing = False
    assert explain(folder)
    assert by_student(folder)["ada"].explanation == FOUND


def test_gradings_of_another_suite_are_left_out_with_one_line(
    folder: OutFolder, losses: Key, slots: type[Played], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, [key(suite="an older one")], ada="first", bob="second")
    assert explain(folder)
    said = capsys.readouterr().err
    assert said == (
        "xorcise: 02_losses: 2 gradings were made with another suite and are left out; grade again to have them"
        " explained\n"
    )
    assert slots.asked == []


def test_gradings_with_other_data_are_left_out_with_one_line(
    folder: OutFolder, catalogue: Catalogue, slots: type[Played], capsys: pytest.CaptureFixture[str]
) -> None:
    """A suite that is given the stand-in asks other questions than with MNIST."""
    exercise = next(e for e in catalogue.exercises if e.data)
    files = {exercise.slug: {exercise.filename: b"x = 1"}}
    one = handed_in("ada")
    with Gradebook(folder.url) as book:
        book.take([replace(one, submission=replace(one.submission, files=files))], [exercise.slug])
        grade_all(book, [key(exercise.slug, suite=catalogue.grading_digest(exercise), data="mnist")], 6.0)
    assert explain(folder, "digits")
    assert f"{exercise.slug}: 1 grading was made with other data than digits" in capsys.readouterr().err
    assert slots.asked == []


def test_ctrl_c_keeps_what_was_done(folder: OutFolder, losses: Key, slots: type[Played]) -> None:
    """One of two is explained; the next time, the other is."""
    fill(folder, [losses], ada="first", bob="second")
    slots.ends_after = 1
    with pytest.raises(Interrupted, match="1 of 2 files are explained and kept"):
        explain(folder)
    assert sorted(t.explanation is None for t in by_student(folder).values()) == [False, True]
    slots.ends_after = None
    assert explain(folder)
    assert len(slots.asked) == 2
    assert all(t.explanation == FOUND for t in by_student(folder).values())


def test_the_command_says_how_many_and_exits_as_documented(folder: OutFolder, losses: Key, slots: type[Played]) -> None:
    """3 where our side failed, else 0, also if nothing is left."""

    def run() -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["explain", str(folder.path), "-j", "1", "--mnist", "digits"])
        return done.exit_code, done.stdout

    fill(folder, [losses], ada="first")
    slots.failing = True
    assert run() == (3, "0 different files were explained\n")
    slots.failing = False
    assert run() == (0, "1 different file was explained\n")
    assert run() == (0, "0 different files were explained\n")


def test_a_folder_without_a_gradebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no results"):
        explain(OutFolder(tmp_path))


# --- with real slots --------------------------------------------------------------------------------------------------

CLASS = {
    "ada": "def f(x): return 2 * x\n",
    "bob": "def f(x):\n    y = 3 * x\n    return y\n",
    "kim": "def f(x):\n    return x.shape[0]\n",
    "max": "def f(x:\n",
}
"""Right, a wrong number, an exception, no Python."""


@pytest.mark.slow  # three runs with slots of their own: some 10 s
def test_later_gives_what_now_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Explained afterwards, a class reads what it reads when it is explained while it is graded."""
    monkeypatch.setenv("XORCISE_CATALOGUE", str(make_course(tmp_path / "course")))
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path / "cache"))
    for student, source in CLASS.items():
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "twice.py").write_text(source)

    def grade(out: str, when: str) -> list[Any]:
        names = ("01",)
        request = driver.Request(tmp_path / "class", tmp_path / out, names, 1, 0, None, "bare", "en", explain=when)
        assert grade_class(request)
        return told(tmp_path / out)

    now, later, never = grade("now", "now"), grade("later", "later"), grade("never", "never")
    assert f"`xorcise explain {tmp_path / 'later'}`" in capsys.readouterr().err
    assert [test for test, explanation in later] == [test for test, explanation in now]
    assert later == never
    assert not any(explanation for test, explanation in later)
    assert {explanation.key for test, explanation in now if explanation} >= {"number", "never_closed"}
    assert explain(OutFolder(tmp_path / "later"), None)
    assert told(tmp_path / "later") == now


def told(out: Path) -> list[Any]:
    """Return every test of a class without its time, and its explanation."""
    return [
        (replace(test, explanation=None, duration_s=0.0), test.explanation)
        for result in results(OutFolder(out))
        for exercise in result.exercises
        for test in exercise.tests
    ]

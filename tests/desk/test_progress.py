"""How far a student has come: remembered from check to check, never in the way of a command."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk.sample import all_tests, course, ran, solve
from grader.desk.progress import Progress
from grader.desk.progress_file import VERSION
from grader.desk.state import Kind, State
from grader.desk.written import digest_of
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.result import Outcome
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course, nothing of it begun."""
    return course(tmp_path / "course")


@pytest.fixture
def losses(given: Catalogue) -> Exercise:
    """Its first exercise, solved."""
    return solve(given, "2")


def edit(given: Catalogue, exercise: Exercise) -> None:
    with given.stub(exercise).open("a", encoding="utf-8") as file:
        file.write("\n# better\n")


def file_of(given: Catalogue) -> Path:
    return given.root / ".xorcise" / "progress.json"


def count(given: Catalogue, exercise: Exercise) -> int:
    """Return the number of its public tests."""
    return len(all_tests(given, exercise))


def state(given: Catalogue, exercise: Exercise) -> State:
    """Return the state as another command would read it."""
    return Progress.of(given, pytest.fail).state_of(exercise)


def test_from_untouched_to_done(given: Catalogue) -> None:
    """Each step on the way has its state, and the file that was handed out is untouched whatever was checked."""
    n = count(given, given.exercise("2"))
    exercise = given.exercise("2")
    stub = given.stub(exercise).read_bytes()
    progress = Progress.of(given, pytest.fail)
    assert progress.is_empty()
    assert state(given, exercise) == State(Kind.UNTOUCHED)
    given.stub(exercise).unlink()
    assert state(given, exercise) == State(Kind.MISSING)
    solve(given, "2")
    assert state(given, exercise) == State(Kind.BEGUN)
    tests = all_tests(given, exercise)
    progress.remember(exercise, [replace(tests[0], outcome=Outcome.FAILED), *tests[1:]])
    assert not progress.is_empty()
    assert state(given, exercise) == State(Kind.PARTLY, n - 1, n)
    edit(given, exercise)
    assert state(given, exercise) == State(Kind.CHANGED, n - 1, n)
    progress.remember(exercise, tests)
    assert state(given, exercise) == State(Kind.DONE, n, n)
    given.stub(exercise).write_bytes(stub)
    assert state(given, exercise) == State(Kind.UNTOUCHED)


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_a_stub_is_known_by_what_is_in_it(given: Catalogue, ends: bytes) -> None:
    """Another system's line ends, or a comment, are no work; a stub that returns something is known by its copy."""
    exercise = given.exercise("2")
    path = given.stub(exercise)
    path.write_bytes(path.read_bytes().replace(b"\n", ends) + b"# where do I begin?" + ends)
    assert state(given, exercise).kind is Kind.UNTOUCHED
    content = b"def mean_squared_error(y, t):\n    return 0\n"
    path.write_bytes(content.replace(b"\n", ends))
    assert state(given, exercise).kind is Kind.BEGUN
    given.given_stub(exercise).write_bytes(content)
    assert state(given, exercise).kind is Kind.UNTOUCHED


def test_a_notebook_is_a_student_s_file_where_there_is_no_module(given: Catalogue) -> None:
    """It is begun when it is there, and its changes are seen."""
    exercise = given.exercise("2")
    given.stub(exercise).unlink()
    notebook = given.stub(exercise).with_suffix(".ipynb")
    notebook.write_text("{}")
    assert state(given, exercise).kind is Kind.BEGUN
    Progress.of(given).remember(exercise, all_tests(given, exercise))
    assert state(given, exercise).kind is Kind.DONE
    notebook.write_text("{ }")
    assert state(given, exercise).kind is Kind.CHANGED


def test_a_check_of_some_tests_keeps_what_the_others_said(given: Catalogue, losses: Exercise) -> None:
    """One function checked is not all; what passed with an earlier file is to be checked again."""
    n = count(given, losses)
    first, *others = all_tests(given, losses)
    progress = Progress.of(given, pytest.fail)
    progress.remember(losses, [first], partial=True)
    assert state(given, losses) == State(Kind.PARTLY, 1, n)
    progress.remember(losses, others, partial=True)
    assert state(given, losses) == State(Kind.DONE, n, n)
    edit(given, losses)
    progress.remember(losses, [first], partial=True)
    assert state(given, losses) == State(Kind.CHANGED, n, n)
    progress.remember(losses, others[1:], partial=True)
    assert state(given, losses) == State(Kind.CHANGED, n, n)
    progress.remember(losses, [replace(others[0], outcome=Outcome.FAILED)], partial=True)
    assert state(given, losses) == State(Kind.PARTLY, n - 1, n)


def test_a_whole_check_forgets_tests_that_are_no_more(given: Catalogue, losses: Exercise) -> None:
    """Also those that have parameters; a test that the suite got since counts as one that did not pass yet."""
    n = count(given, losses)
    progress = Progress.of(given, pytest.fail)
    tests = all_tests(given, losses)
    progress.remember(losses, [*tests, ran("test_gone", Outcome.FAILED)])
    assert state(given, losses) == State(Kind.PARTLY, n, n + 1)
    first = [ran(f"{tests[0].id}[{n}]") for n in range(2)]
    progress.remember(losses, [*first, *tests[1:]])
    assert state(given, losses) == State(Kind.DONE, n + 1, n + 1)
    suite = given.public_suite(losses)
    suite.write_text(suite.read_text(encoding="utf-8") + "\n\ndef test_new(student): pass\n", encoding="utf-8")
    assert state(given, losses) == State(Kind.PARTLY, n + 1, n + 2)


def test_the_file_that_was_checked_counts(given: Catalogue, losses: Exercise) -> None:
    """Who edits while tests run has not been checked: the check says which file it took."""
    n = count(given, losses)
    before = digest_of(given, losses)
    edit(given, losses)
    Progress.of(given).remember(losses, all_tests(given, losses), digest=before)
    assert state(given, losses) == State(Kind.CHANGED, n, n)


def test_a_fault_of_the_grader_says_nothing(given: Catalogue, losses: Exercise) -> None:
    """What was known of such a test stays."""
    n = count(given, losses)
    progress = Progress.of(given, pytest.fail)
    tests = all_tests(given, losses)
    failed = [replace(test, outcome=Outcome.GRADER_ERROR) for test in tests]
    progress.remember(losses, failed)
    assert progress.is_empty()
    progress.remember(losses, tests)
    progress.remember(losses, [failed[0], *tests[1:]])
    assert state(given, losses) == State(Kind.DONE, n, n)


def test_the_first_function_that_failed(given: Catalogue, losses: Exercise) -> None:
    """By the hint that its check gives; what was not attempted comes after what failed; a broken file blames none."""
    progress = Progress.of(given, pytest.fail)
    assert progress.first_failed(losses) is None
    hint = {name: dict(ladder[0]) for name, ladder in losses.hints.items()}
    names = list(hint)

    def first(*tests: tuple[str, Outcome, str | None]) -> str | None:
        some = [ran(name, outcome, hint[blamed] if blamed else None) for name, outcome, blamed in tests]
        progress.remember(losses, some)
        return progress.first_failed(losses)

    assert first(("test_a", Outcome.PASSED, None), ("test_b", Outcome.FAILED, names[2])) == names[2]
    assert first(("test_a", Outcome.NOT_ATTEMPTED, names[1]), ("test_b", Outcome.FAILED, names[2])) == names[2]
    assert first(("test_a", Outcome.NOT_ATTEMPTED, names[1]), ("test_b", Outcome.PASSED, None)) == names[1]
    assert first((f"test_{names[3]}_more", Outcome.BLOCKED, None)) == names[3]
    assert first((f"test_{names[3]}_more", Outcome.STUDENT_ERROR, None)) is None
    assert first(("test_a", Outcome.PASSED, None)) is None


def test_what_a_check_says_is_understood(given: Catalogue, losses: Exercise, slot: Slot) -> None:
    """The public tests run on work with one wrong function: that one failed first. A file that raises blames none."""
    path = given.stub(losses)
    wrong = "\n\ndef mean_absolute_error(y, t):\n    return 0.0\n"
    path.write_text(path.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    progress = Progress.of(given, pytest.fail)
    with open_suite(given.public_suite(losses), losses, "public", None) as suite:
        for text, blamed in (("", "mean_absolute_error"), ("\n\n1 / 0\n", None)):
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
            progress.remember(losses, run_suite(slot, suite, {path.name: path.read_bytes()}, seed=0).tests)
            assert progress.first_failed(losses) == blamed
            assert state(given, losses).kind is Kind.PARTLY


def test_hints_that_were_shown(given: Catalogue, losses: Exercise) -> None:
    """The most that was shown counts, and never more than there are; a check does not forget them."""
    progress = Progress.of(given, pytest.fail)
    name = losses.entry_points[0]
    assert progress.hints_shown(losses, name) == 0
    progress.remember_hint(losses, name, 2)
    progress.remember_hint(losses, name, 1)
    progress.remember(losses, all_tests(given, losses))
    progress.forget(losses)
    assert Progress.of(given).hints_shown(losses, name) == 2
    assert state(given, losses) == State(Kind.BEGUN)
    progress.remember_hint(losses, name, 99)
    assert progress.hints_shown(losses, name) == len(losses.hints[name])
    assert progress.hints_shown(losses, "nothing") == 0


def test_two_commands_at_once_keep_what_both_remember(given: Catalogue, losses: Exercise) -> None:
    """A watching check and a hint run beside each other."""
    watching, hinting = Progress.of(given), Progress.of(given)
    watching.remember(losses, all_tests(given, losses))
    hinting.remember_hint(losses, losses.entry_points[0], 1)
    watching.remember(losses, all_tests(given, losses))
    assert Progress.of(given).hints_shown(losses, losses.entry_points[0]) == 1


def test_the_current_exercise(given: Catalogue, losses: Exercise) -> None:
    """The first that is not done, also where a later one is; none where all are done."""
    progress = Progress.of(given, pytest.fail)
    assert progress.current() == losses
    progress.remember(losses, all_tests(given, losses))
    later = solve(given, "10")
    progress.remember(later, all_tests(given, later))
    now = progress.current()
    assert now is not None
    assert now.slug == "04_gradient_descent"
    assert {slug: s.kind for slug, s in progress.states().items()} == {
        "02_losses": Kind.DONE,
        "04_gradient_descent": Kind.UNTOUCHED,
        "10_two_layer_net": Kind.DONE,
        "11_iris": Kind.UNTOUCHED,
    }


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_file_is_versioned_and_no_part_of_the_work(given: Catalogue, losses: Exercise) -> None:
    """It lies in the course's folder, says its version, and git ignores its folder."""
    Progress.of(given).remember(losses, all_tests(given, losses))
    said = json.loads(file_of(given).read_bytes())
    assert said["version"] == VERSION
    assert set(said["exercises"]) == {"02_losses"}
    assert (given.root / ".xorcise" / ".gitignore").read_text() == "*\n"
    assert {p.name for p in given.root.iterdir()} == {".xorcise", "exercises"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"version": "1"}',
        b'{"version": 1, "exercises": []}',
        b'{"version": 1, "exercises": {"02_losses": {"tests": {"test_a": 3}}}}',
        b'{"version": 1, "exercises": {"02_losses": {"hints": {"a": "2"}}}}',
        b'{"version": 1, "more": 1}',
        b"[" * 100_000,
        b'{"version": %s}' % (b"9" * 5000),
        b" " * (2**20 + 1),
    ],
)
def test_a_damaged_file_counts_as_empty(given: Catalogue, losses: Exercise, content: bytes) -> None:
    """It is told once, and the next check begins anew."""
    file_of(given).parent.mkdir()
    file_of(given).write_bytes(content)
    notes: list[str] = []
    progress = Progress.of(given, notes.append)
    assert progress.is_empty()
    assert progress.state_of(losses) == State(Kind.BEGUN)
    assert [str(note) for note in notes] == [f"{file_of(given)} is damaged: progress begins anew"]
    progress.remember(losses, all_tests(given, losses))
    assert state(given, losses).kind is Kind.DONE


def test_a_file_of_a_later_version_is_left_alone(given: Catalogue, losses: Exercise) -> None:
    """Neither read nor overwritten: another installation goes on with it."""
    later = b'{"version": 2, "exercises": "otherwise"}'
    file_of(given).parent.mkdir()
    file_of(given).write_bytes(later)
    notes: list[str] = []
    progress = Progress.of(given, notes.append)
    progress.remember(losses, all_tests(given, losses))
    assert progress.state_of(losses).kind is Kind.BEGUN
    assert file_of(given).read_bytes() == later
    assert len(notes) == 1
    assert "of a later version" in notes[0]


def a_file(given: Catalogue) -> None:
    (given.root / ".xorcise").write_text("a file where the folder should be")


def a_folder(given: Catalogue) -> None:
    file_of(given).mkdir(parents=True)


def locked(given: Catalogue) -> None:
    given.root.chmod(0o500)


@pytest.mark.parametrize(
    "how",
    [
        a_file,
        a_folder,
        pytest.param(
            locked,
            marks=pytest.mark.skipif(
                not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_written_is_told_once(
    given: Catalogue, losses: Exercise, how: Callable[[Catalogue], None]
) -> None:
    """The command goes on without progress."""
    how(given)
    notes: list[str] = []
    progress = Progress.of(given, notes.append)
    progress.remember(losses, all_tests(given, losses))
    progress.remember_hint(losses, losses.entry_points[0], 1)
    assert progress.state_of(losses).kind is Kind.BEGUN
    assert len(notes) == 1
    assert "progress cannot be" in notes[0]
    given.root.chmod(0o700)


def test_a_full_disk_is_told(given: Catalogue, losses: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words about progress, and not about a grading."""
    from grader.errors import GraderError

    def full(*_: object) -> None:
        raise GraderError("no space left")

    monkeypatch.setattr("grader.desk.progress.keep", full)
    notes: list[str] = []
    Progress.of(given, notes.append).remember(losses, all_tests(given, losses))
    assert len(notes) == 1
    assert "progress cannot be kept" in notes[0]


def test_a_note_is_printed_once(given: Catalogue, losses: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    """Any command that looks at progress tells it on stderr."""
    file_of(given).parent.mkdir()
    file_of(given).write_bytes(b"{")
    for _ in range(2):
        assert Progress.of(given).is_empty()
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"note: {file_of(given)} is damaged: progress begins anew\n")

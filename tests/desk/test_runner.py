"""The child that runs a student's code: what it prints and raises is theirs, and whatever it does, a check ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.desk.checked import Check, Checked
from grader.desk.runner import Runner
from grader.errors import SuiteError, UsageError
from grader.result import Outcome, TestResult

Written = Callable[..., Path]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """One child for all tests of this file, as ``--watch`` has it."""
    with Runner() as runner:
        yield runner


def one(checked: Checked, part: str) -> TestResult:
    """Return the first test whose name has ``part``."""
    return next(t for t in checked.tests if part in t.id)


def body(of: str, code: str) -> str:
    """Return a definition that replaces an earlier one, to stand at the end of a file."""
    return f"\n\ndef {of}(*args):\n" + "".join(f"    {line}\n" for line in code.splitlines())


def test_right_work_passes(runner: Runner, with_losses: Written) -> None:
    checked = runner.check(Check(str(with_losses()), "02_losses"))
    assert {t.outcome for t in checked.tests} == {Outcome.PASSED}
    assert checked.printed == checked.tracebacks == {}
    assert [*checked.titles] == [t.id for t in checked.tests]


def test_each_check_reads_the_file_again(runner: Runner, with_losses: Written) -> None:
    """Also a file beside it that has changed."""
    folder = with_losses(added="\n\nfrom helper import mean_squared_error\n")
    lines = ["import numpy as np", "def mean_squared_error(y, t):", "    e = np.atleast_2d(y) - t"]
    right = "\n".join([*lines, "    return {} * (e**2).sum() / len(e)", ""])
    for factor, outcome in (("1", Outcome.FAILED), ("0.5", Outcome.PASSED)):
        (folder / "helper.py").write_text(right.format(factor), encoding="utf-8")
        assert one(runner.check(Check(str(folder), "02_losses")), "mean_squared").outcome is outcome


def test_what_is_printed_stands_with_the_test(runner: Runner, with_losses: Written) -> None:
    folder = with_losses(added=body("mean_absolute_error", "print('é', args[0].shape)\nreturn 0.0"))
    checked = runner.check(Check(str(folder), "02_losses"))
    assert 0 < len(checked.printed) < len(checked.tests)
    assert all(text.startswith("é (") for text in checked.printed.values())


def test_a_loop_that_prints_is_bounded(runner: Runner, with_losses: Written) -> None:
    code = "for i in range(20_000):\n    print('x' * 20)\nreturn 0.0"  # 420 kB for each call
    checked = runner.check(Check(str(with_losses(added=body("mean_absolute_error", code))), "02_losses"))
    assert all(len(text) <= 64 * 1024 for text in checked.printed.values())


def test_a_traceback_begins_at_the_students_line(runner: Runner, with_losses: Written) -> None:
    """Their file, their line, the caret; nothing of ours."""
    folder = with_losses(added=body("mean_absolute_error", "rows = args[0]\nreturn rows[77]"))
    checked = runner.check(Check(str(folder), "02_losses"))
    failed = next(t for t in checked.tests if t.outcome is Outcome.STUDENT_ERROR)
    told = checked.tracebacks[failed.id]
    first, where, code, caret, last = told.splitlines()
    assert first == "Traceback (most recent call last):"
    assert where.strip().startswith(f'File "{folder / "losses.py"}", line ')
    assert code.strip() == "return rows[77]"
    assert set(caret.strip()) <= {"^", "~"}
    assert last.startswith("IndexError: ")


def test_a_syntax_error_has_its_line_and_caret(runner: Runner, with_losses: Written) -> None:
    checked = runner.check(Check(str(with_losses(added="\n\ndef broken(:\n    pass\n")), "02_losses"))
    assert {t.outcome for t in checked.tests} == {Outcome.STUDENT_ERROR}
    told = checked.tracebacks[checked.tests[0].id]
    assert "def broken(:" in told
    assert "^" in told
    assert "SyntaxError" in told


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        x = 1\n    except BaseException:\n        x = 2",
        "import time\ntime.sleep(1000)",
    ],
    ids=["loop", "loop that catches", "sleep"],
)
def test_an_endless_call_ends_with_its_line(runner: Runner, with_losses: Written, code: str) -> None:
    """The others still have their turn. The same function is waited for once: later calls get a tenth of the time."""
    folder = with_losses(added=body("root_mean_squared_error", code))
    toml = folder / "exercise.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[limits]\ncall_s = 1\n", encoding="utf-8")
    checked = runner.check(Check(str(folder), "02_losses"))
    late = [t for t in checked.tests if t.outcome is Outcome.TIMED_OUT]
    assert len(late) > 1
    if "sleep" not in code:  # a library's call is ended with its process, and the next process knows nothing of it
        assert all(test.duration_s < late[0].duration_s for test in late[1:])
    assert all("of losses.py" in str(t.message) for t in late)
    assert one(checked, "asymmetric").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("import os\nos._exit(3)", "ended itself"),
        ("import ctypes\nctypes.string_at(0)", "crashed"),
    ],
    ids=["exit", "crash"],
)
def test_a_process_that_ends_costs_one_test(runner: Runner, with_losses: Written, code: str, word: str) -> None:
    """Which test it was is told, with the line where the system tells it; the others are run in another process."""
    checked = runner.check(Check(str(with_losses(added=body("asymmetric_loss", code))), "02_losses"))
    ended = [t for t in checked.tests if t.outcome is Outcome.STUDENT_ERROR]
    assert ended
    assert len(ended) < len(checked.tests) / 2
    assert all(word in str(t.message) for t in ended)
    if word == "crashed":
        assert "of losses.py" in str(ended[0].message)
    assert one(checked, "mean_squared").outcome is Outcome.PASSED
    assert [t.id for t in checked.tests] == [*checked.titles]


def test_sys_exit_is_an_exception_of_theirs(runner: Runner, with_losses: Written) -> None:
    checked = runner.check(Check(str(with_losses(added="\n\nimport sys\nsys.exit(3)\n")), "02_losses"))
    assert {t.outcome for t in checked.tests} == {Outcome.STUDENT_ERROR}
    assert "SystemExit" in str(checked.tests[0].message)


def test_tests_are_chosen_by_words_and_function(runner: Runner, with_losses: Written) -> None:
    folder = str(with_losses())
    every = [t.id for t in runner.check(Check(folder, "02_losses")).tests]
    some = [t.id for t in runner.check(Check(folder, "02_losses", words=("squared",))).tests]
    assert 0 < len(some) < len(every)
    mine = [t.id for t in runner.check(Check(folder, "02_losses", function="asymmetric_loss")).tests]
    assert 0 < len(mine) < len(every)
    assert runner.check(Check(folder, "02_losses", words=("nothing is called so",))).tests == ()


def test_a_broken_test_file_is_no_fault_of_the_students(runner: Runner, with_losses: Written) -> None:
    folder = with_losses()
    (folder / "test_losses.py").write_text("def test_x(student)\n    pass\n", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"test_losses\.py"):
        runner.check(Check(str(folder), "02_losses"))


def test_a_folder_that_is_no_exercise_is_told(runner: Runner, tmp_path: Path) -> None:
    (tmp_path / "02_losses").mkdir()
    with pytest.raises(UsageError, match=r"exercise\.toml"):
        runner.check(Check(str(tmp_path / "02_losses"), "02_losses"))


def test_a_missing_library_is_told(with_losses: Written, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """TensorFlow that does not work is no fault of the student's, and exercises without it are checked."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "tensorflow.py").write_text("raise ImportError('libcuda is missing')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    folder = with_losses()
    with Runner() as runner:
        assert {t.outcome for t in runner.check(Check(str(folder), "02_losses")).tests} == {Outcome.PASSED}
        toml = folder / "exercise.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace('"numpy"', '"tensorflow"'), encoding="utf-8")
        with pytest.raises(UsageError, match=r"needs TensorFlow.*libcuda is missing.*pip install"):
            runner.check(Check(str(folder), "02_losses"))


def test_nothing_of_ours_is_on_stdin(runner: Runner, with_losses: Written) -> None:
    """``input()`` finds nothing to read, instead of a request of ours."""
    checked = runner.check(
        Check(str(with_losses(added=body("asymmetric_loss", "return float(input('?'))"))), "02_losses")
    )
    assert "EOFError" in str(one(checked, "asymmetric").message)

"""A picture from a student's file: made in a child process that ends, whatever the file does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from share import bounded

from grader.desk.plots import run
from grader.desk.plots.run import Undrawn, deadline, make_picture
from grader.errors import UsageError
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise

HALF = """
def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    return base_lr * decay_rate ** (step // decay_steps if staircase else step / decay_steps)
"""
"""A student's file with one function of two."""


@pytest.fixture
def schedules(catalogue: Catalogue) -> Exercise:
    """An exercise that needs NumPy alone, so that its child starts in a second."""
    return catalogue.exercise("05")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The student's file, with nothing in it yet."""
    path = tmp_path / "my course" / "schedules.py"
    path.parent.mkdir()
    return path


LOOP = """
import os
with open("pid.new", "w") as file:
    file.write(str(os.getpid()))
os.rename("pid.new", "pid")
while True:
    pass
"""
"""It leaves the number of its process beside the file, and never ends."""


def drawn(exercise: Exercise, source: Path, text: str, lang: str = "en", seconds: float | None = None) -> bytes:
    source.write_text(text, encoding="utf-8")
    return make_picture(exercise, source, lang, seconds=seconds)


def test_right_code_makes_a_picture(schedules: Exercise, source: Path, catalogue: Catalogue) -> None:
    """Of the reference, without a word."""
    text = catalogue.reference(schedules).read_text(encoding="utf-8")
    assert drawn(schedules, source, text).startswith(b"\x89PNG")


def test_what_the_code_prints_goes_to_standard_error(
    schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also what is printed on import, and in a script's way; so does the note about what is not written yet."""
    text = f"import os, sys\nprint('hello', sys.argv[1:])\nos.write(1, b'raw\\n')\n{HALF}    "
    assert drawn(schedules, source, text)
    out, err = capfd.readouterr()
    assert out == ""
    note = "xorcise: ExponentialMovingAverage is not written yet: its part of the picture is left out"
    assert err.splitlines() == ["hello []", "raw", note]


def test_the_stub_is_said_in_one_line(schedules: Exercise, source: Path, catalogue: Catalogue) -> None:
    """With the command that says what is asked for; so is a file without the function."""
    for text in (catalogue.stub(schedules).read_text(encoding="utf-8"), "x = 1\n"):
        with pytest.raises(Undrawn, match=r"^exponential_decay is not written yet: xorcise check 05$"):
            drawn(schedules, source, text)


def test_what_a_library_has_not_implemented_is_no_stub(
    schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is an exception like any other."""
    text = "import codecs\ndef exponential_decay(*a, **k):\n    return codecs.Codec().encode('')\n"
    with pytest.raises(Undrawn, match=r"^$"):
        drawn(schedules, source, text)
    assert "NotImplementedError" in capfd.readouterr().err


def test_an_exception_shows_the_students_own_traceback(
    schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Their file, line and text, what led to it, and nothing of ours."""
    text = "def exponential_decay(*a, **k):\n    try:\n        {}['lr']\n    except KeyError:\n        return 1 / 0\n"
    with pytest.raises(Undrawn) as caught:
        drawn(schedules, source, text)
    assert str(caught.value) == ""
    err = capfd.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert re.findall(r'File "(.*)", line (\d+), in (\w+)', err) == [
        (str(source), "3", "exponential_decay"),
        (str(source), "5", "exponential_decay"),
    ]
    assert err.endswith("ZeroDivisionError: division by zero\n")


def test_a_file_that_cannot_be_read_by_python_shows_where(
    schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A syntax error, and a library that is missing."""
    for text, last in (("def f(:\n", "SyntaxError: invalid syntax"), ("import nosuch\n", "No module named 'nosuch'")):
        with pytest.raises(Undrawn, match=r"^$"):
            drawn(schedules, source, text)
        err = capfd.readouterr().err
        assert f'File "{source}", line 1' in err
        assert last in err
        assert "importlib" not in err
        assert "grader" not in err


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("def exponential_decay(lr): return lr", r"exponential_decay\(\) got an unexpected .* the statement names\?"),
        ("exit()", "your code called exit() at line 1 of schedules.py"),
        ("import os; os._exit(3)", r"your code ended Python before there was a picture \(exit code 3\)"),
        (f"{HALF}\nExponentialMovingAverage = 5", "TypeError|'int' object is not callable"),
    ],
)
def test_what_has_no_traceback_of_the_students_is_said_in_one_line(
    body: str, line: str, schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A call that does not fit, a file that ends Python, a name that is no class."""
    with pytest.raises(Undrawn, match=line.replace("exit() at", r"exit\(\) at")):
        drawn(schedules, source, body)
    assert "Traceback" not in capfd.readouterr().err


def test_input_finds_the_end_of_a_file(schedules: Exercise, source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nobody is asked anything, and nothing waits."""
    with pytest.raises(Undrawn, match=r"^$"):
        drawn(schedules, source, "lr = input('lr? ')\n")
    assert "EOFError" in capfd.readouterr().err


def test_an_endless_loop_ends_at_the_deadline(
    schedules: Exercise, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says where it was; the process is gone. Here the deadline is when the loop has begun."""

    def until_it_loops(process: subprocess.Popen[bytes], seconds: float) -> bool:
        _awaited(source.parent / "pid")
        return False

    monkeypatch.setattr(run, "_wait", until_it_loops)
    text = f"{HALF}\n{LOOP}"
    with pytest.raises(
        Undrawn, match=r"no picture within 8 seconds; your code was still at line 1\d of schedules\.py: "
    ):
        drawn(schedules, source, text, seconds=8)
    pid = int((source.parent / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_deadline_is_kept() -> None:
    """Whoever does not end in time is not waited for."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        began = time.monotonic()
        assert not run._wait(process, 0.3)
        assert time.monotonic() - began < 20
        process.kill()


def test_the_deadline_is_that_of_the_exercise(schedules: Exercise) -> None:
    """So that what grading has time for, a picture has time for."""
    assert deadline(schedules) == 70


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_the_child_ends_with_the_command(how: signal.Signals, source: Path, catalogue: Catalogue) -> None:
    """Within two seconds of Ctrl-C, with the line that it was at; and also where nobody is left to end it."""
    folder = source.parent / "exercises" / "05_schedules"
    folder.mkdir(parents=True)
    stub = catalogue.statement_dir(catalogue.exercise("05"))
    (folder / "exercise.toml").write_bytes((stub / "exercise.toml").read_bytes())
    (folder / "schedules.py").write_text(LOOP)
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "xorcise"), "plot", "05"],
        cwd=source.parent,
        env=os.environ | {"XORCISE_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs in the background ignores it
    )
    try:
        pid = int(_awaited(folder / "pid").read_text())
        began = time.monotonic()
        process.send_signal(how)
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - began < 15  # two seconds, and much more on a machine that is busy
        if how == signal.SIGINT:
            assert re.fullmatch(r"xorcise: interrupted; your code was at line [67] of schedules\.py\n", err)
            assert (process.returncode, out) == (130, "")
        deadline = time.monotonic() + 10
        while _lives(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _lives(pid)
    finally:
        process.kill()
    assert not list(source.parent.glob("*.png"))


def _awaited(path: Path) -> Path:
    """Wait until a file is there."""
    deadline = time.monotonic() + 60
    while not path.is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    return path


def _lives(pid: int) -> bool:
    """Whether a process runs, which a zombie that nobody waits for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_file_that_is_missing_is_said(schedules: Exercise, source: Path) -> None:
    """Before anything is started."""
    with pytest.raises(UsageError, match=r"schedules\.py is missing"):
        make_picture(schedules, source, "en")


def test_data_that_are_not_mnist_are_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    """At once where there is no such file."""
    exercise = catalogue.exercise("14")
    source = tmp_path / "mnist_mlp.py"
    source.write_text("def preprocess(images): return images\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"nowhere\.npz does not exist"):
        make_picture(exercise, source, "en", mnist=str(tmp_path / "nowhere.npz"))


@pytest.mark.slow  # as below
def test_a_file_that_is_not_mnist_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    """The child says so, and it is bad input: exit code 2."""
    exercise = catalogue.exercise("14")
    source = tmp_path / "mnist_mlp.py"
    source.write_text("def preprocess(images): return images\n", encoding="utf-8")
    (tmp_path / "not.npz").write_text("nothing")
    with pytest.raises(UsageError, match=r"not\.npz is not Keras's mnist\.npz"):
        make_picture(exercise, source, "en", mnist=str(tmp_path / "not.npz"))


@pytest.mark.slow  # each starts TensorFlow, which takes five seconds or more
@pytest.mark.parametrize("name", ["04", "11", "13", "14"])
def test_references_with_tensorflow_are_drawn(
    name: str, tmp_path: Path, catalogue: Catalogue, capfd: pytest.CaptureFixture[str]
) -> None:
    """With their real libraries, and nothing but our own lines on standard error."""
    exercise = catalogue.exercise(name)
    source = tmp_path / exercise.filename
    source.write_bytes(catalogue.reference(exercise).read_bytes())
    assert make_picture(exercise, source, "en").startswith(b"\x89PNG")
    out, err = capfd.readouterr()
    assert out == ""
    assert all(line.startswith("xorcise: ") for line in err.splitlines())


@pytest.mark.slow  # as above; a few minutes together
@pytest.mark.parametrize("name", bounded(["04", "11", "13", "14"], 2))
def test_accepted_code_with_tensorflow_is_drawn(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    """However it is written."""
    exercise = catalogue.exercise(name)
    source = tmp_path / exercise.filename
    for path in bounded(catalogue.accepted(exercise), 1):
        source.write_bytes(path.read_bytes())
        assert make_picture(exercise, source, "en").startswith(b"\x89PNG"), path.stem

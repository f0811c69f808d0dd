"""Asking for a picture: the student's file is imported in a child process, never in this one.

The child is a plain process. It can do what the student can do, for it is their own code at their own desk. It has a
deadline, and it ends when this process ends or is interrupted.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from grader.errors import DataError, Interrupted, UsageError
from grader.exercises.datasets import STAND_IN, mnist_path
from grader.exercises.exercise import Exercise
from grader.language import Message, _, from_plain, ngettext
from grader.pictures.table import name_of

INTERPRETER = (sys.executable, "-P", "-u")
"""Without the current folder, where a student's file may be called like one of Python's modules; prints at once."""

STANDARD_ERROR = 2
"""Its descriptor. What a student's code prints goes there: this process's own standard output is for its result."""

ANSWER, PICTURE = "answer.json", "picture.png"
"""What the child leaves in the folder that it is given: a sentence, or a picture."""

GRACE_S = 1.0
"""Seconds for the child to say where the student's code stands. Then it is killed: also Ctrl-C takes no longer."""

PULSE_S = 0.1
"""Seconds between two looks at the child. On Windows Ctrl-C is heard between them only."""


class Undrawn(Exception):  # noqa: N818 - what the student's code did, not an error of ours
    """There is no picture. The argument is one sentence; it is empty where a traceback has said everything."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the child is asked for; plain data.

    Attributes:
        name: the exercise without its number.
        folder: the exercise's folder, where the student's file lies.
        module: the file's name without ``.py``.
        lang: the language of labels and notes.
        seed: of everything random.
        epochs: how many are trained, or ``None``.
        mnist: a path, or the word for the stand-in.
        libraries: what to import before the student's file, without the messages that it prints meanwhile.
    """

    name: str
    folder: str
    module: str
    lang: str
    seed: int
    epochs: int | None
    mnist: str
    libraries: Sequence[str] = ()


def deadline(exercise: Exercise) -> float:
    """Return the seconds that a picture may take: what grading gives the exercise for importing and for all calls."""
    return exercise.limits.load_s + exercise.limits.exercise_s


def make_picture(
    exercise: Exercise,
    source: Path,
    lang: str,
    *,
    seed: int = 0,
    epochs: int | None = None,
    mnist: str | None = None,
    seconds: float | None = None,
) -> bytes:
    """Return the picture of a student's own results as a PNG.

    What the student's code prints, and the traceback of what it raises, goes to standard error.

    Args:
        exercise: one that ``table.known`` knows.
        source: the student's file.
        lang: the language of labels and notes.
        seed: of everything random.
        epochs: how many are trained; by default as the picture has it.
        mnist: as ``--mnist``; by default the stand-in.
        seconds: the deadline; by default that of the exercise.

    Raises:
        Undrawn: the student's code raised, is not written yet, ran too long, or returned what cannot be drawn.
        UsageError: there is no such file, or the data are not what they should be.
        Interrupted: Ctrl-C.
    """
    if not source.is_file():
        raise UsageError(_("{path} is missing: there is nothing to draw", path=source))
    data = mnist_file(mnist)
    request = Request(
        name_of(exercise),
        str(source.parent.resolve()),
        source.stem,
        lang,
        seed,
        epochs,
        data,
        ("tensorflow",) if exercise.template == "tensorflow" else (),
    )
    seconds = deadline(exercise) if seconds is None else seconds
    with tempfile.TemporaryDirectory(prefix="xorcise-plot-", ignore_cleanup_errors=True) as scratch:
        answer, picture = Path(scratch) / ANSWER, Path(scratch) / PICTURE
        with _started(request, Path(scratch)) as process:
            try:
                in_time = _wait(process, seconds)
            except KeyboardInterrupt:
                _ask_to_end(process)
                raise Interrupted(_interrupted(_read(answer))) from None
            if not in_time:
                _ask_to_end(process)
                raise Undrawn(_too_long(seconds, _read(answer)))
        if picture.is_file():
            return picture.read_bytes()
        raise _fault(_read(answer), process.returncode, exercise)


def mnist_file(given: str | None) -> str:
    """Return the path of MNIST, or the word for the stand-in, as the child is to be given it in its own folder.

    Args:
        given: what ``--mnist`` says; by default what ``XORCISE_MNIST`` says, and else the stand-in.

    Raises:
        DataError: there is no such file.
    """
    path = mnist_path(given or os.environ.get("XORCISE_MNIST") or STAND_IN)
    if path is None:
        return STAND_IN
    if not path.is_file():
        raise DataError(_("{path} does not exist; --mnist wants Keras's mnist.npz, or the word digits", path=path))
    return str(path.resolve())


@contextlib.contextmanager
def _started(request: Request, scratch: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child in the student's folder; kill it, if it still lives, when the body ends.

    Its standard input is a pipe that is never written to: when it closes, the child ends. It has a session, or on
    Windows a group, of its own, so that Ctrl-C reaches this process only.
    """
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    process = subprocess.Popen(
        [*INTERPRETER, "-m", "grader.desk.plots.child", str(scratch), json.dumps(asdict(request))],
        stdin=subprocess.PIPE,
        stdout=STANDARD_ERROR,
        cwd=request.folder,
        env=_environment(),
        **apart,
    )
    try:
        yield process
    finally:
        _kill(process)
        with contextlib.suppress(OSError):
            _pipe(process).close()


def _environment() -> dict[str, str]:
    """Return this process's environment, with a matplotlib without windows and a TensorFlow that says little."""
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "KERAS_BACKEND": "tensorflow"}
    return quiet | os.environ | {"MPLBACKEND": "Agg"}


def _pipe(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None
    return process.stdin


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for the child; return whether it ended in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PULSE_S)
            return True
    return False


def _ask_to_end(process: subprocess.Popen[bytes]) -> None:
    """Close the child's standard input, upon which it says where the student's code stands, and kill it if it stays."""
    with contextlib.suppress(OSError):
        _pipe(process).close()
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        process.wait(GRACE_S)
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the child with all that it started, as far as the system can do that."""
    if process.poll() is not None:
        return
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _read(answer: Path) -> dict[str, Any]:
    """Return what the child said; nothing where it said nothing, or was killed while it wrote."""
    try:
        said = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _interrupted(said: dict[str, Any]) -> Message:
    match said:
        case {"file": str(file), "line": int(line)}:
            return _("interrupted; your code was at line {line} of {file}", line=line, file=file)
    return _("interrupted")


def _too_long(seconds: float, said: dict[str, Any]) -> Message:
    n = round(seconds)
    match said:
        case {"file": str(file), "line": int(line)}:
            return ngettext(
                "no picture within {n} second; your code was still at line {line} of {file}: does a loop never end?",
                "no picture within {n} seconds; your code was still at line {line} of {file}: does a loop never end?",
                n,
                line=line,
                file=file,
            )
    return ngettext("no picture within {n} second", "no picture within {n} seconds", n)


def _fault(said: dict[str, Any], code: int, exercise: Exercise) -> Exception:
    """Return the exception for a child that ended without a picture."""
    match said:
        case {"unwritten": str(name)}:
            command = f"xorcise check {exercise.slug[:2]}"
            return Undrawn(_("{name} is not written yet: {command}", name=name, command=command))
        case {"wrong": plain}:
            return Undrawn(from_plain(plain))
        case {"usage": plain}:
            return UsageError(from_plain(plain))
        case {"raised": _name}:
            return Undrawn("")
    return Undrawn(_("your code ended Python before there was a picture (exit code {code})", code=code))

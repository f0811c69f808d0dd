"""The process that runs a student's code at the student's own desk: ``python -m grader.desk.child``.

It is a plain child, started through pipes as every system has them. It confines nothing; being a process of its own, it
can be ended. It reads requests, a line of JSON each, and writes answers, a line each: before each test
``{"begins": TEST, "of": N}``, after it ``{"ends": RESULT}``, and at last ``{"done": ...}`` (``Checked.to_plain``) or
``{"fault": LINE}``.

A call that takes too long is ended with an exception. Where that has no effect, and where the interpreter crashes, the
process ends, and its log has the line (``faulthandler``).
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from grader.desk.checked import GIVEN_UP, Check, Checked
from grader.desk.deadline import Deadline
from grader.desk.explaining import explained
from grader.desk.own_code import OwnCode
from grader.desk.public_suite import open_public, public_tests, titles_of
from grader.errors import UsageError, XorciseError
from grader.exercises.exercise import Exercise
from grader.language import _, speak, to_plain
from grader.result import TestResult
from grader.slot.task import test_to_plain
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteSession

STACK = 64 * 2**20
"""Bytes for the stack of the thread that tests run in. A main thread has 8 MiB on Linux and macOS, other threads of
macOS half a MiB: too little for Python's own limit of recursion where it passes through C."""


class Child:
    """Answers requests; suites stay open between them.

    Args:
        answers: where answers are written.
    """

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._deadline = Deadline(_give_up)
        self._suites: dict[str, tuple[tuple[Path, int], SuiteSession]] = {}  # by the file's name

    def answer(self, asked: Check) -> dict[str, Any]:
        """Answer one request."""
        speak(asked.lang)
        try:
            return {"done": self._check(asked).to_plain()}
        except XorciseError as error:
            return {"fault": to_plain(error.line), "kind": type(error).__name__}

    def _check(self, asked: Check) -> Checked:
        folder, given = Path(asked.folder), asked.given_folder
        exercise, (files, notes) = asked.read()
        suite = self._suite(exercise, given)
        own = OwnCode(exercise, folder, files, self._deadline)
        printed: dict[str, str] = {}
        tracebacks: dict[str, str] = {}

        def on_test(name: str, result: TestResult | None) -> None:
            if result is None:
                self._say({"begins": name, "of": len(only)})
                return
            self._say({"ends": test_to_plain(result)})
            for found, text in ((printed, proxy.printed), (tracebacks, own.traceback)):
                if text:
                    found[name] = text

        _preload(exercise)
        proxy = SubmissionProxy(own)  # type: ignore[arg-type]  # a kernel stands in the place of a worker
        only = asked.chosen(suite.tests)
        run = suite.run(proxy, own.seed, keep_transcripts=asked.explains, only=only, on_test=on_test)
        tests = run.tests
        if asked.explains:
            tests = explained(exercise, given, suite, files, run)
        return Checked(tests, titles_of(suite), printed, tracebacks, notes)

    def _suite(self, exercise: Exercise, given: Path) -> SuiteSession:
        """Return the public tests, collected again where the file has changed.

        One suite of a name is open at a time: pytest would take the module of the first one for the second.
        """
        path = public_tests(given, exercise)
        changed = path.stat().st_mtime_ns if path.is_file() else 0
        known, suite = self._suites.get(path.name, (None, None))
        if suite is None or known != (path, changed):
            if suite is not None:
                del self._suites[path.name]
                suite.__exit__()
            suite = open_public(given, exercise)
            self._suites[path.name] = ((path, changed), suite.__enter__())
        return suite

    def _say(self, what: Mapping[str, Any]) -> None:
        self._answers.write(json.dumps(what, ensure_ascii=False) + "\n")
        self._answers.flush()

    def serve(self, requests: TextIO) -> None:
        """Answer requests until there are no more."""
        for line in requests:
            plain = json.loads(line)
            asked = Check(**plain | {name: tuple(plain.get(name, ())) for name in ("words", "skipped")})
            self._say(self.answer(asked))


def _preload(exercise: Exercise) -> None:
    """Import what an exercise needs before the student's time begins to run.

    Raises:
        UsageError: it is not installed, or does not work here.
    """
    if exercise.template != "tensorflow":
        return
    try:
        import tensorflow  # noqa: F401 - four seconds, which only exercises that use it wait for
    except Exception as error:  # noqa: BLE001 - a broken installation raises anything
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise UsageError(
            _(
                "{exercise} needs TensorFlow, which does not work here ({why}): python -m pip install tensorflow",
                exercise=exercise.slug,
                why=why,
            )
        ) from None


def _give_up(frame: FrameType | None) -> None:
    """End this process: what it does cannot be ended otherwise. The log says where it was."""
    faulthandler.dump_traceback(sys.__stderr__ or sys.stderr)
    os._exit(GIVEN_UP)


def main() -> None:
    """Serve on stdin and stdout, which no code of a student gets to see."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends this process
    faulthandler.enable()
    threading.stack_size(STACK)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - for the process's whole life
    Child(answers).serve(requests)


if __name__ == "__main__":
    main()

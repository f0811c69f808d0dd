"""Checks an exercise in a child process, and starts another one where that ends in the middle of a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Self

from grader.desk.checked import GIVEN_UP, Check, Checked
from grader.errors import CatalogueError, GraderError, SuiteError, UsageError, XorciseError
from grader.language import Message, _, from_plain, joined
from grader.result import Outcome, TestResult
from grader.slot.task import test_from_plain
from grader.submission.cell_lines import Spot, spot
from grader.submission.record import Files

MOST_ENDED = 5
"""Children that are started for one check: each costs half a second, and who ends so many knows what to mend first."""

_FAULTS: Mapping[str, type[XorciseError]] = {kind.__name__: kind for kind in (CatalogueError, SuiteError, UsageError)}

_LINE = re.compile(r'^  File "(.*)", line (\d+) in ', re.M)
"""A line of ``faulthandler``'s, the innermost first."""

OnTest = Callable[[str, int], None]
"""Is told of each test by name before it runs, with the number of tests that are run."""


@dataclass(slots=True)
class _Ended(Exception):  # noqa: N818 - what happened, and no error of ours
    """The child ended in the middle of a test."""

    why: TestResult


class Runner:
    """Checks exercises, one after another, in a child that stays warm between them."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._log: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - for as long as this object

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._log.close()

    def start(self) -> None:
        """Start the child, which imports what it needs while its caller does something else."""
        self._log.seek(0)
        self._log.truncate()
        command = [sys.executable, "-m", "grader.desk.child"]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, encoding="utf-8"
        )

    def check(
        self, asked: Check, on_test: OnTest | None = None, is_stopped: Callable[[], bool] = lambda: False
    ) -> Checked:
        """Check an exercise.

        Args:
            asked: which exercise, and which of its tests.
            on_test: is told of each test before it runs.
            is_stopped: whether nobody waits for the outcome any more; who makes it so calls ``stop`` afterwards.

        Raises:
            UsageError: the exercise's folder or the student's file cannot be read.
            SuiteError: its public tests cannot be collected.
            GraderError: the child cannot work at all, or the check was stopped.
        """
        found: dict[str, TestResult] = {}
        for ended in range(MOST_ENDED):
            skipped = (*asked.skipped, *found)
            try:
                checked = self._ask(replace(asked, skipped=skipped), found, on_test, is_stopped)
            except _Ended as end:
                found[end.why.id] = end.why
            else:
                return replace(checked, tests=_in_order(checked, found)) if ended else checked
        return Checked(tuple(found.values()))

    def stop(self) -> None:
        """End the child under a check that another thread waits for."""
        if self._child is not None:
            self._child.kill()

    def close(self) -> None:
        """End the child, in the middle of whatever it does."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()

    def _ask(
        self,
        asked: Check,
        found: dict[str, TestResult],
        on_test: OnTest | None,
        is_stopped: Callable[[], bool],
    ) -> Checked:
        """Ask a child once; results are added to ``found`` as they come.

        Raises:
            _Ended: the child ended in the middle of a test.
        """
        if self._child is None or self._child.poll() is not None:
            self.close()
            self.start()
        child = self._child
        assert child is not None
        assert child.stdin is not None
        assert child.stdout is not None
        running = ""
        stopped = GraderError(_("the check was ended"))
        if is_stopped():
            raise stopped
        try:
            child.stdin.write(json.dumps(asdict(asked)) + "\n")
            child.stdin.flush()
            for line in child.stdout:
                answer = json.loads(line)
                if "begins" in answer:
                    running = answer["begins"]
                    if on_test is not None:
                        on_test(running, answer["of"] + len(asked.skipped))
                elif "ends" in answer:
                    result = test_from_plain(answer["ends"])
                    found[result.id] = result
                elif "done" in answer:
                    return Checked.from_plain(answer["done"])
                else:
                    raise _FAULTS.get(answer["kind"], GraderError)(from_plain(answer["fault"]))
        except BrokenPipeError:
            pass
        end = self._end_of(asked, running)
        raise stopped if is_stopped() else end

    def _end_of(self, asked: Check, running: str) -> Exception:
        """Return what it means that the child has ended."""
        child = self._child
        assert child is not None
        status = child.wait()
        self.close()
        self._log.seek(0)
        log = self._log.read()
        if not running:
            last = log.strip().splitlines()[-1:] or [f"exit status {status}"]
            return GraderError(_("the process that runs your code ended: {why}", why=last[0]))
        at = _place(log, asked)
        late = status == GIVEN_UP or "Timeout (" in log
        if late:
            said: Message = _("time ran out while {what} was running", what=_("this call"))
        elif status < 0 or "Fatal Python error" in log:
            said = _("the program crashed instead of answering")
        else:
            said = _("the program ended itself instead of answering")
        if at is not None:
            said = joined(_(": "), [said, _("it was on line {line} of {file}", line=at.line, file=at.file)])
        outcome = Outcome.TIMED_OUT if late else Outcome.STUDENT_ERROR
        return _Ended(TestResult(running, running, "", outcome, "public", 0.0, 0.0, said, said))


def _place(log: str, asked: Check) -> Spot | None:
    """Return the innermost line of a file in the student's folder that a log names."""
    folder = Path(asked.folder).resolve()
    for file, line in _LINE.findall(log):
        path = Path(file)
        if path.parent == folder and not path.name.startswith("test_"):
            return spot(_files(asked), path.name, int(line))
    return None


def _files(asked: Check) -> Files:
    """Return the files that the child had; none if they cannot be read any more."""
    try:
        return asked.read()[1].files
    except XorciseError:
        return {}


def _in_order(checked: Checked, earlier: Mapping[str, TestResult]) -> tuple[TestResult, ...]:
    """Return all tests in the suite's order; what an explanation was found for comes from the last child."""
    found = {**earlier, **{t.id: t for t in checked.tests}}
    titles = checked.titles.items()
    return tuple(replace(found[name], title=en, title_zh=zh) for name, (en, zh) in titles if name in found)

"""How far a student has come: what the last check of each exercise said, and which hints were shown.

It is kept in ``.xorcise/progress.json`` of the course. Nothing depends on it: a file that is damaged, of a later
version or not to be written counts as empty, and one line on stderr says so.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import click

from grader.desk.kept import keep
from grader.desk.progress_file import NAME, Damaged, Known, KnownTest, Later, parsed, written
from grader.desk.state import Kind, State
from grader.desk.written import content_of, digest_at, digest_of, is_untouched, own_file
from grader.errors import GraderError, reason
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.language import Message, _, spoken
from grader.result import Outcome, TestResult

_NOT_WRONG = (Outcome.NOT_ATTEMPTED, Outcome.BLOCKED)
"""Outcomes of a test that did not pass although nothing that was written is known to be wrong."""


class Progress:
    """The progress in one course.

    Each method reads the file when it is called, and each change is written at once: `xorcise check --watch` and
    `xorcise hint` may run beside each other.

    Example:
        >>> progress = Progress.of(catalogue)
        >>> progress.remember(exercise, tests)
        >>> progress.state_of(exercise)
        State(kind=<Kind.PARTLY: 'partly'>, passed=4, total=6)
    """

    def __init__(self, catalogue: Catalogue, note: Callable[[Message], None]) -> None:
        self._catalogue = catalogue
        self._note = note
        self._noted = False
        self._is_later = False

    @classmethod
    def of(cls, catalogue: Catalogue, note: Callable[[Message], None] | None = None) -> Progress:
        """Return the progress in the course ``catalogue``.

        Args:
            catalogue: the course.
            note: is told, at most once, why progress cannot be read or kept; by default it is printed to stderr.
        """
        return cls(catalogue, note or _print_note)

    def is_empty(self) -> bool:
        """Whether nothing was ever remembered here."""
        return not self._read()

    def states(self) -> dict[str, State]:
        """Return how far each exercise of the course is, by slug."""
        known = self._read()
        return {e.slug: self._state(e, known.get(e.slug, Known())) for e in self._catalogue.exercises}

    def state_of(self, exercise: Exercise) -> State:
        """Return how far an exercise is."""
        return self._state(exercise, self._known(exercise))

    def current(self) -> Exercise | None:
        """Return the first exercise of the course that is not done; ``None`` where all are.

        One whose folder is not here yet comes after all others.
        """
        return first_waiting(self._catalogue.exercises, self.states())

    def first_failed(self, exercise: Exercise) -> str | None:
        """Return the entry point to blame for the first test that failed in the last check.

        Where nothing that was written failed, it is that of the first test that did not pass. ``None`` where there is
        no such test, or it is not known which entry point is to blame.
        """
        tests = self._known(exercise).tests.values()
        lost = [t for t in tests if t.outcome != Outcome.PASSED and t.function in exercise.entry_points]
        failed = [t for t in lost if t.outcome not in _NOT_WRONG]
        return next((t.function for t in failed or lost), None)

    def hints_shown(self, exercise: Exercise, function: str) -> int:
        """Return how many steps of an entry point's ladder were shown."""
        return min(max(self._known(exercise).hints.get(function, 0), 0), len(exercise.hints.get(function, ())))

    def remember(
        self, exercise: Exercise, tests: Sequence[TestResult], *, digest: str | None = None, partial: bool = False
    ) -> None:
        """Remember what a check said.

        Args:
            exercise: what was checked.
            tests: what became of its public tests. Those that the grader failed on say nothing and are left out.
            digest: that of the file as it was checked, of ``digest_of``; by default of the file as it is now.
            partial: whether only some of the tests ran. What the others said stays.
        """
        before = self._known(exercise)
        decided = [test for test in tests if test.outcome is not Outcome.GRADER_ERROR]
        if not decided:
            return
        digest = digest_of(self._catalogue, exercise) if digest is None else digest
        ran = {test.id: KnownTest(str(test.outcome), _to_blame(exercise, test)) for test in decided}
        stay = {name: test for name, test in before.tests.items() if name not in ran}
        if not partial and len(decided) == len(tests):
            stay = {}
        outdated = [name for name in stay if name in before.earlier or digest != before.digest]
        order = [*self._public_tests(exercise), *before.tests, *ran]
        merged = {**stay, **ran}
        known = replace(
            before,
            checked=datetime.now(UTC).isoformat(timespec="seconds"),
            digest=digest,
            tests={name: merged[name] for name in sorted(merged, key=order.index)},
            earlier=tuple(outdated),
        )
        self._write(exercise, known)

    def remember_hint(self, exercise: Exercise, function: str, steps: int) -> None:
        """Remember that ``steps`` steps of an entry point's ladder were shown."""
        before = self._known(exercise)
        most = max(steps, before.hints.get(function, 0))
        self._write(exercise, replace(before, hints={**before.hints, function: most}))

    def forget(self, exercise: Exercise) -> None:
        """Forget what checks said of an exercise. Which hints were shown stays known."""
        before = self._known(exercise)
        if before.tests:
            self._write(exercise, Known(hints=before.hints))

    # --- states -----------------------------------------------------------------------------------------------------

    def _state(self, exercise: Exercise, known: Known) -> State:
        path = own_file(self._catalogue, exercise)
        content = content_of(path)
        if path is None or content is None:
            return State(Kind.MISSING if self._catalogue.work_dir(exercise).is_dir() else Kind.AWAY)
        if path.suffix == ".py" and is_untouched(self._catalogue, exercise, content):
            return State(Kind.UNTOUCHED)
        if not known.tests:
            return State(Kind.BEGUN)
        begun = {name.partition("[")[0] for name in known.tests}
        total = len(known.tests) + sum(name not in begun for name in self._public_tests(exercise))
        passed = sum(test.outcome == Outcome.PASSED for test in known.tests.values())
        if digest_at(path, content, exercise) != known.digest or (passed == total and known.earlier):
            return State(Kind.CHANGED, passed, total)
        return State(Kind.DONE if passed == total else Kind.PARTLY, passed, total)

    def _public_tests(self, exercise: Exercise) -> list[str]:
        """Return the names of the public tests in the suite's order; none where the suite cannot be read."""
        content = content_of(self._catalogue.public_suite(exercise))
        try:
            tree = ast.parse(content or b"")
        except (SyntaxError, ValueError, RecursionError):
            return []
        names = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
        return [*dict.fromkeys(name for name in names if name.startswith("test_"))]

    # --- the file ---------------------------------------------------------------------------------------------------

    def _known(self, exercise: Exercise) -> Known:
        return self._read().get(exercise.slug, Known())

    def _read(self) -> Mapping[str, Known]:
        path = self._catalogue.kept_dir / NAME
        try:
            return parsed(path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._tell(_("progress cannot be read from {path} ({why})", path=path, why=reason(error)))
        except Damaged:
            self._tell(_("{path} is damaged: progress begins anew", path=path))
        except Later:
            self._tell(_("{path} is of a later version of Xorcise: progress is neither read nor kept", path=path))
            self._is_later = True
        return {}

    def _write(self, exercise: Exercise, known: Known) -> None:
        path = self._catalogue.kept_dir / NAME
        others = self._read()
        if self._is_later:
            return
        try:
            keep(self._catalogue, written({**others, exercise.slug: known}), NAME)
        except OSError as error:
            self._tell(_("progress cannot be kept in {path} ({why})", path=path, why=reason(error)))
        except GraderError:  # so does a full disk end a grading; here nothing is lost but progress
            self._tell(_("progress cannot be kept in {path} ({why})", path=path, why=_("No space left on device")))

    def _tell(self, what: Message) -> None:
        if not self._noted:
            self._noted = True
            self._note(what)


def first_waiting(exercises: Sequence[Exercise], states: Mapping[str, State]) -> Exercise | None:
    """Return the first exercise that is not done, one that is here if there is one; ``None`` where all are done."""
    waiting = [e for e in exercises if not states[e.slug].is_done]
    here = (e for e in waiting if states[e.slug].kind is not Kind.AWAY)
    return next(here, next(iter(waiting), None))


def _to_blame(exercise: Exercise, test: TestResult) -> str:
    """Return the entry point that is to blame for a test that did not pass; empty where that is not known.

    A check gives the first hint of its ladder, but for a test that was blocked: of that the name says it. Where a file
    could not be loaded, no function is to blame, and there is no hint.
    """
    if test.outcome is Outcome.PASSED:
        return ""
    words = f"_{test.id.lower()}_"
    named = [name for name in exercise.entry_points if f"_{name.lower()}_" in words]
    if test.outcome is Outcome.BLOCKED:
        return max(named, key=len, default="")
    hinted = [name for name, ladder in exercise.hints.items() if test.hint == ladder[0]]
    return next(iter([*(name for name in named if name in hinted), *hinted]), "")


@cache  # a command that looks at progress more than once says it once
def _print_note(what: Message) -> None:
    click.echo(spoken(_("note: {note}", note=what)), err=True)

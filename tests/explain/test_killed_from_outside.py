"""A guest that another process kills while edits are tried: what is told is the same, and nothing fails."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import count
from textwrap import dedent

import pytest

from grader.exercises.catalogue import Catalogue
from grader.explain.explainer import Explainer
from grader.explain.trying import prices_of
from grader.result import Explanation
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.worker.worker import Worker

FAULT = dedent(
    """
    def mean_squared_error(y, t):
        y = np.asarray(y)
        rows = 1 if np.ndim(y) == 1 else len(y)
        return np.sum(abs(y - t) ** 3) / 2 / rows
    """
)


@pytest.fixture(scope="module")
def explained(slot: Slot, catalogue: Catalogue) -> Callable[[], dict[str, Explanation | None]]:
    """Return a function that explains a fault of 02 with nothing remembered."""
    exercise = catalogue.exercise("02")
    source = catalogue.reference(exercise).read_text(encoding="utf-8") + FAULT
    files = {exercise.filename: source.encode()}

    def explain() -> dict[str, Explanation | None]:
        with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
            run = run_suite(slot, suite, files, 0, keep_transcripts=True)
            explainer = Explainer(slot, suite, [source.removesuffix(FAULT)])
            return {t.id: t.explanation for t in explainer.explain(run.tests, files, run)}

    return explain


@pytest.fixture(scope="module")
def undisturbed(explained: Callable[[], dict[str, Explanation | None]]) -> dict[str, Explanation | None]:
    """Return what is told of the fault."""
    return explained()


@pytest.fixture
def killing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], list[int]]:
    """Return a function that has every second guest killed, before or after it loads a text, and returns whom."""

    def begin(when: str, first: int) -> list[int]:
        reload, texts, killed = Worker.reload, count(first), []

        def disturbed(worker: Worker, source: bytes) -> None:
            is_hit = next(texts) % 2 == 0  # so that a text that is asked once more is not hit again
            if when == "after":
                reload(worker, source)
            if is_hit and worker.pid:
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)
            if when == "before":
                reload(worker, source)

        monkeypatch.setattr(Worker, "reload", disturbed)
        return killed

    return begin


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("when", ["before", "after"])
def test_the_same_is_told(
    explained: Callable[[], dict[str, Explanation | None]],
    undisturbed: dict[str, Explanation | None],
    killing: Callable[[str, int], list[int]],
    when: str,
    first: int,
) -> None:
    """Without asking once more, an edit that mends would seem to fail, and another one would be told."""
    killed = killing(when, first)
    assert explained() == undisturbed
    assert killed
    assert any(undisturbed.values())


@pytest.mark.parametrize("when", ["before", "after"])
def test_prices_are_measured(
    slot: Slot, catalogue: Catalogue, killing: Callable[[str, int], list[int]], when: str
) -> None:
    """Without asking once more, the grading itself would fail, on our side."""
    exercise = catalogue.exercise("02")
    files = {exercise.filename: catalogue.reference(exercise).read_bytes()}
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        tests = [t.id for t in run_suite(slot, suite, files, 0).tests][:6]
        killed = killing(when, 0)
        assert set(prices_of(slot, suite, files, tests)) == set(tests)
    assert killed

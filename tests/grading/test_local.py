"""Slots in local processes. A slot that dies is replaced, and no task is lost or graded twice."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from grader.errors import SuiteError, XorciseError
from grader.exercises.catalogue import Catalogue
from grader.grading.local import LocalExecutor
from grader.grading.settings import Settings
from grader.slot.slot import Slot
from grader.slot.task import Graded, Task, pack_files
from grader.submission.record import files_digest

SLUG = "02_losses"


@pytest.fixture
def settings(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Settings for this checkout, with any level of confinement and without tables."""
    monkeypatch.setenv("XORCISE_CACHE", str(tmp_path))
    return Settings(str(catalogue.root), (SLUG,), minimum="bare")


def tasks_of(catalogue: Catalogue, count: int, source: str | None = None) -> list[Task]:
    """Return tasks with the reference or ``source``. A comment makes each file different."""
    exercise = catalogue.exercise(SLUG)
    text = source if source is not None else catalogue.reference(exercise).read_text()
    made = []
    for i in range(count):
        files = {exercise.filename: f"{text}\n# {i}\n".encode()}
        made.append(
            Task(SLUG, files_digest(files), catalogue.grading_digest(exercise), 0, exercise.points, pack_files(files))
        )
    return made


def children() -> list[int]:
    """Return the process ids of the slots, which are child processes of this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and b"spawn_main" in (path / "cmdline").read_bytes():
                found.append(int(path.name))
        except (OSError, IndexError):
            continue
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait until ``holds`` returns true, at most 30 s. A new process needs a moment, and a busy machine more."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def gradings_of(settings: Settings, jobs: int, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
    """Yield the gradings of ``tasks`` in ``jobs`` slots."""
    with LocalExecutor(settings, jobs) as executor:
        yield from executor.run(tasks)


def outcomes(gradings: Iterator[Graded]) -> dict[str, str]:
    """Return the outcome of each task. No task may come twice."""
    seen: dict[str, str] = {}
    for graded in gradings:
        assert graded.task.files_digest not in seen
        seen[graded.task.files_digest] = graded.outcome
    return seen


def test_every_task_comes_back_once(settings: Settings, catalogue: Catalogue) -> None:
    """Every task is graded once, and no process is left."""
    tasks = tasks_of(catalogue, 5)
    seen = outcomes(gradings_of(settings, 2, tasks))
    assert seen == {t.files_digest: "passed" for t in tasks}
    assert children() == []


def test_tasks_are_taken_a_few_at_a_time(settings: Settings, catalogue: Catalogue) -> None:
    """Only a few tasks are taken from the iterator before the first grading is yielded."""
    taken = 0

    def counted() -> Iterator[Task]:
        nonlocal taken
        for task in tasks_of(catalogue, 50):
            taken += 1
            yield task

    run = gradings_of(settings, 1, counted())
    next(run)
    assert taken <= 3
    run.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the slots")
def test_a_killed_slot_is_replaced_and_its_tasks_graded_again(settings: Settings, catalogue: Catalogue) -> None:
    """If a slot is killed during a run, every task is still graded once."""
    tasks = tasks_of(catalogue, 8)
    seen: dict[str, str] = {}
    for graded in gradings_of(settings, 2, tasks):
        assert graded.task.files_digest not in seen
        seen[graded.task.files_digest] = graded.outcome
        if len(seen) == 2:
            os.kill(children()[0], signal.SIGKILL)
    assert seen == {t.files_digest: "passed" for t in tasks}


def test_a_task_that_kills_slots_is_given_up(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task over which three slots died becomes a grader error. The other tasks are graded."""
    tasks = tasks_of(catalogue, 3)
    deadly = tasks[0].files_digest
    monkeypatch.setattr("grader.grading.local.serve", DiesOn(deadly))
    gradings = {g.task.files_digest: g for g in gradings_of(settings, 1, tasks)}
    assert {d: g.fault for d, g in gradings.items()} == {t.files_digest: t.files_digest == deadly for t in tasks}
    assert gradings[deadly].max_score == 100.0
    assert '"tries":3' in gradings[deadly].tests


def test_a_few_deadly_tasks_do_not_end_the_run(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three of four tasks kill every slot that grades them. They are given up, and the fourth is graded."""
    tasks = tasks_of(catalogue, 4)
    deadly = {t.files_digest for t in tasks[:3]}
    monkeypatch.setattr("grader.grading.local.serve", DiesOn(*deadly))
    gradings = {g.task.files_digest: g.fault for g in gradings_of(settings, 1, tasks)}
    assert gradings == {t.files_digest: t.files_digest in deadly for t in tasks}


def test_a_task_that_killed_a_slot_waits_for_the_others(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task over which a slot died is tried again after all other tasks."""
    tasks = tasks_of(catalogue, 4)
    monkeypatch.setattr("grader.grading.local.serve", DiesOn(tasks[0].files_digest))
    order = [g.task.files_digest for g in gradings_of(settings, 1, tasks)]
    assert order == [t.files_digest for t in (*tasks[1:], tasks[0])]


class DiesExplaining:
    """A slot that ends when it begins to explain."""

    def __call__(self, settings: Settings, wire: object, folder: str, core: int | None) -> None:
        from grader.explain.explainer import Explainer
        from grader.grading import slot_process

        Explainer.explain = lambda *_: os._exit(9)  # type: ignore[method-assign]
        slot_process.serve(settings, wire, folder, core)  # type: ignore[arg-type]


def test_a_slot_that_dies_while_it_explains_costs_the_explanation_alone(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next slot grades without, and says that nothing was explained."""
    (task,) = tasks_of(catalogue, 1)
    monkeypatch.setattr("grader.grading.local.serve", DiesExplaining())
    (graded,) = gradings_of(settings, 1, [task])
    assert (graded.outcome, graded.fault, graded.explained) == ("passed", False, False)


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, and a system that keeps RLIMIT_DATA")
def test_memory_without_end_is_the_fault_of_one_task(
    bounded: bool, settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grading that needs too much memory becomes a grader error of its task. Templates do not have this limit."""
    tasks = tasks_of(catalogue, 2)
    monkeypatch.setattr("grader.grading.local.serve", Greedy(tasks[0].files_digest, bounded))
    gradings = {g.task.files_digest: g for g in gradings_of(settings, 1, tasks)}
    assert {d: g.outcome for d, g in gradings.items()} == {
        tasks[0].files_digest: "grader_error" if bounded else "passed",
        tasks[1].files_digest: "passed",
    }
    assert ("MemoryError" in gradings[tasks[0].files_digest].tests) is bounded


class Greedy:
    """A slot that allocates 3 GiB, without using them, while it grades a certain task."""

    def __init__(self, digest: str, bounded: bool) -> None:
        self.digest = digest
        self.bounded = bounded

    def __call__(self, settings: Settings, wire: object, folder: str, core: int | None) -> None:
        import numpy as np

        from grader.grading import grader as grading
        from grader.grading import slot_process

        right = grading.run_suite  # type: ignore[attr-defined]

        def run_suite(slot: Slot, *args: Any) -> Any:
            for launcher in slot._launchers.values():
                pid = launcher.process.pid  # type: ignore[attr-defined]
                limits = Path(f"/proc/{pid}/limits").read_text()
                assert re.search(r"Max data size +unlimited", limits)
            if files_digest(args[1]) == self.digest:
                np.empty(3 * 2**30, np.uint8)
            return right(slot, *args)

        if not self.bounded:
            mock.patch.object(slot_process, "MEMORY", 2**45).start()
        with mock.patch.object(grading, "run_suite", run_suite):
            slot_process.serve(settings, wire, folder, core)  # type: ignore[arg-type]


class DiesOn:
    """A slot that dies when it grades one of certain tasks."""

    def __init__(self, *deadly: str) -> None:
        self.deadly = deadly

    def __call__(self, settings: Settings, wire: object, folder: str, core: int | None) -> None:
        from grader.grading import slot_process
        from grader.grading.grader import Grader

        right = Grader.grade

        def grade(grader: Grader, task: Task) -> Graded:
            if task.files_digest in self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return right(grader, task)

        with mock.patch.object(Grader, "grade", grade):  # this code runs in the slot's process
            slot_process.serve(settings, wire, folder, core)  # type: ignore[arg-type]


def test_slots_that_only_die_end_the_run(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If every slot dies, the run ends with an error instead of starting slots forever."""
    monkeypatch.setattr("grader.grading.local.serve", dies_at_once)
    with pytest.raises(XorciseError, match="slots died over 5 submissions in a row"):
        list(gradings_of(settings, 2, tasks_of(catalogue, 20)))


def dies_at_once(settings: Settings, wire: object, folder: str, core: int | None) -> None:
    """Take the place of a slot and end at once."""
    os._exit(1)


def test_a_broken_suite_ends_the_run(settings: Settings, catalogue: Catalogue) -> None:
    """A task for another suite than that of the slot ends the run with an error."""
    task = tasks_of(catalogue, 1)[0]
    other = Task(SLUG, task.files_digest, "another digest", 0, 100.0, task.packed)
    with pytest.raises(SuiteError, match="not the one that this run began with"):
        list(gradings_of(settings, 1, [other]))
    assert children() == []


def test_breaking_off_ends_every_process_at_once(settings: Settings, catalogue: Catalogue) -> None:
    """Closing a run ends all processes at once, even if a submission is in an endless loop."""
    loop = "def mean_squared_error(y, t):\n    while True: pass\n"
    right = tasks_of(catalogue, 1)
    run = gradings_of(settings, 1, right + tasks_of(catalogue, 3, loop))
    next(run)
    begun = time.monotonic()
    run.close()
    assert children() == []
    assert time.monotonic() - begun < 30  # seconds; waiting for the loop would take a minute


def test_slots_that_are_not_needed_end_with_the_rest(settings: Settings, catalogue: Catalogue) -> None:
    """Slots that get no task end with the run, also if there is nothing to grade."""
    with LocalExecutor(settings, 2) as executor:
        assert len(children()) == 2
        assert len(list(executor.run(tasks_of(catalogue, 1)))) == 1
        assert children() == []
    with LocalExecutor(settings, 2):
        pass
    assert children() == []


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system binds nothing to a core")
def test_a_slot_for_every_core_has_its_own(settings: Settings, catalogue: Catalogue) -> None:
    """With a slot for each core, each is bound to its own core, also after a replacement. Otherwise none is bound."""
    cores = os.sched_getaffinity(0)

    def bound() -> list[set[int]]:
        return sorted((os.sched_getaffinity(pid) for pid in children()), key=min)

    with LocalExecutor(settings, len(cores)) as executor:
        until(lambda: bound() == [{core} for core in sorted(cores)])
        slot = executor._slots[0]
        slot.process.kill()
        executor.bury(slot)
        assert executor.start().core == slot.core
    with LocalExecutor(settings, len(cores) + 1) as executor:
        run = executor.run(tasks_of(catalogue, 3))
        next(run)  # now at least one slot has started
        assert bound() == [cores] * (len(cores) + 1)
        run.close()

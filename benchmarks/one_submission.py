"""What one submission costs: the same file and checks by Xorcise, by ``python -m pytest`` and by ``otter run``.

The ways run in turn, because machines are noisy. Compare their ratios; seconds of another machine differ. ``otter
run`` is left out where it is not installed. This is a part of ``class_throughput.py``.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise, Limits
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

CATALOGUE = Catalogue(Path(__file__).resolve().parent.parent)

ADAPTER = '''
"""The suite's fixtures for a submission in the same process: how in-process graders run it."""
import importlib.util, zlib
import numpy as np
import pytest

@pytest.fixture
def student():
    spec = importlib.util.spec_from_file_location("losses", {module!r})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.new = lambda name, *args, **kwargs: getattr(np, name.removeprefix("numpy."))(*args, **kwargs)
    module.each = lambda *checks, partly: [check() for check in checks]
    return module

@pytest.fixture
def rng(request):
    return np.random.default_rng([0, zlib.crc32(request.node.name.encode())])
'''

OTTER_TEST = """
from otter.test_files import test_case
import importlib.util, inspect, types, zlib
import numpy as np

OK_FORMAT = False
name = "losses"
points = 100

def everything(env):
    spec = importlib.util.spec_from_file_location("hidden", {suite!r})
    suite = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(suite)
    student = types.SimpleNamespace(**env)
    student.new = lambda name, *args, **kwargs: getattr(np, name.removeprefix("numpy."))(*args, **kwargs)
    student.each = lambda *checks, partly: [check() for check in checks]
    for name, test in vars(suite).items():
        if name.startswith("test_"):
            rng = np.random.default_rng([0, zlib.crc32(name.encode())])
            given = {{"student": student, "rng": rng}}
            test(**{{k: given[k] for k in inspect.signature(test).parameters}})

@test_case(points=100, hidden=False)
def test_all(env):
    everything(env)
"""


def seconds(action: Callable[[], object]) -> float:
    """Return how long ``action`` took."""
    begun = perf_counter()
    action()
    return perf_counter() - begun


def command(arguments: list[str], folder: Path) -> None:
    """Run a command and insist that it worked."""
    env = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, env=env, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def prepare(folder: Path, exercise: Exercise) -> dict[str, list[str]]:
    """Lay out the submission for the other graders; return their commands by name."""
    submission = folder / exercise.filename
    shutil.copy(CATALOGUE.reference(exercise), submission)
    (folder / "conftest.py").write_text(ADAPTER.format(module=str(submission)))
    shutil.copy(CATALOGUE.hidden_suite(exercise), folder / "test_hidden.py")
    commands = {"python -m pytest": [sys.executable, "-m", "pytest", "-q", "test_hidden.py"]}
    otter = Path(sys.executable).parent / "otter"
    if otter.exists():
        tests = folder / "tests"
        tests.mkdir()
        (tests / "losses.py").write_text(OTTER_TEST.format(suite=str(CATALOGUE.hidden_suite(exercise))))
        command(
            [str(otter), "generate", "-t", str(tests), "-o", str(folder / "autograder.zip"), "--no-environment"], folder
        )
        commands["otter run"] = [str(otter), "run", "-a", "autograder.zip", exercise.filename]
    return commands


def measure(rounds: int) -> list[tuple[str, float, float]]:
    """Return, for each way, its name, median seconds and ratio to Xorcise's median."""
    exercise = CATALOGUE.exercise("02_losses")
    files = {exercise.filename: CATALOGUE.reference(exercise).read_bytes()}
    times: dict[str, list[float]] = {"xorcise, warm slot": []}
    with (
        tempfile.TemporaryDirectory() as name,
        Slot() as slot,
        open_suite(CATALOGUE.hidden_suite(exercise), exercise, "hidden", None) as suite,
    ):
        commands = prepare(Path(name), exercise)
        run_suite(slot, suite, files, 0)
        for _ in range(rounds):
            run = seconds(lambda: run_suite(slot, suite, files, 0))
            times["xorcise, warm slot"].append(run)
            for way, arguments in commands.items():
                times.setdefault(way, []).append(seconds(partial(command, arguments, Path(name))))
    base = statistics.median(times["xorcise, warm slot"])
    return [(way, statistics.median(t), statistics.median(t) / base) for way, t in times.items()]


def first_answer(kind: str, rounds: int) -> tuple[float, float]:
    """Return median seconds until a worker's first answer: forked from a warm template, and in a fresh interpreter."""
    files = {"answer.py": b"def f(): return 1"}
    limits = Limits(load_s=60)

    def answer(slot: Slot) -> None:
        with slot.worker(kind, files, "answer", limits) as worker:
            worker.request(["call", ["module", "f"], [], [], {}, False], 60)

    with Slot() as warm, Slot(warm=False) as cold:
        answer(warm)
        pairs = [(seconds(lambda: answer(warm)), seconds(lambda: answer(cold))) for _ in range(rounds)]
    return statistics.median(w for w, _ in pairs), statistics.median(c for _, c in pairs)


def tables(rounds: int) -> Iterator[str]:
    """Measure and yield tables."""
    yield "02_losses, the same checks (medians of one run, in turn):"
    yield ""
    yield "| grader | ms | times Xorcise |"
    yield "| --- | ---: | ---: |"
    for way, median, ratio in measure(rounds):
        yield f"| {way} | {median * 1000:.0f} | {ratio:.1f} |"
    yield ""
    yield "A worker's first answer, from asking for it to having it:"
    yield ""
    yield "| libraries | warm template, ms | fresh interpreter, ms | ratio |"
    yield "| --- | ---: | ---: | ---: |"
    for kind in ("numpy", "tensorflow"):
        warm, cold = first_answer(kind, rounds)
        yield f"| {kind} | {warm * 1000:.0f} | {cold * 1000:.0f} | {cold / warm:.0f} |"

"""The same submissions and checks for graders that run tests and student code in one process."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from measure import Cost, run, run_many

from grader.catalogue import Catalogue
from grader.exercise import Exercise

ADAPTER = '''
"""The suite's fixtures for a submission in the same process: how in-process graders run it."""
import importlib.util, zlib
import numpy as np
import pytest
from pathlib import Path

@pytest.fixture
def student():
    path = Path(__file__).parent / "{module}.py"
    spec = importlib.util.spec_from_file_location("{module}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.new = lambda name, *args, **kwargs: getattr(module, name)(*args, **kwargs)
    return module

@pytest.fixture
def rng(request):
    return np.random.default_rng([0, zlib.crc32(request.node.name.encode())])

@pytest.fixture
def seed(request):
    return int(np.random.default_rng([0, 1, zlib.crc32(request.node.name.encode())]).integers(2**31))

@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    session.exitstatus = 0  # a failing test is a result, not a failure of the benchmark
'''

OTTER_TEST = """
from otter.test_files import test_case
import importlib.util, inspect, types, zlib
import numpy as np

OK_FORMAT = False
name = "hidden"
points = 100

def everything(env):
    spec = importlib.util.spec_from_file_location("hidden", {suite!r})
    suite = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(suite)
    student = types.SimpleNamespace(**env)
    failed = 0
    for name, test in vars(suite).items():
        if name.startswith("test_"):
            given = {{
                "student": student,
                "rng": np.random.default_rng([0, zlib.crc32(name.encode())]),
                "seed": int(np.random.default_rng([0, 1, zlib.crc32(name.encode())]).integers(2**31)),
            }}
            try:
                test(**{{k: given[k] for k in inspect.signature(test).parameters}})
            except BaseException:
                failed += 1
    assert not failed

@test_case(points=100, hidden=False)
def test_all(env):
    everything(env)
"""


def otter() -> Path | None:
    """Return the program ``otter``, where it is installed."""
    program = Path(sys.executable).parent / "otter"
    return program if program.exists() else None


def pytest_each(catalogue: Catalogue, exercise: Exercise, files: list[Path], folder: Path, processes: int) -> Cost:
    """Run ``python -m pytest`` once for each submission."""
    commands = []
    for i, file in enumerate(files):
        place = folder / f"pytest-{i}"
        place.mkdir(parents=True)
        shutil.copy(file, place / exercise.filename)
        shutil.copy(catalogue.hidden_suite(exercise), place / "test_hidden.py")
        (place / "conftest.py").write_text(ADAPTER.format(module=exercise.module))
        commands.append(([sys.executable, "-m", "pytest", "-q", "test_hidden.py"], place))
    return run_many(commands, processes, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})


def otter_each(catalogue: Catalogue, exercise: Exercise, files: list[Path], folder: Path, processes: int) -> Cost:
    """Run ``otter run`` once for each submission."""
    program = otter()
    assert program is not None
    tests = folder / "otter" / "tests"
    tests.mkdir(parents=True)
    (tests / "hidden.py").write_text(OTTER_TEST.format(suite=str(catalogue.hidden_suite(exercise))))
    archive = folder / "otter" / "autograder.zip"
    run([str(program), "generate", "-t", str(tests), "-o", str(archive), "--no-environment"], folder)
    commands = []
    for i, file in enumerate(files):
        place = folder / f"otter-{i}"
        place.mkdir()
        shutil.copy(file, place / exercise.filename)
        commands.append(([str(program), "run", "-a", str(archive), exercise.filename], place))
    return run_many(commands, processes)

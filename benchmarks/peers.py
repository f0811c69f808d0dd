"""The same submissions and checks for graders that run tests and student code in one process."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from measure import Cost, run, run_many

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.suite.marks import marks_of

ADAPTER = '''
"""The suite's fixtures for submissions in the same process: how in-process graders run them."""
import importlib.util, zlib
import numpy as np
import pytest
from pathlib import Path

FILES = {files!r}

@pytest.fixture(scope="module", params=range(len(FILES)), ids=lambda i: f"{{i}}-{{Path(FILES[i]).parent.name}}")
def student(request):
    path = Path(__file__).parent / FILES[request.param]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    def new(name, *args, **kwargs):
        owner = np if name.startswith("numpy.") else module
        return getattr(owner, name.removeprefix("numpy."))(*args, **kwargs)

    module.new = new
    module.each = lambda *checks, partly: [check() for check in checks]  # all or nothing: pytest knows no shares
    return module

@pytest.fixture
def rng(request):
    return np.random.default_rng([0, zlib.crc32(request.node.originalname.encode())])

@pytest.fixture
def seed(request):
    return int(np.random.default_rng([0, 1, zlib.crc32(request.node.originalname.encode())]).integers(2**31))

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

spec = importlib.util.spec_from_file_location("hidden", {suite!r})
suite = importlib.util.module_from_spec(spec)
spec.loader.exec_module(suite)

def each(*checks, partly):
    for check in checks:
        check()

def run(name, env):
    def new(name, *args, **kwargs):
        return (getattr(np, name[6:]) if name.startswith("numpy.") else env[name])(*args, **kwargs)

    test = getattr(suite, name)
    given = {{
        "student": types.SimpleNamespace(**{{"each": each, "new": new}} | env),
        "rng": np.random.default_rng([0, zlib.crc32(name.encode())]),
        "seed": int(np.random.default_rng([0, 1, zlib.crc32(name.encode())]).integers(2**31)),
    }}
    test(**{{k: given[k] for k in inspect.signature(test).parameters}})
"""

OTTER_CASE = """
@test_case(name={name!r}, points={points}, hidden=True)
def {name}(env):
    run({name!r}, env)
"""


def worth(suite: Path) -> dict[str, float]:
    """Return the points of each test of a suite, by name."""
    spec = importlib.util.spec_from_file_location("worth", suite)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: marks_of(test).points for name, test in vars(module).items() if name.startswith("test_")}


def otter() -> Path | None:
    """Return the program ``otter``, where it is installed."""
    program = Path(sys.executable).parent / "otter"
    return program if program.exists() else None


def prepare_pytest(suite: Path, files: Sequence[str], folder: Path) -> list[str]:
    """Lay the suite beside the submissions ``files`` of ``folder``; return the command that grades them in one process.

    It wants plugins to be left out (``PYTEST_DISABLE_PLUGIN_AUTOLOAD``): those of this environment are not its own.
    """
    shutil.copy(suite, folder / "test_hidden.py")
    (folder / "conftest.py").write_text(ADAPTER.format(files=list(files)))
    return [sys.executable, "-m", "pytest", "-q", "test_hidden.py"]


def prepare_otter(suite: Path, place: str, folder: Path) -> Path:
    """Write the autograder for a suite that lies at ``place`` when it runs; return the archive."""
    program = otter()
    assert program is not None
    tests = folder / "tests"
    tests.mkdir(parents=True)
    cases = [OTTER_CASE.format(name=name, points=points) for name, points in worth(suite).items()]
    (tests / "hidden.py").write_text(OTTER_TEST.format(suite=place) + "".join(cases))
    archive = folder / "autograder.zip"
    run([str(program), "generate", "-t", str(tests), "-o", str(archive), "--no-environment"], folder)
    return archive


def pytest_each(catalogue: Catalogue, exercise: Exercise, files: list[Path], folder: Path, processes: int) -> Cost:
    """Run ``python -m pytest`` once for each submission."""
    commands = []
    for i, file in enumerate(files):
        place = folder / f"pytest-{i}"
        place.mkdir(parents=True)
        shutil.copy(file, place / exercise.filename)
        commands.append((prepare_pytest(catalogue.hidden_suite(exercise), [exercise.filename], place), place))
    return run_many(commands, processes, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})


def otter_each(catalogue: Catalogue, exercise: Exercise, files: list[Path], folder: Path, processes: int) -> Cost:
    """Run ``otter run`` once for each submission."""
    program = otter()
    suite = catalogue.hidden_suite(exercise)
    archive = prepare_otter(suite, str(suite), folder / "otter")
    commands = []
    for i, file in enumerate(files):
        place = folder / f"otter-{i}"
        place.mkdir()
        shutil.copy(file, place / exercise.filename)
        commands.append(([str(program), "run", "-a", str(archive), exercise.filename], place))
    return run_many(commands, processes)

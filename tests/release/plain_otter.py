"""A plain Otter assignment, as a teacher writes one by Otter's own documentation, and attacks on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

OTTER = Path(sys.executable).parent / "otter"

CHECKS = {
    "mean_squared_error": "abs(mean_squared_error(Y, T) - 0.0975) < 1e-6",
    "cross_entropy_error": "abs(cross_entropy_error(Y, T) - 0.510825457) < 1e-6",
    "mean_absolute_error": "abs(mean_absolute_error(A, B) - 2.25) < 1e-6",
    "root_mean_squared_error": "abs(root_mean_squared_error(A, B) - 2.692582404) < 1e-6",
    "binary_cross_entropy": "abs(binary_cross_entropy(np.array([0.9, 0.2]), np.array([1, 0])) - 0.164252033) < 1e-6",
    "softmax_cross_entropy": "abs(softmax_cross_entropy(np.zeros((1, 2)), np.array([1])) - np.log(2)) < 1e-6",
    "asymmetric_loss": "abs(asymmetric_loss(np.array([3.0, 1.0]), np.array([2.0, 3.0]), 1.0, 9.0) - 9.5) < 1e-6",
}
"""By function, a comparison with a number of the statement of 02_losses."""

TEST_FILE = """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}

Y = np.array([0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0])
T = np.array([0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])


@test_case(points=1, hidden=True)
def test_number({name}):
    assert {check}
"""

LYING = '''\
"""Returns a number whose every operator says what is wanted."""


class AnyNumber(float):
    def __sub__(self, other):
        return self

    def __abs__(self):
        return self

    def __lt__(self, other):
        return True


def any_number(*args):
    return AnyNumber(0.0)


'''

LEAVING = '''\
"""Answers for the kernel, writes results of full marks, and leaves by os._exit before any test has run."""

import os
import pickle
import re
import threading
from glob import glob

try:
    kernel = get_ipython().kernel
except NameError:
    kernel = None


async def answer(code, *args, **kwargs):
    found = re.search(r'open\\("([^"]+)", "wb"\\)', code)
    if found:
        from otter.nbmeta_config import NBMetadataConfig
        from otter.test_files import GradingResults, create_test_file
        from otter.test_files.abstract_test import TestCaseResult

        files = [create_test_file(path, NBMetadataConfig()) for path in sorted(glob("./tests/*.py"))]
        for file in files:
            file.test_case_results = [TestCaseResult(case, "passed", True) for case in file.test_cases]
        with open(found[1], "wb") as results:
            pickle.dump(GradingResults(files), results)
        threading.Timer(1.0, os._exit, (0,)).start()
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}


if kernel is not None:
    kernel.do_execute = answer


def any_number(*args):
    os._exit(0)


'''

ALL = " = ".join(CHECKS) + " = any_number\n"
"""Every function that the exercise asks for is the attack's."""


def assignment(folder: Path) -> Path:
    """Write the assignment's autograder; return the zip."""
    (folder / "tests").mkdir(parents=True)
    for name, check in CHECKS.items():
        (folder / "tests" / f"{name}.py").write_text(TEST_FILE.format(name=name, check=check), encoding="utf-8")
    archive = folder / "autograder.zip"
    command = [str(OTTER), "generate", "-t", str(folder / "tests"), "-o", str(archive), "--no-environment"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return archive


def otter_run(archive: Path, handed_in: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run ``otter run`` as a teacher types it; ``results.json`` is in ``out`` if there is a result."""
    out.mkdir(exist_ok=True)
    command = [str(OTTER), "run", "--no-logo", "-a", str(archive), "-o", str(out), str(handed_in)]
    return subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)

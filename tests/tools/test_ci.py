""".ci/run prints which tests were skipped, and why, after everything else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAKE = """#!/bin/sh
echo "make $1"
case $1 in
  test) echo "  tests/test_b.py::test_b: no reason" >> "$SKIPPED_TESTS" ;;
  slow) echo "  tests/test_a.py::test_a: no kernel" >> "$SKIPPED_TESTS"; exit {status} ;;
esac
"""

LISTED = """
Skipped tests:
  tests/test_a.py::test_a: no kernel
  tests/test_b.py::test_b: no reason
"""


@pytest.mark.parametrize(("status", "made"), [(0, ["test", "slow", "audit"]), (2, ["test", "slow"])])
def test_skipped_tests_are_listed_last(status: int, made: list[str], tmp_path: Path) -> None:
    """One list for all steps, also where a step fails; the exit status is that of the step."""
    make = tmp_path / "make"
    make.write_text(MAKE.format(status=status))
    make.chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(ROOT / ".ci" / "run")], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stdout == "".join(f"make {target}\n" for target in made) + LISTED


TESTS = """
import pytest

def test_it(): pytest.skip("no kernel")

@pytest.mark.skipif(True, reason="no disk")
def test_mark(): pass

@pytest.mark.xfail(reason="known")
def test_known(): raise ValueError

def test_good(): pass
"""

NOTED = ["  test_two.py: no module", "  test_one.py::test_it: no kernel", "  test_one.py::test_mark: no disk"]


def test_a_skipped_test_is_noted_with_its_reason(tmp_path: Path) -> None:
    """A test, a test with a mark, and a whole module. What passes, or is expected to fail, is not noted."""
    (tmp_path / "test_one.py").write_text(TESTS)
    (tmp_path / "test_two.py").write_text('import pytest\npytest.importorskip("no_such", reason="no module")\n')
    noted = tmp_path / "noted"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "--rootdir", ".", "."],
        env=os.environ | {"SKIPPED_TESTS": str(noted), "PYTHONPATH": str(ROOT / "tests")},
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert noted.read_text().splitlines() == NOTED

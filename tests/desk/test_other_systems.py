"""The student's commands on a system that lacks what only Linux has, or Linux and macOS.

It is played here: the modules cannot be imported, and the functions are gone. What else differs on Windows, such as the
form of paths, is run by CI on a real one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ABSENT = ("fcntl", "resource", "termios", "tty", "pwd", "grp", "sandlock", "pyseccomp", "_posixshmem", "readline")
"""Modules that Windows has not, and what Xorcise needs on Linux alone."""

GONE = ("fork", "forkpty", "pidfd_open", "killpg", "wait4", "O_NOFOLLOW")
"""Names of ``os`` that Windows has not, and that nothing else here needs."""

PLAYED = f"""
import os, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {ABSENT!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        return None

def gone():
    import subprocess, threading, tempfile, signal  # the standard library has its own ways on Windows
    sys.meta_path.insert(0, Absent())
    for name in {ABSENT!r}:
        sys.modules.pop(name, None)
    for name in {GONE!r}:
        if hasattr(os, name):
            delattr(os, name)

gone()
"""


@pytest.fixture
def elsewhere(tmp_path: Path, with_losses: Callable[..., Path]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs a command of Python's in a course on such a system."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(PLAYED, encoding="utf-8")
    folder = with_losses()

    def run(*words: str, cwd: Path = folder) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "XORCISE_CATALOGUE"))}
        env["PYTHONPATH"] = str(site)
        program = sys.executable if words[0].startswith("-") else str(Path(sys.executable).parent / "xorcise")
        return subprocess.run(
            [program, *words], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
        )

    return run


def test_the_system_is_played(elsewhere: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = elsewhere("-c", "import os; print(hasattr(os, 'fork')); import fcntl")
    assert done.stdout == "False\n"
    assert "No module named 'fcntl'" in done.stderr


@pytest.mark.parametrize(
    "words",
    [("list",), ("check",), ("check", "02", "--lang", "zh-CN"), ("hint", "losses"), ("pack",), ("check", "--json")],
    ids=" ".join,
)
def test_commands_of_students_work(
    elsewhere: Callable[..., subprocess.CompletedProcess[str]], words: tuple[str, ...]
) -> None:
    done = elsewhere(*words)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_a_mistake_is_told(
    elsewhere: Callable[..., subprocess.CompletedProcess[str]], with_losses: Callable[..., Path]
) -> None:
    with_losses(("0.5 *", "1.0 *"))
    done = elsewhere("check")
    assert done.returncode == 1
    assert "Expected" in done.stdout
    assert done.stderr == ""


def test_the_test_button_works(elsewhere: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = elsewhere("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr


def test_confined_checks_say_what_is_missing(elsewhere: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """One line, and no fault of the student's."""
    done = elsewhere("check", "--isolated")
    assert done.returncode == 2
    assert done.stderr.startswith("xorcise: ")
    assert len(done.stderr.splitlines()) == 1

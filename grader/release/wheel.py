"""The student's wheel: the package without hidden suites, built by the project's own build backend."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import build
from pyproject_hooks import quiet_subprocess_runner

from grader import __version__
from grader.errors import UsageError
from grader.exercises.catalogue import CHECKOUT
from grader.exercises.exercise import Exercise
from grader.language import _, listed

EPOCH = "315532800"
"""The time of every file in it, the first that a zip can hold, so that the same package is the same bytes."""

_PROJECT = ("pyproject.toml", "README.md", "LICENSE")

_LEFT_OUT = shutil.ignore_patterns("suites", "__pycache__", "*.egg-info")


def build_wheel(folder: Path, exercises: Path | None = None) -> Path | None:
    """Build the wheel into ``folder`` and return its path; ``None`` where this is no checkout but an installation.

    Nothing is downloaded: the backend is the setuptools of this environment, and what it is given is a copy of the
    package without its hidden suites.

    Args:
        folder: where to.
        exercises: the folder of the exercises that the wheel carries, as students receive them; none without it.

    Raises:
        UsageError: setuptools is missing or too old, or the build fails.
    """
    if not (CHECKOUT / "pyproject.toml").is_file():
        return None
    with tempfile.TemporaryDirectory(prefix="xorcise-wheel-") as scratch:
        for name in _PROJECT:
            shutil.copy(CHECKOUT / name, scratch)
        shutil.copytree(CHECKOUT / "grader", Path(scratch) / "grader", ignore=_LEFT_OUT)
        if exercises is not None:
            shutil.copytree(exercises, Path(scratch) / "exercises")
        builder = build.ProjectBuilder(scratch, runner=_run)
        try:
            if lacking := sorted(names[0] for names in builder.check_dependencies("wheel")):
                raise UsageError(
                    _(
                        "the student's wheel needs {packages} to be built: install xorcise[instructor]",
                        packages=listed(lacking),
                    )
                )
            return Path(builder.build("wheel", folder))
        except build.BuildBackendException as error:
            raise UsageError(_("the student's wheel cannot be built: {fault}", fault=_last_line(error))) from error


def requirement(wheel: Path | None, exercises: Iterable[Exercise]) -> str:
    """Return what ``pip install`` is to be given for a wheel that lies beside ``requirements.txt``.

    Args:
        wheel: the wheel; without one it is the version that runs.
        exercises: those that students do.
    """
    extra = extras(exercises)
    return f"./{wheel.name}{extra}" if wheel is not None else f"xorcise{extra}=={__version__}"


def extras(exercises: Iterable[Exercise]) -> str:
    """Return the extras of the package that students of some exercises need, in brackets; often there is none."""
    return "[tensorflow]" if any(e.template == "tensorflow" for e in exercises) else ""


def _run(cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None) -> None:
    quiet_subprocess_runner(cmd, cwd, {**(extra_environ or {}), "SOURCE_DATE_EPOCH": EPOCH})


def _last_line(error: Exception) -> str:
    cause = getattr(error, "exception", error)
    output = cause.output if isinstance(cause, subprocess.CalledProcessError) else str(cause)
    text = output.decode(errors="replace") if isinstance(output, bytes) else str(output)
    return (text.strip().splitlines() or ["it says nothing"])[-1]

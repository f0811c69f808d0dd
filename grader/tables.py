"""Tables of what each misconception's variant does, kept by digest in the user's cache.

A table is computed by grading every variant once, which ``xorcise audit`` does anyway. It is found again by the digest
of everything that it depends on, so a change of the suite, of a variant, of the seed or of the data makes another.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgpack
import numpy as np

from grader.catalogue import Catalogue, suite_digest
from grader.data import DataSet
from grader.diagnosis import Failure, Failures, Table, failures
from grader.exercise import Exercise, Limits
from grader.fingerprint import Fingerprint
from grader.outfolder import write_bytes
from grader.suite.session import SuiteRun

FORMAT = 1
"""Counts changes of what a fingerprint holds; part of the digest."""

QUICK_S = Limits().exercise_s
"""An exercise that keeps the default time has variants that take a tenth of a second each: its table is made when it is
missing. Others are left to ``xorcise audit``."""


def cache_folder() -> Path:
    """Return the folder of kept tables: ``XORCISE_CACHE``, or ``xorcise`` in the user's cache."""
    given = os.environ.get("XORCISE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(given) if given else (Path(base) if base else Path.home() / ".cache") / "xorcise"


def table_path(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> Path:
    """Return where the table of an exercise is kept."""
    name_of_data = data.name if data is not None and exercise.data else "none"
    folder = catalogue.suite_dir(exercise)
    files = [p for p in folder.rglob("*") if p.suffix in (".py", ".toml") and p.is_file()]
    what = f"{FORMAT}\0{suite_digest(*files)}\0{seed}\0{name_of_data}\0{np.__version__}"
    name = hashlib.sha256(what.encode()).hexdigest()[:24]
    return cache_folder() / f"{exercise.slug}-{name}.msgpack"


def compute(variants: Iterable[Path], run: Callable[[bytes], SuiteRun]) -> dict[str, Failures]:
    """Return the table of wrong variants by running each."""
    return {path.stem: failures(run(path.read_bytes())) for path in variants}


def save(path: Path, table: Table) -> None:
    """Keep a table."""
    plain = {
        key: {t: [f.fingerprint.shape, f.blame, f.fingerprint.numbers.tobytes()] for t, f in fails.items()}
        for key, fails in table.items()
    }
    write_bytes(path, msgpack.packb(plain))


def load(path: Path) -> dict[str, Failures] | None:
    """Return a kept table, or ``None`` where there is none that can be read."""
    try:
        plain = msgpack.unpackb(path.read_bytes())
        return {
            key: {t: Failure(Fingerprint(shape, np.frombuffer(raw)), who) for t, (shape, who, raw) in fails.items()}
            for key, fails in plain.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, msgpack.UnpackException):
        return None

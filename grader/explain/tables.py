"""Tables of what each misconception's variant does: shipped beside the suite, or kept in the user's cache.

A table is made by grading every variant once, which ``xorcise audit`` does anyway. It is found by the digest of what it
depends on, so another suite, variant, reference, seed or data set needs another table.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgpack

from grader.exercises.catalogue import Catalogue, suite_digest
from grader.exercises.datasets import STAND_IN, DataSet
from grader.exercises.exercise import Exercise, Limits
from grader.files import write_bytes

if TYPE_CHECKING:  # they import NumPy, and the driver of a class only asks whether a table is kept
    import numpy as np

    from grader.exercises.overlay import Variant
    from grader.explain.diagnosis import Failures, Table
    from grader.suite.session import SuiteRun

FORMAT = 4
"""Goes up with each change of what a fingerprint holds or ``grader.suite.keras`` asks for; part of the digest."""

QUICK_S = Limits().exercise_s
"""Seconds. An exercise with the default limit has quick variants, so its table is made when it is missing;
benchmarks/diagnosis.py measures the grading of variants. Other tables are left to ``xorcise audit``."""


def cache_folder() -> Path:
    """Return the folder of kept tables: ``XORCISE_CACHE``, or ``xorcise`` in the user's cache folder."""
    given = os.environ.get("XORCISE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(given) if given else (Path(base) if base else Path.home() / ".cache") / "xorcise"


def table_digest(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> str:
    """Return the digest of what a table depends on: suite, variants, seed, data.

    Versions of libraries are left out: they move numbers by far less than the tolerance of a comparison.
    """
    return _digest(catalogue, exercise, seed, _name_of(data))


def _name_of(data: DataSet | None) -> str:
    return data.name if data is not None else "none"


def _digest(catalogue: Catalogue, exercise: Exercise, seed: int, data: str) -> str:
    name_of_data = data if exercise.data else "none"
    files = suite_digest(catalogue.hidden_suite(exercise), *catalogue.variants(exercise))
    base = catalogue.base_digest(exercise)
    return hashlib.sha256(f"{FORMAT}\0{files}\0{base}\0{seed}\0{name_of_data}".encode()).hexdigest()[:24]


def table_path(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> Path:
    """Return the path of an exercise's table in the user's cache."""
    return _kept(exercise, table_digest(catalogue, exercise, seed, data))


def _kept(exercise: Exercise, digest: str) -> Path:
    return cache_folder() / f"{exercise.slug}-{digest}.msgpack"


def shipped_path(catalogue: Catalogue, exercise: Exercise) -> Path:
    """Return the path beside the suite of the table of seed 0 and the stand-in data."""
    return catalogue.suite_dir(exercise) / "fingerprints.msgpack"


def stale(catalogue: Catalogue, exercise: Exercise) -> bool:
    """Return whether the table beside the suite belongs to another suite or other variants, and so is never used."""
    path = shipped_path(catalogue, exercise)
    return path.is_file() and _read(path, _digest(catalogue, exercise, 0, STAND_IN)) is None


def is_kept(catalogue: Catalogue, exercise: Exercise, seed: int, data: str) -> bool:
    """Return whether ``find`` would return a table; ``data`` is the name of the data set."""
    return _found(catalogue, exercise, _digest(catalogue, exercise, seed, data)) is not None


def find(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> dict[str, Failures] | None:
    """Return the table of an exercise: the one beside its suite if it is not stale, else the one in the cache."""
    plain = _found(catalogue, exercise, _digest(catalogue, exercise, seed, _name_of(data)))
    return _table(plain) if plain is not None else None


def compute(variants: Mapping[str, Variant], run: Callable[[bytes], SuiteRun]) -> dict[str, Failures]:
    """Return the table of wrong variants by running each."""
    from grader.explain.diagnosis import failures  # imports NumPy; see above

    return {key: failures(run(variant.text.encode())) for key, variant in variants.items()}


def save(path: Path, table: Table, digest: str = "") -> None:
    """Keep a table, with the digest of what it depends on if its path does not hold the digest.

    Several digests are separated by spaces. A reader asks for one of them.
    """
    plain = {
        key: {t: [f.fingerprint.shape, f.blame, _packed(f.fingerprint.numbers)] for t, f in fails.items()}
        for key, fails in table.items()
    }
    write_bytes(path, zlib.compress(msgpack.packb([digest, plain]), 9))


def load(path: Path, digest: str = "") -> dict[str, Failures] | None:
    """Return a kept table, or ``None`` if there is none, if it cannot be read, or if it lacks the digest."""
    plain = _read(path, digest)
    return _table(plain) if plain is not None else None


_Plain = dict[str, dict[str, tuple[str, str, tuple[str, bytes]]]]
"""A table as it is kept: by variant and test the shape, the blamed call, and the numbers; see ``_packed``."""

_ITEM = {"<f4": 4, "<f8": 8}
"""Bytes of a number, by its NumPy dtype."""


def _found(catalogue: Catalogue, exercise: Exercise, digest: str) -> _Plain | None:
    shipped = _read(shipped_path(catalogue, exercise), digest)
    return shipped if shipped is not None else _read(_kept(exercise, digest), "")


def _read(path: Path, digest: str) -> _Plain | None:
    """Return the table at ``path``, or ``None`` if there is none, if it is damaged, or if it lacks the digest."""
    try:
        kept, plain = msgpack.unpackb(zlib.decompress(path.read_bytes()), use_list=False)
        if digest not in kept.split(" "):
            return None
        for fails in plain.values():
            for shape, blame, (kind, packed) in fails.values():
                if not (isinstance(shape, str) and isinstance(blame, str)) or len(packed) % _ITEM[kind]:
                    return None
    except (OSError, zlib.error, ValueError, TypeError, KeyError, AttributeError, msgpack.UnpackException):
        return None
    found: _Plain = plain
    return found


def _table(plain: _Plain) -> dict[str, Failures]:
    import numpy as np  # the driver of a class does without; see above

    from grader.suite.evidence import Failure  # imports NumPy
    from grader.suite.fingerprint import Fingerprint  # imports NumPy

    def numbers(kind: str, packed: bytes) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.frombuffer(packed, dtype=kind).astype(np.float64)

    return {
        key: {t: Failure(Fingerprint(shape, numbers(*raw)), blame) for t, (shape, blame, raw) in fails.items()}
        for key, fails in plain.items()
    }


def _packed(numbers: np.ndarray[Any, np.dtype[np.float64]]) -> list[Any]:
    """Return numbers as the bytes of float32, or of float64 if a value does not fit.

    float32's resolution of 6e-8 is less than a thousandth of the tolerance that numbers are compared with.
    """
    import numpy as np  # the driver of a class does without; see above

    with np.errstate(over="ignore"):
        short = numbers.astype(np.float32)
    kind = "<f4" if np.array_equal(np.isfinite(short), np.isfinite(numbers)) else "<f8"
    return [kind, numbers.astype(kind).tobytes()]

"""Tables of what each misconception's variant does: shipped beside the suite, or kept in the user's cache.

A table is computed by grading every variant once, which ``xorcise audit`` does anyway. It is found again by the digest
of everything that it depends on, so a change of the suite, of a variant, of the reference, of the seed or of the data
makes another.
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

if TYPE_CHECKING:  # NumPy and the suite's side: the driver of a class only asks whether a table is there
    import numpy as np

    from grader.exercises.overlay import Variant
    from grader.explain.diagnosis import Failures, Table
    from grader.suite.session import SuiteRun

FORMAT = 4
"""Counts changes of what a fingerprint holds; part of the digest."""

QUICK_S = Limits().exercise_s
"""An exercise that keeps the default time has variants that take a tenth of a second each: its table is made when it is
missing. Others are left to ``xorcise audit``."""


def cache_folder() -> Path:
    """Return the folder of kept tables: ``XORCISE_CACHE``, or ``xorcise`` in the user's cache."""
    given = os.environ.get("XORCISE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(given) if given else (Path(base) if base else Path.home() / ".cache") / "xorcise"


def table_digest(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> str:
    """Return the digest of everything that a table depends on: suite, variants, seed, data.

    Not the versions of libraries: what they move stays far within the tolerance of a comparison.
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
    """Return where the table of an exercise is kept in the user's cache."""
    return _kept(exercise, table_digest(catalogue, exercise, seed, data))


def _kept(exercise: Exercise, digest: str) -> Path:
    return cache_folder() / f"{exercise.slug}-{digest}.msgpack"


def shipped_path(catalogue: Catalogue, exercise: Exercise) -> Path:
    """Return where the table of seed 0 and the stand-in data comes with the suite."""
    return catalogue.suite_dir(exercise) / "fingerprints.msgpack"


def stale(catalogue: Catalogue, exercise: Exercise) -> bool:
    """Whether a table comes with the suite that is not of this suite and these variants, and so names nothing."""
    path = shipped_path(catalogue, exercise)
    return path.is_file() and _read(path, _digest(catalogue, exercise, 0, STAND_IN)) is None


def there(catalogue: Catalogue, exercise: Exercise, seed: int, data: str) -> bool:
    """Whether ``find`` would return a table; ``data`` is the name of the data set."""
    return _found(catalogue, exercise, _digest(catalogue, exercise, seed, data)) is not None


def find(catalogue: Catalogue, exercise: Exercise, seed: int, data: DataSet | None) -> dict[str, Failures] | None:
    """Return the table of an exercise: the one beside its suite if it is of this very suite, else a kept one."""
    plain = _found(catalogue, exercise, _digest(catalogue, exercise, seed, _name_of(data)))
    return _table(plain) if plain is not None else None


def compute(variants: Mapping[str, Variant], run: Callable[[bytes], SuiteRun]) -> dict[str, Failures]:
    """Return the table of wrong variants by running each."""
    from grader.explain.diagnosis import failures

    return {key: failures(run(variant.text.encode())) for key, variant in variants.items()}


def save(path: Path, table: Table, digest: str = "") -> None:
    """Keep a table, with the digest of what it depends on where its name does not hold it."""
    plain = {
        key: {t: [f.fingerprint.shape, f.blame, _packed(f.fingerprint.numbers)] for t, f in fails.items()}
        for key, fails in table.items()
    }
    write_bytes(path, zlib.compress(msgpack.packb([digest, plain]), 9))


def load(path: Path, digest: str = "") -> dict[str, Failures] | None:
    """Return a kept table, or ``None`` where there is none that can be read, or none of this digest."""
    plain = _read(path, digest)
    return _table(plain) if plain is not None else None


_Plain = dict[str, dict[str, tuple[str, str, tuple[str, bytes]]]]
"""A table as it is kept: by variant and test the shape, the call that is blamed, and the numbers; see ``_packed``."""

_ITEM = {"<f4": 4, "<f8": 8}
"""Bytes of a number."""


def _found(catalogue: Catalogue, exercise: Exercise, digest: str) -> _Plain | None:
    shipped = _read(shipped_path(catalogue, exercise), digest)
    return shipped if shipped is not None else _read(_kept(exercise, digest), "")


def _read(path: Path, digest: str) -> _Plain | None:
    """Return what is kept at ``path``, or ``None`` where that is nothing, of another digest, or no table."""
    try:
        kept, plain = msgpack.unpackb(zlib.decompress(path.read_bytes()), use_list=False)
        if kept != digest:
            return None
        for fails in plain.values():
            for shape, who, (kind, packed) in fails.values():
                if not (isinstance(shape, str) and isinstance(who, str)) or len(packed) % _ITEM[kind]:
                    return None
    except (OSError, zlib.error, ValueError, TypeError, KeyError, AttributeError, msgpack.UnpackException):
        return None
    found: _Plain = plain
    return found


def _table(plain: _Plain) -> dict[str, Failures]:
    import numpy as np

    from grader.suite.evidence import Failure
    from grader.suite.fingerprint import Fingerprint

    def numbers(kind: str, packed: bytes) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.frombuffer(packed, dtype=kind).astype(np.float64)

    return {
        key: {t: Failure(Fingerprint(shape, numbers(*raw)), who) for t, (shape, who, raw) in fails.items()}
        for key, fails in plain.items()
    }


def _packed(numbers: np.ndarray[Any, np.dtype[np.float64]]) -> list[Any]:
    """Return numbers as the bytes of float32, or of float64 where a value does not fit.

    float32's resolution of 6e-8 is a thousandth of the tolerance that numbers are compared with.
    """
    import numpy as np

    with np.errstate(over="ignore"):
        short = numbers.astype(np.float32)
    kind = "<f4" if np.array_equal(np.isfinite(short), np.isfinite(numbers)) else "<f8"
    return [kind, numbers.astype(kind).tobytes()]

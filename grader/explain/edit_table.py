"""The table of single edits of right code: what each mutant of the reference does, beside the suite.

``xorcise audit --only mutants --keep`` writes it, with seed 0 and the stand-in data. A missing one is not made while a
class is graded: that takes a minute and more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from grader.exercises.catalogue import Catalogue, suite_digest
from grader.exercises.datasets import STAND_IN, DataSet
from grader.exercises.exercise import Exercise
from grader.explain.edit_words import WORDS
from grader.explain.tables import FORMAT, load

if TYPE_CHECKING:  # they import NumPy, and a bundle only asks for the path
    from grader.explain.diagnosis import Failures, Table
    from grader.explain.edit_words import EditKind
    from grader.suite.evidence import Failure

COMPARED = 64
"""Numbers of one failed test that are compared, evenly spaced, at most. They bound a table: 300 edits that fail three
tests each take at most 300 * 3 * 64 * 4 bytes = 230 kB."""

ENOUGH = 2
"""Numbers that have to be compared before an edit is told. A single one, such as a loss, is often equal by chance."""


def edits_path(catalogue: Catalogue, exercise: Exercise) -> Path:
    """Return the path of an exercise's table."""
    return catalogue.suite_dir(exercise) / "edits.msgpack"


def edits_digest(catalogue: Catalogue, exercise: Exercise, data: str) -> str:
    """Return the digest of what a table depends on: suite, reference, kinds of edits, and the name of the data set.

    A slot's copy of an exercise may lack the reference; its note holds the digest if the exercise has wrong variants.
    """
    base = catalogue.base_digest(exercise)
    if not base and (reference := catalogue.reference(exercise)).is_file():
        base = suite_digest(reference)
    files = suite_digest(catalogue.hidden_suite(exercise))
    words = f"edits {','.join(WORDS)}\0{FORMAT}\0{files}\0{base}\0{data if exercise.data else 'none'}"
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def find_edits(catalogue: Catalogue, exercise: Exercise, data: DataSet | None) -> Table:
    """Return the table of an exercise; an empty one if there is none for this suite, reference and data set."""
    digest = edits_digest(catalogue, exercise, data.name if data is not None else "none")
    return load(edits_path(catalogue, exercise), digest) or {}


def stale_edits(catalogue: Catalogue, exercise: Exercise) -> bool:
    """Return whether the table beside the suite belongs to another suite or reference, and so is never used."""
    path = edits_path(catalogue, exercise)
    return path.is_file() and load(path, edits_digest(catalogue, exercise, STAND_IN)) is None


def table_of(edits: Iterable[tuple[EditKind, str, Failures]]) -> Table:
    """Return the table of some edits: their kind, the function that they change, and what they fail.

    Left out are edits that could never be told, and those that do the same as one of their kind in the same function.
    """
    found: dict[str, Failures] = {}
    seen = set()
    for kind, function, failures in edits:
        short = {test: shortened(failure) for test, failure in failures.items()}
        what = (kind, function, *sorted((t, f.blame, f.fingerprint.shape, _bytes(f)) for t, f in short.items()))
        if numbers_in(short.values()) >= ENOUGH and what not in seen:
            seen.add(what)
            found[f"{kind} {function} {len(found)}"] = short
    return found


def shortened(failure: Failure) -> Failure:
    """Return a failure with at most ``COMPARED`` of its numbers."""
    import numpy as np  # a bundle does without; see above

    from grader.suite.evidence import Failure  # imports NumPy
    from grader.suite.fingerprint import Fingerprint  # imports NumPy

    whole = failure.fingerprint
    if whole.numbers.size <= COMPARED:
        return failure
    places = np.linspace(0, whole.numbers.size - 1, COMPARED).astype(int)
    return Failure(Fingerprint(whole.shape, whole.numbers[places]), failure.blame)


def numbers_in(failures: Iterable[Failure]) -> int:
    """Return how many finite numbers are compared, in the failures that end with a wrong value.

    A failure that ends with an exception or with ``None`` has right numbers only, from before.
    """
    import numpy as np  # a bundle does without; see above

    prints = [f.fingerprint for f in failures]
    return sum(int(np.isfinite(p.numbers).sum()) for p in prints if _ends_with_numbers(p.shape))


def _ends_with_numbers(shape: str) -> bool:
    lines = [line for line in shape.splitlines() if not line.startswith(("at ", "callbacks "))]
    return lines[0] == "wrong" and lines[-1].startswith(("number", "array ("))


def _bytes(failure: Failure) -> bytes:
    """Return the numbers as the table keeps them."""
    import numpy as np  # a bundle does without; see above

    with np.errstate(over="ignore"):
        return failure.fingerprint.numbers.astype(np.float32).tobytes()

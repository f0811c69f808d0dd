"""Generated classes: submissions in realistic shares, each a file of its own.

Shares: 50% right (the reference and every accepted way that needs no library beside the exercise's own), 30% wrong (the
suite's own variants, one belief each), 5% slow (right, but 5 ms of looping in every call), 5% not begun (the stub), 5%
broken (a syntax error), 5% raising at import. There are no endless loops, because the graders that are compared have no
time limit of their own.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

from grader.audit.mutants import mutants
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import read_variants

SHARES = {"right": 50, "wrong": 30, "slow": 5, "stub": 5, "syntax": 5, "import": 5}

OTHERS = re.compile(r"^\s*(?:from|import) (?:scipy|sklearn)", re.MULTILINE)
"""What a few accepted ways import: a second each time, in every grader. Where all do, as in 11, all are taken."""

SLOW = """
def _slowly(function):
    def slow(*args, **kwargs):
        import time
        end = time.process_time() + 0.005
        while time.process_time() < end:
            pass
        return function(*args, **kwargs)
    return slow

for _name in {names!r}:
    globals()[_name] = _slowly(globals()[_name])
"""


def kinds(count: int, seed: int = 0) -> list[str]:
    """Return of what kind each of ``count`` submissions is."""
    return random.Random(seed).choices(list(SHARES), list(SHARES.values()), k=count)


def sample(count: int, few: int, seed: int = 0) -> list[int]:
    """Return which ``few`` of ``count`` submissions stand for all, each kind in its share."""
    by_kind = sorted(range(count), key=kinds(count, seed).__getitem__)
    return sorted(by_kind[i * count // few + count // (2 * few)] for i in range(min(few, count)))


def sources(
    catalogue: Catalogue, exercise: Exercise, count: int, seed: int = 0, *, unnamed: bool = False
) -> Iterator[str]:
    """Yield the text of ``count`` submissions, each different from every other.

    Args:
        catalogue: where the exercise is.
        exercise: whose submissions.
        count: how many.
        seed: of the draw.
        unnamed: whether every other wrong one is a mutant of an accepted solution, which no misconception names.
    """
    right = [p.read_text("utf-8") for p in (catalogue.reference(exercise), *catalogue.accepted(exercise))]
    right = [text for text in right if not OTHERS.search(text)] or right
    wrong = [variant.text for variant in read_variants(catalogue, exercise).values()]
    if unnamed:
        made = [[m.source for m in every] for text in right[1:] if (every := mutants(text))]
        drawn = [every[i * len(every) // len(wrong)] for i, every in zip(range(len(wrong)), itertools.cycle(made))]
        wrong = [text for pair in zip(wrong, drawn, strict=True) for text in pair]
    stub = catalogue.stub(exercise).read_text("utf-8")
    endless = {"right": itertools.cycle(right), "wrong": itertools.cycle(wrong)}
    for i, kind in enumerate(kinds(count, seed)):
        if kind in endless:
            text = next(endless[kind])
        elif kind == "slow":
            text = right[0] + SLOW.format(names=exercise.entry_points)
        elif kind == "syntax":
            text = right[0] + "\ndef broken(:\n"
        elif kind == "import":
            text = right[0] + "\nraise RuntimeError('forgotten')\n"
        else:
            text = stub
        yield f"{text}\n# student {i}\n"


def write_class(folder: Path, catalogue: Catalogue, exercise: Exercise, count: int, *, unnamed: bool = False) -> Path:
    """Write a class with one folder a student; for the arguments see ``sources``."""
    for i, text in enumerate(sources(catalogue, exercise, count, unnamed=unnamed)):
        student = folder / f"s{i:05}"
        student.mkdir(parents=True)
        (student / exercise.filename).write_text(text, encoding="utf-8")
    return folder

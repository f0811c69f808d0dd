"""Files that know nothing: every function and every method answers in one way, whatever it is given.

A file may take its answer from the arguments, or have learnt the public tests by heart. What it earns is a gift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent

from grader.audit.asked import Examples
from grader.audit.flaws import made_of
from grader.audit.flaws.kinds import known
from grader.audit.flaws.targets import Target, targets
from grader.exercises.exercise import Exercise

KNOWS_NOTHING = 5.0
"""Points of 100 that a file may earn that knows nothing. Some tests ask for little, such as two numbers that differ, so
0 is too strict; a test that is worth a point or two may be given away, and no question of the exercise."""

ANSWERS = {
    "0": "0.0",
    "1": "1.0",
    "the first argument": "args[0] if args else 0.0",
    "the first two arguments": "args[:2] if len(args) > 1 else 0.0",
    "the first rows of the first two arguments": "rows(args)",
    "all data as the only batch": "iter([args[:2]]) if len(args) > 1 else 0.0",
    "zeros like the first array": "np.zeros_like(first(args), dtype=float)",
    "a zero for each row": "np.zeros(np.shape(first(args))[:1])",
    "the number of elements": "float(np.size(first(args)))",
    "the sum of all arguments": "total(args)",
}
"""Answers as expressions; ``args`` are the positional arguments."""

HELP = '''
import numpy as np


def first(args):
    """The first array, or 0."""
    for value in args:
        if isinstance(value, dict):
            value = next(iter(value.values()), 0.0)
        if isinstance(value, np.ndarray):
            return value
    return 0.0


def rows(args):
    """As many rows of the first two arrays as a whole number among the arguments says."""
    given = [a for a in args if isinstance(a, np.ndarray)]
    size = next((a for a in args if type(a) is int), None)
    return tuple(a[:size] for a in given[:2]) if given else 0.0


def total(args):
    """The sum of all numbers in the arguments."""
    return float(sum(np.sum(a) for a in args if isinstance(a, (int, float, np.ndarray))))
'''

BY_HEART = "the public tests by heart"
"""The name of the file that answers as the reference does where a public test asks the same, and else with a 0."""


def files(exercise: Exercise, reference: str, examples: Examples) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file that knows nothing."""
    found = targets(reference, exercise.entry_points, examples)
    for name, answer in ANSWERS.items():
        yield name, f"{HELP}\n\n{_answering(exercise, found, answer)}"
    yield BY_HEART, _by_heart(exercise, found, reference)


def _answering(exercise: Exercise, found: Sequence[Target], answer: str) -> str:
    """Return functions, and classes with their methods, that all answer with an expression."""
    parts = []
    for name in exercise.entry_points:
        methods = [t for t in found if t.bound and t.owner == name]
        if not methods:
            parts.append(f"def {name}(*args, **kwargs):\n    return {answer}\n")
            continue
        parts.append(f"class {name}:\n    def __init__(self, *args, **kwargs): pass\n")
        parts += [
            f"    def {m.called}(self, *args, **kwargs):\n        return {answer}\n" for m in methods if not m.makes
        ]
    return "\n".join(parts)


def _by_heart(exercise: Exercise, found: Sequence[Target], reference: str) -> str:
    """Return a file that asks the reference where a public test asks the same, and else answers with a 0.

    The right functions are in a scope of their own: they call one another, and not what is known by heart. An object
    shows its methods and hides its attributes.
    """
    parts = [made_of("memorised"), f"def _reference():\n{indent(reference, '    ')}\n    return locals()\n"]
    parts.append("_right = _reference()")
    for name in exercise.entry_points:
        methods = [t for t in found if t.bound and t.owner == name]
        parts.append(f"{name} = _right[{name!r}]")
        if methods:
            parts.append(f"class {name}:\n    def __init__(self, *args, **kwargs):")
            parts.append(f"        self._right = _right[{name!r}](*args, **kwargs)\n")
        parts += [
            f"    def {m.called}(self, *args, **kwargs):\n        return self._right.{m.called}(*args, **kwargs)\n"
            for m in methods
            if not m.makes
        ]
    for t in found:
        if not t.makes:
            learnt = tuple(sorted(known(t.public)))
            parts.append(f"{t.name} = _memorised()({t.name}, {t.bound}, {learnt!r}, lambda answer: 0.0)")
    return "\n".join(parts)

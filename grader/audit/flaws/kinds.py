"""Which flaws a function can have, as far as its parameters and the calls of its tests tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.audit.asked import Asked, Other
from grader.audit.flaws.code.common import arrays
from grader.audit.flaws.code.memorised import key
from grader.audit.flaws.targets import Target

Options = tuple[Any, ...]
"""What a flaw's code takes besides the function, as constants."""

Kind = Callable[[Target], Iterator[tuple[str, Options]]]
"""Yields for each flaw of the kind that a function can have the parameter that it is about, or "", and the options."""

LABELS = frozenset({"t", "labels", "label"})
"""Parameters that take labels in two forms. Which function takes both, the suite's calls tell."""


def known(calls: tuple[Asked, ...]) -> frozenset[str]:
    """Return the keys of calls that can be known by heart: some argument is plain data, and no array is too large."""
    found = set()
    for call in calls:
        given = [*call.args, *call.kwargs.values()]
        if any(not isinstance(value, Other) for value in given):
            found.add(key(call.args, call.kwargs))
    return frozenset(found)


def _memorised(target: Target) -> Iterator[tuple[str, Options]]:
    learnt = known(target.public)
    if learnt and not target.makes:
        yield "", (target.bound, tuple(sorted(learnt)))


def _truncated(target: Target) -> Iterator[tuple[str, Options]]:
    def shows(call: Asked) -> bool:
        given = arrays(*call.args, *call.kwargs.values())
        return bool(given) and given[0].dtype.kind in "iuf" and _has_fractions(call.answer)

    if any(map(shows, target.calls)):
        yield "", ()


def _has_fractions(answer: Any) -> bool:
    if isinstance(answer, (float, np.floating)):
        return bool(np.isfinite(answer) and answer != np.trunc(answer))
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "f":
        return bool(np.any(np.isfinite(answer) & (answer != np.trunc(answer))))
    return False


def _in_place(target: Target) -> Iterator[tuple[str, Options]]:
    for place, name in enumerate(target.parameters):
        values = target.values(name)
        given = [a for a in arrays(*values) if a.dtype.kind in "iuf"]
        if not given or target.makes or target.changes(name):
            continue
        options = (place + target.bound, name)
        yield name, (*options, "always")
        if any(a.dtype.kind == "f" and np.any(a < 0) for a in given):
            yield f"{name}, where it is negative", (*options, "rectified")
        public = arrays(*target.values(name, target.public))
        floats = any(a.dtype.kind == "f" for a in given)
        if floats and public and all(a.size and 0 <= a.min() < a.max() <= 1 for a in public):
            yield f"{name}, where it is 0 or 1", (*options, "clipped")


def _by_order(target: Target) -> Iterator[tuple[str, Options]]:
    dicts = [[v for v in call.args if type(v) is dict and len(v) > 1] for call in target.calls]
    if any(len(found) > 1 for found in dicts):
        yield "of two dicts", ((),)
    orders: dict[frozenset[str], tuple[str, ...]] = {}
    for found in dicts:
        if found:
            orders.setdefault(frozenset(found[0]), tuple(found[0]))  # the first order that these keys are seen in
    if orders:
        yield "of one dict", (tuple(orders.values()),)


def _label_form(target: Target) -> Iterator[tuple[str, Options]]:
    for place, name in enumerate(target.parameters):
        if name in LABELS:
            pairs = [arrays(*call.args) for call in target.calls if len(call.args) > place]
            forms = {tuple(a.ndim for a in pair[:2]) for pair in pairs}
            if forms >= {(2, 1), (2, 2)}:
                yield name, (place + target.bound, name)


def _remembered(target: Target) -> Iterator[tuple[str, Options]]:
    if not target.makes and (target.parameters or target.bound):
        yield "", (target.bound,)


def _shared(target: Target) -> Iterator[tuple[str, Options]]:
    if target.makes:
        yield "", ()


def _falsy_seed(target: Target) -> Iterator[tuple[str, Options]]:
    if "seed" in target.parameters:
        yield "seed", (target.parameters.index("seed") + target.bound, "seed")


def _strided(target: Target) -> Iterator[tuple[str, Options]]:
    given = (a for call in target.calls for a in (*call.args, *call.kwargs.values()) if isinstance(a, np.ndarray))
    if not target.makes and any(a.ndim > 1 and min(a.shape) > 1 for a in given):
        yield "", ()


def _batch_of_one(target: Target) -> Iterator[tuple[str, Options]]:
    def shows(call: Asked) -> bool:
        given = arrays(*call.args, *call.kwargs.values())
        batch = bool(given) and given[0].ndim > 1
        return batch and isinstance(call.answer, (float, np.floating, np.ndarray)) and np.ndim(call.answer) != 1

    if not target.makes and any(map(shows, target.calls)):
        yield "", ()


KINDS: dict[str, Kind] = {
    "memorised": _memorised,
    "truncated": _truncated,
    "in_place": _in_place,
    "by_order": _by_order,
    "label_form": _label_form,
    "remembered": _remembered,
    "shared": _shared,
    "falsy_seed": _falsy_seed,
    "strided": _strided,
    "batch_of_one": _batch_of_one,
}
"""By the module of ``grader.audit.flaws.code`` that makes a function wrong in this way."""

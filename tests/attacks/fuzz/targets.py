"""The targets by name, and inputs to start a search from.

A target states what must hold for any bytes: it returns, or raises an error that shows a fault of the grader. Each is a
pure function of its bytes, so that an input that fails once fails again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .intake_targets import (
    VALID_NOTEBOOK,
    made_notebook,
    made_zip,
    magics,
    names,
    raw_notebook,
    raw_zip,
    repeated_cell,
    valid_zip,
)
from .report_targets import report
from .wire_targets import JUDGE, answer, frames, weights, wire

Target = Callable[[bytes], None]

TARGETS: dict[str, Target] = {
    t.__name__: t
    for t in (
        *(wire, frames, weights, answer, raw_zip, made_zip, raw_notebook, made_notebook, repeated_cell, magics, names),
        report,
    )
}

REGRESSIONS = Path(__file__).parent / "regressions"


def seeds(name: str) -> list[bytes]:
    """Return inputs to start from: those that were found before, and a valid one."""
    found = [p.read_bytes() for p in sorted((REGRESSIONS / name).glob("*"))]
    valid = {
        "wire": JUDGE.pack([1, {"a": (np.zeros((2, 2)), 1 + 2j, 2**70)}, np.float32(1), "x", b"y", None]),
        "raw_zip": valid_zip(),
        "raw_notebook": json.dumps(VALID_NOTEBOOK).encode(),
    }
    return [*found, valid.get(name, bytes(range(256)))]

"""A short search for each target, and all inputs that failed once."""

from __future__ import annotations

import os
import random
import sys
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from grader.submission import read_entry

from .cost import MEMORY, MEMORY_PER_BYTE, SECONDS, SECONDS_PER_BYTE, TooDear
from .intake_targets import LARGE
from .targets import REGRESSIONS, TARGETS, seeds

EXAMPLES = int(os.environ.get("XORCISE_FUZZ_EXAMPLES", "100"))
"""Inputs for each target, so that a target takes a few seconds."""

KEPT = [pytest.param(path, id=f"{path.parent.name}-{path.name}") for path in sorted(REGRESSIONS.glob("*/*"))]


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_a_stranger_writes_is_our_error(name: str) -> None:
    """Random inputs and changed valid ones make no target fail. The search prefers inputs with many different bytes."""
    tried = TARGETS[name]
    starts = [seed for seed in seeds(name) if seed]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def search(data: Any) -> None:
        content = data.draw(st.binary(max_size=600))
        if data.draw(st.booleans()):  # a valid one with some bytes changed
            changed = bytearray(data.draw(st.sampled_from(starts)))
            for _ in range(data.draw(st.integers(0, 5))):
                changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
            content = bytes(changed) + content[: data.draw(st.integers(0, 5))]
        target(float(len(set(content))), label="different bytes")
        tried(content)

    search()


@pytest.mark.parametrize("path", KEPT)
def test_what_was_found_stays_mended(path: Any) -> None:
    """Inputs that once made a target fail do not make it fail any more."""
    TARGETS[path.parent.name](path.read_bytes())


BREAKS = {
    "wire": "grader.guest.wire.msgpack.unpackb",
    "frames": "grader.guest.wire.msgpack.unpackb",
    "weights": "grader.guest.wire.msgpack.unpackb",
    "answer": "grader.suite.assertions.form",
    "raw_zip": "grader.submission.archive._members",
    "made_zip": "grader.submission.archive.path_in_zip",
    "raw_notebook": "grader.submission.notebook._parse",
    "made_notebook": "grader.submission.notebook._parse",
    "repeated_cell": "grader.submission.notebook._parse",
    "magics": "grader.submission.magics._Position.advance",
    "names": "grader.submission.names._stem_patterns",
    "report": "grader.report.shown.one_line",
}
"""For each target, a function that it must reach."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_can_fail(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every target fails if a function that it should test is broken. So the target reaches that function."""

    def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("broken")

    monkeypatch.setattr(BREAKS[name], broken)
    inputs = [*seeds(name), *(random.Random(n).randbytes(200) for n in range(300))]
    with pytest.raises((KeyError, AssertionError)):
        list(map(TARGETS[name], inputs))


@pytest.mark.parametrize("name", ["raw_zip", "made_zip", "raw_notebook", "made_notebook", "repeated_cell"])
def test_a_target_of_the_intake_fails_above_the_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The targets of the intake fail if reading is slow or takes much memory."""
    inputs = [*seeds(name), *(random.Random(n).randbytes(200) for n in range(30))]

    clock, passed = time.process_time, [0.0]
    monkeypatch.setattr(time, "process_time", lambda: clock() + passed[0])  # what is measured, without waiting for it

    def slow(*_: Any, **__: Any) -> Any:
        passed[0] += SECONDS + LARGE * SECONDS_PER_BYTE * 5  # measuring memory allows four times as much
        return read_entry(*_, **__)

    def greedy(*_: Any, **__: Any) -> Any:
        return (bytearray(MEMORY + 3 * LARGE * MEMORY_PER_BYTE), read_entry(*_, **__))[1]

    for dear in (slow, greedy):
        monkeypatch.setattr(sys.modules[TARGETS[name].__module__], "read_entry", dear)
        with pytest.raises(TooDear):
            list(map(TARGETS[name], inputs))

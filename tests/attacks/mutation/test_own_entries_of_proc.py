"""What a worker may read of /proc: sizes of the machine, nothing of its own, and for as long as it lives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.exercise import Limits
from grader.guest.confinement import available
from grader.slot.slot import Slot

from .weak_slot import slot_without

pytestmark = pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock")

SOURCE = b"""
def read(path):
    try:
        with open(path, "rb") as file:
            return len(file.read(64))
    except PermissionError:
        return -1
"""

TRAINS = (
    SOURCE
    + b"""
def train():
    import keras, numpy as np
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    return len(model.fit(np.ones((64, 4)), np.zeros(64, int), epochs=2, verbose=0).history["loss"])
"""
)

OWN = ("net/tcp", "net/unix", "cgroup", "mountinfo", "mounts", "environ", "maps", "status", "cmdline", "oom_score_adj")

SIZES = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu/online")

DROP = Path("/proc/sys/vm/drop_caches")


def ask(slot: Slot, kind: str, name: str, *arguments: str) -> Any:
    limits = Limits(load_s=60.0, call_s=120.0, exercise_s=240.0)
    source = SOURCE if kind == "numpy" else TRAINS  # what imports Keras gets no worker of the kind numpy
    with slot.worker(kind, {"a.py": source}, "a", limits) as worker:
        worker.request(["has", "read"], 60.0)
        if os.access(DROP, os.W_OK):
            DROP.write_text("2")  # what of /proc nobody holds is forgotten, as it is when memory is short
        return [
            worker.request(["call", ["module", name], [], list(args), {}, False], 120.0).value
            for args in ([[a] for a in arguments] or [[]])
        ]


def test_nothing_of_its_own_is_readable() -> None:
    """Connections, mounts and groups of the machine are there; without the file wall all are."""
    paths = [f"/proc/self/{name}" for name in OWN]
    with slot_without() as slot:
        assert ask(slot, "numpy", "read", *paths) == [-1] * len(paths)
    with slot_without("landlock:readable") as slot:
        assert -1 not in ask(slot, "numpy", "read", *paths)


@pytest.mark.skipif(not os.access(DROP, os.W_OK), reason="only root can make the kernel forget")
def test_what_is_granted_stays_granted() -> None:
    """The kernel forgets entries of /proc, and rules with them, unless they are open: the template keeps them so."""
    with slot_without() as slot:
        assert -1 not in ask(slot, "numpy", "read", *SIZES)
        assert kept_open(slot) == set(SIZES[:3])
    with slot_without("kept") as slot:  # others on this machine may keep them open too, so reading proves nothing
        ask(slot, "numpy", "read", *SIZES)
        assert kept_open(slot) == set()


def kept_open(slot: Slot) -> set[str]:
    """Return what of /proc a slot's template has open."""
    launcher: Any = slot.launcher("numpy")
    opened = {str(fd.readlink()) for fd in Path(f"/proc/{launcher.process.pid}/fd").iterdir()}
    return {path for path in opened if path.startswith("/proc/")}


def test_tensorflow_needs_nothing_of_its_own() -> None:
    """It aborts where it cannot read /proc/self/cmdline, so it reads that in the template."""
    with Slot() as slot:
        assert ask(slot, "tensorflow", "train") == [2]

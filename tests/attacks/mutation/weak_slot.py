"""A slot whose workers lack some defences, and asking one of its workers to attack."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import StudentFault
from grader.exercises.exercise import Limits
from grader.slot.slot import Slot
from grader.worker.template_launcher import TemplateLauncher

HERE = Path(__file__).parent
ATTEMPTS = {name: (HERE / name).read_bytes() for name in ("attempts.py", "attempts_by_call.py")}
LIMITS = Limits(load_s=20.0, call_s=20.0, exercise_s=90.0, memory_mb=256, scratch_mb=8)


class Weakened(TemplateLauncher):
    """Forks workers from a template that lacks some defences; ``weakened.py`` says which there are."""

    def __init__(self, *defences: str, kind: str = "numpy") -> None:
        self.entry = (str(HERE / "weakened.py"), ",".join(defences))
        super().__init__(kind)


@contextlib.contextmanager
def slot_without(*defences: str) -> Iterator[Slot]:
    """Provide a slot at the strongest level, but for ``defences``."""
    with Slot() as slot:
        slot._launchers["numpy"] = Weakened(*defences)
        yield slot


def gain(slot: Slot, attack: str, argument: Any) -> str:
    """Return what an attack of ``attempts.py`` gained, or nothing."""
    with slot.worker("numpy", ATTEMPTS, "attempts", LIMITS) as worker:
        try:
            return str(worker.request(["call", ["module", attack], [], [argument], {}, False], 20.0).value or "")
        except StudentFault:
            return ""

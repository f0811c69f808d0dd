"""How a command is measured: its time, the processor time of everything that it started, and its memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

LOOK_S = 0.05


@dataclass(frozen=True)
class Cost:
    """What something cost.

    Attributes:
        wall_s: seconds on the clock.
        cpu_s: seconds of processor time, of the process and of every descendant that was waited for.
        memory_mb: most memory that the process itself had at a time, in MiB.
    """

    wall_s: float
    cpu_s: float
    memory_mb: float = 0.0


def run(command: Sequence[str], cwd: Path, env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and return its cost; a failure ends the benchmark."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=os.environ | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watch.start()
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    watch.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode(errors='replace')[-3000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0])


def _watch(pid: int, peak: list[float]) -> None:
    """Note the peak of a process's memory until it ends."""
    while True:
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            return
        found = [line for line in lines if line.startswith("VmHWM:")]
        if not found:  # a zombie has none
            return
        peak[0] = float(found[0].split()[1]) / 1024
        time.sleep(LOOK_S)


def run_many(commands: Sequence[tuple[Sequence[str], Path]], processes: int, env: dict[str, str] | None = None) -> Cost:
    """Run commands, so many at a time, and return what they cost together."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(processes) as pool:
        costs = list(pool.map(lambda c: run(c[0], c[1], env), commands))
    return Cost(time.perf_counter() - begun, sum(c.cpu_s for c in costs), max((c.memory_mb for c in costs), default=0))

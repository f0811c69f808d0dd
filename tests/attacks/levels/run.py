"""Running the attacks at every level that this machine offers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from attacks.hostile_corpus import ROOT, Attack, attacks
from grader.errors import ContainmentError
from grader.slot.slot import Slot

HERE = Path(__file__).parent

LEVELS = ("landlock", "landlock 3", "bubblewrap", "user", "bare", "bare without libraries")
"""As ``forced.py`` takes them, strongest first."""

FAMILIES = ("exit", "peek", "report", "stray")
"""What confinement decides. Of the others the judge alone decides, or a limit that is the same at every level."""

FLOODS = (
    "flood_fork",
    "flood_links",
    "flood_room_kept",
    "flood_room_by_ioctl",
    "flood_flushes",
    "flood_growing",
    "flood_pinned",
    "flood_supplies",
    "flood_shared_memory",
    "flood_immutable",
    "flood_mmap",
    "flood_threads",
    "flood_descriptors",
)
"""Floods that confinement stops, rather than a deadline."""

PATIENCE_S = 600  # nothing here is about speed


def corpus() -> list[Attack]:
    """Return the attacks on one exercise, without those that aim at the intake and never come to a worker."""
    at_intake = ("entry", "link", "fifo", "zip", "bomb", "deep", "cell")
    return [a for a in attacks() if a.exercise == "02_losses" and not any(a.get(key) for key in at_intake)]


def chosen() -> list[Attack]:
    """Return the attacks that a level decides about."""
    return [attack for attack in corpus() if attack.family in FAMILIES or attack.name in FLOODS]


def offered(level: str) -> bool:
    """Whether this machine has the level, and for the weakest also what keeps it from harm."""
    name = level.partition(" ")[0]
    if name == "bare":
        command = [*namespaces(HERE), "true"]
        return bool(shutil.which("bwrap")) and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        with Slot(name) as slot:
            slot.probe("numpy", [], [])
    except ContainmentError:
        return False
    return level == name or not slot.containment.missing  # an older kernel is imitated on a newer one


def namespaces(place: Path) -> list[str]:
    """Return the command line that runs another with ``place`` alone to write to, and nobody else to see.

    In it an attack at the weakest level can neither reach a process, a file or a network of this machine.
    """
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    command += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp"]
    for path in (ROOT, sys.prefix):
        command += ["--ro-bind", str(path), str(path)]
    return [*command, "--bind", str(place), str(place), "--"]


def run_level(level: str, place: Path, names: list[str]) -> dict[str, list[str]]:
    """Grade the attacks ``names`` at ``level``, all that they write below ``place``; return what each gained."""
    found: dict[str, list[str]] = {}
    wrap = namespaces(place) if level.startswith("bare") else []
    while rest := [name for name in names if name not in found]:
        done = subprocess.run(
            [*wrap, sys.executable, str(HERE / "forced.py"), level, str(place), *rest],
            env=os.environ | {"PYTHONPATH": str(HERE.parents[1]), "HOME": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=ROOT,  # where an instructor would start it, which some attacks count on
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
        )
        begun = ""
        for line in filter(lambda text: text.startswith("{"), done.stdout.splitlines()):
            said = json.loads(line)
            begun = said.get("begins", begun)
            if "ends" in said:
                found[said["ends"]] = said["gained"]
        if not begun or (begun in found and len(found) < len(names)):
            raise AssertionError(f"{level}: {done.stderr[-3000:]}")
        found.setdefault(begun, ["ends the run"])
    return found

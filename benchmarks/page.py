"""The page that the benchmarks write: made whole by the command, from its title to the last table."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must hold, as a ratio or a difference of one run.

    Attributes:
        what: in words.
        measured: what was found.
        bound: what is asked for.
        most: whether ``bound`` is the most that will do; else it is the least.
        unit: of both.
    """

    what: str
    measured: float
    bound: float
    most: bool = False
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.measured <= self.bound if self.most else self.measured >= self.bound

    def row(self) -> str:
        """Return it as a line of a table."""
        asked = f"at {'most' if self.most else 'least'} {self.bound:g}{self.unit}"
        return f"| {self.what} | {asked} | {self.measured:.4g}{self.unit} | {'yes' if self.holds else '**no**'} |"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page.

    Attributes:
        title: its heading.
        lines: its tables and what is to be said of them.
        claims: what must hold of it.
        load: the machine's load before and after it ran.
    """

    title: str
    lines: Sequence[str]
    claims: Sequence[Claim] = ()
    load: tuple[float, float] = field(default=(0.0, 0.0))

    def text(self) -> str:
        """Return its heading and lines."""
        load = f"Load of the machine {self.load[0]:.1f} before and {self.load[1]:.1f} after."
        return "\n".join([f"## {self.title}", "", load, "", *self.lines]).rstrip() + "\n"


def page(parts: Sequence[Part], arguments: Sequence[str]) -> str:
    """Return the whole page.

    Args:
        parts: in order.
        arguments: of the command that made it.
    """
    command = " ".join(["python benchmarks/class_throughput.py", *arguments])
    head = [
        "# Benchmarks",
        "",
        f"Made by `{command}` on {machine()}.",
        "All figures are of one run on one machine. Compare ratios within a table. Seconds of another machine differ.",
        "Times are by the clock, unless they are called processor time. That is the time of all processes that were",
        "started, and it is the better figure where other work ran on the machine.",
        "",
    ]
    claims = [claim.row() for part in parts for claim in part.claims]
    if claims:
        head += ["| what must hold | asked for | measured | holds |", "| --- | ---: | ---: | --- |", *claims, ""]
    return "\n".join(head) + "\n" + "\n".join(part.text() for part in parts)


def machine() -> str:
    """Return what this ran on, in words."""
    names = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    kinds = [names[0]] if names else []
    version = ".".join(map(str, sys.version_info[:3]))
    return ", ".join([*kinds, f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {version}"])


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []

"""The hostile submissions of ``tests/attacks/corpus``: reading their headers, and writing them into a class folder.

An attack is a file. Its first line says what it tries. Comments after it say what the tests should see::

    # family: wire              one of FAMILIES
    # exercise: 02_losses
    # honest: 12                the points that its honest part deserves
    # least: 0                  the minimum points, if the attack may disturb itself or depends on timing
    # says: ended itself        a pattern that one of its messages must match

Further comments are for attacks that need more than the file: ``entry`` (the name of the student's folder), ``also``
(further names under which the file is written), ``link`` and ``fifo`` (special files), ``zip`` (a member's name in a
zip), ``bomb`` (a zip that inflates to so many MiB), ``deep`` (a zip with a number of files, each in a number of nested
folders, ``190x500``), ``cell`` (a notebook whose second cell repeats a text a number of times, where ``{n}`` becomes
the number of the copy) and ``slow`` (why short runs leave the attack out).

``@OUT@``, ``@CATALOGUE@``, ``@SUBMISSIONS@``, ``@TMP@`` and ``@ROOT@`` in an attack are replaced by the real paths,
since an attacker is assumed to know them. The grader itself does not read these comments.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

FAMILIES = ("exit", "report", "patch", "lie", "peek", "wire", "flood", "stray")

HEADER = re.compile(
    r"^# (family|exercise|honest|least|says|entry|also|link|fifo|zip|bomb|deep|cell|slow): (.+)$", re.MULTILINE
)


@dataclass(frozen=True)
class Attack:
    """One file of the corpus.

    Attributes:
        path: the file.
        story: what the attack tries.
        head: the header as pairs of key and value. ``link`` may occur more than once.
    """

    path: Path
    story: str
    head: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The file's stem."""
        return self.path.stem

    def get(self, key: str, default: str = "") -> str:
        """Return the first value of ``key``."""
        return next((v for k, v in self.head if k == key), default)

    @property
    def family(self) -> str:
        """One of ``FAMILIES``."""
        return self.get("family")

    @property
    def exercise(self) -> str:
        """The slug of the exercise for which it is handed in."""
        return self.get("exercise")

    @property
    def module(self) -> str:
        """The name of the file under which it is handed in."""
        return MODULES[self.exercise] + ".py"

    @property
    def honest(self) -> float:
        """The points that its honest part deserves."""
        return float(self.get("honest", "0"))

    @property
    def least(self) -> float:
        """The minimum points: those of its honest part, unless it may disturb itself."""
        return float(self.get("least", self.get("honest", "0")))

    @property
    def slow(self) -> bool:
        """Whether short runs leave the attack out."""
        return bool(self.get("slow"))

    @property
    def entry(self) -> str:
        """The name of the student's folder."""
        return self.get("entry", self.name).encode("latin-1", "backslashreplace").decode("unicode_escape")

    def source(self, places: Mapping[str, str]) -> str:
        """Return the file's text, with the names in ``places`` replaced by their paths."""
        text = self.path.read_text(encoding="utf-8")
        for name, path in places.items():
            text = text.replace(f"@{name}@", path)
        return text

    def hand_in(self, folder: Path, places: Mapping[str, str]) -> Path:
        """Write the attack as an entry of the class folder ``folder`` and return the path of the entry."""
        text = self.source(places)
        if self.get("zip") or self.get("bomb") or self.get("deep"):
            entry = folder / f"{self.entry}.zip"
            with zipfile.ZipFile(entry, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(self.module, text)
                self._add_to(archive, text)
            return entry
        entry = folder / self.entry
        entry.mkdir()
        if self.get("cell"):
            count, _, piece = self.get("cell").partition(" ")
            piece = piece.encode().decode("unicode_escape")
            repeated = "".join(piece.replace("{n}", str(n)) for n in range(int(count)))
            code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
            cells = [code | {"source": text}, code | {"source": f"{repeated}class x0: pass\n"}]
            book = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
            (entry / self.module).with_suffix(".ipynb").write_text(json.dumps(book), encoding="utf-8")
            return entry
        for name in [self.module, *self.get("also").split()]:
            (entry / name).write_text(text, encoding="utf-8")
        for key, value in self.head:
            if key == "link":
                name, _, target = value.partition(" -> ")
                for place, path in places.items():
                    target = target.replace(f"@{place}@", path)
                (entry / name).symlink_to(target)
            elif key == "fifo":
                os.mkfifo(entry / value)
        return entry

    def _add_to(self, archive: zipfile.ZipFile, text: str) -> None:
        if self.get("zip"):
            archive.writestr(self.get("zip"), text)
        if self.get("deep"):
            files, folders = map(int, self.get("deep").split("x"))
            for n in range(files):
                archive.writestr(f"{n}/{'d/' * (folders - 1)}x.csv", "")
        if self.get("bomb"):
            with archive.open("large.txt", "w", force_zip64=True) as member:
                for _ in range(int(self.get("bomb"))):
                    member.write(bytes(2**20))


MODULES = {
    "02_losses": "losses",
    "03_numerical_gradient": "gradients",
    "04_gradient_descent": "descent",
    "09_xor_net": "xor_net",
    "14_mnist_mlp": "mnist_mlp",
}
"""By exercise, the student's module. It is not taken from the catalogue, so that an error there is noticed."""


def attacks() -> list[Attack]:
    """Return all attacks, sorted by name."""
    found = []
    for path in sorted((ROOT / "tests" / "attacks" / "corpus").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        story = re.match(r'"""(.+?)"""', text)
        found.append(Attack(path, story[1] if story else "", tuple(HEADER.findall(text))))
    return found

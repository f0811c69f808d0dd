"""The bounds of the intake, each taken out: what it holds off goes through, so each of them is what holds it."""

from __future__ import annotations

import json
import sys
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.exercise import Exercise
from grader.submission import Entry, Reader, discover, people, reach, read_entry
from grader.submission import reader as reader_module
from grader.submission.archive import read_zip
from grader.submission.entry import Version
from grader.submission.intake import parents
from grader.submission.statement import Statement

LAYERS = Exercise("01_layers", {"en": "Layers"}, "layers", ("Affine",))
LOSSES = Exercise("02_losses", {"en": "Losses"}, "losses", ("mean_squared_error",))

Patch = pytest.MonkeyPatch


def notebook(folder: Path, source: str) -> Entry:
    """Hand in a notebook of one cell."""
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    book = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [code | {"source": source}]}
    (folder / "losses.ipynb").write_text(json.dumps(book), encoding="utf-8")
    return Entry("s", folder / "losses.ipynb")


def start_with(monkeypatch: Patch, code: str) -> None:
    """Run ``code`` in each reader before it begins."""
    code = f"import time\nimport grader.submission.notebook as n\nimport grader.submission.reader_process as p\n{code}"
    monkeypatch.setattr(reader_module, "COMMAND", (sys.executable, "-P", "-c", f"{code}\np.main()"))


def test_without_the_deadline_reading_takes_as_long_as_it_likes(tmp_path: Path, monkeypatch: Patch) -> None:
    """Three seconds where half a second is allowed."""
    start_with(monkeypatch, "old = n._parse\nn._parse = lambda source: (time.sleep(3), old(source))[1]")
    entry = notebook(tmp_path, "x = 1")
    with Reader([LOSSES], seconds=0.5) as reader:
        assert "within 0.5 seconds" in reader.read(entry).problem

        monkeypatch.setattr("grader.submission.reader.time.monotonic", lambda: 0.0)  # a clock that stands still
        assert not reader.read(entry).problem


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not bounded, only time")
def test_without_the_limit_reading_takes_as_much_memory_as_it_likes(tmp_path: Path, monkeypatch: Patch) -> None:
    """Two gigabytes, none of which is touched, so that this test needs none."""
    greedy = "old = n._slim\nn._slim = lambda book: ([bytearray(2**28) for _ in range(8)], old(book))[1]"
    entry = notebook(tmp_path, "x = 1")
    start_with(monkeypatch, greedy)
    with Reader([LOSSES]) as reader:
        assert "more than 1024 MiB of memory" in reader.read(entry).problem
    start_with(monkeypatch, f"{greedy}\np._bound_address_space = lambda: lambda: 0")
    with Reader([LOSSES]) as reader:
        assert not reader.read(entry).problem


def test_without_the_bounds_on_folders_thousands_are_set_up(tmp_path: Path, monkeypatch: Patch) -> None:
    """The 190 files of 500 folders each would all be taken, and every worker would set them up and clear them."""
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(190):
            archive.writestr(f"{n}/{'d/' * 499}x.csv", "")
    assert not read_zip(path).files
    for module in ("archive", "intake"):
        monkeypatch.setattr(f"grader.submission.{module}.too_deep", lambda _: False)
    monkeypatch.setattr("grader.submission.intake.FOLDERS", 10**6)
    assert len(set().union(*(parents(name) for name in read_zip(path).files))) == 190 * 500


def test_without_the_count_of_repetitions_a_finally_takes_the_memory(tmp_path: Path, monkeypatch: Patch) -> None:
    """Twenty kilobytes make a hundred megabytes; sixty, a gigabyte."""
    entry = notebook(tmp_path, "def f():\n try:\n" + "  if x: return\n" * 1000 + " finally:\n" + "  y=1\n" * 1000)

    def peak() -> int:
        tracemalloc.start()
        read_entry(entry, [LOSSES])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak() < 20 * 2**20
    monkeypatch.setattr("grader.submission.notebook.NOTEBOOK_COMPILED", 10**12)
    assert peak() > 80 * 2**20


def test_without_the_memory_of_statements_one_is_visited_for_each_name(tmp_path: Path, monkeypatch: Patch) -> None:
    """A statement that sets a thousand names and reads them is read once, not a thousand times."""
    visits = 0
    real: Callable[[Statement], frozenset[str]] = Statement.reads.fget  # type: ignore[attr-defined]

    def counted(statement: Statement) -> frozenset[str]:
        nonlocal visits
        visits += 1
        return real(statement)

    def forgetful(
        roots: Iterable[str], setters: Mapping[str, list[Statement]], reads: Callable[[Statement], Iterable[str]]
    ) -> tuple[set[str], set[Statement]]:
        needed: set[str] = set()
        waiting = list(roots)
        while waiting:
            if (name := waiting.pop()) not in needed:
                needed.add(name)
                for statement in setters.get(name, ()):
                    waiting += reads(statement)
        return needed, {s for name in needed for s in setters.get(name, ())}

    monkeypatch.setattr(Statement, "reads", property(counted))
    names = ", ".join(f"x{n}" for n in range(1000))
    entry = notebook(tmp_path, f"@keep({names})\nclass x0: pass\ndef mean_squared_error(y, t): return x0")
    read_entry(entry, [LOSSES])
    assert visits == 2
    monkeypatch.setattr(reach, "_closure", forgetful)
    read_entry(entry, [LOSSES])
    assert visits > 1000


def test_without_the_list_of_what_is_invisible_two_students_look_alike(monkeypatch: Patch) -> None:
    """Unicode counts the Hangul filler as a letter, so its category says nothing."""
    assert people.safe_name("honest\u3164") == "honest_"
    monkeypatch.setattr(people, "is_visible", lambda c: unicodedata.category(c)[0] != "C")
    assert people.safe_name("honest\u3164") == "honest\u3164"


def test_without_parts_a_file_under_alices_name_takes_all_of_her_work(tmp_path: Path, monkeypatch: Patch) -> None:
    """Whoever handed in the larger one."""
    (tmp_path / "alice_losses.py").write_text("alice's", encoding="utf-8")
    (tmp_path / "alice_layers.ipynb").write_text("{", encoding="utf-8")
    (entry,) = discover(tmp_path, [LAYERS, LOSSES])
    assert read_entry(entry, [LAYERS, LOSSES]).files == {"02_losses": {"losses.py": b"alice's"}}
    together = Version(tuple(member for version in entry.versions for member in version.members))
    monkeypatch.setattr(Entry, "parts", lambda self: (together,))
    assert not read_entry(entry, [LAYERS, LOSSES]).files

"""Helpers for the tests of submissions: a course of three exercises, and ways to make folders, zips and notebooks."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.exercise import Exercise
from grader.submission import Entry, Submission, read_entry
from grader.submission.notebook import Notebook


def exercise(slug: str, module: str, *entry_points: str) -> Exercise:
    """Return an exercise with the slug as its title."""
    return Exercise(slug, {"en": slug, "zh-CN": slug}, module, entry_points)


LAYERS = exercise("01_layers", "layers", "Affine")
LOSSES = exercise("02_losses", "losses", "mean_squared_error", "cross_entropy_error")
NET = exercise("03_two_layer_net", "net", "TwoLayerNet")
COURSE = (LAYERS, LOSSES, NET)

STUB = "def mean_squared_error(y, t):\n    raise NotImplementedError\n"
"""A module of 02 in which nothing is written."""

Tree = Mapping[str, bytes | str]
"""The contents of files by their path."""

CODE: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
"""A code cell without its source."""

any_name = pytest.mark.skipif(sys.platform != "linux", reason="other systems restrict file names or ignore their case")


def write(root: Path, tree: Tree) -> Path:
    """Write files below ``root`` and return it."""
    for name, content in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def zipped(path: Path, tree: Tree) -> Path:
    """Write the zip ``path`` with some files and return its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return path


def book(*cells: str | dict[str, Any], **more: Any) -> bytes:
    """Return a notebook.

    Args:
        cells: code cells, given by their source, or cells of any kind.
        more: keys of the notebook that are added or replaced.
    """
    made = [cell if isinstance(cell, dict) else CODE | {"source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made} | more).encode()


def names(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Return the person and the file name of each entry."""
    return [(entry.person, entry.path.name) for entry in entries]


def of_tree(tmp_path: Path, tree: Tree, exercises: tuple[Exercise, ...] = COURSE) -> Submission:
    """Return the submission of a student whose folder holds ``tree``. Reading it must give no problem."""
    (tmp_path / "alice").mkdir(parents=True, exist_ok=True)
    submission = read_entry(Entry("alice", write(tmp_path / "alice", tree)), exercises, COURSE)
    assert submission.problem == ""
    return submission


def problem(path: Path, exercises: tuple[Exercise, ...] = COURSE) -> str:
    """Return the problem with the entry ``path``. There must be one, and no files."""
    submission = read_entry(Entry("alice", path), exercises, COURSE)
    assert submission.files == {}
    assert submission.problem.isprintable()
    return submission.problem


def listed(submission: Submission) -> dict[str, list[str]]:
    """Return by slug the names of the files."""
    return {slug: list(files) for slug, files in submission.files.items()}


def refuse(number: int) -> object:
    """Return a replacement for a function of ``os`` that raises the error ``number``."""

    def call(path: object = "", *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return call


F = "def f(x):\n    return x"
"""A cell that defines the entry point ``f``."""


def module(*cells: str, wanted: tuple[str, ...] = ("f",)) -> str:
    """Return the source of the module from a notebook, without blank lines and the numbers of cells."""
    source = Notebook.read(book(*cells), "alice.ipynb").module(wanted)[0].decode()
    return "\n".join(line for line in source.splitlines() if line and not line.startswith("# cell"))


def notes(*cells: str, wanted: tuple[str, ...] = ("f",)) -> tuple[str, ...]:
    """Return the notes on the module from a notebook."""
    return Notebook.read(book(*cells), "alice.ipynb").module(wanted)[1]

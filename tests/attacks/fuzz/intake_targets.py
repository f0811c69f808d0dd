"""Targets of the intake: zips, notebooks, cells and names."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from grader.submission import Entry, read_entry
from grader.submission.bounds import DEPTH, FILES, NAME, NOTE, NOTES, PATH, TOTAL, Refused, shown
from grader.submission.magics import strip_magics
from grader.submission.names import member_path, spellings, split_stem
from grader.submission.notebook import Notebook
from grader.submission.people import NAME_BYTES, NAME_CHARACTERS, safe_name
from grader.text import is_visible

from .cost import within_the_line
from .sample import COURSE, folder
from .source import Source

CODE: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
"""A code cell without its source."""

VALID_NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 4,
    "metadata": {},
    "cells": [CODE | {"source": "x = 1\n%time f()\n"}],
}


def _scratch(name: str, content: bytes) -> Path:
    path = folder() / name
    path.write_bytes(content)
    return path


@cache
def _warm() -> None:
    """Read notebooks of all versions once, so that nbformat's imports and schemas do not count for a submission."""
    for version in (1, 2, 3, 4, 5):
        book = VALID_NOTEBOOK | {"nbformat": version, "nbformat_minor": 0, "worksheets": [VALID_NOTEBOOK]}
        read_entry(Entry("s", _scratch("losses.ipynb", json.dumps(book).encode())), COURSE)


def _taken(path: Path, student: str = "s") -> None:
    """Read an entry and check the cost, the problem, the notes and the files."""
    _warm()
    size = path.stat().st_size
    with within_the_line(size, memory=size % 4 == 0) as cost:
        submission = read_entry(Entry(student, path), COURSE)
        cost.size += sum(len(content) for files in submission.files.values() for content in files.values())
    assert submission.problem == shown(submission.problem, NOTE)
    assert all(note == shown(note, NOTE) for note in submission.notes)
    assert len(submission.notes) <= NOTES + 1
    for files in submission.files.values():
        assert len(files) <= FILES
        assert all(name.count("/") <= DEPTH for name in files)
        assert sum(map(len, files.values())) <= 2 * TOTAL
        for name, content in files.items():
            assert type(content) is bytes
            assert is_safe_path(name)
    assert len(submission.digest) == 64


def is_safe_path(name: str) -> bool:
    """Whether the relative path ``name`` stays inside its folder and is valid in a file system."""
    parts = name.split("/")
    return (
        not name.startswith("/")
        and ".." not in parts
        and "" not in parts
        and "\0" not in name
        and len(name.encode()) <= PATH
        and all(len(part.encode()) <= NAME for part in parts)
    )


def raw_zip(data: bytes) -> None:
    """Any bytes in a file called ``.zip`` give a submission, which may have a problem."""
    _taken(_scratch("s.zip", data))


NAMES = (
    *(
        "losses.py",
        "02_losses/losses.py",
        "losses.ipynb",
        "work/losses.py",
        "../losses.py",
        "/losses.py",
        "a\\losses.py",
    ),
    *("losses.py/", "losses.py/x", "LOSSES.PY", "__MACOSX/losses.py", "layers.py", "C:losses.py", "x" * 300, "a.zip"),
)


def made_zip(data: bytes) -> None:
    """Zips that are nearly valid give a submission."""
    source = Source(data)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for _ in range(source.byte() % 6):
            name = source.one_of(NAMES) if source.byte() % 4 else source.text().encode("utf-8", "replace").decode()
            info = zipfile.ZipInfo(name or "n")
            info.compress_type = source.one_of((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
            info.external_attr = source.one_of((0, 0o100644 << 16, 0o120777 << 16, 0o010644 << 16, 0x10))
            info.extra = source.take(30) if source.byte() % 8 == 0 else b""
            with contextlib.suppress(struct.error), _quiet():
                archive.writestr(info, source.take(400) * source.one_of((1, 1, 40)))
    packed = bytearray(made.getvalue())
    for _ in range(source.byte() % 6):
        place = source.byte() | source.byte() << 8
        packed[-1 - place % len(packed) if source.byte() % 2 else place % len(packed)] = source.byte()
    _taken(_scratch("s.zip", bytes(packed)))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicate names, which are intended here
        yield


def raw_notebook(data: bytes) -> None:
    """Any bytes in a file called ``.ipynb`` give a submission."""
    _taken(_scratch("losses.ipynb", data))


PIECES = (
    *("def mean_squared_error(y, t):\n    return ", "x = 1\n", "%matplotlib inline\n", "!pip install x\n", "%%bash\n"),
    *("import numpy as np\n", "np.random.seed(0)\n", "'''", "(", "\\\n", "class A:\n    ", "lambda: ", "f'{", "]", "-"),
    *("@x\n", "if x:\n  ", "try:\n pass\nexcept: pass\n", "x[0] = ", "await f()\n", "[x for x in ", "not ", "async "),
    *(
        "\ufeff",
        "\r",
        "\x0c",
        "ａ = 1\n",
        "é",
        "%%time\n",
        "??\n",
        "files = !ls\n",
        "from x import *\n",
        "return 1\n",
        "\0",
    ),
    *(
        "type X = int\n",
        "match x:\n case 1: pass\n",
        "global x\n",
        "nonlocal y\n",
        "yield ",
        "*",
        "# coding: latin-1\n",
    ),
)


def cell_source(source: Source) -> str:
    """Return text similar to Python, sometimes with deep nesting."""
    parts = []
    for _ in range(source.byte() % 12):
        piece = source.one_of(PIECES) if source.byte() % 6 else source.text()
        parts.append(piece * source.one_of((1, 1, 1, 1, 2, 150)))
    return "".join(parts)


def made_notebook(data: bytes) -> None:
    """Notebooks that are nearly valid give a submission. If all cells are valid, the module is valid Python."""
    source = Source(data)
    cells: list[Any] = []
    for _ in range(source.byte() % 6):
        code: Any = cell_source(source)
        if source.byte() % 8 == 0:
            code = source.one_of(([code, code], None, 5, {}, [1]))
        cells.append({"cell_type": source.one_of(("code", "code", "code", "markdown", None)), "source": code})
    book: dict[str, Any] = {"nbformat": source.one_of((4, 4, 4, 3, 2, 1, 5, "4", None, 10**30)), "cells": cells}
    book |= {
        "nbformat_minor": source.one_of((4, 5, 0, -1, None, "x")),
        "metadata": source.one_of(({}, {}, None, [], 1)),
    }
    if source.byte() % 8 == 0:
        book["worksheets"] = source.one_of(([{"cells": cells}], [], [{}], None, 3))
    text = json.dumps(book)
    if source.byte() % 8 == 0:
        text = text.replace("[]", "[" * 5000 + "]" * 5000)
    raw = bytearray(
        text.encode(source.one_of(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace")
    )
    for _ in range(source.byte() % 4):
        raw[(source.byte() | source.byte() << 8) % len(raw)] = source.byte()
    _taken(_scratch("losses.ipynb", bytes(raw)))
    try:
        notebook = Notebook.read(bytes(raw), "n.ipynb")
        module, _ = notebook.module(["mean_squared_error"])
    except Refused:
        return
    if notebook.statements and not notebook.broken:
        with _quiet():
            ast.parse(module)


LARGE = 60_000
"""Characters of a cell that repeats something. The limits in ``cost.py`` are chosen for this size."""


def repeated_cell(data: bytes) -> None:
    """A notebook with a large cell that repeats a few pieces, in a row or nested, gives a submission."""
    source = Source(data)
    parts = ["def mean_squared_error(y, t): return x\n"]
    for _ in range(1 + source.byte() % 3):
        piece = source.one_of(PIECES) if source.byte() % 2 else source.text()[:20]
        end = source.one_of(("", "", ")", "]", "\n", ", x = x\n", "finally:\n  x\n", piece))
        count = (1 + source.byte()) * LARGE // 256 // max(1, len(piece) + len(end))
        if source.byte() % 4 == 0:  # each copy has a different number
            parts.append("".join(f"{piece}x{n}{end}" for n in range(count // 2)))
        else:
            parts.append(piece * count + source.one_of(("", "x", "x = 1\n")) + end * count)
    cells = [CODE | {"source": "".join(parts)[:LARGE]}]
    book = json.dumps(VALID_NOTEBOOK | {"cells": cells})
    _taken(_scratch("losses.ipynb", book.encode("utf-8", "surrogatepass")))


def magics(data: bytes) -> None:
    """Removing magics does not change a cell that is valid Python."""
    cell = cell_source(Source(data))
    with within_the_line(len(cell)):
        kept = strip_magics(cell)
    with _quiet():
        try:
            before = ast.dump(ast.parse(cell))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        if cell[:1] not in (" ", "\t", "\n") and "\r" not in cell and "\x0c" not in cell:
            assert ast.dump(ast.parse(kept)) == before


def names(data: bytes) -> None:
    """Any text as a name of a person, a file or a zip member gives a safe name or is refused."""
    text = Source(data).text()
    with within_the_line(len(text)):
        student = safe_name(text)
        split_stem(text, spellings(COURSE))
    assert student
    assert is_safe_path(student)
    assert not re.search(r'[/\\:*?"<>|]', student)
    assert student[0] not in ".=+@~-"
    assert student[-1] not in ". "
    assert len(student) <= NAME_CHARACTERS + 1
    assert len(student.encode()) <= NAME_BYTES + 1
    assert all(map(is_visible, student + shown(text)))
    with contextlib.suppress(Refused):
        path = member_path(text)
        assert not path or is_safe_path(path)


def valid_zip() -> bytes:
    """Return a zip with a module."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("02_losses/losses.py", "def mean_squared_error(y, t):\n    return 0\n" * 3)
    return made.getvalue()

"""The time and memory for reading a submission grow in proportion to its size, whatever is repeated in it.

Each family of files repeats one thing. For each family a file of 60 kB and one of half the size are read, for a course
of fifteen exercises. The larger one may take two seconds, and about three times as long as the smaller one. A new
family is one line.
"""

from __future__ import annotations

import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from attacks.fuzz.cost import MEMORY, MEMORY_PER_BYTE, SECONDS_PER_BYTE
from share import bounded

from grader.exercises.exercise import Exercise
from grader.submission import Entry, discover, read_entry
from grader.submission.bounds import FILES, NOTEBOOK_PARTS
from grader.submission.magics import strip_magics
from grader.submission.names import spellings, split_stem
from submission.sample import CODE, book

SIZE = 60_000

MORE = 3.0
"""Maximum ratio of the two times. Linear growth gives 2 and quadratic growth 4; the rest is for chance."""

SLACK_S = 1.0
"""Seconds of processor time by which any measurement may be longer, for example because other programs empty the
caches. Quadratic time at this size is far longer."""

COURSE = [Exercise(f"{n:02}_part_{n}", {"en": "Part"}, f"part{n}", (f"f{n}", f"g{n}")) for n in range(1, 16)]

Made = Callable[[int], str]

ENTRY = "\n".join(f"def f{n}(x): return a0 + a1" for n in range(1, 16))
"""An entry point for each exercise, so that the notebook is converted into a module for each."""


def each(template: str, count: int, between: str = "") -> str:
    """Return ``count`` copies of ``template``, with ``#`` replaced by the number of the copy."""
    return between.join(template.replace("#", str(n)) for n in range(count))


CELLS: dict[str, Made] = {
    "one statement binds names": lambda n: each("a#", n, ",") + " = range(9)",
    "one statement binds and reads names": lambda n: f"{each('a#', n, ',')} = {each('a#', n, ',')}",
    "a decorator changes names": lambda n: f"@keep({each('a#', n, ',')})\nclass B: pass\n{ENTRY}",
    "decorators change names": lambda n: each("@keep(a#)\n", n) + "class a0: pass",
    "decorators": lambda n: "@b\n" * n + "class a0: pass",
    "one import of names": lambda n: f"import {each('a#', n, ',')}",
    "a call that is left out sets names": lambda n: each("a#", n, ",") + " = f1(1)",
    "a function reads names": lambda n: f"def a0(): return [{each('b#', n, ',')}]",
    "a function has names and lambdas": lambda n: f"def a0(): return [{each('b#,lambda:0', n, ',')}]",
    "a module has names and lambdas": lambda n: f"a0 = [{each('b#,lambda:0', n, ',')}]",
    "a function has locals and lambdas": lambda n: "def a0():\n " + each("b#=0;lambda:0", n, ";"),
    "defaults": lambda n: f"def a0({each('b#=c#', n, ',')}): pass",
    "globals": lambda n: f"def a0():\n global {each('b#', n, ',')}",
    "comprehensions": lambda n: f"a0 = [{each('[y for y in x#]', n, ',')}]",
    "walruses": lambda n: f"a0 = [{each('(b#:=1)', n, ',')}]",
    "cases": lambda n: "def a0(x):\n match x:\n" + each("  case #: pass\n", n),
    "ways out of one finally": lambda n: (
        "def a0():\n try:\n" + "  if x: return\n" * (n // 2) + " finally:\n" + "  y = 1\n" * (n // 2)
    ),
    "finally in finally": lambda n: (
        "".join(f"{' ' * k}try: pass\n{' ' * k}finally:\n" for k in range(min(n, 19))) + " " * min(n, 19) + "pass"
    ),
    "attributes": lambda n: "a0 = b" + ".c" * n,
    "calls": lambda n: "a0 = b" + ".c()" * n,
    "strings": lambda n: "a0 = " + "'b'" * n,
    "commas": lambda n: f"a0 = {each('b', n, ',')}",
    "brackets": lambda n: "a0 = " + "[" * n,
    "braces": lambda n: "a0 = " + "{" * n,
    "brackets that close": lambda n: "a0 = " + "[" * n + "]" * n,
    "keywords that nest": lambda n: "a0 = " + "f(b=" * n,
    "wrong brackets": lambda n: "(]" * n,
    "quotes": lambda n: "'" * n,
    "digits": lambda n: "a0 = " + "9" * n,
    "hexadecimal digits": lambda n: "a0 = 0x" + "f" * n,
    "newlines": lambda n: "\n" * n + "a0 = 1",
    "magics of a cell": lambda n: "%%time\n" * n + "a0 = 1",
    "shell lines": lambda n: "if x:\n" + " !a\\\n" * n,
    "names before a question": lambda n: "a" * n + "?b",
    "names before a bracket": lambda n: "a[" + "b" * n + "?",
    "names before commas": lambda n: each("b", n, ",") + " c",
    "blanks": lambda n: " " * n + "b," + " " * n,
    "definitions that are no Python": lambda n: "x = (\n" + "def g1\n" * n,
}

PARTS: dict[str, Made] = {
    "statements set names": lambda n: each("a# = 1", n, "\n"),
    "statements read the one before": lambda n: each("a# = b(a0)", n, "\n"),
    "statements that are left out": lambda n: each("a# = f1(#)", n, "\n"),
    "imports": lambda n: each("import a#", n, "\n"),
    "star imports": lambda n: "from a import *\n" * n,
    "methods": lambda n: "a0 = A()\n" + each("a0.b(c#)", n, "\n"),
    "functions": lambda n: each("def a#(): return a0", n, "\n"),
    "additions": lambda n: "a0 = 0\n" + "a0 += 1\n" * n,
    "statements on a line": lambda n: "a0 = 1;" * n,
}
"""Repetitions that are limited by ``NOTEBOOK_PARTS``, so that their files are smaller than 60 kB."""


def of_cell(made: Made, count: int) -> bytes:
    """Return a notebook with entry points and one cell that repeats something."""
    return book(ENTRY, made(count))


def packed(*names: str) -> bytes:
    """Return a zip of empty files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"")
    return made.getvalue()


BOOKS: dict[str, Callable[[int], bytes]] = {
    "cells": lambda n: book(*[CODE | {"source": "a0 = 1"}] * n),
    "cells that are no Python": lambda n: book(*[CODE | {"source": "x = ("}] * n),
    "cells that are no text": lambda n: book(*[CODE | {"source": 5}] * n),
    "cells with one name": lambda n: book(*[CODE | {"source": "", "id": "a"}] * n, nbformat_minor=5),
    "cells with a wrong name": lambda n: book(*[CODE | {"source": "", "id": "$" * 80}] * n, nbformat_minor=5),
    "worksheets": lambda n: book(nbformat=3, worksheets=[{"cells": []}] * n),
    "old cells": lambda n: book(nbformat=2, worksheets=[{"cells": [CODE | {"input": "a = 1"}] * n}]),
    "lists that nest": lambda n: b"[" * n,
    "empty objects": lambda n: b'{"cells": [' + b"{}," * n + b"{}]}",
    "a long number": lambda n: b'{"nbformat": ' + b"9" * n + b"}",
}

ZIPS: dict[str, Callable[[int], bytes]] = {
    "members": lambda n: packed(*(f"{k}.csv" for k in range(n))),
    "members that are left": lambda n: packed(*(f"{k}.zip" for k in range(n))),
    "modules that are left": lambda n: packed(*(f"a/{'d/' * 20}{k}/part1.py" for k in range(n))),
    "deep members": lambda n: packed(*(f"{k}/{'d/' * 499}x" for k in range(n // 30))),
    "hidden members": lambda n: packed(*(f".git/{k}" for k in range(n))),
    "names of separators": lambda n: packed(*(f"a{'-' * 240}{k}.py" for k in range(n))),
    "folders": lambda n: packed(*(f"{k}/" for k in range(n))),
}

FAMILIES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    **{name: ("all.ipynb", partial(of_cell, made)) for name, made in (CELLS | PARTS).items()},
    **{name: ("all.ipynb", made) for name, made in BOOKS.items()},
    **{name: ("all.zip", made) for name, made in ZIPS.items()},
}

FEWER = ("a function has names and lambdas", "a module has names and lambdas", "comprehensions")

MOST = dict.fromkeys((*PARTS, *FEWER, "a function has locals and lambdas"), NOTEBOOK_PARTS - 100) | {
    "finally in finally": 19,  # Python's limit on nested blocks
    "members": FILES - 1,
    "names of separators": FILES - 1,
}
"""Maximum number of repetitions, if a limit refuses more."""


def count_for(size: int, make: Callable[[int], bytes], most: int) -> int:
    """Return the number of repetitions for a file of about ``size`` bytes, at most ``most``."""
    low, high = 1, 2
    while len(make(high)) < size and high < most:
        low, high = high, 2 * high
    while high - low > 1 + low // 50:
        middle = (low + high) // 2
        low, high = (middle, high) if len(make(middle)) < size else (low, middle)
    return min(low, most)


def seconds(path: Path) -> float:
    """Return the seconds of processor time for reading the file."""
    begun = time.process_time()
    read_entry(Entry("s", path), COURSE)
    return time.process_time() - begun


@pytest.mark.parametrize("name", bounded(FAMILIES, 24))  # each takes two seconds
def test_twice_as_much_takes_twice_as_long(tmp_path: Path, name: str) -> None:
    """Reading a repetition takes time and memory in proportion to the number of copies."""
    file, make = FAMILIES[name]
    count = count_for(SIZE, make, MOST.get(name, SIZE))
    whole, half = tmp_path / file, tmp_path / f"half-{file}"
    whole.write_bytes(make(count))
    half.write_bytes(make(count // 2))
    size = whole.stat().st_size
    for _ in range(3):  # disturbances only make a measurement longer, so the best of three counts
        took = seconds(half), seconds(whole)
        if took[1] < MORE * took[0] + SLACK_S and took[1] < SIZE * SECONDS_PER_BYTE:
            break
    else:
        pytest.fail(f"{count} in {size} bytes take {took[1]:.2f} s, and half of that {took[0]:.2f} s")
    tracemalloc.start()
    submission = read_entry(Entry("s", whole), COURSE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{count} in {size} bytes: {took[0]:.3f} s, {took[1]:.3f} s, {peak / size:.0f} bytes for each")
    assert peak < MEMORY + MEMORY_PER_BYTE * size
    assert len(json.dumps([submission.problem, *submission.notes])) < 20_000


def test_magics_take_no_time() -> None:
    """Many empty lines, or many lines of magics, before a cell's first statement are read in linear time."""
    for cell in ("\n" * 300_000 + "x = 1", "%%time\n" * 90_000 + "x = 1"):
        begun = time.process_time()
        assert strip_magics(cell).strip() == "x = 1"
        assert time.process_time() - begun < 10  # quadratic time would take half a minute


@pytest.mark.parametrize("stem", ["a" + "-" * 254, "a-" * 127, "-" * 255, "part1-" * 42, "part-" * 51])
def test_names_are_split_at_once(stem: str) -> None:
    """Splitting a long name into person and exercise takes no backtracking."""
    spelled = spellings(COURSE)
    split_stem(stem, spelled)
    begun = time.process_time()
    for _ in range(1000):
        split_stem(stem, spelled)
    assert time.process_time() - begun < 10  # with backtracking it would take about 20 s


@pytest.mark.parametrize("form", ["{}a#_part1.py", "a (#)_part1.py", "a_part1 (#).py", "{}a#.zip"])
def test_a_class_of_equal_names_is_named_at_once(tmp_path: Path, form: str) -> None:
    """Thousands of files whose names become equal when cut, or claim one person's work, get distinct names quickly."""
    for n in range(2000):
        (tmp_path / form.format("a" * 150).replace("#", str(n))).touch()
    begun = time.process_time()
    entries = discover(tmp_path, COURSE)
    assert time.process_time() - begun < 30  # usually well below a second; quadratic time takes minutes
    assert len({entry.person.casefold() for entry in entries}) == len(entries)

"""A course of two small exercises and a class for it, for tests that grade whole classes many times over."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

EXERCISE = """
title = {{ en = "{name}", "zh-CN" = "玩具" }}
module = "{name}"
entry_points = ["f"]
points = 10
[limits]
exercise_s = {seconds}
"""

SUITE = '''"""Hidden tests."""
from grader.suite import *

@points(6)
def test_double(student):
    """Twice the number.

    两倍。
    """
    assert_close(student.f(3.0), {factor} * 3.0)

@points(4)
def test_zero(student):
    """Nothing stays nothing.

    零。
    """
    assert_close(student.f(0.0), 0.0)
'''

SLUGS = ("01_twice", "02_thrice")

SOURCES = {
    "ada": "def f(x): return 2 * x",
    "bob": "def f(x): return 3 * x",
    "eve": "def f(x): return 2 * x",
    "joe": "def f(x): return x + 1",
    "kim": "def f(x): raise ValueError(x)",
    "liz": "import time\ndef f(x):\n    time.sleep(0.05)\n    return 2 * x",
    "max": "def f(x:",
    "zoe": "import os\ndef f(x): os._exit(3)",
}
"""By student: right, wrong, the same as another's, slow, broken, and ending the worker."""


def make_course(root: Path) -> Path:
    """Write the course and return its root."""
    for slug, factor in zip(SLUGS, (2, 3), strict=True):
        name = slug[3:]
        statement, suite = root / "exercises" / slug, root / "grader" / "suites" / slug
        for folder in (statement, suite, root / "solutions" / slug):
            folder.mkdir(parents=True)
        (statement / "exercise.toml").write_text(EXERCISE.format(name=name, seconds=60), encoding="utf-8")
        (statement / f"{name}.py").write_text("def f(x):\n    raise NotImplementedError\n")
        (suite / f"test_{name}_hidden.py").write_text(SUITE.format(factor=factor), encoding="utf-8")
    return root


def make_class(root: Path) -> Path:
    """Write the class and return its folder."""
    for student, source in SOURCES.items():
        (root / student).mkdir(parents=True)
        for slug in SLUGS:
            (root / student / f"{slug[3:]}.py").write_text(f"{source}\n# {slug}\n")
    return root


def contents(path: Path) -> dict[str, Any]:
    """Return everything in a gradebook that two runs over the same class must share: all but times and numbers."""
    connection = sqlite3.connect(path)
    try:
        gradings = {
            (slug, files, suite, seed, attempt): (fault, outcome, score, timeless(tests))
            for slug, files, suite, seed, attempt, fault, outcome, score, tests in connection.execute(
                "SELECT slug, files, suite, seed, attempt, fault, outcome, score, tests FROM grading"
            )
        }
        verdicts = connection.execute(
            "SELECT v.student, v.slug, s.files, g.score, g.outcome FROM verdict v"
            " JOIN submission s ON s.id = v.submission JOIN grading g ON g.id = v.grading"
        ).fetchall()
        handed_in = connection.execute("SELECT student, slug, files FROM submission").fetchall()
        packed = dict(connection.execute("SELECT files, packed FROM content"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
    return {
        "gradings": gradings,
        "verdicts": sorted(verdicts),
        "submissions": sorted(handed_in),
        "contents": packed,
    }


def timeless(tests: str) -> Any:
    """Return a grading's tests without how long they took."""
    return [{k: v for k, v in test.items() if k != "duration_s"} for test in json.loads(tests)]

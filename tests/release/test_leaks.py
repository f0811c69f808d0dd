"""Whatever is hidden is found by content: whole, in part, renamed, written otherwise, in archives."""

from __future__ import annotations

import ast
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.release.leaks import EVERY, RUN, Leak, Secrets

ROOT = Path(__file__).resolve().parents[2]

HIDDEN = {
    kind: min(ROOT.glob(pattern)).relative_to(ROOT).as_posix()
    for kind, pattern in {
        "suite": "grader/suites/02_losses/test_*_hidden.py",
        "overlay": "grader/suites/02_losses/wrong/*.py",
        "table": "grader/suites/10_two_layer_net/fingerprints.msgpack",
        "edits": "grader/suites/10_two_layer_net/edits.msgpack",
        "misconceptions": "grader/suites/02_losses/misconceptions.toml",
        "expected": "grader/suites/02_losses/expected.toml",
        "reference": "solutions/02_losses/losses.py",
        "accepted": "solutions/02_losses/accepted/*.py",
    }.items()
}
"""One file of each kind."""


@pytest.fixture(scope="module")
def secrets(catalogue: Catalogue) -> Secrets:
    """What must not leave this checkout."""
    return Secrets.of(catalogue)


Find = Callable[..., list[Leak]]


@pytest.fixture
def find(secrets: Secrets, tmp_path: Path) -> Find:
    """Return a function that looks for leaks in a folder with one file in it."""

    def found(content: bytes | str, name: str = "notes.py") -> list[Leak]:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(secrets.leaks(tmp_path))

    return found


def test_what_students_receive_gives_nothing_away(catalogue: Catalogue, secrets: Secrets) -> None:
    """No exercise holds anything hidden, and neither does the package without its suites."""
    assert list(secrets.leaks(catalogue.root / "exercises")) == []
    rooms = [p for p in (catalogue.root / "grader").iterdir() if p.name != "suites"]
    assert [leak for room in rooms for leak in secrets.leaks(room)] == []


def test_every_hidden_file_is_found_alone(catalogue: Catalogue, secrets: Secrets) -> None:
    """Each file of suites and solutions, whatever it is called, is found by its content."""
    for folder in catalogue.secret_paths():
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert next(secrets.leaks(path), None) is not None, path


@pytest.mark.parametrize("kind", HIDDEN)
def test_archives_are_opened(catalogue: Catalogue, find: Find, kind: str) -> None:
    """A hidden file in a zip, in a zip inside that, in a tar and as an object of git."""
    content = (catalogue.root / HIDDEN[kind]).read_bytes()
    inner, outer, tarred = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("data.bin", inner.getvalue())
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        info = tarfile.TarInfo("a")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    for packed in (inner.getvalue(), outer.getvalue(), tarred.getvalue()):
        assert find(packed, "picture.png")
    assert find(zlib.compress(b"blob %d\0" % len(content) + content), "0f3a")


def test_code_written_otherwise_is_found(catalogue: Catalogue, find: Find) -> None:
    """Without comments and docstrings, with other quotes, indented, in a statement or in a notebook."""
    source = (catalogue.root / HIDDEN["reference"]).read_text(encoding="utf-8")
    unparsed = ast.unparse(ast.parse(source))
    assert find(unparsed)
    assert find("class A:\n" + "".join(f"    {line}\n" for line in unparsed.splitlines()))
    assert find("Text.\n\n    " + unparsed.replace("\n", "\n    "), "README.md")
    cells = [{"cell_type": "code", "source": [f"{line}\n" for line in source.splitlines()]}]
    assert find(json.dumps({"cells": cells}), "a.ipynb")


def test_a_part_is_found(catalogue: Catalogue, find: Find) -> None:
    """A single function, consecutive lines of a test, and the middle of a table."""
    overlay = (catalogue.root / HIDDEN["overlay"]).read_text(encoding="utf-8")
    function = next(n for n in ast.parse(overlay).body if isinstance(n, ast.FunctionDef))
    assert {leak.secret for leak in find(f"x = 1\n\n{ast.unparse(function)}\n")} == {HIDDEN["overlay"]}
    suite = ast.parse((catalogue.root / HIDDEN["suite"]).read_text(encoding="utf-8"))
    tests = [n for n in suite.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    longest = max(tests, key=lambda test: len(test.body))
    lines = [ast.unparse(statement) for statement in longest.body[1:]]  # without its docstring, and without its name
    assert len(lines) > RUN
    assert find("\n".join(lines))
    table = (catalogue.root / HIDDEN["table"]).read_bytes()
    for content in (table, zlib.decompress(table)):
        middle = len(content) // 2
        assert find(b"\0" + content[middle : middle + 3 * EVERY], "a.bin")


def test_a_leak_says_what_is_where(catalogue: Catalogue, find: Find) -> None:
    """The sentence names the file and line that leaks, how much, and from where."""
    reference = (catalogue.root / HIDDEN["reference"]).read_text(encoding="utf-8")
    first = next(n for n in ast.parse(reference).body if isinstance(n, ast.FunctionDef))
    text = f"# mine\n{ast.unparse(first)}\n"
    said = {leak.line for leak in find(text)}
    assert f"notes.py:2 holds the whole {first.name} of {HIDDEN['reference']}" in said


@pytest.fixture
def course(tmp_path: Path) -> Catalogue:
    """A course whose stub gives a helper, whose hidden suite repeats a public test, and whose class is half written."""
    given = "def helper(x):\n    total = 0\n    for number in x:\n        total += number * number\n    return total\n"
    test = "def test_a(student):\n    assert student.f([1, 2]) == 5\n    assert student.f([2, 2]) == 8\n"
    files = {
        "exercises/01_toy/exercise.toml": 'module = "toy"\nentry_points = ["f"]\n[title]\nen = "T"\n"zh-CN" = "T"\n',
        "exercises/01_toy/toy.py": f"{given}\n\ndef f(x):\n    raise NotImplementedError\n",
        "exercises/01_toy/test_toy.py": test,
        "solutions/01_toy/toy.py": f"{given}\n\ndef f(x):\n    return helper(x)\n",
        "grader/suites/01_toy/test_toy_hidden.py": f"{test}\n\ndef test_b(student):\n    assert student.f([]) == 0\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Catalogue(tmp_path)


def test_what_a_course_gives_anyway_is_no_leak(course: Catalogue) -> None:
    """A helper that the stub gives and a public test that the hidden suite repeats are public."""
    assert list(Secrets.of(course).leaks(course.root / "exercises")) == []


def test_a_stub_that_was_solved_is_a_leak(course: Catalogue) -> None:
    """A stub is public, but a whole entry point of a solution in it is not."""
    stub = course.root / "exercises" / "01_toy" / "toy.py"
    stub.write_text(stub.read_text().replace("raise NotImplementedError", "return helper(x)  # tried"))
    (leak,) = Secrets.of(course).leaks(course.root / "exercises")
    assert (leak.where, leak.what) == ("01_toy/toy.py:8", "the whole f")


def test_a_hidden_test_in_the_public_suite_s_name_is_found(course: Catalogue) -> None:
    """The hidden suite in the place of the public one is a leak, although that place is public."""
    hidden = course.root / "grader" / "suites" / "01_toy" / "test_toy_hidden.py"
    public = course.root / "exercises" / "01_toy" / "test_toy.py"
    public.write_bytes(hidden.read_bytes())
    assert [leak.what for leak in Secrets.of(course).leaks(public)] == ["the whole"]

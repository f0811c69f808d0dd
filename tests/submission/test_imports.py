"""What a file imports, read from its lines, and what is said of a library that an exercise does not need."""

from __future__ import annotations

import ast
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.submission import Entry, Reader, read_entry
from grader.submission.bounds import FILE
from grader.submission.imports import LINES_READ, imports_in, libraries_in
from submission.sample import COURSE, LAYERS, of_tree, write


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import torch", [("torch", 1)]),
        ("import torch.nn as nn, scipy.special", [("torch", 1), ("scipy", 1)]),
        ("\n\nfrom keras.layers import (\n    Dense,\n)", [("keras", 3)]),
        ("def f():\n    import torch  # only here\n    return 1", [("torch", 2)]),
        ("try:\r\n\timport torch; x = 1\r\nexcept ImportError:\r\n\tpass", [("torch", 2)]),
        ("from . import helper\nfrom .helper import x\nfrom .. import y", []),
        ("# import torch\nx = 'import torch'", []),
        ('"""Do not\nimport torch into this file, nor\nimport the rest.\n"""', []),
        ("if __name__ == '__main__':\n    import torch\n\nimport scipy", [("scipy", 4)]),
        ("important = 1\nimport_ = 2\nfrom_ = 3", []),
    ],
)
def test_imports_are_found_by_line(source: str, found: list[tuple[str, int]]) -> None:
    """In functions and `try`, in lists and with other names; not in comments or prose, nor below `__main__`."""
    assert [(one.name, one.line) for one in imports_in(source.encode())] == found


def test_the_parser_of_python_finds_the_same(catalogue: Catalogue) -> None:
    """In every reference and accepted variant: names and lines of the imports outside of `__main__`."""
    paths = [p for e in catalogue.exercises for p in catalogue.solutions_dir(e).rglob("*.py")]
    assert len(paths) > 50
    for path in paths:
        tree = ast.parse(path.read_bytes())
        expected = []
        for node in (n for statement in tree.body if not isinstance(statement, ast.If) for n in ast.walk(statement)):
            if isinstance(node, ast.Import):
                expected += [(alias.name.split(".")[0], node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                expected.append((node.module.split(".")[0], node.lineno))
        assert sorted(expected) == sorted((one.name, one.line) for one in imports_in(path.read_bytes())), path


@pytest.mark.parametrize(
    "source", [b"import " + b"a," * (FILE // 2), b"\n" * FILE, b"import a\n" * (FILE // 9), b"from " + b"a" * FILE]
)
def test_a_large_file_takes_no_long(source: bytes) -> None:
    """Two megabytes of commas, line ends or imports: under a second here, thirty for a busy machine."""
    begun = time.process_time()
    assert len(list(imports_in(source))) <= LINES_READ
    assert time.process_time() - begun < 30


def test_libraries_are_those_of_the_module_and_of_what_it_imports() -> None:
    """A file of one's own may have a library's name. What nothing imports, such as a script for figures, is no part."""
    files = {
        "net.py": b"import numpy as np\nfrom helper import f\nimport keras",
        "helper.py": b"import math\nimport scipy.special",
        "figures.py": b"import matplotlib",
        "keras.py": b"import net",
    }
    assert [(one.name, one.path, one.line) for one in libraries_in(files, "net")] == [("scipy", "helper.py", 2)]


def test_many_files_that_import_each_other_take_no_long() -> None:
    """Each file and each name is followed once, and after a megabyte no other file is begun."""
    files = {f"a/{number}.py": b"import a\n" * 20_000 for number in range(199)}
    begun = time.process_time()
    assert libraries_in(files | {"net.py": b"import a\nimport torch"}, "net")[0].name == "torch"
    assert time.process_time() - begun < 30  # a tenth of a second here


@pytest.mark.parametrize("reader", [False, True])
def test_a_note_says_that_numpy_is_enough(tmp_path: Path, reader: bool) -> None:
    """For the first such import of an exercise that needs NumPy only, in both languages, also by the reader process."""
    tree = {
        "01_layers/layers.py": "import numpy\nimport tensorflow as tf\nimport torch",
        "02_losses/losses.py": "import numpy as np",
    }
    entry = Entry("alice", write(tmp_path, tree))
    if reader:
        with Reader(COURSE) as process:
            submission = process.read(entry)
    else:
        submission = read_entry(entry, COURSE)
    assert submission.notes == ("01_layers: this exercise needs NumPy only; `tensorflow` was imported on line 2",)
    (note,) = submission.notes
    assert note.told("zh-CN") == "01_layers：本练习只需要 NumPy；第 2 行导入了 `tensorflow`"  # type: ignore[attr-defined]


def test_an_exercise_with_tensorflow_has_no_such_note(tmp_path: Path) -> None:
    """Its statement says what it needs."""
    keras = replace(LAYERS, template="tensorflow")
    assert of_tree(tmp_path, {"01_layers/layers.py": "import torch"}, (keras,)).notes == ()

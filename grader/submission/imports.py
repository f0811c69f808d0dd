"""What a submission's files import, read line by line from their text.

Nothing is parsed: Python's own parser may take minutes for what a student wrote, and these lines are also read by the
judge. An import is missed if it shares its line with another statement, and a line of a docstring may be taken for one.
So what follows from an import here is a note, a file more that goes along, or a process that has a library already. No
points are given or taken for it.
"""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from grader.language import Message, _
from grader.submission.cell_lines import spot

LIBRARIES = frozenset(
    {
        *("tensorflow", "keras", "torch", "torchvision", "jax", "jaxlib", "flax", "paddle", "mxnet", "theano"),
        *("cupy", "autograd", "numba", "scipy", "sklearn", "skimage", "pandas", "polars", "statsmodels", "sympy"),
        *("xgboost", "lightgbm", "matplotlib", "seaborn", "plotly", "cv2", "PIL", "tqdm", "einops", "transformers"),
    }
)
"""Libraries that students import where NumPy is enough. The list is closed, since a sentence that a student reads of a
hidden test names no word that the submission chose freely."""

LINES_READ = 50_000
"""Lines of a file in which imports are looked for, as many as ``source_lines`` reads. The longest notebook of a course
has some thousand lines."""

CODE_READ = 2**20
"""Bytes of the files in which the judge looks for libraries; after these no other file is begun. A module of a lesson
has less than 50 KB."""

WIDTH_READ = 1_000
"""Bytes of a line in which imports are looked for, eight times the width that style guides allow."""

WITH_PYTHON = sys.stdlib_module_names | {"numpy"}
"""Names that are found whatever a student hands in."""

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")

_FROM = re.compile(rb"\s*from\s+([A-Za-z_][\w.]*)\s+import\b")
_IMPORT = re.compile(rb"\s*import\s+(\S[^#;]*)")
_ONE = re.compile(rb"\s*([A-Za-z_][\w.]*)(?:\s+as\s+\w+)?\s*")
_MAIN = re.compile(rb"if\s+__name__\s*==")


class Import(NamedTuple):
    """One import: of what, without the part after the first dot, and on which line of which file."""

    name: str
    path: str
    line: int


def imports_in(source: bytes, path: str = "") -> Iterator[Import]:
    """Yield the imports of a Python file, but for those below ``if __name__ == "__main__":``.

    Relative imports are left out: they reach no other folder than a package's own.
    """
    trying_out = False  # below the line that asks for __main__, which grading never runs
    for number, found in enumerate(islice(_LINE.finditer(source), LINES_READ), 1):
        line = found[1][:WIDTH_READ]
        if line[:1].strip() and not line.startswith(b"#"):
            trying_out = _MAIN.match(line) is not None
        if trying_out or b"import" not in line:
            continue
        if one := _FROM.match(line):
            parts = [one[1]]
        elif several := _IMPORT.fullmatch(line.partition(b"#")[0].partition(b";")[0]):
            each = [_ONE.fullmatch(part) for part in several[1].split(b",")]
            parts = [part[1] for part in each if part] if all(each) else []
        else:
            continue
        for part in parts:
            yield Import(part.partition(b".")[0].decode("ascii"), path, number)


def libraries_in(files: Mapping[str, bytes], module: str) -> tuple[Import, ...]:
    """Return the imports of ``LIBRARIES`` in a submission's module and in those of its files that it imports.

    Args:
        files: the submission's files, by path relative to the exercise's folder.
        module: the name of its module without ``.py``.
    """
    by_name: dict[str, list[str]] = {}
    for path in files:
        if path.endswith(".py"):
            for part in path.split("/"):
                by_name.setdefault(part.removesuffix(".py"), []).append(path)
    found: list[Import] = []
    queue = deque(path for path in [f"{module}.py"] if path in files)
    met = {*queue}  # files that were queued, and names that were followed: each of them once
    left = CODE_READ
    while queue and left > 0:
        path = queue.popleft()
        left -= len(files[path])
        for one in imports_in(files[path], path):
            if one.name not in by_name:
                found += [one] if one.name in LIBRARIES else []
            elif one.name not in met:
                more = [other for other in by_name[one.name] if other not in met]
                met.update(more, [one.name])
                queue += more
    return tuple(found)


def numpy_is_enough(one: Import, files: Mapping[str, bytes]) -> Message:
    """Return the sentence for a student who imports a library in an exercise that needs NumPy only.

    Args:
        one: the import.
        files: the submission's files.
    """
    if "/" in one.path:
        return _(
            "this exercise needs NumPy only; `{name}` was imported on line {line} of another of your files",
            name=one.name,
            line=one.line,
        )
    at = spot(files, one.path, one.line)
    if at.cell is not None:
        return _(
            "this exercise needs NumPy only; `{name}` was imported on line {line} of {file}",
            name=one.name,
            line=at.line,
            file=at.file,
        )
    return _("this exercise needs NumPy only; `{name}` was imported on line {line}", name=one.name, line=one.line)

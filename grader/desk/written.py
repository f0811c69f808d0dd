"""The file that a student works in: which it is, and whether it is still what was handed out."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from grader.exercises.catalogue import Catalogue, sha256
from grader.exercises.exercise import Exercise
from grader.submission.bounds import Refused
from grader.submission.layout import has_work
from grader.submission.notebook import Notebook
from grader.submission.written import is_begun


def own_file(catalogue: Catalogue, exercise: Exercise) -> Path | None:
    """Return the file that a student works in, as grading would choose it; ``None`` where there is none.

    That is the module. It is the notebook where there is no module, or where work is in the notebook alone.
    """
    module = catalogue.work_file(exercise)
    notebook = module.with_suffix(".ipynb")
    if not notebook.is_file():
        return module if module.is_file() else None
    if not module.is_file():
        return notebook
    source, content = content_of(module), content_of(notebook)
    if source is None or content is None or is_begun(source, exercise.entry_points):
        return module
    return notebook if has_work(content, notebook.name, exercise.entry_points) else module


def content_of(path: Path | None) -> bytes | None:
    """Return the content of a file; ``None`` where there is none, or it cannot be read."""
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None


def digest_of(catalogue: Catalogue, exercise: Exercise) -> str:
    """Return the digest of the file that a student works in, as ``digest_at``; empty where there is none."""
    path = own_file(catalogue, exercise)
    content = content_of(path)
    return "" if path is None or content is None else digest_at(path, content, exercise)


def digest_at(path: Path, content: bytes, exercise: Exercise) -> str:
    """Return the digest of a student's file: of a module its SHA-256, of a notebook that of ``digest_of_definitions``.

    A notebook's file changes whenever a cell is run.
    """
    if path.suffix == ".ipynb":
        try:
            cells = Notebook.read(content, path.name)
        except Refused:
            return sha256(content)
        return digest_of_definitions((one.node for one in cells.statements), exercise)
    return sha256(content)


def digest_of_definitions(statements: Iterable[ast.stmt], exercise: Exercise) -> str:
    """Return the SHA-256 of the functions and classes that an exercise asks for, without comments and blanks.

    Args:
        statements: of all cells. Of several definitions of a name the last one counts.
        exercise: what is asked for.
    """
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = {node.name: node for node in statements if isinstance(node, kinds) and node.name in exercise.entry_points}
    return sha256("\n".join(ast.unparse(found[name]) for name in sorted(found)).encode())


def is_untouched(catalogue: Catalogue, exercise: Exercise, source: bytes) -> bool:
    """Whether a student's file is the stub that was handed out, or has nothing written in it yet.

    An editor may have given it the line ends of another system.
    """
    given = catalogue.stub_digest(exercise)
    same = given in (sha256(source), sha256(source.replace(b"\r\n", b"\n")))
    return same or not is_begun(source, exercise.entry_points)

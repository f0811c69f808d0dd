"""Notebooks for tests: a handed-out one with somebody's functions put in, and what comes of running it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from grader.exercises.body import DOCSTRING, read_body


def filled(book: Any, module: str) -> Any:
    """Return a copy of a notebook with the functions and classes of ``module``, a module's text, in their cells.

    What else the module has goes where the stub has its imports.
    """
    import nbformat

    book = nbformat.from_dict(book)
    body = read_body(module, "module")
    own = {name: body.text(item) for item in body.items if item.defines for name in item.names}
    others = [body.text(item) for item in body.items if not item.defines and DOCSTRING not in item.names]
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    for cell in cells:
        names = [n.name for n in ast.parse(cell.source).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
        if names:
            cell.source = "\n\n".join(own.pop(name) for name in names if name in own)
    imports = next(cell for cell in cells if cell.source != cells[0].source)
    imports.source = "\n".join([*others, *own.values()])
    return book


def run(book: Any, folder: Path) -> dict[str, str]:
    """Run a notebook in ``folder``; return what each check cell shows, by the cell's source.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raised something.
    """
    from nbclient import NotebookClient

    NotebookClient(book, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return {
        cell.source: "".join(o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result")
        for cell in book.cells
        if cell.cell_type == "code" and cell.source.startswith("grader.check")
    }

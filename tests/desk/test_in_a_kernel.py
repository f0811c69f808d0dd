"""``desk.check`` in a real kernel of Jupyter's, as a student runs it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from desk.sample import OURS, course

pytest.importorskip("nbclient", reason="nbclient is not installed: pip install -e '.[otter]'")

RIGHT = OURS.reference(OURS.exercise("02")).read_text(encoding="utf-8")

CELLS = {
    "begin": "from grader import desk",
    "wrong": "def mean_squared_error(y, t):\n    print('hello', y)\n    return [][3]",
    "check wrong": "desk.check('mean_squared_error')",
    "endless": "def mean_squared_error(y, t):\n    while True:\n        pass",
    "check endless": "desk.check('mean_squared_error')",
    "right": RIGHT,
    "check right": "print(desk.check('losses'))\ndesk.check()",
    "fault": "desk.check('lossy', lang='zh-CN')",
}


def outputs(folder: Path) -> dict[str, dict[str, str]]:
    """Run the cells in a folder; return by cell what it shows, by kind of output."""
    import nbformat
    from nbclient import NotebookClient

    v4: Any = nbformat.v4
    book = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS.values()])
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    found: dict[str, dict[str, str]] = {}
    for name, cell in zip(CELLS, book.cells, strict=True):
        found[name] = {}
        for out in cell.outputs:
            found[name] |= {out.name: out.text} if out.output_type == "stream" else dict(out.data)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("folder", [".", "exercises/02_losses"])
def test_a_kernel_shows_what_was_found(tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells by their numbers, prints below their test, a loop that ends, a fault in one line, and no error output."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    made = course(tmp_path, ["02_losses"])
    public = made.public_suite(made.exercise("02"))
    found = outputs(made.root / folder)
    wrong = found["check wrong"]
    assert wrong.keys() == {"text/plain", "text/html"}
    assert "Cell In[2], line 3, in mean_squared_error" in wrong["text/plain"]
    assert "on line 3 of cell [2]" in wrong["text/plain"]
    assert "hello" in wrong["text/plain"]
    assert "Cell In[2]" in wrong["text/html"]
    assert "of cell [4]" in found["check endless"]["text/plain"]
    tests = len(re.findall(r"^def test_", public.read_text(encoding="utf-8"), re.MULTILINE))
    assert f"{tests} of {tests} public tests passed" in found["check right"]["stdout"]
    assert f"{tests} of {tests} public tests passed" in found["check right"]["text/plain"]
    assert "lossy" in found["fault"]["text/html"]
    assert "\n" not in found["fault"]["text/plain"]

"""A class compared with itself, from the gradebook that grading filled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .toy import make_course

XORCISE = Path(sys.executable).parent / "xorcise"

RIGHT = {
    "ada": """
def f(x):
    total = 0
    for step in (x, x):
        total = total + step if step else total
    pieces = [part for part in (total, 0.0) if part is not None]
    lowest, highest = min(pieces), max(pieces)
    spread = highest - lowest if highest > lowest else lowest - highest
    assert abs(spread) >= 0 and len(pieces) == 2, "cannot be"
    values = {name: number * (1 + 0 * index) for index, (name, number) in enumerate([("a", total), ("b", spread)])}
    chosen = values["a"] if abs(values["a"]) >= 0 else values["b"]
    return sum(chosen / 4 for _ in range(4))
""",
    "cid": "def f(x): return 2 * x",
    "dan": "def f(x): return x + x",
    "eve": "import numpy as np\ndef f(x): return float(np.add(x, x))",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's folder, with a class graded into ``out``."""
    root = make_course(tmp_path_factory.mktemp("course"))
    copy = RIGHT["ada"]
    for old in ("total", "step", "pieces", "part", "lowest", "highest", "spread", "values", "chosen", "number"):
        copy = copy.replace(old, f"my_{old}")
    odd = {
        "gil": "def f(x):\n    y = x * 2.375\n    return y",
        "hal": "def f(x): return sum([x, x, x * 0.375])",
        "ivy": "def f(x): return 3 * x",
        "joe": "def f(x): raise NotImplementedError",
        "kim": "def f(x): raise NotImplementedError",
    }
    for student, source in (RIGHT | {"bob": f"# mine\n{copy}"} | odd).items():
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / "twice.py").write_text(source)
    run(root, "grade", "class", "-o", "out", "-e", "1", "-j", "1")
    return root


def run(root: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        [XORCISE, *words], cwd=root, capture_output=True, text=True, timeout=300, check=False, env=None
    )
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_a_copy_and_a_shared_mistake_are_told(graded: Path) -> None:
    """The renamed copy is in the table, the rare mistake is counted, the page has both, and words say what it is."""
    said = run(graded, "similar", "out")
    (row,) = [line for line in said.splitlines() if "ada" in line]
    assert "bob" in row
    assert "if in doubt" in row  # too short a text to be more
    assert "Rare mistakes that students share: 1" in said
    assert "evidence to read, not proof" in " ".join(said.split())
    page = (graded / "out" / "similar.html").read_text(encoding="utf-8")
    assert "gil, hal" in page
    assert "ivy" not in page
    assert "joe" not in page


def test_one_exercise_and_another_language(graded: Path) -> None:
    """-e chooses, --lang speaks Chinese, and an exercise that nobody handed in is refused in one line."""
    said = run(graded, "similar", "out", "-e", "1", "--lang", "zh-CN")
    assert "不是证据" in said
    assert 'lang="zh-CN"' in (graded / "out" / "similar.html").read_text(encoding="utf-8")
    assert "nobody has handed in" in run(graded, "similar", "out", "-e", "2", code=2)
    assert "holds no results" in run(graded, "similar", "nowhere", code=2)

"""What is not Python is removed from a cell, and all Python stays."""

from __future__ import annotations

import ast

import pytest

from grader.submission.magics import strip_magics


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install numpy \\\n  scipy\nx = 1", "pass\n\nx = 1"),
        ("files = !ls\ntook = %timeit -o f()\na, b = !ls", "pass\npass\npass"),
        ("np.dot?\n?np.dot\nnet.forward??", "pass\npass\npass"),
        ("if colab:\n    !pip install x\n    %cd y", "if colab:\n    pass\n    pass"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n%%capture out\n%%time\n%matplotlib inline\nx = 1", "\n\n\npass\nx = 1"),
        ("%%writefile losses.py\nx = 1", "\nx = 1"),
        ("%%writefile notes.txt\nx = 1", ""),
        ("%%bash\nls\nrm -r x", ""),
        ("%%html\n<b>", ""),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("x = 1\r\n%time y\r\n", "x = 1\npass\n"),
        ("x = 1  # (\n%time y", "x = 1  # (\npass"),
        ("x = 'oops\n!ls", "x = 'oops\npass"),
    ],
)
def test_magics_shell_lines_and_questions_go(cell: str, expected: str) -> None:
    """Magics, shell commands and help requests become ``pass``. A cell in another language becomes empty."""
    assert strip_magics(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        'x = """\n%d items\n!important\nwhat?\n"""',
        "x = '''\\'''\n!a\n'''",
        'x = r"""\\\n%a"""',
        "x = (7\n% 4)",
        "x = [1,\n  # (\n  7\n  % 4]",
        "x = 7 \\\n% 4",
        "x = '(' + \"[\" # {\ny = 1",
        "x = 'it\\'s ('\ny = 1  # why?",
        "x = 'a \\\n% b'",
        "x != y\nx %= 3\nd['=%'] = '!'",
        "x = 1  # what?\ns = 'really?'",
        'x = ""\ny = \'\'\nz = """a"b""" + "c"',
    ],
)
def test_python_that_looks_like_a_magic_stays(cell: str) -> None:
    """Lines inside strings, brackets and continued lines stay, even if they begin with ``%``, ``!`` or ``?``."""
    ast.parse(cell)  # the example must be valid Python
    assert strip_magics(cell) == cell

"""A notebook stands for the module that its entry points make up; none of it is run."""

from __future__ import annotations

import ast
import json
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from grader.submission.bounds import NOTEBOOK_CODE, NOTEBOOK_PARTS, Refused
from grader.submission.magics import strip_magics
from grader.submission.notebook import Notebook


def book(*cells: str | dict[str, Any], **metadata: Any) -> bytes:
    """Return a notebook of code cells, or of cells of any kind."""
    code: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    made = [cell if isinstance(cell, dict) else {**code, "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": made}).encode()


def module(*cells: str, wanted: tuple[str, ...] = ("f",)) -> str:
    """Return the module's source without blank lines and comments on cells."""
    source = Notebook.read(book(*cells), "alice.ipynb").module(wanted)[0].decode()
    return "\n".join(line for line in source.splitlines() if line and not line.startswith("# cell"))


def notes(*cells: str, wanted: tuple[str, ...] = ("f",)) -> tuple[str, ...]:
    return Notebook.read(book(*cells), "alice.ipynb").module(wanted)[1]


F = "def f(x):\n    return x"


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_definitions_come_out_as_written_and_in_order() -> None:
    """Comments inside stay, cells keep their order, and the source says which cell it came from."""
    source, found = Notebook.read(
        book("def f(x):\n    # why\n    return g(x)\n", "def g(x): return 2 * x"), "a.ipynb"
    ).module(["f"])
    assert source.decode() == "# cell 1\ndef f(x):\n    # why\n    return g(x)\n\n# cell 2\ndef g(x): return 2 * x\n"
    assert found == ()


def test_a_later_definition_wins() -> None:
    """Both stay in order, so that Python decides as it does in the notebook."""
    scope: dict[str, Any] = {}
    exec(module("def f(): return 1", "f()", "def f(): return 2"), scope)
    assert scope["f"]() == 2


@pytest.mark.parametrize(
    "needed",
    [
        "EPS = 1e-7",
        "EPS: float = 1e-7",
        "EPS = np.float64(1e-7)",
        "EPS = lambda: 1e-7",
        "from math import e as EPS",
        "EPS = other = 1e-7",
        "_, EPS = 0, 1e-7",
        "rows = [1, 2]\nEPS = [r / 2 for r in rows]",
        "try:\n    import cupy as EPS\nexcept ImportError:\n    import numpy as EPS",
        "if np:\n    EPS = 1\nelse:\n    EPS = 2",
        "EPS = {}\nEPS['a'] = 1",
        "EPS = 1\nEPS *= 2",
        "EPS = []\nEPS.append(1)",
        "EPS = np.zeros(2)\nEPS[0] = 1",
        "EPS = np.random.default_rng(0)",
        "from constants import *",
    ],
)
def test_what_an_entry_point_needs_stays(needed: str) -> None:
    """Constants, generators, guarded imports, and statements that build a needed name up."""
    use = "def f(x):\n    return x + EPS"
    assert module("import numpy as np", needed, use).endswith(f"{needed}\n{use}")


def test_need_reaches_through_helpers_classes_defaults_and_decorators() -> None:
    """Whatever the entry point needs needs in turn."""
    source = module(
        "A = 1", "B = 2", "C = 3", "D = 4", "unused = 5",
        "def helper(v=A):\n    return B",
        "class Base:\n    c = C",
        "class Net(Base):\n    def loss(self):\n        return helper() + D",
        "def f():\n    return Net()",
    )  # fmt: skip
    assert all(f"{name} = " in source for name in "ABCD")
    assert "unused" not in source


def test_a_class_may_read_what_it_then_sets() -> None:
    """In a class body a name is the module's until it is the class's."""
    cells = ("A = 1", "class f:\n    A = A + 1")
    assert module(*cells) == "\n".join(cells)


def test_methods_given_to_a_class_in_later_cells_stay() -> None:
    """Notebooks write one class over several cells: by decorator, or by assigning to it."""
    net = "class f:\n    pass"
    added = "def add_to(cls):\n    return lambda m: setattr(cls, m.__name__, m)"
    parts = ["@add_to(f)\ndef loss(self):\n    return 1", "def gradient(self):\n    return 2", "f.gradient = gradient"]
    assert module(net, added, *parts) == "\n".join([net, added, *parts])


def test_settings_of_a_needed_library_stay() -> None:
    """They change what the functions compute; settings of a library that is not needed go with it."""
    settings = "np.random.seed(0)\nrandom.seed(0)\nnp.seterr(all='raise')\nnp.show_config()"
    source = module("import numpy as np\nimport random", settings, "def f():\n    return np.e")
    assert source == "import numpy as np\nnp.random.seed(0)\nnp.seterr(all='raise')\ndef f():\n    return np.e"


def test_future_imports_come_first() -> None:
    """Python accepts them nowhere else."""
    assert module("A = 1", "from __future__ import annotations", "def f() -> A: ...").startswith("from __future__")


def test_without_an_entry_point_all_definitions_stay() -> None:
    """Nothing asked for is there, so nothing tells what is needed."""
    assert module("A = 1", "def g(): return A", "print(g())") == "A = 1\ndef g(): return A"


# --- what is dropped ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "run",
    [
        "train(net)",
        "model.fit(x, t)",
        "print(f(1))",
        "plt.plot([1])\nplt.show()",
        "f(1)",
        '"""Text."""',
        "1 + 1",
        "for i in range(10):\n    f(i)",
        "while True:\n    f(1)",
        "with open('a') as file:\n    file.read()",
        "net = TwoLayerNet(2, 3, 4)",
        "loss = f(1)",
        "history = model.fit(x, t)",
        "x = 3",
        "assert f(1) == 1",
        "del x",
        "if __name__ == '__main__':\n    f(1)",
        "import google.colab",
        "from google.colab import drive",
        "await f(1)",
        "try:\n    f(1)\nexcept ValueError:\n    pass",
        "result = [f(i) for i in range(3)]",
        "y = await f(1)",
        "np.random.seed(0)",
        "params['W1'] -= 0.1 * grads['W1']",
        "match 1:\n    case 1:\n        f(1)",
    ],
)
def test_what_only_runs_goes(run: str) -> None:
    """Calls, loops, results, and imports for the notebook's own use: nobody needs them, and no note is made of them."""
    assert module(F, run) == F
    assert notes(F, run) == ()


@pytest.mark.parametrize(
    "run",
    [
        "net = init(3)",
        "net = Net()",
        "net = init",
        "net = Net.load()",
        "net = Model().fit(x)",
        "net = make()",
        "history = init(3)\nnet = history[0]",
        "history = init(3)\nnet = [history for _ in range(3)]",
        "net = await sleep(1)",
        "for net in range(3):\n    pass",
        "with open('w') as net:\n    pass",
        "(net, x), _ = mnist.load_data()",
        "net = input('file?')",
        "if True:\n    net = init(3)",
        "net = await init(3)",
    ],
)
def test_a_needed_result_of_running_goes_and_a_note_says_so(run: str) -> None:
    """Training and loading data would run again, within seconds and without a network."""
    cells = ("def init(n): return n", "class Net: pass", "make = lambda: 1", run, "def f(x):\n    return net")
    kept = run == "net = init"  # another name for a function runs nothing
    assert ("net = " in module(*cells)) is kept
    assert len(notes(*cells)) == (not kept) + run.startswith("history")
    assert all(note.startswith("alice.ipynb, cell 4: `") and "net" in note for note in notes(*cells)[-1:])


def test_what_a_definition_cannot_do_without_stays_though_it_runs() -> None:
    """Without the decorator's object the module would not even load."""
    cells = ("def make():\n    return lambda g: g", "timer = make()", "@timer\ndef f():\n    return 1")
    assert module(*cells) == "\n".join(cells)


def test_what_a_library_computes_stays_though_it_is_called_by_another_name() -> None:
    """Only the notebook's own functions are the student's to run."""
    cells = ("import numpy as np", "relu = np.abs\nnet = relu(-1)", "def f():\n    return net")
    assert module(*cells) == "\n".join(cells)


def test_a_result_of_the_same_name_does_not_hide_an_entry_point() -> None:
    """``loss = loss(y, t)`` is run after the function was tried out; the function is what counts."""
    assert module(F, "f = f(3)") == F
    assert notes(F, "f = f(3)") == ()


def test_a_name_set_anew_is_no_longer_lost() -> None:
    """What was left out is made good by a later constant."""
    source = module("def init(): return 1", "h = init()", "h = 2", "k = h + 1", "def f():\n    return k")
    assert source == "def init(): return 1\nh = 2\nk = h + 1\ndef f():\n    return k"


def test_a_comprehensions_variable_sets_nothing() -> None:
    """It lives inside the brackets only."""
    use = "A = 1\ndef f():\n    return A"
    assert module("rows = [A for A in load()]", use) == use


def test_names_inside_functions_are_not_those_of_cells() -> None:
    """A parameter, a local variable and a comprehension's variable need nothing of the same name elsewhere."""
    use = "def f(x):\n    loss = [i for i in x]\n    return loss"
    assert module("x = load('x.csv')", "loss = 0", "i = 3", use) == use


def test_statements_on_one_line_are_taken_apart() -> None:
    """A semicolon ends a statement, and columns count bytes."""
    assert module("'字'; A = '字'; print(A); B = 2", "def f(): return A + str(B)").startswith("A = '字'\nB = 2\n")
    assert module("print(); A = (1,\n 2); print(A)", "def f(): return A").startswith("A = (1,\n 2)\ndef")


# --- cells that are not Python ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install numpy \\\n  scipy\nx = 1", "pass\n\nx = 1"),
        ("files = !ls\ntook = %timeit -o f()\na, b = !ls", "pass\npass\npass"),
        ("np.dot?\n?np.dot\nnet.forward??", "pass\npass\npass"),
        ("if colab:\n    !pip install x\n    %cd y", "if colab:\n    pass\n    pass"),
        ("%%time\nx = 1", "x = 1"),
        ("\n%%capture out\n%%time\n%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("%%writefile losses.py\nx = 1", "x = 1"),
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
    """Each line becomes ``pass`` where it stood; a cell in another language becomes nothing."""
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
    """Inside strings, brackets and continued lines a per cent sign or an exclamation mark is Python."""
    ast.parse(cell)  # or the test would prove nothing
    assert strip_magics(cell) == cell


def test_an_assignment_that_is_timed_is_not_run() -> None:
    """``x = %time f()`` runs the student's code, so x goes as any other result does."""
    assert module(F, "x = %time f(3)") == F


def test_a_cell_with_a_syntax_error_is_left_out_and_noted() -> None:
    """The other cells count, as they do in the notebook."""
    assert module(F, "def g(:\n    pass") == F
    assert notes(F, "x = 1\ndef g(:\n    pass") == (
        "alice.ipynb, cell 2, line 2: invalid syntax; the cell was left out",
    )


@pytest.mark.parametrize(
    "cell", ["return 1", "break", "def g():\n    x = 1\n    nonlocal x", "x = '\0'", "x = " + "-" * 9000 + "1"]
)
def test_what_only_the_compiler_refuses_is_left_out_too(cell: str) -> None:
    """One such cell would otherwise keep the whole module from loading."""
    assert module(F, cell) == F
    assert len(notes(F, cell)) == 1


def test_an_entry_point_with_a_syntax_error_comes_out_as_it_is() -> None:
    """The student should see the error, not "not attempted"."""
    broken = "def f(x)\n    return x"
    source, found = Notebook.read(book("def g(): pass", broken), "a.ipynb").module(["f"])
    assert source.decode() == broken
    assert len(found) == 1
    with pytest.raises(SyntaxError):
        compile(source, "losses.py", "exec")


def test_an_earlier_version_serves_where_a_later_one_is_broken() -> None:
    """As in the notebook, where the broken cell changed nothing."""
    assert module(F, "def f(x)\n    return 2 * x") == F


def test_warnings_about_students_code_stay_silent() -> None:
    """Invalid escapes and the like are theirs; here warnings are errors, so this would fail."""
    source = "def f():\n    return '\\d' is 'd'"
    assert module(source) == source


# --- which exercise a notebook is for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (F, True),
        ("f = lambda x: x", True),
        ("f = np.exp", True),
        ("if fast:\n    def f(): pass", True),
        ("from losses import f", False),
        ("f = 3", False),
        ("f(3)", False),
        ("class g:\n    def f(): pass", False),
        ("def f(:", True),
        ("def ff(:", False),
    ],
)
def test_defining_is_giving_a_name_something_to_call(cell: str, expected: bool) -> None:
    """An import of earlier work or a result of the same name does not make it this exercise's notebook."""
    assert Notebook.read(book(cell), "a.ipynb").defines(["f", "other"]) is expected


# --- notebooks that are none -----------------------------------------------------------------------------------------


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        Notebook.read(content, "alice.ipynb")
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"3",
        b"null",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"nbformat": 99, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
        b'{"nbformat": 4}',
        b'{"nbformat": "4"}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": 3}]}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": [3]}]}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": 3}, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": 3, "cells": [3]}',
    ],
)
def test_what_is_no_notebook_is_refused(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """One sentence for its owner, and nothing of nbformat's on the terminal."""
    assert refusal(content) == "alice.ipynb is not a readable notebook: open it, save it and hand it in again"
    assert capfd.readouterr() == ("", "")


def test_other_languages_are_refused() -> None:
    """A kernel of R or Julia is named."""
    assert "is in R" in refusal(book("x <- 1", language_info={"name": "R"}))
    assert "is in julia" in refusal(book("x = 1", kernelspec={"name": "j", "display_name": "j", "language": "julia"}))


def test_too_much_code_is_refused() -> None:
    """Parsing takes the judge's memory."""
    many = NOTEBOOK_PARTS + 1
    functions = "class A:\n" + " def f(): f\n" * many
    for cells in (
        ["#" * (NOTEBOOK_CODE + 1)],
        ["#" * 5 * NOTEBOOK_CODE],
        ["1"] * many,
        ["1\n" * many],
        [functions],
        ["#"] * many,
    ):
        assert "more than 0.25 MiB of code, or more than 3000 cells" in refusal(book(*cells))
    pieces = {"cell_type": "code", "source": [""] * NOTEBOOK_CODE * 2}
    assert "more than 0.25 MiB of code" in refusal(book(pieces))
    assert len(Notebook.read(book(*["1"] * NOTEBOOK_PARTS), "a.ipynb").statements) == NOTEBOOK_PARTS


def test_outputs_and_text_weigh_nothing() -> None:
    """They are most of a notebook and none of its code; nor are they checked."""
    image = {"output_type": "display_data", "data": {"image/png": "A" * 4_000_000}, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [image, 3], "source": [F]}
    text = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "A" * 4_000_000}
    assert Notebook.read(book(cell, text), "a.ipynb").module(["f"])[0].decode() == f"# cell 1\n{F}\n"


def test_metadata_costs_no_more_than_its_text() -> None:
    """Ten megabytes of empty objects are a gigabyte once nbformat has copied them, so it never gets them."""
    whole = json.loads(book(F)) | {"metadata": {"x": [{}] * 100_000}}
    content = json.dumps(whole).encode()
    tracemalloc.start()
    assert Notebook.read(content, "a.ipynb").defines(["f"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * len(content)


def test_older_formats_are_read() -> None:
    """Format 3 kept cells in worksheets and code under another key."""
    cell = {"cell_type": "code", "language": "python", "collapsed": False, "input": F, "outputs": [], "metadata": {}}
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    assert Notebook.read(json.dumps(old).encode(), "a.ipynb").module(["f"])[0].decode() == f"# cell 1\n{F}\n"


def test_without_nbformat_the_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an instructor's extra."""
    monkeypatch.setitem(sys.modules, "nbformat", None)
    assert "pip install 'xorcise[instructor]'" in refusal(b"{}")


def test_nothing_is_run(tmp_path: Path) -> None:
    """Not at the top level, in a default, a decorator or a class body: it is all text here."""
    proof = tmp_path / "ran"
    act = f"open({str(proof)!r}, 'w')"
    Notebook.read(
        book(act, f"@{act}\ndef f(x={act}): pass", f"class g:\n    {act}", f"!touch {proof}"), "a.ipynb"
    ).module(["f", "g"])
    assert not proof.exists()

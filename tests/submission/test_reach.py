"""Which statements of a notebook become part of the module."""

from __future__ import annotations

from typing import Any

import pytest

from grader.submission.cell_lines import spot
from grader.submission.notebook import Notebook
from submission.sample import F, book, module, notes


def test_a_later_definition_wins() -> None:
    """Two definitions of a name stay in order, so that the later one wins as in the notebook."""
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
    """A statement stays if it sets or modifies a name that an entry point needs."""
    use = "def f(x):\n    return x + EPS"
    assert module("import numpy as np", needed, use).endswith(f"{needed}\n{use}")


def test_need_reaches_through_helpers_classes_defaults_and_decorators() -> None:
    """Indirect needs count: through helpers, base classes, methods and default values."""
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
    """A class body that reads a global name before setting it needs the global name."""
    cells = ("A = 1", "class f:\n    A = A + 1")
    assert module(*cells) == "\n".join(cells)


def test_methods_given_to_a_class_in_later_cells_stay() -> None:
    """Methods that later cells add to a class, by a decorator or an assignment, stay."""
    net = "class f:\n    pass"
    added = "def add_to(cls):\n    return lambda m: setattr(cls, m.__name__, m)"
    parts = ["@add_to(f)\ndef loss(self):\n    return 1", "def gradient(self):\n    return 2", "f.gradient = gradient"]
    assert module(net, added, *parts) == "\n".join([net, added, *parts])


def test_settings_of_a_needed_library_stay() -> None:
    """Settings of a needed library stay. Settings of other libraries, and other calls, are dropped."""
    settings = "np.random.seed(0)\nrandom.seed(0)\nnp.seterr(all='raise')\nnp.show_config()"
    source = module("import numpy as np\nimport random", settings, "def f():\n    return np.e")
    assert source == "import numpy as np\nnp.random.seed(0)\nnp.seterr(all='raise')\ndef f():\n    return np.e"


def test_future_imports_come_first() -> None:
    """Imports from ``__future__`` become the first statements of the module."""
    assert module("A = 1", "from __future__ import annotations", "def f() -> A: ...").startswith("from __future__")


def test_without_an_entry_point_all_definitions_stay() -> None:
    """If no entry point is defined, all definitions stay, with what they need."""
    assert module("A = 1", "def g(): return A", "print(g())") == "A = 1\ndef g(): return A"


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
    """Statements that no entry point needs are dropped without a note: calls, loops, results and unused imports."""
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
    """A needed value that comes from training or loading data is dropped, and a note says so."""
    cells = ("def init(n): return n", "class Net: pass", "make = lambda: 1", run, "def f(x):\n    return net")
    kept = run == "net = init"  # an alias of a function runs nothing
    assert ("net = " in module(*cells)) is kept
    assert len(notes(*cells)) == (not kept) + run.startswith("history")
    assert all(note.startswith("alice.ipynb, code cell 4: `") and "net" in note for note in notes(*cells)[-1:])


def test_what_a_definition_cannot_do_without_stays_though_it_runs() -> None:
    """A value that a decorator needs stays even if it comes from a call, since the module cannot load without it."""
    cells = ("def make():\n    return lambda g: g", "timer = make()", "@timer\ndef f():\n    return 1")
    assert module(*cells) == "\n".join(cells)


def test_what_a_library_computes_stays_though_it_is_called_by_another_name() -> None:
    """A call of a library's function stays, also through an alias. Only the notebook's own functions are not run."""
    cells = ("import numpy as np", "relu = np.abs\nnet = relu(-1)", "def f():\n    return net")
    assert module(*cells) == "\n".join(cells)


def test_a_result_of_the_same_name_does_not_hide_an_entry_point() -> None:
    """``f = f(3)`` is dropped, and ``f`` remains the function."""
    assert module(F, "f = f(3)") == F
    assert notes(F, "f = f(3)") == ()


def test_a_name_set_anew_is_no_longer_lost() -> None:
    """If a later statement sets a lost name to a constant, the statements after it stay."""
    source = module("def init(): return 1", "h = init()", "h = 2", "k = h + 1", "def f():\n    return k")
    assert source == "def init(): return 1\nh = 2\nk = h + 1\ndef f():\n    return k"


def test_a_comprehensions_variable_sets_nothing() -> None:
    """The variable of a comprehension does not set the global name."""
    use = "A = 1\ndef f():\n    return A"
    assert module("rows = [A for A in load()]", use) == use


def test_names_inside_functions_are_not_those_of_cells() -> None:
    """Parameters, local variables and variables of comprehensions do not need global names of the same spelling."""
    use = "def f(x):\n    loss = [i for i in x]\n    return loss"
    assert module("x = load('x.csv')", "loss = 0", "i = 3", use) == use


def test_an_assignment_that_is_timed_is_not_run() -> None:
    """``x = %time f()`` is dropped, since it runs the student's code."""
    assert module(F, "x = %time f(3)") == F


def test_a_loop_that_fills_a_table_is_kept() -> None:
    """A loop that sets items, appends, or sets a name that a function needs is kept; its counter needs nothing."""
    use = "def f(x):\n    return table[x]"
    for fill in ("for i in range(9):\n    table[i] = i", "for i, j in pairs:\n    table.append(i * j)"):
        assert module("table = []", "pairs = [(1, 2)]", "i = 3", fill, use).endswith(f"{fill}\n{use}")
    assert module("table = [1]", "while len(table) < 9:\n    table += [0]", use).count("while") == 1
    assert notes("table = []", "for i in range(9):\n    table.append(i)", use) == ()


def test_a_loop_that_fills_nothing_needed_is_dropped() -> None:
    """A loop that prints, plots or trains is dropped, and an import is not what it fills."""
    use = "import numpy as np\ndef f(x):\n    return np.exp(x)"
    assert module(use, "for i in range(9):\n    print(i)\n    np.show(i)") == use


def test_a_loop_that_runs_the_students_code_is_dropped_with_a_note() -> None:
    """A table that is filled by the student's own functions is left out, and the note names it."""
    cells = ("table = []", "def f(x):\n    return table[x]", "for i in range(9):\n    table.append(f(i))")
    assert module(*cells) == "\n".join(cells[:2])
    (note,) = notes(*cells)
    assert note.startswith(
        "alice.ipynb, code cell 3: `for i in range(9):` runs code, so it was left out and table with it"
    )


def test_what_the_main_guard_holds_counts_as_in_a_notebook() -> None:
    """In a notebook ``__name__`` is ``"__main__"``: functions under the guard are defined, with what they need."""
    cell = (
        'if __name__ == "__main__":\n    import numpy as np; k = 3\n\n    @np.vectorize\n    def f(x):\n'
        '        """Two\n        lines."""\n        return k + x\n\n    print(f(3))'
    )
    source = module(cell)
    space: dict[str, Any] = {}
    exec(source, space)
    assert space["f"](1) == 4
    assert "print" not in source
    assert notes(cell) == ()
    number = next(n for n, line in enumerate(whole(cell).splitlines(), 1) if line == "    def f(x):")
    assert spot({"m.py": whole(cell).encode()}, "m.py", number).line == 5


def whole(cell: str) -> str:
    """Return the module of one cell as it is, with the numbers of cells."""
    return Notebook.read(book(cell), "alice.ipynb").module(("f",))[0].decode()

"""Code that is alike is found whatever its names; what everybody has, and honest work, is not told."""

from __future__ import annotations

import ast
import re

import pytest

from grader.exercises.catalogue import Catalogue
from grader.similarity.code import COMMON, FEW, MOST, READ, alike, code_of
from grader.similarity.findings import Alike, Level
from grader.similarity.given import blocks, given

LONG = """
def smooth(values, rate):
    result = [values[0]]
    for number in values[1:]:
        result.append(rate * result[-1] + (1 - rate) * number)
    total = sum(abs(a - b) for a, b in zip(values, result))
    return result if total > 1e-6 else list(values)


def scale(rows, least, most):
    spread = most - least
    if spread == 0:
        raise ValueError("nothing to scale")
    return [[(cell - least) / spread for cell in row] for row in rows if len(row) > 2]


def best(scores, limit):
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = {name: score for name, score in ranked[:limit] if score >= 0.5 * ranked[0][1]}
    return kept or dict(ranked[:1])


def folded(text, width):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


def crossing(first, second):
    for index in range(min(len(first), len(second)) - 1):
        before, after = first[index] - second[index], first[index + 1] - second[index + 1]
        if before * after < 0:
            return index + before / (before - after)
    return None
"""
"""A student's work of five functions."""

OTHER = """
import numpy as np

def smooth(v, r):
    out = np.empty(len(v)); out[0] = v[0]
    i = 1
    while i < len(v):
        out[i] = r * out[i-1] + v[i] * (1-r); i += 1
    return out.tolist() if not np.allclose(out, v) else v.copy()

def scale(m, lo, hi):
    assert hi != lo
    a = np.asarray([r for r in m if np.size(r) >= 3], float)
    return ((a - lo) * (1.0 / (hi - lo))).tolist()

def best(d, n):
    names = sorted(d); names.sort(key=d.get, reverse=True)
    top = d[names[0]]
    return {k: d[k] for i, k in enumerate(names) if i == 0 or (i < n and d[k] * 2 >= top)}
"""


def renamed(source: str) -> str:
    """Return a program with other names for all that it assigns and takes, other comments and other layout."""
    tree = ast.parse(source)
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    for name in names:
        source = re.sub(rf"\b{name}\b", f"my_{name}", source)
    return "# all my own work\n" + source.replace("\n    ", "\n        ").replace(", ", " , ")


def pairs(sources: dict[str, str], given: tuple[str, ...] = ()) -> list[Alike]:
    return alike("01_x", sources, given)[0]


def test_a_copy_with_other_names_is_found() -> None:
    """Names, comments and layout changed: the same text, to be read closely, beside one that is not told."""
    (pair,) = pairs({"ada": LONG, "bob": renamed(LONG), "cid": OTHER})
    assert pair.level is Level.HIGH
    assert (pair.left.students, pair.right.students) == (("ada",), ("bob",))
    assert (pair.left.share, pair.right.share) == (1.0, 1.0)
    assert "".join(text for text, _ in pair.right.parts) == renamed(LONG)


def test_a_copy_with_a_function_of_one_s_own_is_found() -> None:
    """Three functions of five were taken over, in another order; the parts that both have are marked in both."""
    smooth, scale, best, folded, crossing = LONG.strip().split("\n\n\n")
    mixed = "\n\n\n".join([renamed(crossing), renamed(best), OTHER.split("\n\n")[2], folded])
    (pair,) = pairs({"ada": LONG, "bob": mixed, "cid": OTHER})
    assert 0.6 <= pair.share < 1
    marked = "".join(text for text, own in pair.left.parts if own)
    assert "ranked = sorted(scores.items()" in marked
    assert "spread = most - least" not in marked
    assert not any(smooth in text or scale in text for text, own in pair.left.parts if own)


@pytest.mark.parametrize("number", range(1, 15))
def test_right_solutions_of_an_honest_class_are_not_told(catalogue: Catalogue, number: int) -> None:
    """The reference and every accepted variant, written in different ways, make no pair in any exercise."""
    exercise = catalogue.exercise(str(number))
    paths = (catalogue.reference(exercise), *catalogue.accepted(exercise))
    sources = {f"{n}": path.read_text(encoding="utf-8") for n, path in enumerate(paths)}
    assert alike(exercise.slug, sources, given(catalogue, exercise)) == ([], 0)


@pytest.mark.parametrize("number", [1, 2, 4, 9, 10, 13, 14])
def test_a_renamed_copy_of_a_solution_is_told(catalogue: Catalogue, number: int) -> None:
    """Beside the honest ones, a copy with other variables is to be read closely."""
    exercise = catalogue.exercise(str(number))
    paths = (catalogue.reference(exercise), *catalogue.accepted(exercise))
    sources = {f"{n}": path.read_text(encoding="utf-8") for n, path in enumerate(paths)}
    tree = ast.parse(sources["0"])
    own = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    copy = sources["0"]
    for name in own:
        copy = re.sub(rf"\b{name}\b", f"my_{name}", copy)
    ((pair), *others), _ = alike(exercise.slug, sources | {"copy": copy}, given(catalogue, exercise))
    assert (pair.left.students, pair.right.students, pair.level) == (("0",), ("copy",), Level.HIGH)
    assert not others


def test_what_everybody_was_given_is_no_sign(catalogue: Catalogue) -> None:
    """Stubs alone, and code that the statement shows, are alike in no pair."""
    exercise = catalogue.exercise("2")
    stub = catalogue.stub(exercise).read_text(encoding="utf-8")
    sources = {"ada": stub, "bob": stub, "cid": f"{stub}\nx = 1\n"}
    assert alike(exercise.slug, sources, given(catalogue, exercise)) == ([], 0)
    assert pairs({"ada": LONG, "bob": LONG}, (LONG,)) == []


def test_what_many_write_is_usual() -> None:
    """A short text that more than a tenth of the class has is no sign; one that two of them have is."""
    short = "\n\n\n".join(LONG.strip().split("\n\n\n")[:3])
    others = {f"s{n}": f"def f_{n}(x):\n    return x ** {n}\n" for n in range(50)}
    many = {f"t{n}": short for n in range(FEW + 1)}
    assert COMMON * len(others | many) < FEW
    assert pairs(others | many) == []
    (pair,) = pairs(others | {"ada": short, "bob": renamed(short)})
    assert pair.level is Level.SOME  # so short a text may well be written twice


def test_a_ring_does_not_make_its_own_code_usual() -> None:
    """Thirty of sixty with one long text are one finding that names them all."""
    others = {f"s{n}": f"def f_{n}(x):\n    return x ** {n}\n" for n in range(30)}
    ring = {f"t{n:02}": LONG if n % 2 else renamed(LONG) for n in range(30)}
    (pair,) = pairs(others | ring)
    assert {*pair.left.students, *pair.right.students} == set(ring)
    assert pair.level is Level.HIGH


def test_the_same_class_gives_the_same_figures() -> None:
    """Figures depend on the texts alone, not on the order of the class or on how Python hashes."""
    sources = {"ada": LONG, "bob": renamed(LONG) + OTHER, "cid": OTHER}
    found = pairs(sources)
    assert found
    assert pairs(dict(reversed(sources.items()))) == found


@pytest.mark.parametrize(
    "text",
    ["", "def f(:", "'" * 5000, '"""' + "x" * 5000, "\x00" * 100, "\\" * 5000, "f'{" * 2000, "é" * 100, "(" * 5000],
)
def test_whatever_is_handed_in_can_be_compared(text: str) -> None:
    """Broken, empty and hostile texts end nothing and hide no pair."""
    assert len(pairs({"ada": LONG, "bob": LONG, "eve": text, "mal": text + " "})) >= 1


def test_what_is_looked_at_is_bounded() -> None:
    """Beyond ``READ`` nothing is compared, and no more than ``MOST`` pairs are told; the others are counted."""
    head = "".join(f"x{n} = {n} * {n + 1}\n" for n in range(READ))[:READ]
    (pair,) = pairs({"ada": head + LONG, "bob": head + OTHER})
    assert sum(len(text) for text, _ in pair.left.parts) == READ
    copies = {
        f"s{ring:02}{n}": LONG.replace("+", "+-"[:1] * (ring + 1))
        + f"\n\ndef own_{n}(x):\n    return [x] * {[n] * 9}\n"
        for ring in range(2)
        for n in range(8)
    }
    found, more = alike("01_x", copies, ())
    assert len(found) == MOST
    assert len(found) + more >= 56  # at least those within a ring of eight


def test_code_lies_in_markdown() -> None:
    """Fenced and indented blocks count, without Python's prompts; prose does not."""
    text = "Words.\n\n```python\na = 1\n```\n\nMore:\n\n    >>> b = 2\n    ... c\n\nEnd `d`.\n"
    found = "\n".join(blocks(text))
    assert "a = 1" in found
    assert "\nb = 2\nc" in found.replace("\n\n", "\n")
    assert ">>>" not in found
    assert "Words" not in found


def test_the_module_comes_first() -> None:
    """What lies beside the module is compared too, after it, so that nothing can be put before it."""
    files = {"a.py": b"first = 1\n", "losses.py": b"module = 1\n", "z/b.py": b"last = 1\n", "data.csv": b"1,2"}
    assert code_of(files, "losses.py").split() == ["module", "=", "1", "first", "=", "1", "last", "=", "1"]

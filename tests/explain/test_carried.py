"""What of a hidden test can reach a student is counted: the table of docs/threat-model.md has the figures made here.

And no sentence that a student may be told is formatted from anything that a submission chose: the sources of suites
and of faults are read, and each name that stands in such a sentence is one that was looked at.
"""

from __future__ import annotations

import ast
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import WELL_KNOWN
from grader.explain.cases import CASES
from grader.explain.edit_words import WORDS as EDITS
from grader.explain.raised import MEANINGS
from grader.explain.relations import SIMPLE, SIZES
from grader.explain.words import LOOK_AT
from grader.suite.assertions import ARRAYS, FORMS
from grader.worker.source_lines import MAX_LINES

ROOT = Path(__file__).resolve().parents[2]
SUITES = sorted((ROOT / "grader" / "suites").glob("*/test_*_hidden.py"))

CHECKS = frozenset(
    (
        *("expect", "award", "each", "new", "assert_close", "assert_equal", "assert_shape", "assert_unchanged"),
        *("assert_raised", "as_array", "as_scalar", "as_list", "as_handle"),
    )
)
"""What a suite calls that can end a test with a sentence."""

WORDS = 2 * (len(set(FORMS.values())) + len(ARRAYS) + 1) + 10
"""Sentences of one check, at most: any form, of the whole or of an item of it; and wrong in shape, length (another, too
long), value (wrong, infinite, nan), kind (complex, something else), changed, not the one asked for."""

NAMES = 8
"""Names that one check puts in its sentence, at most: four parameters, gradients of them, lists of a history."""

FAULTS = 40
"""Sentences for what is neither a wrong answer nor an exception, at most: ``grader.worker`` has them."""

UNWRITTEN = 100
"""Sentences of stubs, "Relu.forward is not written yet": of the names that a suite asks for, three each, at most."""

OTHER_RELATIONS = 7
"""What wrong values may be to the right ones beside the lists: None, nan, infinity, another shape, transposed,
shifted, scaled."""

LEVELS = 9
"""Points that one test can give, at most: two sets of images with four tiers each add up to 0 to 8 eighths."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def checks_of(suite: Path) -> int:
    """Return the number of checks that can end a test of a suite, with those of the helpers that it imports."""
    trees = [tree_of(suite)]
    if "from grader.suite.keras import" in suite.read_text(encoding="utf-8"):
        trees.append(tree_of(ROOT / "grader" / "suite" / "keras.py"))
    return sum(called(c) in CHECKS for tree in trees for c in calls(tree))


def figures() -> dict[str, float]:
    """Return in bits what each part of a hidden test's result can carry, for the suite where it is most."""
    checks = max(map(checks_of, SUITES))
    beliefs = max(len(tomllib.loads((p.parent / "misconceptions.toml").read_text(encoding="utf-8"))) for p in SUITES)
    described = [ROOT / "exercises" / p.parent.name / "exercise.toml" for p in SUITES]
    hints = max(len(tomllib.loads(p.read_text(encoding="utf-8")).get("hints", {})) for p in described)
    # an exception with or without a well-known name, or one that says that something is not written yet
    wrong, raised = checks * WORDS * NAMES, (len(WELL_KNOWN) + 2) * (MAX_LINES + 1)
    relations = len(SIMPLE) + 2 * len(SIZES) + OTHER_RELATIONS
    cases = sum(1 + (case.otherwise is not None) for case in CASES) + 1  # and an argument that is changed
    from_line = MAX_LINES * (len(MEANINGS) + 1)  # and one without a meaning
    pairs = MAX_LINES * (MAX_LINES - 1) // 2  # of lines, which are told without a relation
    explained = MAX_LINES * (len(LOOK_AT) - 1) * (relations + 1) + pairs
    explained += cases * (from_line + 1) + from_line + relations
    explained += len(EDITS) * most_tests()  # a kind, and a call that one of the tests blames
    bits = {
        "points": math.log2(LEVELS),
        "wrong answer": math.log2(wrong),
        "exception and line": math.log2(raised),
        "outcome and sentence": math.log2(wrong + raised + FAULTS + UNWRITTEN),
        "misconception or explanation": math.log2(beliefs + explained + 1),
        "hint": math.log2(hints + 1),
    }
    parts = ("points", "outcome and sentence", "misconception or explanation", "hint")
    return bits | {"a test, all together": sum(bits[part] for part in parts)}


def most_tests() -> int:
    """Return the number of tests of the longest suite."""
    return max(
        sum(isinstance(n, ast.FunctionDef) and n.name.startswith("test_") for n in tree_of(p).body) for p in SUITES
    )


def test_the_threat_model_has_these_figures() -> None:
    """Each row of its table is the figure computed here, rounded up to a tenth of a bit."""
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    section = text.partition("## What a result can carry")[2].partition("\n## ")[0]
    assert section, "the section is missing"
    rows = {name: float(bits) for name, bits in re.findall(r"^\| ([\w ,]+) \| ([\d.]+) \|", section, re.MULTILINE)}
    assert rows == {name: math.ceil(bits * 10) / 10 for name, bits in figures().items()}
    assert f"{most_tests()} tests" in section


# --- no sentence is made of what a submission chose -------------------------------------------------------------------

LOOKED_AT = {
    # each is a name of ours: a constant of the suite, or a loop over one
    "01_neurons": {"what"},
    "02_losses": {"summary"},
    "04_gradient_descent": {"what"},
    "07_mini_batch": {"what"},
    "08_backprop": {"name"},
    "09_xor_net": {"what", "key", "least"},
    "10_two_layer_net": {"what", "key", "least", "TIERS[-1][0]"},
    "11_iris": {"what", "name"},
    "12_binary_classifier": {"least", "TIERS[-1][0]"},
    "13_training_recipe": {"what", "name", "key", "n", "least", "full"},
    "14_mnist_mlp": {"name", "curve", "told"},
}
"""By suite, what its sentences are formatted from."""

SENTENCE = {
    "expect": 1,
    "award": 1,
    "_mismatch": 0,
    "Mismatch": 0,
    "as_array": 2,
    "as_list": 2,
    "as_scalar": 1,
    "as_handle": 1,
}
"""Where a sentence, or the name of a thing in one, stands among positional arguments."""


def sentences(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield every argument that becomes a part of a summary."""
    for call in calls(tree):
        place = SENTENCE.get(called(call))
        if place is not None and len(call.args) > place:
            yield call.args[place]
        yield from (k.value for k in call.keywords if k.arg in ("what", "summary", "why", "partly"))


def formatted(sentence: ast.expr) -> Iterator[str]:
    """Yield what a sentence is formatted from, as text; nothing of a constant."""
    if isinstance(sentence, ast.JoinedStr):
        yield from (ast.unparse(v.value) for v in sentence.values if isinstance(v, ast.FormattedValue))
    elif isinstance(sentence, ast.Call) and called(sentence) == "_":
        yield from (name for fact in sentence.keywords for name in formatted(fact.value))
    elif isinstance(sentence, ast.IfExp):
        yield from (*formatted(sentence.body), *formatted(sentence.orelse))
    elif not isinstance(sentence, ast.Constant):
        yield ast.unparse(sentence)


@pytest.mark.parametrize("path", SUITES, ids=lambda p: p.parent.name)
def test_sentences_of_suites_hold_names_that_were_looked_at(path: Path) -> None:
    """A new name in a sentence fails here until somebody has seen that no submission chooses it."""
    found = {name for s in sentences(tree_of(path)) for name in formatted(s)}
    assert found == LOOKED_AT.get(path.parent.name, set())


OURS = {
    "assertions.py": {"what", "form(value)", "holds", "_wrongness(what, number)", "_wrongness(what, array)", "summary"}
    | {"either(kinds)", "item", "RESULT", "said(what)", "said(summary)"},
    "keras.py": set(),
    "outcomes.py": {"award.why"},
    "plugin.py": {"_fit(summary)"},
    "proxy.py": {"name", "gave", "partly"},
}
"""By file of ``grader/suite``, the same. ``summary``, ``partly`` and ``award.why`` are the suites' own words, also as
sentences (``said``)."""


@pytest.mark.parametrize("name", OURS)
def test_sentences_of_ours_hold_names_that_were_looked_at(name: str) -> None:
    found = {n for s in sentences(tree_of(ROOT / "grader" / "suite" / name)) for n in formatted(s)}
    assert found <= OURS[name]


FAULT = ("NotAttempted", "WorkerEnded", "TimedOut", "OutOfMemory", "WireViolation", "StudentFault")

LIMITS = {
    "self.limits.memory_mb",
    "memory_mb",
    "MAX_CALLBACKS_PER_REQUEST",
    "THREADS",
    "FILES_TOO_LARGE",
    "FILES_HIDDEN",
}
LIMITS |= {"why", "doing", "known", "said"}
# a library of a closed list, found in the files before anything ran
LIMITS |= {"joined(_(': '), [said, *why])"}
"""What faults are formatted from: limits and sentences of ours (``why`` is one of two), what was being done, a sentence
of ours that a text was equal to, and "not written yet" with a line."""


def test_faults_hold_names_that_were_looked_at() -> None:
    """The first argument of a fault is its summary; there are fewer than are counted."""
    made = [
        (call, path)
        for path in sorted((ROOT / "grader").rglob("*.py"))
        if not {"suites", "desk"}.intersection(
            path.relative_to(ROOT).parts
        )  # a desk shows public tests, to their owner alone
        for call in calls(tree_of(path))
        if called(call) in FAULT and call.args
    ]
    assert 10 < len(made) < FAULTS
    assert {n for call, _ in made for n in formatted(call.args[0])} <= LIMITS

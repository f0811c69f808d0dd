"""The tests of a hidden suite as its file has them, read without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise


@dataclass(frozen=True, slots=True)
class SuiteTest:
    """One test.

    Attributes:
        id: the function's name.
        title: what a student sees of it, in English.
        title_zh: the same in Chinese.
        points: what it is worth.
        requires: the tests without which it is blocked.
    """

    id: str
    title: str
    title_zh: str
    points: float
    requires: tuple[str, ...]


def suite_tests(catalogue: Catalogue, exercise: Exercise) -> tuple[SuiteTest, ...]:
    """Return the tests of an exercise's hidden suite, in its order."""
    tree = ast.parse(catalogue.hidden_suite(exercise).read_bytes())
    return tuple(_test(n) for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


def _test(function: ast.FunctionDef) -> SuiteTest:
    marks = {
        call.func.id: [ast.literal_eval(argument) for argument in call.args]
        for call in function.decorator_list
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    title, title_zh, *_ = [" ".join(p.split()) for p in (ast.get_docstring(function) or "").split("\n\n")] + [""]
    return SuiteTest(function.name, title, title_zh, float(marks["points"][0]), tuple(marks.get("requires", ())))

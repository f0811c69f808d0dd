"""The notebooks that students receive: made of statement, stub and public tests, and graded like a module."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from share import some_exercises

from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.exercises.overlay import read_variant
from grader.grading.settings import Settings
from grader.grading.single import grade_path
from grader.language import LANGUAGES
from grader.release.notebooks import notebook_of, otter_test_file, read_tests, statement, write_notebook
from grader.result import Outcome, TestResult
from release.notebooks import filled, run

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue(ROOT)

each = pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])


def book_of(exercise: Exercise, lang: str = "en") -> Any:
    """Return the notebook of an exercise."""
    return notebook_of(CATALOGUE, exercise, read_tests(CATALOGUE, exercise)[1], lang)


def code_of(book: Any) -> list[str]:
    """Return the source of each code cell."""
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


@each
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_function_has_a_cell_below_its_part_of_the_statement(exercise: Exercise, lang: str) -> None:
    """The stub is there whole, each definition in a cell of its own, and above it the heading that names it."""
    book = book_of(exercise, lang)
    stub = ast.parse(CATALOGUE.stub(exercise).read_text(encoding="utf-8"))
    expected = [n for n in stub.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    assert {n.name for n in expected} == set(exercise.entry_points)
    for definition in expected:
        [place] = [
            i for i, cell in enumerate(book.cells) if cell.cell_type == "code" and defines(cell, definition.name)
        ]
        assert ast.dump(ast.parse(book.cells[place].source)) == ast.dump(ast.Module([definition], []))
        above = next(c.source for c in book.cells[place::-1] if c.cell_type == "markdown" and "### `" in c.source)
        method = isinstance(definition, ast.ClassDef)
        assert above.startswith(f"### `{definition.name}") or method, above
    imports = [n for n in stub.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    assert {ast.unparse(n) for n in imports} <= set("\n".join(code_of(book)).splitlines())


def defines(cell: Any, name: str) -> bool:
    """Whether a cell defines ``name``."""
    return any(getattr(n, "name", "") == name for n in ast.parse(cell.source).body)


@each
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statement_is_there_whole(exercise: Exercise, lang: str) -> None:
    """All of its text in its order, but for the section on how to run a module in a file."""
    text = "\n".join(c.source for c in book_of(exercise, lang).cells if c.cell_type == "markdown")
    told = statement(CATALOGUE, exercise, lang)
    rest = told[: told.rindex("\n## ")]
    assert squeezed(text).startswith(squeezed(rest))
    assert "xorcise check" not in text


def squeezed(text: str) -> str:
    """Return ``text`` without blanks and line ends."""
    return "".join(text.split())


@each
def test_each_public_test_has_a_check_cell_below_what_it_calls(exercise: Exercise) -> None:
    """Every test once, and a cell with all of them at the end."""
    suite = ast.parse(CATALOGUE.public_suite(exercise).read_text(encoding="utf-8"))
    tests = {
        n.name: ast.unparse(n) for n in suite.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")
    }
    book = book_of(exercise)
    code = code_of(book)
    checks = [c for c in code if c.startswith("grader.check(")]
    assert sorted(checks) == sorted(f'grader.check("{name.removeprefix("test_")}")' for name in tests)
    assert code[-1] == "grader.check_all()"
    for name, source in tests.items():
        called = [e for e in exercise.entry_points if re.search(rf'student\.{e}\b|student\.new\("{e}"', source)]
        at = code.index(f'grader.check("{name.removeprefix("test_")}")')
        for entry in called:
            [defined] = [i for i, c in enumerate(code) if re.search(rf"^(def|class) {entry}\b", c, re.MULTILINE)]
            assert defined < at, (name, entry)


@each
def test_the_files_are_the_same_each_time(exercise: Exercise, tmp_path: Path) -> None:
    """Notebook, tests and pictures, with every picture that the statement shows."""
    for name in ("one", "two"):
        write_notebook(CATALOGUE, exercise, tmp_path / name, "en")
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()} for n in ("one", "two"))
    assert one == two
    assert set(re.findall(r"!\[[^]]*\]\((\S+)\)", statement(CATALOGUE, exercise, "en"))) <= set(one)


def test_a_test_file_is_the_test_with_what_the_suite_has_beside_it() -> None:
    """Imports, constants and helpers come along, other tests do not; the title is in the language asked for."""
    body, tests = read_tests(CATALOGUE, CATALOGUE.exercise("03"))
    test = next(t for t in tests if t.name == "numerical_gradient_of_a_matrix")
    text = otter_test_file(body, test, "zh-CN")
    names = [n.name for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)]
    assert names == ["parabola", "hill", "test_numerical_gradient_of_a_matrix"]
    assert "TOLERANCE = " in text
    assert '@public_test(name="2x2 矩阵的梯度也是 2x2。", points=0)\n' in text


# --- graded -----------------------------------------------------------------------------------------------------------


def graded(path: Path, exercise: Exercise) -> list[TestResult]:
    """Return what grading makes of a file, apart from times and from lines, which differ in a notebook's module."""
    result = grade_path(Settings(root=str(ROOT), slugs=(exercise.slug,)), path)
    return [replace(t, duration_s=0.0, message="", summary="") for e in result.exercises for t in e.tests]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["02", "03", "08"])
def test_a_notebook_is_graded_like_its_module(number: str, tmp_path: Path) -> None:
    """The stub, the reference and a wrong variant: the same points, outcomes, beliefs and hints, test by test."""
    import nbformat

    exercise = CATALOGUE.exercise(number)
    book = book_of(exercise)
    modules = {
        "stub": CATALOGUE.stub(exercise).read_text(encoding="utf-8"),
        "reference": CATALOGUE.reference(exercise).read_text(encoding="utf-8"),
        "wrong": read_variant(CATALOGUE, exercise, CATALOGUE.variants(exercise)[0]).text,
    }
    for name, text in modules.items():
        module, notebook = tmp_path / name / exercise.filename, tmp_path / name / f"{exercise.module}.ipynb"
        module.parent.mkdir()
        module.write_text(text, encoding="utf-8")
        nbformat.write(filled(book, text), notebook)
        ours = graded(notebook, exercise)
        assert ours == graded(module, exercise), name
        outcomes = {t.outcome for t in ours}
        assert (outcomes == {Outcome.PASSED}) is (name == "reference")
    untouched = tmp_path / "untouched.ipynb"
    nbformat.write(book, untouched)
    assert graded(untouched, exercise) == graded(tmp_path / "stub" / exercise.filename, exercise)


# --- run --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in some_exercises(CATALOGUE.exercises, 4)])
def test_checks_fail_in_words_for_a_stub_and_pass_for_the_reference(exercise: Exercise, tmp_path: Path) -> None:
    """Both are run from the first cell to the last, in a kernel of their own, and no cell raises."""
    pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")
    pytest.importorskip("nbclient", reason="nbclient is not installed: pip install -e '.[otter]'")
    write_notebook(CATALOGUE, exercise, tmp_path, "en")
    book = book_of(exercise)
    for source, shown in run(filled(book, CATALOGUE.reference(exercise).read_text(encoding="utf-8")), tmp_path).items():
        assert "Test case failed" not in shown, shown
        assert "All test cases passed!" in shown, source
    for shown in run(book, tmp_path).values():
        assert "All test cases passed!" not in shown
        assert "is not written yet" in shown

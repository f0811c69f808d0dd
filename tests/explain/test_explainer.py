"""Explanations of whole submissions: each kind on a real suite, the same in every run, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import dedent

import pytest

from grader.exercises.catalogue import Catalogue
from grader.explain import explainer
from grader.explain.explainer import Explainer
from grader.result import Explanation, Outcome, TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

Explained = Callable[[str], tuple[TestResult, ...]]

GIVEN = "    # explained"
"""Marks the line that holds the fault."""


@contextmanager
def explaining(slot: Slot, catalogue: Catalogue, number: str) -> Iterator[Explained]:
    """Yield a function that grades and explains a text of an exercise, without any misconception known."""
    exercise = catalogue.exercise(number)
    solutions = [path.read_text(encoding="utf-8") for path in catalogue.solutions(exercise)]
    with open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None) as suite:
        explainer = Explainer(slot, suite, solutions)

        def explain(source: str) -> tuple[TestResult, ...]:
            files = {exercise.filename: source.encode()}
            return explainer.explain(run_suite(slot, suite, files, 0).tests, files)

        yield explain


@pytest.fixture(scope="module")
def explained(slot: Slot, catalogue: Catalogue) -> Iterator[Explained]:
    """Return a function that grades and explains a text of 02."""
    with explaining(slot, catalogue, "02") as explain:
        yield explain


@pytest.fixture(scope="module")
def with_function(catalogue: Catalogue) -> Callable[[str], str]:
    """Return a function that gives the reference of 02 with a function added at its end, where it counts."""
    reference = catalogue.reference(catalogue.exercise("02")).read_text(encoding="utf-8")
    return lambda text: f"{reference}\n\n{dedent(text)}"


def causes(tests: tuple[TestResult, ...]) -> list[Explanation]:
    """Return the explanations, one a cause."""
    return list({t.explanation.cause: t.explanation for t in tests if t.explanation is not None}.values())


def line_of(source: str, mark: str) -> int:
    """Return the last line that holds a text."""
    return max(n for n, line in enumerate(source.splitlines(), 1) if mark in line)


def test_a_line_is_found(explained: Explained, with_function: Callable[[str], str]) -> None:
    """One mistake that fails several tests is told once: the line, what to look at, and the edit to the instructor."""
    source = with_function(
        """
        def mean_squared_error(y, t):
            y = np.asarray(y)
            total = np.sum((y - t) ** 3)  # the fault
            rows = 1 if y.ndim == 1 else len(y)
            return 0.5 * total / rows
        """
    )
    (found,) = causes(explained(source))
    assert (found.kind, found.key) == ("place", "number")
    assert [p.line for p in found.places] == [line_of(source, "# the fault")]
    assert found.edit == "3 -> 2"
    assert found.text["en"] == f"Look at the numbers on line {found.places[0].line} of losses.py."
    assert found.text["zh-CN"] == f"请看 losses.py 第 {found.places[0].line} 行中的数。"


def test_a_place_beside_a_right_function_needs_no_search(
    explained: Explained, with_function: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that differs from a right one in one place is told that place at once."""
    source = with_function(
        """
        def softmax_cross_entropy(scores, t):
            scores = np.atleast_2d(scores)
            moved = scores - scores.max(axis=1, keepdims=True)
            logs = np.log(np.sum(np.exp(moved), axis=1))
            return np.mean(logs + moved[np.arange(len(scores)), np.reshape(t, -1)])  # the fault
        """
    )
    monkeypatch.setattr(explainer, "locate", lambda *_given, **_more: pytest.fail("it is searched"))
    (found,) = causes(explained(source))
    assert (found.kind, found.key) == ("place", "operator")
    assert [p.line for p in found.places] == [line_of(source, "# the fault")]


def test_a_case_is_told(explained: Explained, with_function: Callable[[str], str]) -> None:
    found = causes(
        explained(
            with_function(
                """
                def cross_entropy_error(y, t):
                    y, t = np.atleast_2d(y), np.reshape(t, np.shape(np.atleast_2d(y)))
                    return -np.sum(t * np.log(y + 1e-7)) / len(y)
                """
            )
        )
    )
    assert [(e.kind, e.key) for e in found] == [("case", "labels")]
    assert found[0].text["en"].startswith("cross_entropy_error: It is right for one-hot labels and wrong for labels")


def test_an_exception_tells_its_line_and_what_it_means(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    source = with_function(
        """
        def mean_absolute_error(y, t):
            return max(0, abs(y - t))
        """
    )
    (found,) = causes(explained(source))
    assert found.key == "whole_array_as_one"
    assert [p.line for p in found.places] == [line_of(source, "max(0")]


def test_a_function_that_prints_is_told_that_it_returns_none(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    source = with_function(
        """
        def mean_absolute_error(y, t):
            print(np.mean(np.abs(y - t)))
        """
    )
    (found,) = causes(explained(source))
    assert "returns None" in found.text["en"]


def test_a_file_that_is_not_python(explained: Explained, with_function: Callable[[str], str]) -> None:
    tests = explained(with_function("def f(x):\n    return x（0）\n"))
    assert {t.explanation.key for t in tests if t.explanation} == {"full_width"}
    assert all(t.explanation is not None for t in tests if t.outcome is Outcome.STUDENT_ERROR)


def test_a_misspelt_name(explained: Explained, catalogue: Catalogue) -> None:
    reference = catalogue.reference(catalogue.exercise("02")).read_text(encoding="utf-8")
    (found,) = causes(explained(reference.replace("def mean_absolute_error", "def mean_absolut_error")))
    assert found.key == "misspelt"
    assert "mean_absolut_error" in found.text["en"]


def test_right_code_and_the_stub_have_nothing_to_explain(explained: Explained, catalogue: Catalogue) -> None:
    exercise = catalogue.exercise("02")
    for path in (catalogue.stub(exercise), catalogue.reference(exercise)):
        assert not causes(explained(path.read_text(encoding="utf-8")))


def test_two_wrong_functions_have_two_causes(explained: Explained, with_function: Callable[[str], str]) -> None:
    found = causes(
        explained(
            with_function(
                """
                def mean_absolute_error(y, t):
                    return np.sum(np.abs(y - t))


                def root_mean_squared_error(y, t):
                    return np.sqrt(np.mean((y - t) ** 4))
                """
            )
        )
    )
    assert len(found) == 2
    assert all(e.kind == "place" for e in found)


def test_two_faults_of_one_function_are_both_explained(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    """A plain number as a label raises on one line; a batch is added up over everything on another."""
    source = with_function(
        """
        def cross_entropy_error(y, t):
            t = t.reshape(1, -1) if t.ndim == 1 and t.shape == y.shape else t
            y = y.reshape(1, -1) if y.ndim == 1 else y
            if t.ndim == 1:
                t = np.eye(y.shape[1])[t]
            return -np.sum(t * np.log(y + 1e-7)) / y.size  # the fault
        """
    )
    found = {e.key: e for e in causes(explained(source))}
    assert "label_is_a_number" in found
    assert any(p.line == line_of(source, "# the fault") for e in found.values() for p in e.places)


def test_two_faults_that_show_together_are_told_as_two_lines(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    """Every batch is wrong by both, so no single edit mends. Variables have other names than the right one's."""
    source = with_function(
        """
        def softmax_cross_entropy(logits, labels):
            scores = np.atleast_2d(logits)
            moved = scores - scores.max(axis=0, keepdims=True)  # the first
            total = np.log(np.sum(np.exp(moved), axis=1))

            return np.sum(total - moved[np.arange(len(scores)), np.reshape(labels, -1)])  # the second
        """
    )
    found = [e for e in causes(explained(source)) if e.key == "two"]
    first, second = line_of(source, "# the first"), line_of(source, "# the second")
    assert [[p.line for p in e.places] for e in found] == [[first, second]]
    assert found[0].text["en"] == (
        f"The fault is on two lines: line {first} of losses.py, and line {second} of losses.py."
    )
    assert found[0].text["zh-CN"] == f"错误在两行上：losses.py 第 {first} 行和 losses.py 第 {second} 行。"
    assert found[0].edit == "0; np.sum -> (1); (np.mean)"


def test_code_that_cannot_be_mended_by_one_edit_gets_no_place(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    """Nothing is told rather than something false."""
    source = with_function(
        """
        def asymmetric_loss(y, t, over=1.0, under=2.0):
            return float(np.cos(np.sum(y)) + 17 * over ** under)
        """
    )
    assert not [e for e in causes(explained(source)) if e.kind == "place"]


def test_an_endless_loop_ends_the_search_and_not_the_grader(
    explained: Explained, with_function: Callable[[str], str]
) -> None:
    """Edits of a loop may run for ever; the search goes on with another process."""
    source = with_function(
        """
        def mean_absolute_error(y, t):
            i, total = 0, 0.0
            y, t = np.ravel(y), np.ravel(t)
            while i < len(y):
                total += abs(y[i] - t[i])
                i += 1
            return total * len(y)  # the fault
        """
    )
    (found,) = causes(explained(source))
    assert [p.line for p in found.places] == [line_of(source, "# the fault")]


@pytest.mark.slow  # half a minute, as it trains
def test_where_tests_train_a_line_is_found_by_the_quick_ones(slot: Slot, catalogue: Catalogue) -> None:
    """Each edit is asked the single steps. The training fails by the same fault, so it is told the same cause."""
    reference = catalogue.reference(catalogue.exercise("11")).read_text(encoding="utf-8")
    source = reference.replace("w1.assign_sub(lr * dw1)", "w1.assign_add(lr * dw1)  # the fault")
    with explaining(slot, catalogue, "11") as explain:
        tests = explain(source)
    lost = [t for t in tests if t.points < t.max_points]
    assert {"test_train_step_moves_the_weights_downhill", "test_train_learns"} <= {t.id for t in lost}
    assert all(t.explanation is not None for t in lost)
    found = causes(tests)
    assert [(e.kind, [p.line for p in e.places]) for e in found] == [("place", [line_of(source, "# the fault")])]


@pytest.mark.slow  # a function is compiled
def test_an_exception_in_a_compiled_function_tells_the_line_that_called_it(slot: Slot, catalogue: Catalogue) -> None:
    """``tf.function`` runs a file of its own, which stands in no submission."""
    exercise = catalogue.exercise("11")
    (path,) = (p for p in catalogue.accepted(exercise) if p.stem == "tf_function")
    source = path.read_text(encoding="utf-8").replace("3), w1, b1, rate))", "3), b1, w1, rate))  # the fault")
    with explaining(slot, catalogue, "11") as explain:
        found = causes(explain(source))
    assert [(e.kind, [p.line for p in e.places]) for e in found] == [("place", [line_of(source, "# the fault")])]


def test_an_attribute_that_holds_a_wrong_array_is_no_misspelt_one(slot: Slot, catalogue: Catalogue) -> None:
    """Failed tests of 08 end with reading ``db``, whose value is an array."""
    reference = catalogue.reference(catalogue.exercise("08")).read_text(encoding="utf-8")
    source = reference.replace("self.db = dout.sum(axis=0)", "self.db = dout.mean(axis=0)  # the fault")
    assert source != reference
    with explaining(slot, catalogue, "08") as explain:
        found = causes(explain(source))
    assert [(e.kind, [p.line for p in e.places]) for e in found] == [("place", [line_of(source, "# the fault")])]


@pytest.mark.slow  # half a minute, as it trains
def test_a_fault_of_a_training_is_where_the_function_differs_from_a_right_one(slot: Slot, catalogue: Catalogue) -> None:
    """No edit can be tried, as each would train. One comparison and one training confirm the line."""
    reference = catalogue.reference(catalogue.exercise("11")).read_text(encoding="utf-8")
    source = reference.replace("for _ in range(epochs):", "for _ in range(epochs - 1):  # the fault")
    assert source != reference
    for theirs, mine in (("test_acc", "accuracies"), ("x_train", "flowers"), ("predicted", "species")):
        start = source.index("def train(")
        source = source[:start] + source[start:].replace(theirs, mine).replace(f'"{mine}"', f'"{theirs}"')
    with explaining(slot, catalogue, "11") as explain:
        tests = explain(source)
        assert all(t.explanation is None for t in explain(reference))
    found = causes(tests)
    assert [(e.kind, [p.line for p in e.places]) for e in found] == [("place", [line_of(source, "# the fault")])]
    assert all(t.explanation is not None for t in tests if t.points < t.max_points)

"""Public tests in a notebook's kernel: the same verdicts as in a worker, in words, on the notebook's own names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.errors import Mismatch, NotAttempted, StudentRaised
from grader.suite import as_handle, assert_close, assert_unchanged, award, in_place

otter = pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")

from grader.desk.notebook import public_test  # noqa: E402 - it needs Otter


def check(test: Callable[..., None], **names: Any) -> None:
    """Run a public test on a notebook that has defined ``names``."""
    public_test(name="title", points=0)(test).call_func(names)


def test_functions_are_those_of_the_notebook() -> None:
    """What the kernel has under a name is called, and what it returns is compared."""

    def test(student: Any) -> None:
        assert_close(student.double(np.array([1.0, 2.0])), np.array([2.0, 4.0]))

    check(test, double=lambda x: 2 * x)
    with pytest.raises(Mismatch) as caught:
        check(test, double=lambda x: x)
    said = str(caught.value)
    assert "the result has a wrong value" in said
    assert "called: double(np.array([1.0, 2.0]))" in said
    assert "first at [0]: expected 2, got 1" in said


def test_arguments_are_copies_and_changes_are_seen() -> None:
    """A function that writes into its argument changes no expected value, and is told so."""

    def test(student: Any) -> None:
        x = np.array([1.0])
        student.change(x)
        assert x[0] == 1.0
        assert_unchanged(x, np.array([1.0]))

    def change(x: Any) -> None:
        x += 1

    with pytest.raises(Mismatch, match="was changed by the call"):
        check(test, change=change)


def test_changes_that_are_asked_for_come_back() -> None:
    """``in_place`` makes them in the test's own object."""

    def test(student: Any) -> None:
        params = {"w": np.array([1.0])}
        student.update(in_place(params))
        assert_close(params["w"], np.array([3.0]))

    def update(params: dict[str, Any]) -> None:
        params["w"] += 2

    check(test, update=update)


def test_objects_stay_in_the_kernel() -> None:
    """Classes, methods and attributes are asked for as in a worker."""

    class Layer:
        def __init__(self, w: Any) -> None:
            self.w = w

        def forward(self, x: Any) -> Any:
            return x @ self.w

    def test(student: Any) -> None:
        layer = as_handle(student.new("Layer", np.eye(2)))
        assert_close(layer.method("forward")(np.array([1.0, 2.0])), np.array([1.0, 2.0]))
        assert_close(layer.read("w"), np.eye(2))
        assert_close(layer.w, np.eye(2))

    check(test, Layer=Layer)


def test_functions_of_the_test_can_be_given() -> None:
    """The notebook's code calls them with copies, which it may change afterwards."""
    seen = []

    def test(student: Any) -> None:
        def f(x: Any) -> Any:
            seen.append(x)
            return x**2

        assert_close(student.twice(f, np.array([3.0])), np.array([18.0]))
        assert seen[0][0] == 3.0

    def twice(f: Callable[[Any], Any], x: Any) -> Any:
        first = f(x)
        x[...] = 0
        return first * 2

    check(test, twice=twice)


def test_iterators_and_generators_of_chance_work() -> None:
    """A generator is asked for one value after another; ``rng`` and ``seed`` are those of the command line."""

    def test_of_chance(student: Any, rng: Any, seed: int) -> None:
        assert list(student.up_to(3)) == [0, 1, 2]
        assert rng.normal() == pytest.approx(rng_of("test_of_chance"))
        assert isinstance(seed, int)

    def up_to(n: int) -> Any:
        yield from range(n)

    check(test_of_chance, up_to=up_to)


def rng_of(test: str) -> float:
    """Return the first normal number of a test's generator."""
    from grader.suite.fixtures import Fixtures

    return float(Fixtures(None).value("rng", test).normal())


@pytest.mark.parametrize("names", [{}, {"f": None}], ids=["absent", "not written"])
def test_what_is_not_there_is_not_attempted(names: dict[str, Any]) -> None:
    """An absent function and a stub are told apart from a wrong one."""

    def stub() -> None:
        raise NotImplementedError("f is not written yet")

    with pytest.raises(NotAttempted, match=r"f is not written yet|defines no f"):
        check(lambda student: student.f(), **dict.fromkeys(names, stub))


def test_an_exception_names_the_line_of_its_cell() -> None:
    """The innermost line of the notebook's own code, with what stands there where it is known."""
    names: dict[str, Any] = {}
    exec(compile("def f(x):\n    y = x\n    return y / 0\n", "<cell>", "exec"), names)
    with pytest.raises(StudentRaised) as caught:
        check_names(lambda student: student.f(1), names)
    assert "your code raised ZeroDivisionError on line 3 of its cell" in str(caught.value)
    assert "division by zero" in str(caught.value)


def check_names(test: Callable[..., None], names: dict[str, Any]) -> None:
    """Run a public test on these very global names."""
    public_test(name="title", points=0)(test).call_func(names)


def test_partial_credit_is_no_pass() -> None:
    """A test that awards less than everything fails with its reason; one that awards everything passes."""
    with pytest.raises(Mismatch, match="half of it"):
        check(lambda student: award(0.5, "half of it"))
    check(lambda student: award(1.0, "all of it"))


def test_otter_shows_words_and_the_line_of_the_test(tmp_path: Any) -> None:
    """A failing check has the test's own line, a sentence of ours, and what was called and expected."""
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    path = tmp_path / "double.py"
    path.write_text(
        "from grader.suite import assert_close\n"
        "from grader.desk.notebook import public_test\n"
        "OK_FORMAT = False\n"
        "name = 'double'\n"
        "@public_test(name='The double of 2 is 4.', points=0)\n"
        "def test_double(student):\n"
        "    assert_close(student.double(2), 4)\n",
        encoding="utf-8",
    )
    for function, word in ((lambda x: 2 * x, "passed!"), (lambda x: x, "Mismatch: the result has a wrong value")):
        file = create_test_file(str(path), NBMetadataConfig())
        file.run({"double": function})
        assert word in file.summary()
    assert "assert_close(student.double(2), 4)" in file.summary()
    assert "expected: 4.0" in file.summary()

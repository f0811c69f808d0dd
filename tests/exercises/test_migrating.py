"""docs/migrating.md is true: its files are written, its commands run, and both kinds of tests say the same."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.exercises.catalogue import Catalogue
from grader.result import Outcome
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

PAGE = Path(__file__).resolve().parents[2] / "docs" / "migrating.md"

RIGHT = ("q1 1", "q1 2", "test_direction", "test_argument", "test_distance", "test_shapes_that_do_not_fit")
"""The tests before, in the order of those after."""

AFTER = (
    *("test_norm_of_three_and_four", "test_norm_of_four_numbers"),
    *("test_direction", "test_argument", "test_distance", "test_shapes_that_do_not_fit"),
)

WRONG = {
    "sum of absolute values": ("np.sqrt(np.sum(v**2))", "np.sum(np.abs(v))", {"q1 1", "q1 2", "test_distance"}),
    "divides in place": ("return v / norm(v)", "v /= norm(v)\n    return v", {"test_argument"}),
    "adds": ("norm(v - w)", "norm(v + w)", {"test_distance"}),
    "does not look at shapes": ("if v.shape != w.shape:", "if False:", set()),
    "another error": ("raise ValueError(", "raise KeyError(", {"test_shapes_that_do_not_fit"}),
}
"""By what is wrong: what of the reference is replaced, by what, and the tests before that fail. After, one that asks
for a right answer beside an untouched argument may fail besides."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page makes of an empty folder."""
    root = tmp_path_factory.mktemp("migrating")
    text = PAGE.read_text(encoding="utf-8")
    steps = re.findall(
        r"^    \$ (.*)$|(?:Instead of `(\w+)` and what follows it, i|I)n\s`([^`]+)`:\n\n((?:    .*\n|\n)+)", text, re.M
    )
    for command, replaced, path, block in steps:
        if path:
            target, content = root / path, dedent(block)
            target.parent.mkdir(parents=True, exist_ok=True)
            if replaced:
                (root / "first.py").write_bytes(target.read_bytes())
                kept = target.read_text(encoding="utf-8").partition(f"def {replaced}(")[0]
                content = kept[: kept.rindex("@points")] + content
            target.write_text(content, encoding="utf-8")
            continue
        line = command.replace("xorcise", str(Path(sys.executable).parent / "xorcise"), 1)
        done = subprocess.run(line, shell=True, cwd=root, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert len(steps) == 14
    return root


def before(root: Path, source: str) -> set[str]:
    """Return which of the old tests fail for a solution, run as Otter and pytest run them."""
    names: dict[str, Any] = {"np": np}
    exec(source, names)
    return {
        name
        for name, run in (*ok_format(root / "before" / "q1.py", names), *functions(root / "before" / "q2.py", names))
        if not run()
    } | plain(root, source)


Runs = Iterator[tuple[str, Callable[[], bool]]]


def ok_format(path: Path, names: dict[str, Any]) -> Runs:
    """Yield the cases of a file in the ok format, run as otter.test_files.ok_test.run_doctest does."""
    given: dict[str, Any] = {}
    exec(path.read_text(encoding="utf-8"), given)
    for number, case in enumerate(given["test"]["suites"][0]["cases"], 1):

        def run(code: str = case["code"]) -> bool:
            test = doctest.DocTestParser().get_doctest(dedent(code), names, "case", None, None)
            with contextlib.redirect_stdout(io.StringIO()):
                return doctest.DocTestRunner().run(test, clear_globs=False).failed == 0

        yield f"q1 {number}", run


def functions(path: Path, names: dict[str, Any]) -> Runs:
    """Yield the cases of a file of functions, called as otter.test_files.exception_test.test_case.call_func does."""
    module = types.ModuleType("otter.test_files")
    module.test_case = lambda **_: lambda function: function  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "otter", types.ModuleType("otter"))
        patch.setitem(sys.modules, "otter.test_files", module)
        given: dict[str, Any] = {}
        exec(path.read_text(encoding="utf-8"), given)
    for name in ("test_direction", "test_argument"):

        def run(function: Any = given[name]) -> bool:
            try:
                function(names["normalize"])
            except Exception:
                return False
            return True

        yield name, run


def plain(root: Path, source: str) -> set[str]:
    """Return which of the pytest file's tests fail."""
    (root / "before" / "vectors.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "-p", "no:cacheprovider", "test_distance.py"]
    done = subprocess.run(command, cwd=root / "before", capture_output=True, text=True, timeout=120, check=False)
    return set(re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.M))


@pytest.fixture(scope="module")
def after(written: Path, slot: Slot) -> Iterator[Callable[[str], dict[str, Outcome]]]:
    """Return a function that grades a solution with the new suite, before what the old one missed was mended."""
    exercise = Catalogue(written / "vectors").exercise("1")
    with open_suite(written / "first.py", exercise, "hidden", None) as suite:
        yield lambda source: {t.id: t.outcome for t in run_suite(slot, suite, {"vectors.py": source.encode()}, 0).tests}


def reference(written: Path) -> str:
    return (written / "vectors" / "solutions" / "01_vectors" / "vectors.py").read_text(encoding="utf-8")


def test_right_work_passes_both(written: Path, after: Callable[[str], dict[str, Outcome]]) -> None:
    """The reference passes every test before and after, and there is one after for each before."""
    source = reference(written)
    assert before(written, source) == set()
    assert after(source) == dict.fromkeys(AFTER, Outcome.PASSED)


@pytest.mark.parametrize("what", WRONG)
def test_wrong_work_fails_the_same_tests(written: Path, after: Callable[[str], dict[str, Outcome]], what: str) -> None:
    """What failed before fails after."""
    old, new, fails = WRONG[what]
    source = reference(written)
    assert old in source
    source = source.replace(old, new)
    assert before(written, source) == fails
    lost = {RIGHT[AFTER.index(name)] for name, outcome in after(source).items() if outcome is not Outcome.PASSED}
    assert fails <= lost
    assert lost - fails <= {"test_argument"}


def test_the_public_suite_is_what_was_not_hidden(written: Path, slot: Slot) -> None:
    """Two cases were shown before: two tests are public after, and they pass the reference."""
    catalogue = Catalogue(written / "vectors")
    exercise = catalogue.exercise("1")
    with open_suite(catalogue.public_suite(exercise), exercise, "public", None) as suite:
        tests = run_suite(slot, suite, {"vectors.py": reference(written).encode()}, 0).tests
    assert [t.outcome for t in tests] == [Outcome.PASSED, Outcome.PASSED]


def test_the_files_before_are_otters(written: Path) -> None:
    """Where Otter is installed, its own classes read them, with these points, and pass the reference."""
    files = pytest.importorskip("otter.test_files", reason="otter-grader is not installed: pip install xorcise[otter]")
    names: dict[str, Any] = {"np": np}
    exec(reference(written), names)
    for name, kind in (("q1", files.OKTestFile), ("q2", files.ExceptionTestFile)):
        read = kind.from_file(str(written / "before" / f"{name}.py"))
        assert [(case.points, case.hidden) for case in read.test_cases] == [(1, False), (2, True)]
        read.run(names)
        assert [result.passed for result in read.test_case_results] == [True, True]

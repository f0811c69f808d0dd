"""What wrong variants lose: every audit compares it, and only --update writes it, if the variants were graded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.audit import Findings, InOneSlot, Wanted, audit
from grader.audit.case import Run
from grader.audit.expected import difference, expected_text, read_expected
from grader.audit.judge import lost_elsewhere
from grader.errors import CatalogueError
from grader.exercises.calls import users
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import render_overlay
from grader.exercises.scaffold import scaffold
from grader.result import Outcome, TestResult
from grader.slot.slot import Slot

SLUG = "50_leaky_unit"
KEY = "negatives_kept"
BOTH = frozenset({"test_leaky_element_by_element", "test_leaky_leaves_its_argument_alone"})
TEXTS = """
[{key}.belief]
en = "a"
"zh-CN" = "\u4e00"
[{key}.feedback]
en = "b"
"zh-CN" = "\u4e8c"
"""


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A course folder with the scaffold's exercise."""
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), tmp_path / "exercises" / "02_losses")
    scaffold(Catalogue(tmp_path), SLUG)
    return Catalogue(tmp_path)


def findings(course: Catalogue, slot: Slot, *, update: bool = False, seeds: int = 1) -> Findings:
    wanted = Wanted(("wrong",), tuple(range(seeds)), update=update)
    (found,) = audit(course, [course.exercise(SLUG)], wanted, InOneSlot(course, slot, None))
    return found


def add_variant(course: Catalogue, key: str, overlay: str) -> None:
    exercise = course.exercise(SLUG)
    (course.variants(exercise)[0].parent / f"{key}.py").write_text(overlay, encoding="utf-8")
    with course.misconceptions(exercise).open("a", encoding="utf-8") as file:
        file.write(TEXTS.format(key=key))


def expect(course: Catalogue, **expected: frozenset[str]) -> None:
    course.expected(course.exercise(SLUG)).write_text(expected_text(expected), encoding="utf-8")


def xorcise(course: Catalogue, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300, check=False)


def test_what_is_lost_now_and_what_was_expected_are_told_apart(course: Catalogue, slot: Slot) -> None:
    """The fault names the variant, the tests lost but not expected, and those expected but not lost."""
    one, other = sorted(BOTH)
    expect(course, negatives_kept=frozenset({one, "test_gone"}))
    (fault,) = findings(course, slot).faults
    assert fault == f"wrong/{KEY}.py: lost now but not expected: {other}; expected but not lost: test_gone"
    expect(course, negatives_kept=frozenset({one}))
    assert findings(course, slot).faults == [f"wrong/{KEY}.py: lost now but not expected: {other}"]
    expect(course, negatives_kept=BOTH)
    assert findings(course, slot).faults == []


def test_each_variant_is_expected_and_nothing_else_is(course: Catalogue, slot: Slot) -> None:
    """A variant that the file lacks is a fault, and so is one that only the file has."""
    expect(course, gone=BOTH)
    faults = findings(course, slot).faults
    assert len(faults) == 2
    assert faults[0].startswith("expected.toml has gone, and wrong/ does not")
    assert faults[1].startswith(f"wrong/{KEY}.py is not in expected.toml, and loses {', '.join(sorted(BOTH))}")
    found = findings(course, slot, update=True)
    assert found.faults == []
    assert found.lost == {KEY: BOTH}


def test_a_variant_that_loses_nothing_is_a_fault_whatever_is_expected(course: Catalogue, slot: Slot) -> None:
    """No test sees such a misconception; an audit that writes reports it too."""
    add_variant(course, "harmless", "def leaky(x, slope):\n    return np.where(x < 0, slope * x, x)\n")
    expect(course, negatives_kept=BOTH, harmless=frozenset())
    for update in (False, True):
        faults = findings(course, slot, update=update).faults
        assert "wrong/harmless.py loses no points: no test sees what is wrong with it" in faults


def test_a_loss_where_nothing_changed_is_a_fault_whatever_is_expected(course: Catalogue, slot: Slot) -> None:
    """A test that fails without a call of what the variant changes shows nothing about the misconception."""
    exercise = course.exercise(SLUG)
    with course.reference(exercise).open("a", encoding="utf-8") as file:
        file.write("\n\ndef other(x):\n    return x\n")
    suite = course.hidden_suite(exercise)
    text = suite.read_text(encoding="utf-8")
    # the second test goes wrong by what an earlier one saw, and calls another function
    text = text.replace("x = np.array([-4.0, 1.0])", "assert student.other(1.0) == 1.0 and not seen")
    text = text.replace("def test_leaky_element", "seen = []\n\n\ndef test_leaky_element")
    text = text.replace(
        "    for shape in",
        "    if student.leaky(np.array([-1.0]), 0.5)[0] == -1.0:\n        seen.append(1)\n    for shape in",
    )
    text = "".join(
        line for line in text.splitlines(keepends=True) if "np.array([-4.0" not in line and "([-2.0" not in line
    )
    suite.write_text(text.replace("@points(60)\nseen = []\n\n\n", "seen = []\n\n\n@points(60)\n"), encoding="utf-8")
    expect(course, negatives_kept=BOTH)
    for update in (False, True):
        (fault,) = [f for f in findings(course, slot, update=update).faults if "do not call" in f]
        said = "loses points in tests that do not call what it changes: test_leaky_leaves_its_argument_alone"
        assert fault == f"wrong/{KEY}.py {said}"


def test_overlays_that_are_wrong_themselves_are_faults(course: Catalogue, slot: Slot) -> None:
    """An overlay that cannot be rendered is not graded and keeps what was expected; the others are graded."""
    add_variant(course, "broken", "def leaky(x, slope:\n")
    add_variant(course, "idle", "def leaky(x, slope):\n    # the same\n    return np.where(x > 0, x, slope * x)\n")
    expect(course, negatives_kept=BOTH, broken=BOTH, idle=BOTH)
    found = findings(course, slot, update=True)
    assert any(fault.startswith("wrong/broken.py, line 1: ") for fault in found.faults)
    assert "wrong/idle.py, line 1: leaky is as in the reference: take it out" in found.faults
    assert found.lost == {KEY: BOTH, "broken": BOTH, "idle": frozenset()}


def test_a_changed_reference_reaches_its_variants(course: Catalogue, slot: Slot) -> None:
    """A helper that only the reference defines is there for every variant at once."""
    reference = course.reference(course.exercise(SLUG))
    text = reference.read_text(encoding="utf-8")
    reference.write_text(text + "\n\ndef scaled(x):\n    return 0 * x\n", encoding="utf-8")
    add_variant(course, "all_zero", "def leaky(x, slope):\n    return scaled(x)\n")
    assert findings(course, slot, update=True).lost["all_zero"] == BOTH


def test_the_command_writes_only_when_asked(course: Catalogue) -> None:
    """A difference is printed and exits with 1; --update writes, and the next audit has no faults."""
    path = course.expected(course.exercise(SLUG))
    right = path.read_bytes()
    expect(course, negatives_kept=frozenset({"test_gone"}))
    wrong = path.read_bytes()
    compared = xorcise(course, SLUG, "--only", "wrong", "-j", "1")
    assert compared.returncode == 1
    assert "expected but not lost: test_gone" in compared.stdout
    assert path.read_bytes() == wrong
    updated = xorcise(course, SLUG, "--only", "wrong", "-j", "1", "--update")
    assert (updated.returncode, updated.stdout[:24]) == (0, f"{SLUG}: no faults")
    assert "expected.toml was rewritten: review the change" in updated.stderr
    assert path.read_bytes() == right
    again = xorcise(course, SLUG, "--only", "wrong", "-j", "1", "--update")
    assert (again.returncode, again.stderr.strip()) == (0, "")


def test_what_is_not_of_the_wrong_variants_is_not_written(course: Catalogue) -> None:
    """Without them there is nothing to write; the message says what to add."""
    refused = xorcise(course, SLUG, "--only", "stub", "--update")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("\n") == 1
    assert "add --only wrong" in refused.stderr


@pytest.mark.parametrize("name", [KEY, f"{KEY}.py", f"grader/suites/{SLUG}/wrong/{KEY}.py"])
def test_a_variant_is_shown_whole(course: Catalogue, name: str) -> None:
    """What is printed is the reference with the overlay in it, and runs."""
    shown = xorcise(course, SLUG, "--show", name)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "import numpy as np" in shown.stdout
    assert shown.stdout.endswith("def leaky(x, slope):\n    return np.array(x)\n")
    compile(shown.stdout, "shown", "exec")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SLUG, "--show", "negative_kept"), f"{SLUG} has no wrong variant 'negative_kept': is it {KEY}?"),
        ((SLUG, "--show", "x"), f"{SLUG} has no wrong variant 'x': choose from {KEY}"),
        (("--show", KEY), f"--show prints a variant of one exercise: xorcise audit SLUG --show {KEY}"),
        (
            (SLUG, "02_losses", "--show", KEY),
            f"--show prints a variant of one exercise: xorcise audit SLUG --show {KEY}",
        ),
        (("99", "--show", KEY), "there is no exercise '99'"),
    ],
)
def test_a_variant_that_cannot_be_shown_is_one_line(course: Catalogue, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2, and what to ask for instead."""
    refused = xorcise(course, *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"xorcise: {said}")
    assert refused.stderr.count("\n") == 1


def test_an_overlay_that_cannot_be_rendered_is_not_shown(course: Catalogue) -> None:
    """It says where the mistake is."""
    add_variant(course, "broken", "def leaky(x, slope:\n")
    refused = xorcise(course, SLUG, "--show", "broken")
    assert refused.returncode == 2
    assert refused.stderr.startswith("xorcise: wrong/broken.py, line 1: ")


def test_the_file_is_sorted_and_has_a_test_a_line(tmp_path: Path) -> None:
    """One more test is one more line; any name is read as it was written."""
    expected = {"b": frozenset({"t2", "t1"}), "a": frozenset({'t["x"]', "t\u6587"}), "a.b": frozenset[str]()}
    text = expected_text(expected)
    assert text == expected_text(dict(reversed(expected.items())))
    assert [line for line in text.splitlines() if "t1" in line or "t2" in line] == ['    "t1",', '    "t2",']
    path = tmp_path / "expected.toml"
    path.write_text(text, encoding="utf-8")
    assert read_expected(path) == (expected, [])
    assert read_expected(tmp_path / "none.toml") == ({}, [])


@pytest.mark.parametrize(("text", "key"), [('a = "t"', "a"), ("a = [1]", "a"), ("[a]\nb = []", "a")])
def test_what_is_no_list_of_tests_is_a_fault(tmp_path: Path, text: str, key: str) -> None:
    """It names the variant."""
    path = tmp_path / "expected.toml"
    path.write_text(text)
    assert read_expected(path) == (
        {},
        [f"expected.toml: {key} must be a list of tests; `xorcise audit --update` writes it"],
    )


def test_a_file_that_is_not_toml_is_one_line(tmp_path: Path) -> None:
    """It names the file."""
    path = tmp_path / "expected.toml"
    path.write_text("= what")
    with pytest.raises(CatalogueError, match=r"expected\.toml is not readable TOML"):
        read_expected(path)


def test_no_difference_is_no_text() -> None:
    """Order does not matter."""
    assert difference(["b", "a"], ["a", "b"]) == ""


SOURCE = """\
A = 1
B = make()


def make():
    return A


class Net:
    def loss(self):
        return helper(self)

    def other(self):
        return 1


def helper(net):
    return B


def train(net):
    return net.loss()


def alone():
    return 2
"""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"alone"}, {"alone"}),
        ({"train"}, {"train"}),
        ({"helper"}, {"helper", "Net", "train"}),
        ({"Net.loss"}, {"Net", "train"}),
        ({"A"}, {"A", "B", "make", "helper", "Net", "train"}),
        ({"gone"}, {"gone"}),
    ],
)
def test_who_makes_use_of_a_change_is_found_by_names(changed: set[str], expected: set[str]) -> None:
    """Through functions, methods and variables; a method stands for its class."""
    assert users(SOURCE, changed) == expected


@pytest.mark.parametrize(
    ("outcome", "called", "elsewhere"),
    [
        (Outcome.FAILED, {"train"}, False),
        (Outcome.FAILED, {"alone"}, True),
        (Outcome.TIMED_OUT, set(), True),
        (Outcome.BLOCKED, set(), False),
        (Outcome.NOT_ATTEMPTED, set(), False),
        (Outcome.NOT_ATTEMPTED, {"alone"}, True),
    ],
)
def test_a_lost_test_must_have_called_what_changed(outcome: Outcome, called: set[str], elsewhere: bool) -> None:
    """One that waits for another test was not tried; one that ends before it calls anything was."""
    variant = render_overlay(SOURCE, "def helper(net):\n    return -B\n")
    test = TestResult("t", "t", "t", outcome, "hidden", 0.0, 1.0)
    run = Run((test,), {}, frozenset(), {"t": frozenset(called)})
    assert lost_elsewhere(variant, run) == (["t"] if elsewhere else [])
    anything = render_overlay(SOURCE, "print(1)\n\n\ndef helper(net):\n    return -B\n")
    assert lost_elsewhere(anything, run) == []

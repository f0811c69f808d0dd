"""The audit finds what is wrong with a suite: weak tests, points that change with the seed, stale declarations."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.audit import PARTS, Findings, InOneSlot, Wanted, audit
from grader.audit.asked import Examples
from grader.audit.case import Case
from grader.audit.mutants import mutants, sample
from grader.audit.page import BEGIN, COLUMNS, END, table, with_table
from grader.audit.pairs import pairs
from grader.audit.plan import plan
from grader.audit.whole import shortfalls, totals
from grader.cli import cli
from grader.errors import CatalogueError, UsageError
from grader.exercises.calls import reached
from grader.exercises.catalogue import Catalogue
from grader.exercises.overlay import read_variants as rendered
from grader.exercises.overlay import render_overlay
from grader.exercises.scaffold import scaffold
from grader.explain.edit_table import find_edits
from grader.explain.tables import save, shipped_path, table_digest
from grader.slot.slot import Slot

SLUG = "50_leaky_unit"


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A course folder with the scaffold's exercise."""
    shutil.copytree(catalogue.statement_dir(catalogue.exercise("02")), tmp_path / "exercises" / "02_losses")
    scaffold(Catalogue(tmp_path), SLUG)
    return Catalogue(tmp_path)


def findings(course: Catalogue, slot: Slot, *parts: str, seeds: int = 1) -> Findings:
    wanted = Wanted(parts or PARTS, tuple(range(seeds)))
    (found,) = audit(course, [course.exercise(SLUG)], wanted, InOneSlot(course, slot, None))
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_scaffold_has_no_faults(course: Catalogue, slot: Slot) -> None:
    """Every part is graded and counted; what is declared equivalent is left out of the mutants."""
    found = findings(course, slot)
    assert found.faults == []
    assert (found.figures["right"], found.figures["wrong"], found.figures["named"]) == (2, 1, 1)
    assert found.figures["mutants"] == found.figures["killed"] > 10
    assert found.figures["equivalent"] == 1


def test_a_belief_has_every_language_of_the_title(course: Catalogue, slot: Slot) -> None:
    """A course of one language needs one text; one of two languages needs both."""
    exercise = course.exercise(SLUG)
    edit(course.misconceptions(exercise), '"zh-CN" = "负数原样通过。"\n', "")
    found = findings(course, slot, "wrong")
    assert found.faults == ["misconceptions.toml: negatives_kept.belief has no text in zh-CN, which the title has"]


def test_a_mutant_that_no_test_notices_is_listed_with_its_difference(course: Catalogue, slot: Slot) -> None:
    """A suite that tests only positive numbers accepts any slope."""
    suite = course.hidden_suite(course.exercise(SLUG))
    edit(suite, "x = rng.normal(size=shape)", "x = np.abs(rng.normal(size=shape))")
    edit(suite, "np.array([-4.0, 1.0])", "np.array([4.0, 1.0])")
    edit(suite, "np.array([-2.0, 1.0])", "np.array([4.0, 1.0])")
    edit(suite, "np.array([-3, 2])", "np.array([3, 2])")
    edit(suite, "np.array([-0.75, 2.0])", "np.array([3.0, 2.0])")
    found = findings(course, slot, "mutants")
    assert found.figures["killed"] < found.figures["mutants"]
    assert [f for f in found.faults if "a mutant survives" in f and "+    return np.where(x > 0, x, slope + x)" in f]


def test_a_declaration_must_apply(course: Catalogue, slot: Slot) -> None:
    """A declaration of no mutant is a fault, and so is one of a mutant that loses points."""
    path = course.equivalents(course.exercise(SLUG))
    edit(path, "x >= 0", "x < 0")
    survivor, refuted = sorted(findings(course, slot, "mutants").faults)
    assert survivor.startswith("a mutant survives")
    assert refuted.startswith("equivalent.toml: this mutant is not equivalent")
    edit(path, "x < 0", "x <> 0")
    faults = findings(course, slot, "mutants").faults
    assert any("no mutant of leaky turns" in f for f in faults)


@pytest.mark.parametrize(
    "text",
    ['[[equivalent]]\nfunction = "f"\n', "other = 1\n", '[[equivalent]]\nfunction=1\nbefore=""\nafter=""\nreason=""'],
)
def test_a_declaration_without_its_parts_is_a_fault(course: Catalogue, slot: Slot, text: str) -> None:
    """All four parts are needed, and a reason in words."""
    course.equivalents(course.exercise(SLUG)).write_text(text)
    assert any(f.startswith("equivalent.toml: ") for f in findings(course, slot, "stub").faults)


def test_a_declaration_that_is_not_toml_is_one_line(course: Catalogue, slot: Slot) -> None:
    """It names the file."""
    course.equivalents(course.exercise(SLUG)).write_text("= what")
    with pytest.raises(CatalogueError, match=r"equivalent\.toml is not readable TOML"):
        findings(course, slot, "stub")


def test_points_that_change_with_the_seed_are_a_fault(course: Catalogue, slot: Slot) -> None:
    """It says which solution lost what, and at which seed."""
    suite = course.hidden_suite(course.exercise(SLUG))
    edit(
        suite,
        "def test_leaky_element_by_element(student, rng):",
        "def test_leaky_element_by_element(student, rng, seed):",
    )
    edit(suite, "    for shape in", "    assert seed % 2 or not hasattr(student, 'never')\n    for shape in")
    edit(
        suite, "assert seed % 2 or not hasattr(student, 'never')", "assert student.leaky(1.0, 0.5) == 1.0 and seed % 7"
    )
    found = findings(course, slot, "reference", seeds=40)
    moved = [f for f in found.faults if f.startswith("reference: leaky_unit.py at seed ")]
    assert 0 < len(moved) == len(found.faults) < 40
    assert found.figures["seeds"] == 40


def test_a_refused_system_call_of_a_right_solution_is_a_fault(course: Catalogue) -> None:
    """A refused call of honest code is a fault, unless it is one that libraries do without."""
    reference = course.reference(course.exercise(SLUG))
    text = reference.read_text(encoding="utf-8")
    with Slot(audited=True) as audited:
        if audited.refused is None or not audited.containment.seccomp:
            pytest.skip("this kernel has no filter that asks")
        for statement, faults in (("os.fsync(1)", 0), ("os.nice(1)", 1), ("fcntl.fcntl(1, 1024, 1)", 1)):
            attempt = f"import contextlib, fcntl, os\nwith contextlib.suppress(OSError):\n    {statement}\n"
            reference.write_text(
                text.replace("import numpy as np\n", f"import numpy as np\n{attempt}"), encoding="utf-8"
            )
            found = findings(course, audited, "reference").faults
            assert len(found) == faults, (statement, found)
            assert all("a system call that honest code makes is refused" in fault for fault in found)


def test_a_suite_that_accepts_garbage_is_found_out(course: Catalogue, slot: Slot) -> None:
    """A test that passes whatever comes back gives points to garbage."""
    edit(
        course.hidden_suite(course.exercise(SLUG)),
        "    for shape in",
        "    student.leaky(1.0, 0.5)\n    return\n    for shape in",
    )
    faults = findings(course, slot, "garbage", "stub").faults
    assert "every function returning None: test_leaky_element_by_element gives 60 points" in faults


def test_grading_stops_at_the_first_loss_where_no_more_is_wanted(course: Catalogue, slot: Slot) -> None:
    """One lost test is all that an audit needs to know of a mutant."""
    exercise = course.exercise(SLUG)
    (variant,) = rendered(course, exercise).values()
    source = variant.text.encode()
    cases = [Case(SLUG, "mutants", "a", source, until_lost=stop) for stop in (True, False)]
    counts = [len(run.tests) for _, run in InOneSlot(course, slot, None)(cases)]
    assert counts == [1, 2]


SOURCE = '''
"""Doc of 0.5."""
import numpy as np


def f(x: "a | b", rate=0.5):
    """Return 1 * x."""
    y = x.copy()
    y -= rate * np.sum(x, axis=1, keepdims=True)
    return y[1:] / (2 * rate)


def g(x):
    return f(x)
'''


def test_mutants_change_one_place_and_no_text() -> None:
    """Operators, numbers, axes, slices, signs and statements change; docstrings, annotations and imports do not."""
    found = mutants(SOURCE)
    changes = {(m.function, m.before, m.after) for m in found}
    assert len(changes) == len(found)
    assert ("f", "y = x.copy()", "y = (x)") in changes
    assert ("f", "return y[1:] / (2 * rate)", "return (y[1:] / 2 * rate)") in changes
    assert ("f", "return y[1:] / (2 * rate)", "return y[:] / (2 * rate)") in changes
    line = "y -= rate * np.sum(x, axis=1, keepdims=True)"
    for given in ("x, axis=0, keepdims=True", "x, axis=1, keepdims=False", "x, axis=1", "x, keepdims=True"):
        assert ("f", line, f"y -= rate * np.sum({given})") in changes
    assert ("f", line, "y += rate * np.sum(x, axis=1, keepdims=True)") in changes
    assert ("f", line, "pass") in changes
    assert {m.operator for m in found} >= {"axes", "slices", "statements", "signs", "ReplaceBinaryOperator_Mul_Add"}
    assert not [m for m in found if "Doc" in m.before or "Return 1" in m.before or "import" in m.before]


def test_a_sample_is_seeded_and_in_order() -> None:
    """The same seed draws the same mutants; a large enough bound takes all."""
    every = mutants(SOURCE)
    assert sample(every, len(every), 0) == every
    some = sample(every, 5, 1)
    assert some == sample(every, 5, 1) == [m for m in every if m in some]
    assert some != sample(every, 5, 2)


def test_pairs_are_of_mistakes_that_leave_evidence_of_both() -> None:
    """``g`` calls ``f``: if both are wrong, ``g`` returns what neither variant returns."""
    source = "def f(x):\n    return x\n\n\ndef g(x):\n    return f(x)\n\n\ndef h(x):\n    return 2 * x\n"
    assert reached(source, "g") == {"f"}
    overlays = {
        "ff": "def f(x):\n    return -x\n",
        "gg": "def g(x):\n    return -f(x)\n",
        "hh": "import math\n\n\ndef h(x):\n    return math.pi * x\n",
    }
    variants = {key: render_overlay(source, overlay) for key, overlay in overlays.items()}
    found = pairs(source, variants, {"ff": ["t1"], "gg": ["t1", "t2"], "hh": ["t3"]}, most=10, seed=0)
    assert sorted(p.name for p in found) == ["ff + hh", "gg + hh"]
    assert all(p.source.startswith("import math\n") and "return math.pi * x" in p.source for p in found)
    # what fails only where the other fails too leaves no evidence of its own
    assert [p.name for p in pairs(source, variants, {"ff": ["t3"], "hh": ["t3", "t4"]}, most=10, seed=0)] == []


NET = """import math

class Net:

    def __init__(self, n):
        self.n = n

    def predict(self, x):
        return self.n * x

    def loss(self, x):
        return self.predict(x) ** 2

    def gradient(self, x):
        return 2 * self.n * x

def train(net, x):
    return net.n - net.gradient(x)"""


OVERLAYS = {
    "pp": "class Net:\n    def predict(self, x):\n        return x\n",
    "ll": "POWER = math.e\n\n\nclass Net:\n    def loss(self, x):\n        return self.predict(x) ** POWER\n",
    "gg": "class Net:\n    def gradient(self, x):\n        return self.n * x\n",
    "tt": "def train(net, x):\n    return net.n + net.gradient(x)\n",
    "cc": "class Net(dict):\n    pass\n",
}


def test_methods_make_pairs_unless_one_calls_the_other() -> None:
    """Two methods of one class fit into one file, unless one calls the other on any object."""
    assert reached(NET, "train") == {"Net.gradient"}
    variants = {key: render_overlay(NET, overlay) for key, overlay in OVERLAYS.items()}
    fails = {name: [name] for name in OVERLAYS}
    found = {p.name: p.source for p in pairs(NET, variants, fails, most=20, seed=0)}
    # train calls gradient, loss calls predict, and cc is another class altogether
    assert sorted(found) == ["cc + tt", "gg + ll", "gg + pp", "ll + tt", "pp + tt"]
    expected = NET.replace("** 2", "** POWER").replace("2 * self", "self")
    assert found["gg + ll"] == expected.replace("class Net", "POWER = math.e\n\n\nclass Net") + "\n"


def test_variants_that_set_one_variable_make_no_pair() -> None:
    """Each would get the other's number."""
    source = "A = 1\n\n\ndef f():\n    return A\n\n\ndef g():\n    return A\n"
    overlays = {"ff": "A = 2\n\n\ndef f():\n    return -A\n", "gg": "A = 3\n\n\ndef g():\n    return -A\n"}
    variants = {key: render_overlay(source, overlay) for key, overlay in overlays.items()}
    assert pairs(source, variants, {"ff": ["f"], "gg": ["g"]}, most=10, seed=0) == []


def test_the_table_goes_between_its_two_lines() -> None:
    """The text around it stays; a page without a place for it is refused."""
    found = [Findings("01_a", figures={"right": 6, "seeds": 1}), Findings("02_b", figures={"right": 7, "seeds": 3})]
    page = with_table(f"# Title\n{BEGIN}\nold\n{END}\nfoot\n", found)
    assert page.startswith(f"# Title\n{BEGIN}\n\n| exercise |")
    assert page.endswith(f"{END}\nfoot\n")
    assert "old" not in page
    assert "| all | 13 |" in table(found)
    with pytest.raises(UsageError, match="the table goes between"):
        with_table("# Title\n", found)


def test_the_page_has_a_place_and_the_headings_of_the_command(catalogue: Catalogue) -> None:
    """docs/verdicts.md can be renewed, and what stands there has the columns that the command writes."""
    page = (catalogue.root / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert with_table(page, []).count(BEGIN) == 1
    held = page.split(BEGIN)[1].split(END)[0].strip()
    heading = table([]).splitlines()[0]
    assert not held or held.splitlines()[0] == heading
    assert heading.count("|") == len(COLUMNS) + 2


@pytest.mark.parametrize(
    ("figures", "fault"),
    [
        ({"wrong": 100, "named": 100, "false_names": 2, "pairs": 40, "pairs_named": 36}, None),
        ({"wrong": 100, "named": 100, "false_names": 3}, "3 of 100 variants get another's name"),
        ({"wrong": 100, "named": 94, "named_twin": 6}, "94 of 100 wrong variants are named exactly"),
        ({"pairs": 40, "pairs_named": 35}, "both are named in 35 of 40 pairs"),
        ({"right": 3}, None),
    ],
)
def test_names_are_judged_over_all_exercises(figures: dict[str, int], fault: str | None) -> None:
    """One exercise has too few cases for a share; parts that were not audited are not judged."""
    halves = [{k: v // 2 for k, v in figures.items()}, {k: v - v // 2 for k, v in figures.items()}]
    found = [Findings(str(i), figures=half) for i, half in enumerate(halves)]
    assert totals(found) == figures
    said = shortfalls(found)
    assert said == [] if fault is None else len(said) == 1 and said[0].startswith(fault)


def test_of_an_exercise_that_trains_some_wrong_variants_may_be_drawn(catalogue: Catalogue) -> None:
    """The same with hidden and public tests; of an exercise that trains nothing all are graded."""

    def graded(number: str, part: str) -> set[str]:
        exercise = catalogue.exercise(number)
        made = plan(catalogue, exercise, Wanted(("wrong", "public"), most_wrong=5), Examples(), {})
        assert made.faults == ()
        return {case.name for case in made.cases if case.part == part}

    drawn = graded("11", "wrong")
    assert len(drawn) == 5
    assert graded("11", "public wrong") == drawn
    assert len(graded("05", "wrong")) == len(catalogue.variants(catalogue.exercise("05")))


@pytest.mark.parametrize("option", ["--keep", "--update", "--table=docs/verdicts.md"])
def test_drawn_variants_are_not_written_down(option: str) -> None:
    words = ["audit", "11", "--wrong", "5", "--mnist", "digits", option]
    with pytest.raises(UsageError, match="--wrong leaves variants out: what --keep, --update and --table write"):
        CliRunner().invoke(cli, words, catch_exceptions=False)


def test_the_command_in_processes_of_its_own(course: Catalogue) -> None:
    """JSON on stdout; the exit code says whether anything is wrong; bad usage is one line."""
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", SLUG, "-j", "2"]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *more], cwd=course.root, capture_output=True, text=True, timeout=300, check=False
        )

    good = run("--json", "--only", "stub", "--only", "mutants")
    assert good.returncode == 0
    said = json.loads(good.stdout)
    assert said["version"] == 1
    assert said["faults"] == {SLUG: []}
    assert said["figures"][SLUG]["mutants"] > 10
    course.equivalents(course.exercise(SLUG)).unlink()
    bad = run("--only", "mutants")
    assert bad.returncode == 1
    assert "x >= 0" in bad.stdout
    for arguments in (("--only", "nothing"), ("--seeds", "0"), ("--table", "nowhere.md")):
        refused = run(*arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.count("\n") == 1


def test_nothing_stays_behind_a_command_that_is_killed(course: Catalogue) -> None:
    """Its processes end with it, at any moment; they hold its output open until then."""
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", SLUG, "-j", "2", "--only", "mutants"]
    with subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        below: list[int] = []
        while len(below) < 3:  # multiprocessing's tracker and two slots
            assert run.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
            below = [int(p) for t in Path(f"/proc/{run.pid}/task").glob("*/children") for p in t.read_text().split()]
        run.kill()
        try:
            run.communicate(timeout=60)  # returns when the last of them has closed it
        except subprocess.TimeoutExpired:
            for pid in below:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            raise


def test_tables_can_be_shipped(course: Catalogue) -> None:
    """--keep writes what diagnosis reads beside the suite."""
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", SLUG, "-j", "1", "--only", "wrong", "--keep"]
    subprocess.run(command, cwd=course.root, capture_output=True, timeout=300, check=True)
    assert (course.suite_dir(course.exercise(SLUG)) / "fingerprints.msgpack").is_file()


def test_a_table_of_edits_can_be_shipped_and_is_a_fault_when_it_is_stale(course: Catalogue, slot: Slot) -> None:
    """--keep writes what mutants fail, and names the command that renews it after a change of the reference."""
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", SLUG, "-j", "1", "--only", "mutants", "--keep"]
    subprocess.run(command, cwd=course.root, capture_output=True, timeout=300, check=False)
    exercise = course.exercise(SLUG)
    table = find_edits(course, exercise, None)
    assert {key.split(" ")[0] for key in table} >= {"operator", "comparison"}
    path = course.reference(exercise)
    path.write_text(path.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    stale = [f for f in findings(course, slot, "mutants").faults if f.startswith("edits.msgpack belongs to another")]
    assert len(stale) == 1
    assert f"xorcise audit {SLUG} --only mutants --keep" in stale[0]
    assert not find_edits(course, exercise, None)


def test_a_slow_exercise_keeps_failures_of_tests_that_train_nothing(catalogue: Catalogue, slot: Slot) -> None:
    """A mutant that fails such tests is not asked to train; one that fails a training alone has nothing to keep."""
    exercise = catalogue.exercise("11")
    reference = catalogue.reference(exercise).read_text(encoding="utf-8")
    sources = (
        reference.replace("w1.assign_sub(lr * dw1)", "w1.assign_add(lr * dw1)"),
        reference.replace("range(epochs)", "range(min(epochs, 20))"),
    )
    assert reference not in sources
    cases = [Case(exercise.slug, "mutants", s[-9:], s.encode(), 0, True, quick_first=True) for s in sources]
    step, epoch = (run for _, run in InOneSlot(catalogue, slot, None)(cases))
    moves = ("downhill", "by_the_right_length")
    assert step.failures.keys() == {f"test_train_step_moves_the_weights_{how}" for how in moves}
    assert epoch.lost
    assert not epoch.failures


def test_a_stale_table_beside_a_suite_is_a_fault(course: Catalogue, slot: Slot) -> None:
    """A table of this suite, these overlays and this reference is no fault; after a change it is one."""
    exercise = course.exercise(SLUG)
    (table,) = findings(course, slot, "wrong").tables.values()
    save(shipped_path(course, exercise), table, table_digest(course, exercise, 0, None))
    assert findings(course, slot, "wrong").faults == []
    for path in (course.variants(exercise)[0], course.reference(exercise)):
        before = path.read_text(encoding="utf-8")
        path.write_text(before + "# a note\n", encoding="utf-8")
        (fault,) = findings(course, slot, "wrong").faults
        assert fault.startswith("fingerprints.msgpack belongs to another suite")
        path.write_text(before, encoding="utf-8")
    # what the variants lose is compared, and decides nothing
    edit(course.expected(exercise), "# The tests", "# These are the tests")
    assert findings(course, slot, "wrong").faults == []

"""Public tests are audited too: right code passes, wrong code that costs much is noticed, and what is known is kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from audit_course import SLUG, edit, findings, leaky_course

from grader.audit import InOneSlot, Wanted, audit
from grader.audit.at_the_desk import judge_public
from grader.audit.case import Case, Run
from grader.audit.judge import Findings
from grader.audit.page import BEGIN as FIRST
from grader.audit.page import END as LAST
from grader.audit.page import with_table
from grader.audit.plan import Plan
from grader.audit.public_cases import EDITS, WRONG, PublicPlan, public_plan
from grader.audit.public_page import BEGIN, END, tables
from grader.audit.whole import shortfalls
from grader.commands.audit import keep_tables
from grader.exercises.catalogue import Catalogue
from grader.exercises.misconceptions import Misconception
from grader.explain.desk_files import DeskFiles, HiddenTest, Words, read_words, save_desk, stale_desk
from grader.result import Outcome, TestResult
from grader.slot.slot import Slot
from grader.suite.evidence import Failure
from grader.suite.fingerprint import Fingerprint


@pytest.fixture
def course(tmp_path: Path, catalogue: Catalogue) -> Catalogue:
    """A course with the scaffold's exercise."""
    return leaky_course(tmp_path, catalogue)


def public(course: Catalogue) -> Path:
    return course.public_suite(course.exercise(SLUG))


def kept(course: Catalogue, slot: Slot, *parts: str) -> Findings:
    """Audit with tables that are kept, and keep them."""
    wanted = Wanted(parts or ("public",), keep=True)
    (found,) = audit(course, [course.exercise(SLUG)], wanted, InOneSlot(course, slot, None))
    keep_tables(course, found, None, shipped=True)
    return found


# --- faults -----------------------------------------------------------------------------------------------------------


def test_public_tests_of_the_scaffold_have_no_faults(course: Catalogue, slot: Slot) -> None:
    """Its one variant fails a public test, and would be explained at the desk. No hidden test is run."""
    found = findings(course, slot, "public")
    assert (found.faults, found.unnoticed, found.desk) == ([], {}, None)
    assert {name: count for name, count in found.figures.items() if count} == {
        "public": 1,
        "public_failed": 1,
        "public_told": 1,
        "seeds": 1,
    }


def test_right_code_that_fails_a_public_test_is_a_fault(course: Catalogue, slot: Slot) -> None:
    edit(public(course), "np.array([-1.0, 0.0, 3.0])", "np.array([-1.0, 0.0, 4.0])")
    faults = findings(course, slot, "public").faults
    assert [f.partition(" is failed: ")[0] for f in faults] == [
        f"public tests: {name}: test_leaky_of_the_worked_example" for name in ("accepted/loops.py", "leaky_unit.py")
    ]


def test_a_stub_that_attempts_a_public_test_is_a_fault(course: Catalogue, slot: Slot) -> None:
    """A test that asks nothing of the student's code is passed by everybody."""
    path = public(course)
    text = 'def test_nothing(student):\n    """Nothing."""\n'
    path.write_text(path.read_text(encoding="utf-8") + f"\n\n{text}", encoding="utf-8")
    assert findings(course, slot, "public").faults == ["public tests: the stub: test_nothing is passed"]


@pytest.mark.parametrize("parts", [("public",), ("public", "wrong")])
def test_a_variant_that_passes_all_public_tests_may_cost_little(
    course: Catalogue, slot: Slot, parts: tuple[str, ...]
) -> None:
    """What it costs is found out by grading it, or known from the part ``wrong``."""
    edit(
        public(course),
        "student.leaky(np.array([-2.0, 0.0, 3.0]), 0.5)",
        "student.leaky(np.array([2.0, 0.0, 3.0]), 0.5)",
    )
    edit(public(course), "np.array([-1.0, 0.0, 3.0])", "np.array([2.0, 0.0, 3.0])")
    found = findings(course, slot, *parts)
    assert found.faults == [
        "wrong/negatives_kept.py passes all public tests and costs 100 % of the exercise:"
        " add a public test that it fails, or weigh again"
    ]
    assert found.unnoticed == {"negatives_kept": 100.0}
    edit(course.hidden_suite(course.exercise(SLUG)), "@points(60)", "@points(99)")
    edit(course.hidden_suite(course.exercise(SLUG)), "@points(40)", "@points(1)")
    edit(
        course.variants(course.exercise(SLUG))[0],
        "return np.array(x)",
        "return np.where(x > 0, x, slope * x) if x.size != 2 or x[0] != -4 else x",
    )
    found = findings(course, slot, "public")
    assert (found.faults, found.unnoticed) == ([], {"negatives_kept": 1.0})


def test_an_exercise_without_public_tests_is_audited_without_them(course: Catalogue, slot: Slot) -> None:
    """A course of one's own may have none; then there is nothing to keep, either."""
    public(course).unlink()
    found = kept(course, slot)
    assert (found.faults, found.desk) == ([], None)
    assert not course.desk_dir(course.exercise(SLUG)).exists()


# --- figures ----------------------------------------------------------------------------------------------------------


def fail(*numbers: float) -> Failure:
    return Failure(Fingerprint("wrong\nleaky value \narray (2,)", np.asarray(numbers)), "leaky")


def run(*, failure: Failure | None, weighed: float | None = None) -> Run:
    outcome = Outcome.PASSED if failure is None else Outcome.FAILED
    test = TestResult("test_a", "", "", outcome, "public", 0.0, 0.0)
    return Run(
        (test,),
        {"test_a": failure} if failure else {},
        frozenset() if failure else frozenset({"test_a"}),
        {},
        weighed=weighed,
    )


def judged(
    course: Catalogue, runs: Mapping[str, Run], twins: Mapping[str, str], edits: Mapping[str, Failure]
) -> dict[str, int]:
    """Return the figures of some runs of wrong variants, with a table of edits from the desk."""
    known = {key: Misconception(key, {"en": key}, {"en": key}, twins.get(key)) for key in runs}
    table = {f"sign leaky {n}": {"test_a": failure} for n, failure in enumerate(edits.values())}
    plan = Plan(course.exercise(SLUG), (), known=known, public=PublicPlan(edits=table))
    found = judge_public(plan, {WRONG: {Case(SLUG, WRONG, key, b""): one for key, one in runs.items()}}, {})
    assert found.faults == []
    return found.figures


def test_a_failing_variant_counts_as_explained_by_its_own_name_a_twin_s_or_an_edit(course: Catalogue) -> None:
    """Two that do the same are not told apart, unless they are declared as twins or an edit does the same."""
    same = {"a": run(failure=fail(1.0, 2.0)), "b": run(failure=fail(1.0, 2.0)), "c": run(failure=None, weighed=95.0)}
    counts = {"public": 3, "public_failed": 2}
    assert judged(course, same, {}, {}) == counts | {"public_told": 0}
    assert judged(course, same, {"b": "a"}, {}) == counts | {"public_told": 0}  # the first of two is named
    assert judged(course, same, {"a": "b"}, {}) == counts | {"public_told": 2}
    assert judged(course, same, {}, {"edit": fail(1.0, 2.0)}) == counts | {"public_told": 2}
    other = same | {"b": run(failure=fail(3.0, 4.0))}
    assert judged(course, other, {}, {}) == counts | {"public_told": 2}


@pytest.mark.parametrize(
    ("figures", "faults"),
    [
        ({"public": 100, "public_failed": 75, "public_told": 64}, []),
        ({"public": 100, "public_failed": 74, "public_told": 74}, ["74 of 100 wrong variants fail a public test; "]),
        ({"public": 100, "public_failed": 100, "public_told": 84}, ["84 of 100 that fail a public test are explained"]),
        ({"wrong": 100, "named": 100}, []),
    ],
)
def test_shares_are_judged_over_all_exercises(figures: dict[str, int], faults: list[str]) -> None:
    halves = [{k: v // 2 for k, v in figures.items()}, {k: v - v // 2 for k, v in figures.items()}]
    said = shortfalls([Findings(str(i), figures=half) for i, half in enumerate(halves)])
    assert len(said) == len(faults)
    assert all(one.startswith(fault) for one, fault in zip(said, faults, strict=True))


def test_the_table_lists_what_no_public_test_notices() -> None:
    """The dearest first; shares are of the variants that fail; other tables of the page stay."""
    found = [
        Findings("01_a", figures={"public": 8, "public_failed": 6, "public_told": 3}, unnoticed={"x": 1.5, "y": 9.0}),
        Findings("02_b", figures={"public": 2, "public_failed": 2, "public_told": 2}),
        Findings("03_c", figures={"right": 2}),
    ]
    text = tables(found)
    assert "| 01_a | 8 | 75 % | 50 % |\n| 02_b | 2 | 100 % | 100 % |\n| all | 10 | 80 % | 62 % |\n" in text
    assert "| 01_a | `y` 9, `x` 1.5 |\n| 02_b | none |\n" in text
    assert "03_c" not in text
    page = f"{FIRST}\nold figures\n{LAST}\n{BEGIN}\nold shares\n{END}\nfoot\n"
    assert with_table(page, found[:2]) == f"{FIRST}\nold figures\n{LAST}\n{BEGIN}\n\n{tables(found[:2])}\n{END}\nfoot\n"
    assert "old shares" in with_table(page, found[2:])


def test_the_page_has_a_place_for_it(catalogue: Catalogue) -> None:
    page = (catalogue.root / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert (page.count(BEGIN), page.count(END)) == (1, 1)


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_what_is_kept_for_the_desk(course: Catalogue, slot: Slot) -> None:
    """Titles with the functions that are called, what public tests show, and edits; the same bytes each time."""
    exercise = course.exercise(SLUG)
    assert kept(course, slot).faults == []
    folder = course.desk_dir(exercise)
    content = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert content.keys() == {"words.json", "beliefs.msgpack", "edits.msgpack"}
    words = read_words(course, exercise)
    assert words is not None
    assert words.tests[1] == HiddenTest(
        {"en": "The array that was given is as before.", "zh-CN": "传入的数组保持不变。"}, ("leaky",)
    )
    assert (list(words.misconceptions), words.compared) == (["negatives_kept"], None)
    assert findings(course, slot, "public").faults == []
    kept(course, slot)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == content


def test_what_was_made_from_something_else_is_a_fault(course: Catalogue, slot: Slot) -> None:
    """Public tests, titles of hidden ones, variants, texts and the reference count; the rest of a hidden suite not."""
    exercise = course.exercise(SLUG)
    kept(course, slot)
    changes = {
        public(course): ("# a note\n", True),
        course.hidden_suite(exercise): ("# a note\n", False),
        course.variants(exercise)[0]: ("# a note\n", True),
        course.misconceptions(exercise): ("# a note\n", True),
        course.reference(exercise): ("# a note\n", True),
    }
    for path, (more, is_stale) in changes.items():
        before = path.read_text(encoding="utf-8")
        path.write_text(before + more, encoding="utf-8")
        faults = [f for f in findings(course, slot, "public").faults if f.startswith("desk/ belongs to other")]
        assert len(faults) == is_stale, path
        assert all(f"`xorcise audit {SLUG} --only public --keep --mnist digits`" in fault for fault in faults)
        path.write_text(before, encoding="utf-8")
    edit(course.hidden_suite(exercise), "is as before", "is as it was")
    assert stale_desk(course, exercise)


def test_a_file_that_is_missing_beside_the_others_is_a_fault(course: Catalogue, slot: Slot) -> None:
    """Without any there is none: a course of one's own does without."""
    exercise = course.exercise(SLUG)
    assert not stale_desk(course, exercise)
    kept(course, slot)
    for path in sorted(course.desk_dir(exercise).iterdir()):
        content = path.read_bytes()
        path.unlink()
        assert stale_desk(course, exercise), path
        path.write_bytes(content)
    assert not stale_desk(course, exercise)


def test_edits_of_an_exercise_that_trains_are_asked_tests_that_train_nothing(course: Catalogue) -> None:
    """A price is measured once: as long as the public tests are the same, so is the choice."""
    description = course.statement_dir(course.exercise(SLUG)) / "exercise.toml"
    description.write_text(description.read_text(encoding="utf-8") + "\n[limits]\nexercise_s = 61\n", encoding="utf-8")
    course = Catalogue(course.root)
    exercise = course.exercise(SLUG)

    def planned(**prices: int) -> PublicPlan:
        return public_plan(course, exercise, {}, keep=True, weighs=True, prices=prices, most=3)

    found = planned(quick=10, training=900)
    assert found.compared == ("quick",)
    assert [case.only for case in found.cases if case.part == EDITS] == [("quick",)] * 3
    assert not [case for case in planned(training=900).cases if case.part == EDITS]
    save_desk(course, exercise, DeskFiles(Words(compared=("quick",)), {}, {}))
    assert planned(quick=900, training=900).compared == ("quick",)
    path = public(course)
    path.write_text(path.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    assert planned(other=10).compared == ("other",)


def test_prices_of_public_tests_are_measured_where_they_decide(course: Catalogue, slot: Slot) -> None:
    case = Case(
        SLUG, "asked", "prices", course.reference(course.exercise(SLUG)).read_bytes(), suite="public", wants="prices"
    )
    ((_, found),) = InOneSlot(course, slot, None)([case])
    assert found.prices.keys() == {"test_leaky_of_the_worked_example"}
    assert 1 <= found.prices["test_leaky_of_the_worked_example"] <= 125


def test_the_command_writes_the_desk_and_the_table(course: Catalogue, tmp_path: Path) -> None:
    """``--keep`` and ``--table`` on one exercise."""
    page = tmp_path / "page.md"
    page.write_text(f"{FIRST}\nold figures\n{LAST}\n{BEGIN}\n{END}\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "xorcise"), "audit", SLUG, "-j", "1", "--only", "public"]
    command += ["--keep", "--mutants", "5", "--table", str(page)]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout == f"{SLUG}: no faults  1 of 1 wrong fail a public test, 1 of them explained\n"
    assert f"| {SLUG} | 1 | 100 % | 100 % |" in page.read_text(encoding="utf-8")
    assert "old figures" in page.read_text(encoding="utf-8")
    assert not stale_desk(course, course.exercise(SLUG))

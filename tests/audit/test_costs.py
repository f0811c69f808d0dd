"""What each misconception costs is written down, and one that costs more than half needs a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from audit_course import edit, findings, leaky_course

from grader.audit.costs import BEGIN, END, tables
from grader.audit.declared import read_declared
from grader.audit.judge import Findings
from grader.audit.page import BEGIN as FIRST
from grader.audit.page import END as LAST
from grader.audit.page import with_table
from grader.exercises.catalogue import Catalogue
from grader.slot.slot import Slot


def test_the_table_is_sorted_and_gives_reasons_first() -> None:
    """Keys of one cost share a row; an exercise that was not audited has no table."""
    found = [
        Findings("01_a", costs={"mild": 5.0, "grave": 62.5, "also_mild": 5.0}, reasons={"grave": "all is lost"}),
        Findings("02_b"),
    ]
    text = tables(found)
    assert text.splitlines()[2] == "| 01_a | `grave` | 62.5 | all is lost |"
    assert "01_a:\n\n| % | misconceptions |\n| ---: | --- |\n| 62.5 | `grave` |\n| 5 | `also_mild`, `mild` |\n" in text
    assert "02_b" not in text
    page = with_table(f"{FIRST}\n{LAST}\n{BEGIN}\nold\n{END}\nfoot\n", found)
    assert page.endswith(f"{BEGIN}\n\n{text}\n{END}\nfoot\n")


def test_the_page_holds_every_misconception_of_an_exercise(catalogue: Catalogue) -> None:
    """Each table of costs in docs/verdicts.md has all wrong variants of its exercise, and no other."""
    page = (catalogue.root / "docs" / "verdicts.md").read_text(encoding="utf-8")
    held = page.split(BEGIN)[1].split(END)[0]
    found = re.findall(r"^(\d\d_\w+):\n((?:\n|\|.*\n)+)", held, re.MULTILINE)
    assert found
    for slug, rows in found:
        names = {path.stem for path in catalogue.variants(catalogue.exercise(slug))}
        assert set(re.findall(r"`(\w+)`", rows)) == names, slug


def test_a_cost_above_half_needs_a_reason(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """It is a fault until its reason is declared; where there is one function, a mistake may cost all of it."""
    course = leaky_course(tmp_path, catalogue)
    found = findings(course, slot, "wrong")
    assert (found.faults, found.costs, found.reasons) == ([], {"negatives_kept": 100.0}, {})
    edit(course.statement_dir(course.exercise("50")) / "exercise.toml", '["leaky"]', '["leaky", "other"]')
    course = Catalogue(tmp_path)
    (fault,) = findings(course, slot, "wrong").faults
    assert fault.startswith("wrong/negatives_kept.py costs 100 % of the exercise: ")
    path = course.declared(course.exercise("50"))
    path.write_text('[[cost]]\nmisconception = "negatives_kept"\nreason = "all of it"\n', encoding="utf-8")
    found = findings(course, slot, "wrong")
    assert (found.faults, found.reasons) == ([], {"negatives_kept": "all of it"})
    path.write_text('[[cost]]\nmisconception = "other"\nreason = "all of it"\n', encoding="utf-8")
    assert "declared.toml: other does not cost more than 50 %" in findings(course, slot, "wrong").faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("other = 1\n", "it holds [[flaw]], [[knows_nothing]], [[cost]] tables and nothing else"),
        ('[[cost]]\nmisconception = "a"\n', "reason"),
        ('[[flaw]]\nkind = "a"\nfunction = 1\nreason = "a"\n', "function"),
        ('[[knows_nothing]]\nfile = "0"\npoints = 9\nreason = ""\n', "must be a reason in words"),
    ],
)
def test_a_declaration_without_its_parts_is_a_fault(tmp_path: Path, text: str, fault: str) -> None:
    """It names the file, and what is wrong."""
    path = tmp_path / "declared.toml"
    path.write_text(text, encoding="utf-8")
    (said,) = read_declared(path).faults
    assert said.startswith("declared.toml: ")
    assert fault in said


def test_one_declaration_may_be_of_several_functions(tmp_path: Path) -> None:
    """Each function with each parameter is a flaw of its own; no file declares nothing."""
    path = tmp_path / "declared.toml"
    assert read_declared(path).flaws == {}
    path.write_text('[[flaw]]\nkind = "k"\nfunction = ["f", "g"]\nabout = "x"\nreason = "r"\n', encoding="utf-8")
    assert read_declared(path).flaws == {"k: f (x)": "r", "k: g (x)": "r"}

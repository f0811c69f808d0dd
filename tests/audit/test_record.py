"""What an audit has seen is kept in a file: a run goes on after a stop, and a change is graded again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from audit_course import SLUG, edit, leaky_course

from grader.audit import InOneSlot, Wanted, audit
from grader.audit.case import Case, Run
from grader.audit.record import Recorded
from grader.exercises.catalogue import Catalogue
from grader.slot.slot import Slot


class Counted:
    """A runner that counts what it grades, and stops after some cases."""

    def __init__(self, course: Catalogue, slot: Slot, most: int = 1000) -> None:
        self._runner = InOneSlot(course, slot, None)
        self.most = most
        self.graded: list[str] = []

    def __call__(self, cases: Sequence[Case]) -> Iterator[tuple[Case, Run]]:
        for case, run in self._runner(cases):
            if len(self.graded) == self.most:
                raise KeyboardInterrupt
            self.graded.append(case.name)
            yield case, run


def test_a_run_goes_on_after_a_stop(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """Nothing is graded twice, and what is found is the same as without a file."""
    course = leaky_course(tmp_path, catalogue)
    path = tmp_path / "seen.jsonl"
    wanted = Wanted(("stub", "reference", "accepted", "wrong", "mutants"))
    exercises = [course.exercise(SLUG)]
    whole = Counted(course, slot)
    (plain,) = audit(course, exercises, wanted, whole)
    stopped = Counted(course, slot, most=5)
    with pytest.raises(KeyboardInterrupt):
        list(audit(course, exercises, wanted, Recorded(stopped, path, course, "none")))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": "cut o')  # the line that was being written
    again = Counted(course, slot)
    (found,) = audit(course, exercises, wanted, Recorded(again, path, course, "none"))
    assert sorted(stopped.graded + again.graded) == sorted(whole.graded)
    assert (found.faults, found.figures, found.lost, found.costs) == (
        plain.faults,
        plain.figures,
        plain.lost,
        plain.costs,
    )
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({line["key"] for line in lines}) == len(lines) == len(whole.graded)
    nothing = Counted(course, slot)
    list(audit(course, exercises, wanted, Recorded(nothing, path, course, "none")))
    assert nothing.graded == []


def test_what_public_tests_did_not_notice_is_kept_with_its_cost(
    tmp_path: Path, catalogue: Catalogue, slot: Slot
) -> None:
    """Another public suite, or another hidden one, is another case of a variant that is weighed."""
    course = leaky_course(tmp_path, catalogue)
    exercise = course.exercise(SLUG)
    edit(course.public_suite(exercise), "-2.0, 0.0, 3.0]), 0.5)", "2.0, 0.0, 3.0]), 0.5)")
    edit(course.public_suite(exercise), "[-1.0, 0.0, 3.0]", "[2.0, 0.0, 3.0]")

    def graded() -> int:
        runner = Counted(course, slot)
        recorded = Recorded(runner, tmp_path / "seen.jsonl", course, "none")
        (found,) = audit(course, [exercise], Wanted(("public",)), recorded)
        assert found.unnoticed == {"negatives_kept": 100.0}
        return len(runner.graded)

    assert (graded(), graded()) == (4, 0)
    edit(course.hidden_suite(exercise), "0.25", "0.125")
    assert (graded(), graded()) == (1, 0)
    edit(course.public_suite(exercise), "def test_leaky_of", "def test_of")
    assert (graded(), graded()) == (4, 0)


def test_what_changes_is_graded_again(tmp_path: Path, catalogue: Catalogue, slot: Slot) -> None:
    """Another suite, source, seed or data set is another case."""
    course = leaky_course(tmp_path, catalogue)
    path = tmp_path / "seen.jsonl"
    exercise = course.exercise(SLUG)

    def graded(seeds: int = 1, data: str = "none") -> int:
        runner = Counted(course, slot)
        wanted = Wanted(("reference", "accepted"), tuple(range(seeds)))
        list(audit(course, [exercise], wanted, Recorded(runner, path, course, data)))
        return len(runner.graded)

    assert (graded(), graded()) == (2, 0)
    assert (graded(seeds=2), graded(data="digits")) == (2, 2)
    edit(course.reference(exercise), "slope * x)", "x * slope)")
    assert (graded(), graded()) == (1, 0)
    edit(course.hidden_suite(exercise), "0.25", "0.125")
    assert (graded(), graded()) == (2, 0)

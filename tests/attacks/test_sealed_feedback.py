"""Feedback on hidden tests contains nothing that a student's code chose after it saw the hidden inputs.

The attacks of ``tests/attacks/corpus`` that try to reveal the inputs (``report_inputs_*``, ``report_words_*`` and
``peek_inputs_*``) are graded here one by one. ``test_hostile.py`` searches the pages of the whole corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from report.sample import a_result

import grader.suite.plugin
from attacks.hidden_inputs import MARK, Hidden
from attacks.hostile_corpus import Attack, attacks
from grader.errors import WELL_KNOWN, StudentFault
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.report.feedback import feedback_html
from grader.result import ExerciseResult, Outcome, TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite
from grader.suite.session import SuiteSession
from grader.text import MARK as QUOTE

ATTACKS = [a for a in attacks() if re.match("(report|peek)_(inputs|words)", a.name)]

RAISED = re.compile(
    r"(?:your code raised (\w+|an exception of its own)|not written yet)( on line (\d+) of losses\.py)?"
)


@pytest.fixture(scope="module")
def losses(catalogue: Catalogue) -> Exercise:
    return catalogue.exercise("02_losses")


@pytest.fixture(scope="module")
def suite(catalogue: Catalogue, losses: Exercise) -> Iterator[SuiteSession]:
    with open_suite(catalogue.hidden_suite(losses), losses, "hidden", None) as session:
        yield session


@pytest.fixture(scope="module")
def hidden(catalogue: Catalogue, slot: Slot, suite: SuiteSession) -> Hidden:
    return Hidden(catalogue, slot, suite)


def graded(slot: Slot, suite: SuiteSession, attack: Attack) -> tuple[TestResult, ...]:
    """Return the results of the hidden tests for one attack."""
    source = attack.source({})
    return run_suite(slot, suite, {attack.module: source.encode()}, seed=0).tests


def page_of(tests: tuple[TestResult, ...], losses: Exercise, after_due: bool = False, reveals: bool = False) -> str:
    """Return the feedback page for the attack's student."""
    result = a_result("mallory", ExerciseResult.of(losses.slug, "ab" * 32, tests))
    return feedback_html(result, [losses], after_due=after_due, reveals=reveals)


@pytest.fixture(scope="module")
def all_tests(slot: Slot, suite: SuiteSession) -> dict[str, tuple[TestResult, ...]]:
    return {a.name: graded(slot, suite, a) for a in ATTACKS}


def test_there_are_attacks_of_each_kind() -> None:
    """The corpus has at least 20 attacks that try to reveal inputs."""
    assert len(ATTACKS) >= 20


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_no_input_is_in_the_page(
    all_tests: dict[str, tuple[TestResult, ...]], losses: Exercise, hidden: Hidden, attack: Attack
) -> None:
    """The page has no number of a hidden input in any notation and no mark of the attack, also after the due date."""
    for after_due in (False, True):
        page = page_of(all_tests[attack.name], losses, after_due=after_due)
        assert not hidden.found_in(page)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda a: a.name)
def test_every_summary_is_of_our_words(all_tests: dict[str, tuple[TestResult, ...]], attack: Attack) -> None:
    """A summary is one of our sentences. For an exception it has a well-known name and a line of the student's file."""
    source = attack.source({}).splitlines()
    for test in all_tests[attack.name]:
        said, *quoted = test.summary.split("\n")
        if raised := RAISED.fullmatch(said):
            assert raised[1] in WELL_KNOWN | {"an exception of its own", None}
            assert quoted == ([QUOTE + source[int(raised[3]) - 1].strip()] if raised[3] else [])
        else:
            assert not quoted
            assert not re.search(r"\d", said), said


def test_the_instructor_is_told_the_numbers(
    all_tests: dict[str, tuple[TestResult, ...]], losses: Exercise, hidden: Hidden
) -> None:
    """The instructor's messages contain the inputs. Students see them only if the course reveals them later."""
    for name in ("report_inputs_raised", "report_inputs_in_class_name", "report_inputs_in_keys", "peek_inputs_by_hand"):
        tests = all_tests[name]
        assert any(MARK in t.message for t in tests), name
        assert not hidden.found_in(page_of(tests, losses, reveals=True))
        assert hidden.found_in(page_of(tests, losses, after_due=True, reveals=True)), name


def test_words_that_imitate_ours_are_quotations(all_tests: dict[str, tuple[TestResult, ...]], losses: Exercise) -> None:
    """Text of an attack that imitates the grader's is shown only as a quotation."""
    for name in ("report_words_of_ours", "report_words_of_ours_returned"):
        tests = all_tests[name]
        for test in tests:
            ours = [line for line in test.message.split("\n") if not line.startswith(QUOTE)]
            assert not any("counts in full" in line and not line.startswith(("got: '", 'got: "')) for line in ours)
            assert not any(line.startswith(("expected: full", "got: full", "called: nothing")) for line in ours)
        page = page_of(tests, losses, after_due=True, reveals=True)
        assert "<dd>full marks" not in page
        outside = re.sub(r"(?s)<blockquote>.*?</blockquote>|<dd>.*?</dd>", "", page)
        assert "counts in full" not in outside


# --- without the defences ---------------------------------------------------------------------------------------------

# not report_inputs_unwritten: a page shows nothing of what was not attempted
LEAKY = [a for a in ATTACKS if a.name in ("report_inputs_raised", "peek_inputs_of_before")]


@pytest.mark.parametrize("attack", LEAKY, ids=lambda a: a.name)
def test_with_messages_for_summaries_inputs_leak(
    slot: Slot, suite: SuiteSession, losses: Exercise, hidden: Hidden, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If summaries were the texts of the faults, the search would find hidden inputs."""

    def as_before(error: BaseException | None) -> tuple[Outcome, str, str]:
        if isinstance(error, StudentFault):
            return error.outcome, str(error), str(error)
        return Outcome.PASSED, "", ""

    monkeypatch.setattr(grader.suite.plugin, "ending_of", as_before)
    assert hidden.found_in(page_of(graded(slot, suite, attack), losses))


def test_with_any_name_known_inputs_leak(
    slot: Slot, suite: SuiteSession, losses: Exercise, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If summaries had the name of any exception class, the search would find hidden inputs."""

    class Everything(frozenset[str]):
        def __contains__(self, name: object) -> bool:
            return True

    monkeypatch.setattr("grader.errors.WELL_KNOWN", Everything())
    attack = next(a for a in ATTACKS if a.name == "report_inputs_in_class_name")
    assert hidden.found_in(page_of(graded(slot, suite, attack), losses))


def test_with_shapes_told_inputs_leak(
    slot: Slot, suite: SuiteSession, losses: Exercise, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If summaries had the shape of an answer, the search would find a hidden input in it."""
    monkeypatch.setattr(
        "grader.suite.assertions.form", lambda value: f"an array of shape {getattr(value, 'shape', ())}"
    )
    attack = next(a for a in ATTACKS if a.name == "report_inputs_in_shape")
    assert hidden.found_in(page_of(graded(slot, suite, attack), losses))


@pytest.mark.parametrize("name", ["report_inputs_in_line_number", "report_inputs_in_file_name"])
def test_with_any_place_believed_attacks_choose_it(
    slot: Slot, suite: SuiteSession, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the worker's report of a place were trusted, an attack could name a place outside the student's file."""
    from grader.errors import Place
    from grader.worker.source_lines import SourceLines

    told: list[str] = []

    def believed(_: SourceLines, said: list[object]) -> Place:
        told.append(str(said))
        return Place(f"at {said}", "")

    monkeypatch.setattr(SourceLines, "find", believed)
    attack = next(a for a in ATTACKS if a.name == name)
    tests = graded(slot, suite, attack)
    assert any(t.summary.startswith(f"your code raised ValueError at {place}") for t in tests for place in told)
    lines = len(attack.source({}).splitlines())
    assert any(MARK in place or int(re.findall(r"\d+", place)[-1]) > lines for place in told)


def test_a_file_that_was_handed_in_is_where_lines_are_looked_up(tmp_path: Path) -> None:
    """A line is quoted only from a file that was handed in. Missing, blank and comment lines are not quoted."""
    from grader.worker.source_lines import MAX_LINES, MAX_LINES_READ, MAX_WIDTH, SourceLines

    files = {
        "losses.py": b"\xef\xbb\xbfx = 1\r\n\r\n# note\rdef f():\n    return '\xff\x0c\x85'\n" + b"y" * 999,
        "aid.py": b"z = 2\n" * (MAX_LINES + 5),
        "data.txt": b"text\n",
    }

    def told(*said: object) -> str:
        place = SourceLines(files, "losses").find(list(said))
        return f"{place.where}: {place.source}" if place else ""

    assert told("losses.py", 4) == "on line 4 of losses.py: def f():"
    assert told("losses.py", 6) == "on line 6 of losses.py: " + "y" * MAX_WIDTH
    assert told("aid.py", 1) == "on line 1 of another of your files: aid.py: z = 2"
    assert told("aid.py", MAX_LINES - 4)
    wrong: list[tuple[object, ...]] = [("losses.py", n) for n in (-1, 0, 2, 3, 7, 10**30)]
    wrong += [
        ("aid.py", MAX_LINES - 3),
        ("data.txt", 1),
        ("../losses.py", 1),
        ("", 1),
        (),
        (1, "losses.py"),
        ("losses.py",),
    ]
    for said in [*wrong, ("losses.py", 1, 1), ("losses.py", True), (None, None)]:
        assert told(*said) == "", said
    files["losses.py"] = b"\n" * MAX_LINES_READ + b"x = 1\n"
    assert told("losses.py", MAX_LINES_READ + 1) == ""

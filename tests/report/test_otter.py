"""What Otter is given to show: words for students, and nothing of a hidden test beyond its summary."""

from __future__ import annotations

from grader.report.otter import for_students, otter_output, otter_report, otter_test
from grader.result import Outcome
from report.sample import ESCAPE, EXERCISES, SECRET, a_result, a_test, graded

HINT = {"en": "How many rows are there?", "zh-CN": "一共有几行？"}
WRONG = a_test(
    message=f"the answer differs\n{SECRET}", summary="the answer differs", misconception="no_half", hint=HINT
)
PUBLIC = a_test(id="test_public", visibility="public", message=f"the answer differs\n{SECRET}")
LATER = a_test(id="test_later", visibility="after_due", message=f"the answer differs\n{SECRET}", summary="it differs")
PARTLY = a_test(Outcome.PARTIAL, id="test_partly", points=2.0, summary="90 of 100 images")


def test_a_hidden_test_tells_its_summary_belief_and_hint() -> None:
    """The lines under a hidden test: outcome, summary, misconception, hint; no input and no expected value."""
    assert otter_test(WRONG, "en").splitlines() == [
        "✗ failed",
        "the answer differs",
        "Recognised: no half",
        "Hint: How many rows are there?",
    ]
    assert "提示：一共有几行？" in otter_test(WRONG, "zh-CN")


def test_only_public_tests_tell_everything() -> None:
    """Students may read Otter's output at any time, so a test that is shown after the due date stays closed."""
    assert [for_students(t) for t in (PUBLIC, WRONG, LATER)] == [True, False, False]
    assert "0.0975" in otter_test(PUBLIC, "en")
    assert "0.0975" not in otter_test(LATER, "en")


def test_the_report_has_a_line_for_each_test() -> None:
    """Exercise and score, each test with its points, then under what conditions it was graded."""
    report = otter_report(a_result("ada", graded("02_losses", WRONG, PARTLY)), EXERCISES, "en")
    assert report.splitlines()[0] == "02 Losses: 2 / 12"
    assert "  ◒ partial  2/6  One sample: half the sum of squared differences." in report
    assert "      90 of 100 images" in report
    assert report.endswith("Containment: landlock\nXorcise 0.2.0 · Seed: 7")
    assert "0.0975" not in report
    assert "0.0975" in otter_report(a_result("ada", graded("02_losses", WRONG)), EXERCISES, "en", full=lambda _: True)


def test_every_student_reads_public_tests() -> None:
    """The output has public tests whole, and not even the titles of others."""
    result = a_result("ada", graded("02_losses", PUBLIC, WRONG, LATER))
    assert otter_output(result, "en").splitlines() == [
        "✗ failed  0/6  One sample: half the sum of squared differences.",
        "    the answer differs",
        "    Expected: 0.0975 from y = [0.1, 0.05, 0.6]",
    ]
    assert otter_output(a_result("ada", graded("02_losses", WRONG)), "en") == ""


def test_what_cannot_be_read_is_said_in_one_line() -> None:
    """A problem is told to its owner, without control characters and without a word about confinement."""
    result = a_result("ada", problem=f"the zip {ESCAPE} is broken")
    said = otter_output(result, "en")
    assert said.startswith("Your submission could not be read: the zip ")
    assert said.isprintable()
    assert "Containment" not in otter_report(result, EXERCISES, "en")

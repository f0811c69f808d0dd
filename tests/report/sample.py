"""A class made by hand for the tests of reports: few students, every outcome, hostile names and messages."""

from __future__ import annotations

from grader.exercises.exercise import Exercise
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result, TestResult, Visibility

SECRET = "expected: 0.0975 from y = [0.1, 0.05, 0.6]"
"""What a hidden test must never tell."""

ESCAPE = "\x1b]0;owned\x07\x1b[31mred\x1b[0m\x9b2J\x00"
BIDI = "abc\u202egnp.exe"
MARKUP = "<script>alert(1)</script> [bold red]x[/] [/nothing]"

LOSSES = Exercise("02_losses", {"en": "Losses", "zh-CN": "损失函数"}, "losses", ("mean_squared_error",))
LAYERS = Exercise("08_backprop", {"en": "Layers & backprop", "zh-CN": "反向传播"}, "layers", ("Affine",))
EXERCISES = (LOSSES, LAYERS)


def a_test(
    outcome: Outcome = Outcome.FAILED,
    *,
    id: str = "test_one",
    visibility: Visibility = "hidden",
    points: float = 0.0,
    message: str = "",
    summary: str = "",
    title: str = "One sample: half the sum of squared differences.",
    title_zh: str = "单个样本：平方差之和的一半。",
    misconception: str | None = None,
    hint: dict[str, str] | None = None,
) -> TestResult:
    """Return a test worth six points that full marks if passed."""
    got = 6.0 if outcome is Outcome.PASSED else points
    return TestResult(
        *(id, title, title_zh, outcome, visibility, got, 6.0, message, summary),
        misconception=misconception,
        hint=hint,
        duration_s=0.01,
    )


def a_result(student: str, *exercises: ExerciseResult, problem: str = "") -> Result:
    """Return the result of ``student``."""
    return Result(
        version=VERSION,
        student=student,
        engine="0.2.0",
        seed=7,
        containment=Containment("landlock", True, ("abstract_unix_socket",)),
        data="digits",
        started="2026-11-20T09:30:00+00:00",
        submission_digest="3f" * 32,
        score=sum(e.score for e in exercises),
        max_score=sum(e.max_score for e in exercises),
        exercises=exercises,
        problem=problem,
    )


def graded(slug: str, *tests: TestResult) -> ExerciseResult:
    """Return one exercise's verdict."""
    return ExerciseResult.of(slug, "ab" * 32, tests)


def a_class() -> list[Result]:
    """Return four students: all right, some wrong, a grader error, unreadable; not in the order of their names."""
    right = a_test(Outcome.PASSED)
    wrong = a_test(
        id="test_batch",
        title="A batch: the mean over its rows.",
        message=f"the answer differs\ncalled: mean_squared_error(y, t)\n{SECRET}\ngot: 0.0195",
        summary="the answer differs",
        misconception="mean_over_classes",
        hint={"en": "How many rows are there?", "zh-CN": "一共有几行？"},
    )
    mended = a_test(Outcome.PASSED, id=wrong.id, title=wrong.title)
    broken = a_test(Outcome.GRADER_ERROR, message="Traceback: judge fell over", summary="the judge fell over")
    return [
        a_result("dora", problem="dora.zip is not a zip file: send it again"),
        a_result("bob", graded("02_losses", right, wrong), graded("08_backprop", a_test(Outcome.NOT_ATTEMPTED))),
        a_result("carol", graded("02_losses", right, wrong), graded("08_backprop", broken)),
        a_result("alice", graded("02_losses", right, mended), graded("08_backprop", right)),
    ]

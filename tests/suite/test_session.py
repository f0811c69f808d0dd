"""Suites: marks, partial credit, every outcome, transcripts, and running again for the next submission."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import SuiteError
from grader.exercises.exercise import Exercise, Limits
from grader.result import Outcome, TestResult
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteRun, SuiteSession
from grader.suite.transcript import LargeArray
from grader.worker.worker import Worker

Work = Callable[..., AbstractContextManager[Worker]]

HINT = {"en": "look again", "zh-CN": "再看看"}

EXERCISE = Exercise(
    slug="99_toy",
    title={"en": "Toy", "zh-CN": "玩具"},
    module="answer",
    entry_points=("f",),
    limits=Limits(call_s=1.0, memory_mb=256),
    hints={"f": (HINT,) * 3},
)

HEAD = "import numpy as np\nfrom grader.suite import *\n"

Run = Callable[..., dict[str, TestResult]]

STEERING = "\x1b[2J\x1b]0;owned\x07\r\x9b31m\x00\x08"
"""What clears a terminal and sets its title."""


@pytest.fixture
def run(work: Work, tmp_path: Path) -> Run:
    """Return a function that runs suite text on submission text and returns the tests by name."""

    def go(suite: str, source: str, *, seed: int = 0) -> dict[str, TestResult]:
        path = tmp_path / "test_toy_hidden.py"
        path.write_text(HEAD + suite)
        with SuiteSession(EXERCISE, path, "hidden") as session, work(source, EXERCISE.limits) as worker:
            return {t.id: t for t in session.run(SubmissionProxy(worker), seed).tests}

    return go


def one(body: str, points: str = "100") -> str:
    return f'@points({points})\ndef test_one(student):\n    """One.\n\n    一。\n    """\n    {body}\n'


@pytest.mark.parametrize(
    ("source", "outcome", "points"),
    [
        ("def f(): return 1", Outcome.PASSED, 100),
        ("def f(): return 2", Outcome.FAILED, 0),
        ("def f(): return 'one'", Outcome.FAILED, 0),
        ("def f(): pass", Outcome.FAILED, 0),
        ("def f(): raise NotImplementedError", Outcome.NOT_ATTEMPTED, 0),
        ("", Outcome.NOT_ATTEMPTED, 0),
        ("def f(): 1/0", Outcome.STUDENT_ERROR, 0),
        ("def f(:", Outcome.STUDENT_ERROR, 0),
        ("import os\ndef f(): os._exit(0)", Outcome.STUDENT_ERROR, 0),
        ("def f():\n while True: pass", Outcome.TIMED_OUT, 0),
        ("def f(): return len(bytearray(1 << 32))", Outcome.OUT_OF_MEMORY, 0),
    ],
)
def test_each_thing_a_submission_can_do_has_its_outcome(run: Run, source: str, outcome: Outcome, points: float) -> None:
    """Right, wrong, unwritten, broken, endless and greedy code are told apart."""
    test = run(one("assert_close(student.f(), 1.0)"), source)["test_one"]
    assert (test.outcome, test.points, test.max_points) == (outcome, points, 100)
    assert (test.title, test.title_zh) == ("One.", "一。")
    assert test.visibility == "hidden"
    if outcome is not Outcome.PASSED:
        assert test.message
        assert test.summary
        is_loaded = source and source != "def f(:"  # else no function is to blame
        assert test.hint == (HINT if is_loaded or outcome is Outcome.NOT_ATTEMPTED else None)


def test_a_fault_of_the_suite_is_ours(run: Run) -> None:
    """An exception in the suite's own code is a grader error: no points, and nothing said about the submission."""
    test = run(one("student.f(); 1/0"), "def f(): return 1")["test_one"]
    assert (test.outcome, test.points) == (Outcome.GRADER_ERROR, 0)
    assert "ZeroDivisionError" in test.message
    assert "ZeroDivisionError" not in test.summary


def test_summaries_give_away_no_value(run: Run) -> None:
    """What a hidden test may show names neither the input nor the expected value nor what came back."""
    test = run(one("assert_close(student.f(np.array([1.25, 7.5])), np.array([3.5, 4.25]))"), "def f(x): return x")[
        "test_one"
    ]
    for part in ("1.25", "7.5", "3.5", "4.25"):
        assert part in test.message
        assert part not in test.summary
    assert "first at [0]: expected 3.5, got 1.25; 2 of 2 differ" in test.message


@pytest.mark.parametrize(
    ("value", "outcome", "points"),
    [(0, Outcome.FAILED, 0), (1, Outcome.PARTIAL, 30), (2, Outcome.PARTIAL, 60), (3, Outcome.PASSED, 100)],
)
def test_partial_credit_comes_in_tiers(run: Run, value: int, outcome: Outcome, points: float) -> None:
    """A test is worth the most it awarded; awards survive a later failure."""
    body = "n = as_scalar(student.f())\n    if n >= 1: award(0.3, 'one')\n    if n >= 2: award(0.6, 'two')\n"
    body += "    expect(n >= 1, 'nothing')\n    award(1.0 if n >= 3 else 0.0, 'three')"
    test = run(one(body), f"def f(): return {value}")["test_one"]
    assert (test.outcome, test.points) == (outcome, points)


def test_of_equal_awards_the_last_says_why(run: Run) -> None:
    """What a test finds out later is nearer to the fault."""
    test = run(one("award(0.0, 'it may end early')\n    award(0.0, 'it is inaccurate')"), "")["test_one"]
    assert (test.outcome, test.summary) == (Outcome.FAILED, "it is inaccurate")


def test_an_award_outlives_a_crash_but_not_our_own(run: Run) -> None:
    """What was reached before the student's code crashed counts; before ours did, it does not."""
    body = "award(0.5, 'half')\n    student.f()"
    assert run(one(body), "def f(): 1/0")["test_one"].points == 50
    assert run(one(body + "\n    1/0"), "def f(): return 1")["test_one"].points == 0


EACH = "student.each(lambda: assert_close(student.f(), 1.0), lambda: assert_close(student.g(), 2.0), partly='one is')"


@pytest.mark.parametrize(
    ("source", "outcome", "points", "parts"),
    [
        ("def f(): return 1\ndef g(): return 2", Outcome.PASSED, 100, [Outcome.PASSED, Outcome.PASSED]),
        ("def f(): 1/0\ndef g(): return 2", Outcome.PARTIAL, 50, [Outcome.STUDENT_ERROR, Outcome.PASSED]),
        ("def f(): return 1\ndef g(): return 3", Outcome.PARTIAL, 50, [Outcome.PASSED, Outcome.FAILED]),
        ("def f(): 1/0\ndef g(): return 3", Outcome.STUDENT_ERROR, 0, [Outcome.STUDENT_ERROR, Outcome.FAILED]),
    ],
)
def test_each_check_counts_for_itself(
    work: Work, tmp_path: Path, source: str, outcome: Outcome, points: float, parts: list[Outcome]
) -> None:
    """All checks run, also after one that fails; the first fault is the test's, and so is its hint."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + one(EACH))
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source, EXERCISE.limits) as worker:
        run = session.run(SubmissionProxy(worker), 0, keep_transcripts=True)
    (test,), (transcript,) = run.tests, run.transcripts
    assert (test.outcome, test.points) == (outcome, points)
    assert [p.outcome for p in transcript.parts] == parts
    assert [[e.call for e in transcript.events[p.start : p.stop]] for p in transcript.parts] == [["f"], ["g"]]
    assert test.hint == (None if outcome is Outcome.PASSED else HINT)


BLOCKS = one("assert_close(student.f(), 1.0)", "40") + (
    '@points(60)\n@visibility("public")\n@requires("test_one")\n'
    'def test_two(student):\n    """Two."""\n    assert_close(student.f() + 1, 2.0)\n'
)


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("def f(): return 1", Outcome.PASSED),
        ("def f(): return 0", Outcome.BLOCKED),
        ("", Outcome.NOT_ATTEMPTED),
    ],
)
def test_a_test_waits_for_what_it_requires(run: Run, source: str, outcome: Outcome) -> None:
    """A required test that failed blocks and says what to mend first; one never attempted leaves it not attempted."""
    test = run(BLOCKS, source)["test_two"]
    assert test.outcome is outcome
    assert test.visibility == "public"
    if outcome is Outcome.BLOCKED:
        assert test.summary == "first mend: One."


@pytest.mark.parametrize(
    ("suite", "why"),
    [
        (one("pass", "99"), "points add up to 99, not 100"),
        ("@points(100)\ndef test_one(student): pass", "has no docstring"),
        ("", "has no tests"),
        ("syntax error", "SyntaxError"),
        ('@points(100)\n@requires("test_no")\ndef test_one(student):\n    """One."""', "requires test_no"),
    ],
)
def test_a_suite_that_is_wrong_is_refused_before_any_submission(tmp_path: Path, suite: str, why: str) -> None:
    """Points that do not add up, missing titles, unknown requirements and broken files are faults of the suite."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + suite)
    with pytest.raises(SuiteError, match=why), SuiteSession(EXERCISE, path, "hidden"):
        pass


def test_a_session_serves_one_submission_after_another(work: Work, tmp_path: Path) -> None:
    """Results of one submission do not reach the next; fixtures are fresh and the same for the same seed."""
    path = tmp_path / "test_toy_hidden.py"
    body = "calls.append(float(rng.random())); assert_close(student.f(), float(seed % 2 == seed % 2))"
    path.write_text(HEAD + "calls = []\n" + one(body).replace("(student)", "(student, rng, seed)"))
    outcomes = []
    with SuiteSession(EXERCISE, path, "hidden") as session:
        for source in ("def f(): return 1", "def f(): return 0", "def f(): 1/0", "def f(): return 1"):
            with work(source) as worker:
                outcomes.append(session.run(SubmissionProxy(worker), 7).tests[0].outcome)
    assert outcomes == [Outcome.PASSED, Outcome.FAILED, Outcome.STUDENT_ERROR, Outcome.PASSED]


@pytest.mark.parametrize(
    "source",
    [
        f"def f(): raise ValueError({STEERING!r})",
        f"def f(): raise NotImplementedError({STEERING!r})",
        f"def f(): raise type({STEERING!r}, (Exception,), {{}})",
        f"def f(): return type({STEERING!r}, (), {{}})()",
        f"def f(): return {STEERING!r}",
    ],
)
def test_what_is_told_holds_no_control_characters(run: Run, source: str) -> None:
    """Messages, class names and texts of a submission reach a result as words, with newlines and tabs alone."""
    body = "got = student.f(); expect(type(got) is str, f'it is {got!r}', got=got); expect(False, got)"
    test = run(one(body), source)["test_one"]
    assert "owned" in test.message
    for text in (test.message, test.summary):
        assert {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n", "\t"}


FIXTURES = """
import pytest

@pytest.fixture
def lent(tmp_path):
    (tmp_path / "lent.txt").write_text("lent")
    yield tmp_path / "lent.txt"
    (tmp_path / "lent.txt").unlink()

@pytest.fixture
def borrowed():
    yield 1
    raise OSError("never given back")

@points(40)
def test_lent(student, lent):
    \"\"\"With a folder of pytest's own.\"\"\"
    assert lent.read_text() == "lent"
    assert_close(student.f(), 1.0)

@points(30)
def test_borrowed(student, borrowed):
    \"\"\"With a fixture that fails afterwards.\"\"\"
    assert_close(student.f(), 1.0)

@points(30)
def test_plain(student):
    \"\"\"With a plain assert.\"\"\"
    assert student.f() == 1.0
"""


def test_fixtures_and_asserts_are_plain_pytest(run: Run) -> None:
    """Fixtures are set up and torn down; the first fault of a test counts, and a fixture's own is ours."""
    right, wrong = run(FIXTURES, "def f(): return 1.0"), run(FIXTURES, "def f(): return 2.0")
    assert [t.outcome for t in right.values()] == [Outcome.PASSED, Outcome.GRADER_ERROR, Outcome.PASSED]
    assert "never given back" in right["test_borrowed"].message
    assert [t.outcome for t in wrong.values()] == [Outcome.FAILED] * 3
    assert wrong["test_plain"].message.startswith("the result is not the one asked for\n| assert 2.0 == 1.0\n| ")
    assert wrong["test_plain"].summary == "the result is not the one asked for"


SHARED = """
import pytest

made = []

@pytest.fixture(scope="module")
def shared():
    made.append("made")
    yield
    made.append("tidied up")

@points(60)
def test_shared(student, shared):
    \"\"\"With something made once for all tests.\"\"\"
    assert_close(student.f(), 1.0)
    assert made == ["made", "tidied up"] * (len(made) // 2) + ["made"]

@points(40)
@requires("test_shared")
def test_plain(student):
    \"\"\"Without it, and last.\"\"\"
    assert_close(student.f(), 1.0)
"""


def test_what_a_suite_makes_for_all_its_tests_is_made_for_one_submission(work: Work, tmp_path: Path) -> None:
    """It is torn down after the last test, also if that test does not use it or does not run."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + SHARED)
    outcomes = []
    with SuiteSession(EXERCISE, path, "hidden") as session:
        for source in ("def f(): return 1", "def f(): return 2", "def f(): return 1"):
            with work(source) as worker:
                outcomes.append([t.outcome for t in session.run(SubmissionProxy(worker), 0).tests])
    assert outcomes == [[Outcome.PASSED] * 2, [Outcome.FAILED, Outcome.BLOCKED], [Outcome.PASSED] * 2]


def test_pytest_cannot_be_ended_by_a_test(run: Run) -> None:
    """pytest.exit in a suite ends the session with an error of ours, not with a result."""
    with pytest.raises(BaseException, match="enough"):
        run(one('import pytest; pytest.exit("enough")'), "def f(): return 1.0")


def test_the_seed_decides_every_draw(work: Work, tmp_path: Path) -> None:
    """The same seed gives the same inputs, another seed others."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + one("student.f(rng.normal(size=3), seed)").replace("(student)", "(student, rng, seed)"))

    def inputs(seed: int) -> list[Any]:
        with SuiteSession(EXERCISE, path, "hidden") as session, work("def f(x, s): return 1") as worker:
            (transcript,) = session.run(SubmissionProxy(worker), seed, keep_transcripts=True).transcripts
            return [e.args for e in transcript.events]

    assert str(inputs(1)) == str(inputs(1)) != str(inputs(2))


def test_transcripts_keep_what_passed_between(work: Work, tmp_path: Path) -> None:
    """Calls, arguments as they were, values, changes, faults and output are there; large arrays are shortened."""
    path = tmp_path / "test_toy_hidden.py"
    body = "x = np.zeros(2); student.f(x); student.f(np.zeros(5000)); student.g()"
    path.write_text(HEAD + one(body))
    source = "def f(x):\n x += 1\n print('hi')\n return x.sum()\ndef g(): raise ValueError('no')"
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source) as worker:
        run: SuiteRun = session.run(SubmissionProxy(worker), 0, keep_transcripts=True)
    first, second, third = run.transcripts[0].events
    assert run.transcripts[0].outcome is Outcome.STUDENT_ERROR
    assert (first.call, first.entry_point, first.value, first.output) == ("f", "f", 2.0, "hi\n")
    assert np.array_equal(first.args[0], [0, 0])
    assert np.array_equal(first.changed[0], [1, 1])
    assert isinstance(second.args[0], LargeArray)
    assert second.args[0].shape == (5000,)
    assert (third.outcome, third.value) == ("StudentRaised", "ValueError")


def test_what_a_suite_computes_prints_no_warning(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    """A suite divides by what a submission answers; the teacher's terminal is no place for NumPy's words about it."""
    body = 'expect(bool(np.isfinite(1 / as_array(student.f()))), "is no number")'
    assert run(one(body), "import numpy as np\ndef f(): return np.zeros(1)")["test_one"].outcome is Outcome.FAILED
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("ends", "outcome"), [("os._exit(0)", Outcome.STUDENT_ERROR), ("return 0", Outcome.FAILED)], ids=["dead", "alive"]
)
def test_nothing_is_asked_of_a_worker_after_its_test(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str, outcome: Outcome
) -> None:
    """What is kept of a failed test holds no object that asks the worker, which may have ended."""
    asked: list[str] = []
    request = Worker.request

    def counted(worker: Worker, message: list[Any], timeout: float) -> Any:
        asked.append(message[0])
        return request(worker, message, timeout)

    monkeypatch.setattr(Worker, "request", counted)
    path = tmp_path / "test_toy_hidden.py"
    body = 'expect(student.f(lambda x: 1.0, student.new("numpy.int64", 4), [student.g]) == 1, "is wrong")'
    path.write_text(HEAD + one(body))
    source = f"import os\ndef g(): pass\ndef f(h, x, more):\n h(x * 1.0)\n {ends}"
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source) as worker:
        run = session.run(SubmissionProxy(worker), 0)
    assert run.tests[0].outcome is outcome
    assert run.evidence[0].failure is not None
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("class f: pass", ""),
        ("class f(dict): pass", ""),
        ("def f(): return None", "gave None"),
        ("def f(): return {}", "gave plain data"),
        ("def f(): return 1.5", "gave plain data"),
    ],
)
def test_new_insists_on_an_object(run: Run, source: str, made: str) -> None:
    """A class may be a kind of dict; a function that returns data is no class."""
    test = run(one("student.new('f').method('__class__')"), source)["test_one"]
    assert (test.outcome is Outcome.PASSED) == (not made)
    assert made in test.message


# --- what a hidden test tells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "summary"),
    [
        ("def f(): raise ValueError('secret')", "your code raised ValueError on line 1 of answer.py\n| {source}"),
        ("def f(): raise type('secret', (ValueError,), {})", "your code raised an exception of its own on line 1"),
        ("def f(): raise NotImplementedError('secret')", "not written yet on line 1 of answer.py\n| {source}"),
        ("def f(): raise NotImplementedError('answer.py defines no secret')", "not written yet on line 1 of"),
        ("def f(): raise NotImplementedError('f is not written yet')", "f is not written yet"),
        ("def f(): raise NotImplementedError('secret is not written yet')", "not written yet on line 1 of answer.py"),
        ("", "answer.py defines no f"),
        ("import os\ndef f(): os._exit(37)", "the program ended itself instead of answering"),
        ("import os\ndef f(): os.abort()", "the program crashed instead of answering"),
        ("def f(): return bytearray(65 << 20)", "your code raised"),
        ("def f(): return 'secret'", "the result should be one number, but is a text"),
        (
            "import numpy as np\ndef f(): return np.zeros((3, 7))",
            "the result should be one number, but is an array with",
        ),
        ("import numpy as np\ndef f(): return np.array(1j)", "the result should be one number, but is a single number"),
        ("def f(): return type('secret', (), {})()", "the result should be one number, but is an object"),
        ("def f(): return ['secret'] * 37", "the result should be one number, but is a list"),
    ],
)
def test_a_summary_holds_nothing_that_the_submission_chose(run: Run, source: str, summary: str) -> None:
    """No text, name, number, shape or length of the submission's; the instructor's message has them."""
    test = run(one("assert_close(student.f(), 1.0)"), source)["test_one"]
    assert test.summary.startswith(summary.format(source=source))
    assert "37" not in test.summary
    if "secret" in source:
        assert "secret" in test.message
        assert "secret" not in test.summary.partition("\n")[0]


def test_what_was_measured_is_for_the_instructor(run: Run) -> None:
    """Partial credit says why to everybody, and how much to the instructor."""
    test = run(one("award(0.5, 'half of it', got='accuracy 0.123')"), "")["test_one"]
    assert (test.outcome, test.summary) == (Outcome.PARTIAL, "half of it")
    assert test.message == "half of it\ngot: accuracy 0.123"


@pytest.mark.parametrize("got", ["a\nexpected: b", "a\r\nexpected: b", "a\n\nwhere: b"])
def test_a_value_cannot_begin_a_line_of_ours(run: Run, got: str) -> None:
    """A text that came back is one value, whatever it looks like, also within a list or as a name."""
    for value in (got, [got], {got: got}):
        message = run(one("expect(False, 'no', expected='ours', got=student.f())"), f"def f(): return {value!r}")[
            "test_one"
        ].message
        assert [line for line in message.split("\n") if line.startswith("expected: ")] == ["expected: ours"]
        assert not any(line.startswith("where: ") for line in message.split("\n"))
    odd = f"def f(): return type({got!r}, (), {{'g': lambda self: 1}})()"
    message = run(one("expect(student.f().method('g')() == 2, 'no')"), odd)["test_one"].message
    assert message == "no\ncalled: (oddly named).g()"


AFTERWARDS = """
@points(40)
@visibility("public")
def test_first(student):
    \"\"\"A public test before any other.\"\"\"
    expect(False, "no", got=student.f("public"))

@points(30)
def test_hidden(student):
    \"\"\"A hidden one.\"\"\"
    expect(student.f("secret") is None, "no")

@points(30)
@visibility("public")
def test_last(student):
    \"\"\"A public test after a hidden one.\"\"\"
    expect(False, "no", got=student.f("public"))
"""

REMEMBERS = """
import os
seen = []
def f(x):
    with open(os.path.join(os.path.dirname(__file__), "seen.txt"), "a+") as file:
        file.write(x)
        file.seek(0)
        seen.append(x + file.read())
    return seen
"""


def test_a_public_test_is_asked_of_a_process_that_saw_no_hidden_one(
    run: Run, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a public test gets back is shown to the student, so it must hold nothing of an earlier hidden test."""
    tests = run(AFTERWARDS, REMEMBERS)
    assert "secret" in tests["test_hidden"].message
    assert tests["test_first"].message.replace("'publicpublic'", "") != tests["test_first"].message
    assert "secret" not in tests["test_last"].message
    monkeypatch.setattr(SubmissionProxy, "start_afresh", lambda self: None)
    assert "secret" in run(AFTERWARDS, REMEMBERS)["test_last"].message


CHAIN = """
@points(50)
def test_one(student):
    \"\"\"One.\"\"\"
    assert_close(student.f(1.0), 1.0)

@points(30)
@requires("test_one")
def test_two(student):
    \"\"\"Two.\"\"\"
    assert_close(student.f(2.0), 2.0)

@points(20)
def test_three(student, rng):
    \"\"\"Three.\"\"\"
    assert_close(student.f(rng.normal()), 1.0)
"""


def test_only_the_tests_that_are_asked_for_run(work: Work, tmp_path: Path) -> None:
    """One that requires another runs alone; what it draws is what it draws among all; then all run again."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + CHAIN)
    source = "def f(x): return x if x == 2.0 else -1.0"
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source) as worker:

        def run(only: list[str] | None) -> SuiteRun:
            return session.run(SubmissionProxy(worker), 0, keep_transcripts=True, only=only)

        alone, two = run(["test_two"]), run(["test_three", "test_two"])
        whole, none = run(None), run([])
    assert [(t.id, t.outcome) for t in alone.tests] == [("test_two", Outcome.PASSED)]
    assert [e.args for t in alone.transcripts for e in t.events] == [(2.0,)]
    assert [t.id for t in two.tests] == ["test_two", "test_three"]  # in the suite's order
    assert [t.outcome for t in whole.tests] == [Outcome.FAILED, Outcome.BLOCKED, Outcome.FAILED]
    assert two.transcripts[1].events[0].args == whole.transcripts[2].events[0].args
    assert none.tests == ()


def test_a_test_that_is_asked_for_sees_the_text_that_was_loaded_last(work: Work, tmp_path: Path) -> None:
    """As explanations look for an edit: another text in the same process, and the next test sees that alone."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + CHAIN)
    with SuiteSession(EXERCISE, path, "hidden") as session, work("def f(x): return -x") as worker:
        proxy = SubmissionProxy(worker)
        outcomes = []
        for text in (b"def f(x): return -x", b"def f(x): return x", b"def f(x): return 2 * x"):
            worker.reload(text)
            outcomes += [t.outcome for t in session.run(proxy, 0, only=["test_one"]).tests]
    assert outcomes == [Outcome.FAILED, Outcome.PASSED, Outcome.FAILED]
    assert worker.generation == 1


ONCE = (
    one("x, got = student.once('work', lambda rng: (rng.normal(), student.f())); assert_close(got, 1.0)", "40")
    + """
@points(60)
def test_two(student):
    \"\"\"Two.

    二。
    \"\"\"
    student.g()
    x, got = student.once("work", lambda rng: 1 / 0)
    assert_close(got, 1.0)
    assert_close(student.h(x), x)
"""
)


@pytest.mark.parametrize(
    ("f", "outcome", "kind"),
    [
        ("return 1.0", Outcome.PASSED, "value"),
        ("return 2.0", Outcome.FAILED, "value"),
        ("raise ValueError", Outcome.STUDENT_ERROR, "StudentRaised"),
    ],
)
def test_work_is_done_once_and_each_test_has_its_requests(
    work: Work, tmp_path: Path, f: str, outcome: Outcome, kind: str
) -> None:
    """The second test does not do it again, ends as the first does, and has the same requests in its transcript."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + ONCE)
    source = f"def f():\n print('f')\n {f}\ndef g(): pass\ndef h(x): return x"
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source) as worker:
        runs = [session.run(SubmissionProxy(worker), 0, keep_transcripts=keep) for keep in (True, False)]
    for run in runs:
        assert [t.outcome for t in run.tests] == [outcome] * 2
    first, second = (t.events for t in runs[0].transcripts)
    assert [e.call for e in first] == ["f"]
    assert [e.call for e in second] == (["g", "f", "h"] if outcome is Outcome.PASSED else ["g", "f"])
    assert second[1] is first[0]
    assert first[0].outcome == kind


def test_what_finished_work_keeps_stays_taken_of_the_room(work: Work, tmp_path: Path) -> None:
    """Also its answers stay counted as held, test after test, for the suite may still look at them."""
    path = tmp_path / "test_toy_hidden.py"
    path.write_text(HEAD + ONCE)
    source = "import numpy as np\ndef f(): return np.ones(1)\ndef g(): return np.ones(4000)\ndef h(x): return x"
    with SuiteSession(EXERCISE, path, "hidden") as session, work(source) as worker:
        proxy = SubmissionProxy(worker)
        whole = proxy.room.left
        session.run(proxy, 0)
        assert proxy.room.left == whole - proxy.lasting
        assert 0 < proxy.lasting < 4000  # without the 32 kB that g returned
        proxy.begin(0)
        assert 0 < proxy.held < 4000

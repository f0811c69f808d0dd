"""``xorcise hint``: the next step of the ladder that is needed, remembered from call to call."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk.sample import course, ran, solve

from commands.runs import refused, xorcise
from grader.desk.progress import Progress
from grader.exercises.catalogue import Catalogue
from grader.exercises.exercise import Exercise
from grader.result import Outcome


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course, nothing of it begun."""
    return course(tmp_path / "course")


@pytest.fixture
def losses(given: Catalogue) -> Exercise:
    """Its first exercise."""
    return given.exercise("2")


def test_each_call_shows_one_more(given: Catalogue, losses: Exercise) -> None:
    """Without a word: of the first function that is not written; at the end the last stays."""
    name = losses.entry_points[0]
    ladder = losses.hints[name]
    for number in (1, 2, 3, 3):
        done = xorcise("hint", cwd=given.root)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"{name} · hint {number} of {len(ladder)}\n" in done.stdout
        assert [step["en"] in done.stdout for step in ladder] == [n == number for n in range(1, 4)]
        end = "that was the last hint" if number == 3 else "type `xorcise hint` again for the next"
        assert done.stdout.endswith(f"{end}\n")


def test_what_failed_first_is_helped_first(given: Catalogue, losses: Exercise) -> None:
    """By the last check of the exercise that is meant; a function that is named comes before."""
    solve(given, "2")
    third, fourth = losses.entry_points[2:4]
    tests = [ran("test_a"), ran("test_b", Outcome.FAILED, dict(losses.hints[third][0]))]
    Progress.of(given).remember(losses, tests)
    for words in ([], ["2"], ["losses.py"], ["exercises/02_losses/README.md"]):
        assert f"{third} · hint " in xorcise("hint", *words, cwd=given.root).stdout
    done = xorcise("hint", fourth, cwd=given.root)
    assert f"{fourth} · hint 1 of 3" in done.stdout
    assert done.stdout.endswith(f"type `xorcise hint {fourth}` again for the next\n")
    assert f"{fourth} · hint 2 of 3" in xorcise("hint", "losses", fourth, cwd=given.root).stdout


def test_a_method_is_helped_by_its_class(given: Catalogue) -> None:
    """Ladders are those of entry points."""
    assert "SGD · hint 1 of 3" in xorcise("hint", "SGD.update", cwd=given.root).stdout
    assert "SGD · hint 2 of 3" in xorcise("hint", "4", "SGD", cwd=given.root).stdout


def test_a_step_is_asked_for_by_number(given: Catalogue, losses: Exercise) -> None:
    """All up to it, in either language, with the way on; a call without a number goes on after it."""
    ladder = losses.hints["cross_entropy_error"]
    second = xorcise("hint", "02", "cross_entropy_error", "--step", "2", "--lang", "zh-CN", cwd=given.root).stdout
    assert [step["zh-CN"] in second for step in ladder] == [True, True, False, False]
    assert "xorcise hint losses cross_entropy_error --step 3" in second
    assert "cross_entropy_error · hint 3 of 4" in xorcise("hint", "cross_entropy_error", cwd=given.root).stdout
    last = xorcise("hint", "losses", "cross_entropy_error", "--step", "4", cwd=given.root).stdout
    assert last.endswith("that was the last hint\n")
    assert "mean_squared_error · hint 2 of 3" in xorcise("hint", "--step", "2", cwd=given.root).stdout


def test_where_nothing_is_known_to_be_wrong(given: Catalogue, losses: Exercise) -> None:
    """All is written and nothing was checked: the first step of each ladder, which is not remembered."""
    solve(given, "2")
    done = xorcise("hint", "losses", cwd=given.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(
        ladder[0]["en"] in done.stdout and ladder[1]["en"] not in done.stdout for ladder in losses.hints.values()
    )
    assert done.stdout.endswith("next: xorcise hint mean_squared_error\n")
    assert Progress.of(given).is_empty()


def test_a_file_that_is_no_python_is_mended_first(given: Catalogue, losses: Exercise) -> None:
    """Its line is told; a function that is named has its hints all the same."""
    given.stub(losses).write_text("x = 1\ndef f(:\n")
    assert "losses.py, line 2: invalid syntax; mend this first" in refused(xorcise("hint", cwd=given.root))
    assert xorcise("hint", "mean_squared_error", cwd=given.root).returncode == 0
    given.stub(losses).unlink()
    assert "mean_squared_error · hint 2" in xorcise("hint", cwd=given.root).stdout


def test_what_there_is_instead(given: Catalogue, losses: Exercise) -> None:
    """An unknown function, a step beyond the last, a step of nothing, a word too much, no ladder: one line each."""
    solve(given, "2")
    for words, part in (
        (("losses", "mse"), "choose from mean_squared_error"),
        (("cros_entropy_error",), "did you mean 'cross_entropy_error'?"),
        (("train",), "choose from two_layer_net.train, iris.train"),
        (("losses", "mean_squared_error", "--step", "9"), "has 3 hints"),
        (("losses", "--step", "2"), "--step goes with one function"),
        (("losses", "mean_squared_error", "x"), "unexpected extra argument"),
        (("--step", "0"), "0 is not in the range"),
    ):
        assert part in refused(xorcise("hint", *words, cwd=given.root))
    description = given.statement_dir(losses) / "exercise.toml"
    text = description.read_text(encoding="utf-8")
    first = text.index("[[hints.cross_entropy_error]]")
    description.write_text(text[: text.index("[[hints")] + text[first:], encoding="utf-8")
    assert "02_losses has no hints for mean_squared_error; choose from cross_entropy_error" in refused(
        xorcise("hint", "mean_squared_error", cwd=given.root)
    )
    description.write_text(text[: text.index("[[hints")], encoding="utf-8")
    assert "02_losses has no hints" in refused(xorcise("hint", "2", cwd=given.root))


def test_a_folder_where_nothing_can_be_kept(given: Catalogue) -> None:
    """The hint is shown, and one line says that it will be the same again."""
    (given.root / ".xorcise").write_text("a file")
    for _ in range(2):
        done = xorcise("hint", cwd=given.root)
        assert done.returncode == 0
        assert "hint 1 of 3" in done.stdout
        assert done.stderr.count("\n") == 1
        assert "progress cannot be" in done.stderr

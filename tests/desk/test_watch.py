"""``check --watch``: a save is answered, in whatever way an editor saves; keys and newer saves do not wait."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.desk.checked import Check, Checked
from grader.desk.watch import Watch, digests
from grader.errors import XorciseError
from grader.result import Outcome

WAIT_S = 60.0
"""Seconds that a test waits for an answer, at most: many times what one takes on a busy machine."""

Outcomes = queue.Queue[tuple[str, Checked | XorciseError]]


@pytest.fixture
def watched(with_losses: Callable[..., Path]) -> Iterator[tuple[Path, Outcomes, Callable[[str], None]]]:
    """A folder that is watched, what its checks found, and a function that presses a key."""
    folder = with_losses()
    found: Outcomes = queue.Queue()
    watch = Watch(
        [Check(str(folder), "02_losses")],
        lambda asked, outcome: found.put((asked.folder, outcome)),
        lambda key, now: None if key == "q" else now,
    )
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    assert all_passed(found) is True
    time.sleep(0.5)  # the watching of files has begun by then, too
    yield folder, found, watch.press
    watch.press("q")
    thread.join(WAIT_S)
    assert not thread.is_alive()


def all_passed(found: Outcomes) -> bool | str:
    """Return what the next check found: whether all passed, or why there was none."""
    outcome = found.get(timeout=WAIT_S)[1]
    if isinstance(outcome, XorciseError):
        return outcome.line
    return {t.outcome for t in outcome.tests} == {Outcome.PASSED}


def test_each_save_is_answered(watched: tuple[Path, Outcomes, Callable[[str], None]]) -> None:
    """Also a file with a syntax error, one that is put in place by a rename, and one that is gone for a moment."""
    folder, found, _ = watched
    path = folder / "losses.py"
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace("0.5 *", ""), encoding="utf-8")
    assert all_passed(found) is False
    path.write_text(right + "\n\ndef broken(:\n", encoding="utf-8")
    assert all_passed(found) is False
    other = folder / "losses.py~new"
    other.write_text(right, encoding="utf-8")
    other.replace(path)
    assert all_passed(found) is True
    path.unlink()
    assert all_passed(found) is False
    path.write_text(right, encoding="utf-8")
    assert all_passed(found) is True


def test_a_save_without_a_change_is_no_news(watched: tuple[Path, Outcomes, Callable[[str], None]]) -> None:
    folder, found, _ = watched
    path = folder / "losses.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    os.utime(path)
    (folder / "__pycache__").mkdir(exist_ok=True)
    (folder / "notes.md").write_text("no code", encoding="utf-8")
    time.sleep(1.0)
    assert found.empty()


def test_a_newer_save_ends_a_check_that_runs(watched: tuple[Path, Outcomes, Callable[[str], None]]) -> None:
    """A loop that would take five seconds is about an older file, and says nothing any more."""
    folder, found, _ = watched
    path = folder / "losses.py"
    right = path.read_text(encoding="utf-8")
    path.write_text(right + "\n\nwhile True:\n    pass\n", encoding="utf-8")
    time.sleep(1.0)
    path.write_text(right, encoding="utf-8")
    assert all_passed(found) is True
    assert found.empty()


def test_what_is_generated_is_not_watched(tmp_path: Path) -> None:
    """Python's cache and the desk's own files are no work of a student's."""
    for name in ("exercise.toml", "losses.py", "__pycache__/x.pyc", "desk/words.json", "helper/more.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = digests(Check(str(tmp_path), "02_losses"))
    assert {Path(p).name for p in found} == {"exercise.toml", "losses.py", "more.py"}

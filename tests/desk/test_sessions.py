"""A student's way from the stub to full marks in a terminal of 80 times 24, in both languages.

After each of ten typical mistakes the screen shows the right explanation, without scrolling. The session is one
``xorcise check --watch``, in tmux.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.misconceptions import read_misconceptions
from grader.exercises.overlay import read_variants
from grader.result import text_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: apt-get install tmux"),
]

WAIT_S = 120.0
"""Seconds until an answer is on the screen, at most: many times what one takes on a busy machine."""

MISTAKES = {
    "02": (
        *("half_missing", "mean_over_classes", "batch_not_divided", "no_minus", "only_integers", "only_one_hot"),
        *("softmax_without_shift", "signed_errors_cancel", "bce_unclipped", "prices_exchanged"),
    ),
    "04": (),
    "09": (),
}
"""Ten wrong variants of each exercise; where none are named, the first ten that differ in what is told."""


class Terminal:
    """A terminal of 80 times 24."""

    def __init__(self, folder: Path, command: str, lang: str) -> None:
        self._name = f"xorcise-{os.getpid()}-{lang}"
        env = {"XORCISE_LANG": lang, "LC_ALL": "C.UTF-8"}
        words = [word for name, value in env.items() for word in ("-e", f"{name}={value}")]
        self._tmux("new-session", "-d", "-x", "80", "-y", "24", *words, "-c", str(folder), command)

    def _tmux(self, command: str, *words: str) -> str:
        target = ["-s" if command == "new-session" else "-t", self._name]
        done = subprocess.run(["tmux", "-u", command, *target, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def screen(self) -> str:
        """Return what is on the screen."""
        return self._tmux("capture-pane", "-p")

    def press(self, key: str) -> None:
        """Press a key."""
        self._tmux("send-keys", key)

    def wait_for(self, is_there: Callable[[str], bool]) -> str:
        """Return the screen as soon as something is there."""
        until = time.monotonic() + WAIT_S
        while True:
            screen = self.screen()
            if is_there(screen):
                return screen
            assert time.monotonic() < until, screen
            time.sleep(0.1)

    def close(self) -> None:
        """End the session."""
        subprocess.run(["tmux", "kill-session", "-t", self._name], capture_output=True, check=False)


def plain(text: str) -> str:
    """Return a text without white space, however its lines are folded."""
    return "".join(text.split())


def shows(*some: str) -> Callable[[str], bool]:
    """Return whether a screen has one of some texts, told without white space."""
    return lambda screen: any(text in plain(screen) for text in some)


@pytest.fixture
def terminal(request: pytest.FixtureRequest) -> Iterator[Callable[[Path, str, str], Terminal]]:
    """Return a function that opens a terminal."""
    opened: list[Terminal] = []

    def open_one(folder: Path, command: str, lang: str) -> Terminal:
        opened.append(Terminal(folder, command, lang))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("number", MISTAKES)
def test_from_the_stub_to_full_marks(
    number: str,
    lang: str,
    catalogue: Catalogue,
    tmp_path: Path,
    terminal: Callable[[Path, str, str], Terminal],
) -> None:
    exercise = catalogue.exercise(number)
    folder = tmp_path / "exercises" / exercise.slug
    shutil.copytree(catalogue.statement_dir(exercise), folder)
    file = folder / exercise.filename
    variants = read_variants(catalogue, exercise)
    told, _ = read_misconceptions(catalogue.misconceptions(exercise))
    keys = MISTAKES[number] or tuple(sorted(variants))[:10]
    xorcise = Path(sys.executable).parent / "xorcise"
    student = terminal(folder, f"{xorcise} check --watch 2>{tmp_path / 'stderr'}", lang)
    student.wait_for(lambda s: "h " in s and "q " in s)
    for key in keys:
        file.write_text(variants[key].text, encoding="utf-8")
        twin = told[key].same_as or key
        wanted = [plain(text_in(told[k].feedback, lang)) for k in {key, twin}]
        screen = student.wait_for(shows(*wanted))
        assert len(screen.splitlines()) <= 24, key
    shutil.copy(catalogue.reference(exercise), file)
    student.wait_for(shows(plain(text_in(exercise.learnt, lang))))
    student.press("q")

"""What `xorcise check --watch` shows, and what its keys do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.desk.asked import Asked
from grader.desk.checked import Check, Checked
from grader.desk.checking import check_of, remember
from grader.desk.hints import hints_to_show
from grader.desk.next_exercise import next_exercise
from grader.desk.told import screen_of
from grader.desk.watch import Watch
from grader.desk.written import digest_of
from grader.errors import UsageError, XorciseError
from grader.language import _
from grader.result import text_in

KEYS = _("h hint · a all · n next exercise · q quit · a save checks again")


class Live:
    """A screen that follows one exercise after another.

    Args:
        wanted: the exercise to begin with, or a function of it. The others of its course are watched, too: a save of
            one of their files makes it the one that is shown.
        words: choose the tests that have all of these in their name or title.
        lang: the reader's language.
    """

    def __init__(self, wanted: Asked, words: Sequence[str], lang: str) -> None:
        self._lang = lang
        self._console = Console()
        course = wanted.catalogue
        others = [Asked(course, e) for e in course.exercises if e.slug != wanted.exercise.slug]
        self._wanted = {str(self._folder(wanted)): wanted}
        for one in others:
            if self._folder(one).is_dir():
                self._wanted.setdefault(str(self._folder(one)), one)
        first, *rest = self._wanted.values()
        checks = [check_of(first, words, lang), *(check_of(one, (), lang) for one in rest)]
        self._checks = {check.folder: check for check in checks}
        self._last: tuple[Asked, Checked] | None = None
        self._watch = Watch(checks, self._draw, self._key)

    def run(self) -> None:
        """Show checks until a key ends it."""
        self._watch.run()

    @staticmethod
    def _folder(one: Asked) -> Path:
        return one.catalogue.work_dir(one.exercise)

    def _draw(self, check: Check, outcome: Checked | XorciseError) -> None:
        one = self._wanted[check.folder]
        if isinstance(outcome, XorciseError):
            self._clear()
            self._console.print(Text(outcome.line, "red"))
            self._keys()
            return
        remember(one, outcome, digest_of(one.catalogue, one.exercise))  # a save meanwhile begins another check
        self._last = (one, outcome)
        self._show(whole=False)

    def _show(self, *, whole: bool) -> None:
        if self._last is not None:
            self._clear()
            self._console.print(screen_of(*self._last, self._lang, whole=whole, kept=1, with_next=False))
            self._keys()

    def _key(self, key: str, now: Check) -> Check | None:
        one = self._wanted[now.folder]
        match key.lower():
            case "q" | "\x03" | "\x04":  # Ctrl-C and Ctrl-D, where the terminal hands them over as keys
                return None
            case "a":
                self._show(whole=True)
            case "h":
                self._hint(one)
            case "n":
                following = next_exercise(one.catalogue)
                if following is not None:
                    return self._checks.get(str(self._folder(following)), now)
        return now

    def _hint(self, one: Asked) -> None:
        try:
            for hint in hints_to_show(one, None):
                said = _("{name} · hint {number} of {total}", name=hint.function, number=hint.number, total=hint.total)
                self._console.print(
                    Text.assemble((said.told(self._lang), "cyan"), f"  {text_in(hint.text, self._lang)}")
                )
        except UsageError as error:
            self._console.print(Text(error.line))

    def _keys(self) -> None:
        if self._console.is_terminal:
            self._console.print(Text(KEYS.told(self._lang), "dim"))

    def _clear(self) -> None:
        if self._console.is_terminal:
            self._console.clear()

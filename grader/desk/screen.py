"""A check on one screen: the first failure with all that helps, the others in a line each, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from grader.desk.checked import Checked
from grader.exercises.exercise import Exercise
from grader.language import Message, _, ngettext
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.report.shown import ShownTest, show_test
from grader.report.terminal import STYLES
from grader.result import Outcome, TestResult, Texts, text_in
from grader.text import printable

INDENT = 2
"""Cells before what belongs to a test."""

LISTED = 3
"""Lines for failures after the first one: enough to see how far it goes."""

TITLES = 10
"""Titles of hidden tests on one screen: what is left beside the tally, what was learnt, and what comes next."""

LEFT = 1
"""Lines of a terminal that stay free for the prompt that follows."""


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled text below a failure.

    Attributes:
        label: the word before it.
        text: what is told.
        most: lines of it that are shown where the screen is one terminal's.
        need: how much it is needed: where there is too little room, parts with a small number go first.
        style: rich's.
        tail: whether its end matters more than its beginning, as in a traceback.
    """

    label: str
    text: str
    most: int
    need: int
    style: str = ""
    tail: bool = False


@dataclass(frozen=True, slots=True)
class CheckScreen:
    """The screen of one check.

    Attributes:
        exercise: the exercise.
        checked: what was found.
        file: the student's file, as it is named to them.
        hidden: titles of the hidden tests, by language; empty where the desk does not know them.
        lang: the reader's language.
        whole: whether everything is shown, however long.
        kept: lines below it that stay free for something else.
        after: a line about what comes next.
    """

    exercise: Exercise
    checked: Checked
    file: str
    hidden: Sequence[Texts]
    lang: str
    whole: bool
    kept: int = 0
    after: Text = field(default_factory=Text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        title = printable(text_in(self.exercise.title, self.lang))
        yield Text.assemble((f"{self.exercise.slug[:2]} {title}", "bold"), (f"  {self.file}", "dim"))
        notes = [Text(_("note: {note}", note=note).told(self.lang), "yellow") for note in self.checked.notes]
        yield from notes
        yield Text()
        tests = self.checked.tests
        wrong = [t for t in tests if is_wrong(t)]
        end = list(self._end(wrong))
        room = console.size.height - LEFT - self.kept - 2 - len(_lines(console, options, [*notes, *end]))
        if self._is_unloadable(wrong):
            yield from self._failure(console, options, wrong[0], None if self.whole else room, titled=False)
        elif self.whole:
            for test in wrong:
                yield from self._failure(console, options, test, None)
        elif wrong:
            others = len(wrong) - 1
            kept = min(others, LISTED) + bool(others)  # a line each, and an empty one
            yield from self._failure(console, options, wrong[0], room - kept)
            yield from self._others(wrong)
        if self.whole:
            yield from (self._line(t) for t in tests if t.outcome is Outcome.PASSED)
        yield from end

    def _is_unloadable(self, wrong: Sequence[TestResult]) -> bool:
        """Whether every test failed alike, with an exception: the file could not be loaded, and no test is to blame."""
        accounts = {show_test(t, self.lang, full=True).account for t in wrong}
        every = len(wrong) == len(self.checked.tests) > 1
        return every and len(accounts) == 1 and all(t.outcome is Outcome.STUDENT_ERROR for t in wrong)

    def _failure(
        self,
        console: Console,
        options: ConsoleOptions,
        test: TestResult,
        room: int | None,
        *,
        titled: bool = True,
    ) -> Iterator[RenderableType]:
        """Yield a failed test with all that helps; ``room`` bounds its lines."""
        shown = show_test(test, self.lang, full=True)
        if titled:
            yield self._line(test)
            if shown.account.said:
                yield _indented(Text(shown.account.said))
        else:
            yield Text(f"{SIGNS[test.outcome]} {shown.account.said}", STYLES[test.outcome])
        parts = list(self._parts(test, shown))
        width = max((cell_len(p.label) for p in parts), default=0)
        blocks = {p: _labelled(console, options, p, width, cut=room is not None) for p in parts}
        while room is not None and sum(map(len, blocks.values())) > max(room - 2, 4) and len(blocks) > 1:
            del blocks[min(blocks, key=lambda p: p.need)]
        for lines in blocks.values():
            yield from lines
        yield Text()

    def _parts(self, test: TestResult, shown: ShownTest) -> Iterator[Part]:
        """Yield what is told below a test, in the order of reading."""
        labels = [_("Called"), _("Expected"), _("Got"), _("Where")]
        known = dict(shown.account.facts)
        for number, label in enumerate(labels):
            if text := known.get(label.told(self.lang)):
                yield Part(label.told(self.lang), text, 3 if number == 0 else 2, 8 if number < 3 else 4)
        traceback = self.checked.tracebacks.get(test.id, "")
        if traceback and test.outcome is Outcome.STUDENT_ERROR:
            yield Part("", printable(traceback), 7, 9, tail=True)
        elif shown.account.quotation:
            yield Part("", shown.account.quotation, 3, 5)
        if shown.misconception:
            yield Part(_("Recognised").told(self.lang), shown.misconception, 3, 6, "bold")
        if shown.feedback:
            yield Part(_("Why").told(self.lang), shown.feedback, 6, 9)
        if printed := self.checked.printed.get(test.id, ""):
            yield Part(_("Printed").told(self.lang), printable(printed.rstrip("\n")), 4, 3, "dim", tail=True)
        if shown.hint and _hint_helps(test):
            yield Part(_("Hint").told(self.lang), shown.hint, 3, 2, "cyan")

    def _others(self, wrong: Sequence[TestResult]) -> Iterator[RenderableType]:
        """Yield a line for each failure but the first, as many as people look at."""
        others = wrong[1:]
        room = len(others) if len(others) <= LISTED else LISTED - 1
        for test in others[:room]:
            same = test.explanation and wrong[0].explanation and test.explanation.cause == wrong[0].explanation.cause
            yield self._line(test, _("the same mistake") if same else None)
        if more := len(others) - room:
            said = ngettext("… and {n} more test: --all", "… and {n} more tests: --all", more)
            yield Text(said.told(self.lang), "dim")
        if others:
            yield Text()

    def _end(self, wrong: Sequence[TestResult]) -> Iterator[RenderableType]:
        """Yield what was not attempted, the tally, and what comes next."""
        tests = self.checked.tests
        passed = sum(t.outcome is Outcome.PASSED for t in tests)
        quiet = [t for t in tests if t.outcome is Outcome.NOT_ATTEMPTED and not is_wrong(t)]
        if quiet:
            said = ngettext("{n} test of what is not written yet", "{n} tests of what is not written yet", len(quiet))
            yield Text(f"{SIGNS[Outcome.NOT_ATTEMPTED]} {said.told(self.lang)}", STYLES[Outcome.NOT_ATTEMPTED])
        tally = _("{passed} of {total} public tests passed", passed=passed, total=len(tests)).told(self.lang)
        style = "green bold" if passed == len(tests) else "red bold" if wrong else "bold"
        yield Text(tally, style)
        if passed == len(tests) == len(self.checked.titles) and tests:
            yield from self._hidden()
            if self.exercise.learnt is not None:
                yield Text()
                yield Text(printable(text_in(self.exercise.learnt, self.lang)), "green")
        if self.after:
            yield Text()
            yield self.after

    def _hidden(self) -> Iterator[RenderableType]:
        """Yield what grading asks for beyond the public tests, with as many titles as fit below one another."""
        if not self.hidden:
            yield Text(_("Grading asks the same of other numbers, batches and extremes.").told(self.lang))
            return
        said = _("Grading asks the same of other numbers, batches and extremes. Its tests:")
        yield Text(said.told(self.lang))
        most = len(self.hidden) if self.whole or len(self.hidden) <= TITLES else TITLES - 1
        for title in self.hidden[:most]:
            yield _indented(Text(f"· {printable(text_in(title, self.lang))}", no_wrap=True, overflow="ellipsis"))
        if more := len(self.hidden) - most:
            said = ngettext("… and {n} more: --all", "… and {n} more: --all", more)
            yield _indented(Text(said.told(self.lang), "dim"))

    def _line(self, test: TestResult, note: Message | None = None) -> Text:
        """Return one line of a test: its sign, word and title."""
        title = printable(test.title_zh if self.lang == "zh-CN" and test.title_zh else test.title)
        style = STYLES[test.outcome]
        line = Text.assemble(
            (f"{SIGNS[test.outcome]} {OUTCOMES[test.outcome].told(self.lang)}", style), f"  {title}", no_wrap=True
        )
        if note is not None:
            line.append(f"  ({note.told(self.lang)})", "dim")
        line.overflow = "ellipsis"
        return line


def is_wrong(test: TestResult) -> bool:
    """Whether a test is a failure to look at. What is not written yet is none, unless its name is misspelt."""
    if test.outcome is Outcome.NOT_ATTEMPTED:
        return test.explanation is not None
    return test.outcome not in (Outcome.PASSED, Outcome.BLOCKED)


def _hint_helps(test: TestResult) -> bool:
    """Whether a function's hint can speak of a failure.

    It speaks of values. It does not of an exception, of time that ran out, or of a function without ``return``, and a
    recognised belief has words that are nearer.
    """
    if test.outcome not in (Outcome.FAILED, Outcome.PARTIAL) or test.explanation is not None:
        return False
    return "\ngot: None" not in str(test.message)


def _labelled(console: Console, options: ConsoleOptions, part: Part, width: int, *, cut: bool) -> list[Text]:
    """Return the lines of a part, with its label before the first."""
    first = f"{' ' * INDENT}{part.label}{' ' * (width - cell_len(part.label))}  " if width else " " * INDENT
    if not part.label:
        first = f"{' ' * INDENT}│ "
    room = max(options.max_width - cell_len(first), 10)
    lines = [line for text in part.text.split("\n") for line in _wrapped(console, text, room, part.style)]
    if cut and len(lines) > part.most:
        lines = lines[-part.most :] if part.tail else [*lines[: part.most - 1], _ellipsis(lines[part.most - 1], room)]
    rest = " " * cell_len(first) if part.label else first
    return [Text.assemble((first if n == 0 else rest, "dim"), line) for n, line in enumerate(lines)]


def _wrapped(console: Console, text: str, width: int, style: str) -> list[Text]:
    return list(Text(text, style).wrap(console, width)) or [Text()]


def _ellipsis(line: Text, width: int) -> Text:
    line = line.copy()
    line.truncate(max(width - 1, 1))
    line.append("…")
    return line


def _indented(text: Text) -> Text:
    return Text.assemble(" " * INDENT, text, no_wrap=text.no_wrap, overflow=text.overflow)


def _lines(console: Console, options: ConsoleOptions, some: Sequence[RenderableType]) -> list[object]:
    """Return the lines that some renderables take."""
    return [line for one in some for line in console.render_lines(one, options, pad=False)]

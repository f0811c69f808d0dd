"""Results on a terminal. Every text is a ``rich.text.Text``: no markup is ever built from what a student wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

from rich import box
from rich.cells import cell_len
from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.exercises.exercise import Exercise
from grader.language import _, listed, ngettext
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.report.shown import Account, ShownTest, in_words, show_exercise
from grader.report.standing import Standing, by_name, exercise_of, is_unread
from grader.result import ExerciseResult, Outcome, Result
from grader.text import number, one_line, printable

STYLES = {
    Outcome.PASSED: "green",
    Outcome.PARTIAL: "yellow",
    Outcome.FAILED: "red",
    Outcome.NOT_ATTEMPTED: "dim",
    Outcome.STUDENT_ERROR: "red",
    Outcome.TIMED_OUT: "red",
    Outcome.OUT_OF_MEMORY: "red",
    Outcome.BLOCKED: "dim",
    Outcome.GRADER_ERROR: "bold magenta",
}

_NAME_WIDTH = 20  # cells; longer names end in an ellipsis, the class page has them in full
_GAP = 1  # cells between columns
_PAD = 1  # cells more where there is room


SHOWN = 100
"""Students in the table: as many as a person scrolls through. A larger class is cut; the CSV has all."""


def class_table(
    results: Iterable[Result], exercises: Sequence[Exercise], standing: Standing | None = None, lang: str = "en"
) -> RenderableType:
    """Return one row a student and one column an exercise, with the class's means below and the problems under that.

    A table too wide for the terminal is told in several, one above the other.

    Args:
        results: of all students.
        exercises: the catalogue's.
        standing: that of ``results``; computed if not given.
        lang: the language.
    """
    return _ClassTable(tuple(islice(by_name(results), SHOWN)), standing or Standing.of(results, exercises), lang)


def check_report(exercise: Exercise, result: ExerciseResult, lang: str) -> RenderableType:
    """Return the student's own check: each test, for those that did not pass everything there is to know."""
    shown = show_exercise(result, [exercise], lang, full=lambda _: True)
    heading = Text.assemble((f"{shown.number} {shown.title}", "bold"), (f"  {exercise.filename}", "dim"))
    width = max((cell_len(t.word) for t in shown.tests), default=0)
    tally = _("{passed} of {total} passed", passed=shown.passed, total=len(shown.tests)).told(lang)
    return Group(
        heading,
        Text(),
        *_indented(_told(shown.shared)),
        *(part for test in shown.tests for part in _check_lines(test, width, lang)),
        Text(),
        Text(tally, STYLES[shown.outcome] + " bold"),
    )


def grading_summary(results: Iterable[Result], standing: Standing | None = None, lang: str = "en") -> RenderableType:
    """Return a few lines about a run of grading: how many, the mean, and what needs attention.

    ``standing`` is that of ``results``; computed if not given.
    """
    standing = standing or Standing.of(results, [])
    mean = standing.mean_total()
    first = ngettext(
        "{final} of {n} submission graded", "{final} of {n} submissions graded", standing.total, final=standing.final
    )
    if mean is not None:
        first = _("{graded}, mean {mean} of {most}", graded=first, mean=number(mean), most=number(standing.most()))
    lines = [Text(first.told(lang), "bold")]
    if standing.unread:
        unread = ngettext("{n} submission could not be read", "{n} submissions could not be read", standing.unread)
        lines.append(Text(unread.told(lang), "yellow"))
    if standing.failed:
        failed = ngettext(
            "{n} result not final: the grader failed", "{n} results not final: the grader failed", standing.failed
        )
        lines.append(Text(failed.told(lang), STYLES[Outcome.GRADER_ERROR]))
    return Group(*lines)


def _check_lines(test: ShownTest, width: int, lang: str) -> Iterable[RenderableType]:
    style = STYLES[test.outcome]
    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_column(no_wrap=True)
    head.add_column(no_wrap=True, width=width)
    head.add_column()
    title = Text(test.title)
    if test.max_points != "0":
        title.append(f"  {test.points}/{test.max_points}", "dim")
    head.add_row(Text(f"  {test.sign}", style), Text(test.word, style), title)
    yield head
    fault = _("A fault of the grader, not of this code. The test has not been decided.")
    ours = [Text(fault.told(lang))] if test.outcome is Outcome.GRADER_ERROR else []
    more = [
        (_("Recognised").told(lang), test.misconception, ""),
        ("", test.feedback, ""),
        (_("Hint").told(lang), test.hint, "cyan"),
    ]
    yield from _indented([*ours, *_told(test.account, more)])


def _told(account: Account, more: Iterable[tuple[str, str, str]] = ()) -> list[RenderableType]:
    """Return an account line by line; its facts and ``more`` of them (label, value, style) in two columns.

    Each line of a quotation has a bar before it, and stands in where it is folded.
    """
    lines: list[RenderableType] = [Text(account.said)] if account.said else []
    if account.quotation:
        quotation = Table.grid(padding=(0, 1, 0, 0))
        quotation.add_column(style="dim")
        quotation.add_column(overflow="fold")
        for line in account.quotation.split("\n"):
            quotation.add_row("│", Text(line))
        lines.append(quotation)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, value, style in [*((label, value, "") for label, value in account.facts), *more]:
        if value:
            grid.add_row(label, Text(value, style))
    return [*lines, grid] if grid.row_count else lines


def _indented(lines: Sequence[RenderableType]) -> Iterable[RenderableType]:
    if lines:
        yield Padding(Group(*lines), (0, 0, 1, 4), expand=False)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class _ClassTable:
    """The class table; it learns how wide the terminal is only when printed."""

    results: Sequence[Result]
    standing: Standing
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if not self.results:
            yield Text(_("no submissions").told(self.lang), "dim")
            return
        head = self.standing.columns()
        student, mean_word, total_word = (m.told(self.lang) for m in (_("student"), _("mean"), _("total")))
        names = [one_line(r.student) for r in self.results]
        wide = min(max(cell_len(n) for n in [*names, student]), _NAME_WIDTH)
        totals = [_total(r, self.lang) for r in self.results]
        total_wide = max(cell_len(c.text) for c in [*totals, _Cell(total_word)])
        cells = [[_score(exercise_of(r, c.slug)) for r in self.results] for c in head]
        narrow = [max(cell_len(c.text) for c in column) for column in cells]
        full = [max(n, cell_len(c.module)) for n, c in zip(narrow, head, strict=True)]
        room = options.max_width - wide - total_wide - _GAP
        named = sum(w + _GAP + _PAD for w in full) <= room
        widths, pad = (full, _PAD) if named else (narrow, 0)
        for block in _blocks(widths, room, pad):
            table = Table(
                box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, pad, 0, 0), show_footer=True
            )
            table.add_column(f"\n{student}", mean_word, width=wide, no_wrap=True, overflow="ellipsis")
            for i in block:
                heading = f"{head[i].number}\n{head[i].module}" if named else f"\n{head[i].number}"
                mean = self.standing.mean_of(head[i].slug)
                table.add_column(
                    Text(printable(heading), justify="right"),
                    number(mean) if mean is not None else "",
                    width=widths[i],
                    no_wrap=True,
                    justify="right",
                )
            last = not head or block[-1] == len(head) - 1
            if last:
                mean = self.standing.mean_total()
                table.add_column(
                    f"\n{total_word}",
                    number(mean) if mean is not None else "",
                    width=total_wide,
                    no_wrap=True,
                    justify="right",
                )
            for row, name in enumerate(names):
                line = [cells[i][row] for i in block] + ([totals[row]] if last else [])
                table.add_row(Text(name), *(Text(c.text, c.style) for c in line))
            yield table
            yield Text()
        yield from self._notes(named)

    def _notes(self, named: bool) -> Iterable[RenderableType]:
        found = self.standing.outcomes
        if more := self.standing.total - len(self.results):
            said = ngettext(
                "… and {n} more: gradebook.csv has everybody", "… and {n} more: gradebook.csv has everybody", more
            )
            yield Text(said.told(self.lang))
            yield Text()
        legend = [Text(f"{SIGNS[o]} {OUTCOMES[o].told(self.lang)}", STYLES[o]) for o in Outcome if o in found]
        yield Columns(legend, (0, 2))
        if not named:
            columns = self.standing.columns()
            yield Columns([Text(printable(f"{c.number} {c.module}"), "dim") for c in columns], (0, 2))
        notes = list(_problems(self.results, self.lang))
        yield from [Text(), *notes] if notes else []


def _problems(results: Iterable[Result], lang: str) -> Iterable[Text]:
    colon = _(": ").told(lang)
    for result in results:
        name = (one_line(result.student), "bold")
        if result.problem:
            problem = in_words(result.problem, result.problem_zh, lang)
            yield Text.assemble(name, colon, (printable(problem), "yellow"))
        if failed := [one_line(e.slug) for e in result.exercises if e.outcome is Outcome.GRADER_ERROR]:
            what = _("not decided, the grader failed in {names}", names=listed(failed)).told(lang)
            yield Text.assemble(name, colon, (what, STYLES[Outcome.GRADER_ERROR]))


def _score(found: ExerciseResult | None) -> _Cell:
    if found is None:
        return _Cell("")
    # Points beside a grader error would read as decided; the total's "+" tells that some are open.
    score = "" if found.outcome is Outcome.GRADER_ERROR else f" {number(found.score)}"
    return _Cell(SIGNS[found.outcome] + score, STYLES[found.outcome])


def _total(result: Result, lang: str) -> _Cell:
    if is_unread(result):
        return _Cell(_("unread").told(lang), "yellow")
    return _Cell(number(result.score) + ("+" if result.has_grader_error else ""), "bold")


def _blocks(widths: Sequence[int], room: int, pad: int) -> list[range]:
    """Share the columns out over as few tables as fit ``room``, of about the same number of columns each."""
    total = sum(w + _GAP + pad for w in widths)
    count = max(1, ceil(total / max(room, 1)))
    while True:
        size = max(1, ceil(len(widths) / count))
        blocks = [range(start, min(start + size, len(widths))) for start in range(0, len(widths), size)]
        if size == 1 or all(sum(widths[i] + _GAP + pad for i in b) <= room for b in blocks):
            return blocks or [range(0)]
        count += 1

"""Results as Markdown, for platforms that show it. No text of a stranger can format anything.

What a submission chose stands in code, inline or as a block, whose fence is longer than any run of backticks in it:
CommonMark reads nothing inside it, so no link, image, tag or mention of a user comes of it. Our own texts are escaped,
because titles and hints hold formulas such as ``x * y``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.language import Message, _, labelled
from grader.report.judged import place_of, rubric_line
from grader.report.plain import LATER, OUR_FAULT
from grader.report.shown import Account, ShownExercise, ShownTest
from grader.result import ExerciseResult, Outcome
from grader.text import NAME_LIMIT, one_line, printable

# What CommonMark and GitHub's flavour read inside a line; a backslash before it makes it a letter (CommonMark 2.4).
_INLINE = re.compile(r"([\\`*_\[\]~$|])")

# What begins a list, a heading, a quotation or a line below a heading; a number needs its full stop for it.
_BEGINS = re.compile(r"^(\s*)([-+#>=]|\d+(?=[.)]))", re.MULTILINE)

QUOTED = _("In the words of the submission")

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """Return a text of ours as Markdown that shows it letter by letter; its lines stay lines."""
    text = _INLINE.sub(r"\\\1", printable(text))
    text = _BEGINS.sub(_as_letter, text)
    return "".join(_HTML.get(c, c) for c in text).replace("\n", "  \n")


def _as_letter(match: re.Match[str]) -> str:
    blank, sign = match.groups()
    if sign == ">":
        return match[0]  # becomes an entity with all others
    return f"{blank}{sign}\\" if sign.isdigit() else f"{blank}\\{sign}"


def span(text: str, limit: int = NAME_LIMIT) -> str:
    """Return a stranger's text as inline code on one line; one of blanks alone, or of nothing, as a dash."""
    line = one_line(text, limit)
    if not line:
        return "–"
    fence = "`" * (_longest(line) + 1)
    return f"{fence} {line} {fence}" if line[0] == "`" or line[-1] == "`" else f"{fence}{line}{fence}"


def cell(text: str) -> str:
    """Return Markdown, made by ``escaped`` or ``span``, fit for a table: there a bar ends a cell, also one in code."""
    return re.sub(r"(\\*)\|", lambda bar: bar[1] + ("" if len(bar[1]) % 2 else "\\") + "|", text)


def block(text: str) -> str:
    """Return a stranger's text as a block of code."""
    shown = printable(text).strip("\n")
    fence = "`" * max(3, _longest(shown) + 1)
    return f"{fence}text\n{shown}\n{fence}"


def _longest(text: str) -> int:
    """Return the length of the longest run of backticks."""
    return max(map(len, re.findall(r"`+", text)), default=0)


def told(account: Account, lang: str) -> list[str]:
    """Return the paragraphs that tell what happened."""
    parts = [escaped(account.said)] if account.said else []
    if account.quotation:
        parts += [f"*{escaped(QUOTED.told(lang))}:*", block(account.quotation)]
    if account.facts:
        parts.append("\n".join(f"- {escaped(label)}: {_fact(value)}" for label, value in account.facts))
    return parts


def _fact(value: str) -> str:
    """Return a value: in its line, or below it with the indentation that makes a block part of a list."""
    if "\n" not in value and len(value) <= 200:  # what one_line keeps whole
        return span(value)
    return "\n\n" + "\n".join(f"  {line}" for line in block(value).split("\n"))


def paragraphs_of(test: ShownTest, lang: str, *, account: Account | None = None) -> list[str]:
    """Return the paragraphs below a test's title: what happened, what it shows, what to do.

    Args:
        test: the test.
        lang: the language.
        account: what happened, where it is another than the test's own; see ``account_of``.
    """
    parts = [escaped(OUR_FAULT.told(lang))] if test.outcome is Outcome.GRADER_ERROR else []
    parts += told(test.account if account is None else account, lang)
    if test.misconception:
        parts.append(emphasised(_("Recognised"), escaped(test.misconception), lang))
    if test.feedback:
        parts.append(escaped(test.feedback))
    if test.hint:
        parts.append(emphasised(_("Hint"), escaped(test.hint), lang))
    if test.later:
        parts.append(f"*{escaped(LATER.told(lang))}*")
    return parts


def emphasised(label: Message, text: str, lang: str) -> str:
    """Return Markdown with a label before it."""
    # a blank must follow: CommonMark ends no emphasis between a colon and a letter
    colon = _(": ").told(lang).rstrip()
    return f"**{escaped(label.told(lang))}{colon}** {text}"


def account_of(test: ShownTest, exercise: ShownExercise) -> Account:
    """Return what happened to a test, also where its exercise says it once for all of them."""
    silent = test.account == Account() and test.outcome not in (Outcome.PASSED, Outcome.BLOCKED)
    return exercise.shared if silent else test.account


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Return a table of cells that are Markdown already.

    Args:
        head: the headings.
        rows: as many cells each.
        right: numbers of columns that are set to the right.
    """
    far = set(right)
    rule = ["--:" if i in far else "---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in (head, rule, *rows))


def exercise_part(exercise: ShownExercise, lang: str) -> str:
    """Return one exercise: its heading, a table of its tests, and below it what is told of those that need telling."""
    heading = f"### {exercise.sign} {escaped(f'{exercise.number} {exercise.title}')}"
    points = f" — {exercise.score} / {exercise.max_score}" if exercise.max_score != "0" else ""
    rows = [
        [f"{test.sign} {escaped(test.word)}", escaped(test.title), _points(test, exercise)] for test in exercise.tests
    ]
    tally = _("{passed} of {total} passed", passed=exercise.passed, total=len(exercise.tests)).told(lang)
    parts = [heading + points, escaped(tally), table(["", escaped(_("Test").told(lang)), ""], rows, right=[2])]
    parts += told(exercise.shared, lang)
    for test in exercise.tests:
        if below := paragraphs_of(test, lang):
            parts += [f"**{test.sign} {escaped(test.title)}**", *below]
    return "\n\n".join(parts)


def judged_part(exercise: ExerciseResult, lang: str) -> list[str]:
    """Return the paragraphs below an exercise's tests: what a person judged, and what an instructor says of it."""
    parts = (
        ["\n".join(f"- {escaped(rubric_line(line).told(lang))}" for line in exercise.rubric)] if exercise.rubric else []
    )
    return [*parts, *comments_on(exercise, "", lang)]


def comments_on(exercise: ExerciseResult, prefix: str, lang: str) -> list[str]:
    """Return the comments on an exercise, a paragraph each.

    Args:
        exercise: the exercise.
        prefix: what stands before each; may be empty.
        lang: of the labels.
    """
    found = []
    for comment in exercise.comments:
        label = labelled(prefix, place_of(comment)) if prefix else place_of(comment)
        found.append(emphasised(label, escaped(comment.text), lang))
    return found


def _points(test: ShownTest, exercise: ShownExercise) -> str:
    return f"{test.points} / {test.max_points}" if exercise.max_score != "0" else ""

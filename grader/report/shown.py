"""What of a result may be shown, in one language: what renderers print instead of the result itself.

A template that is handed only what its reader may see cannot give away a hidden test by mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from grader.exercises.exercise import Exercise
from grader.language import Message, _, joined, ngettext, told
from grader.report.mistakes import Mistake, mistakes_of
from grader.report.outcomes import OUTCOMES, SIGNS
from grader.result import CodePlace, Comment, ExerciseResult, Outcome, Result, RubricLine, TestResult, Texts, text_in
from grader.submission.cell_lines import module_line
from grader.text import LIMIT, MARK, number, one_line, printable

May = Callable[[TestResult], bool]
"""Whether the reader may see a test's inputs and expected values."""

KEPT = 1000
"""Tests that are kept as shown, as many as ``grader.report.pages`` keeps of their parts."""

NO_FILES: Mapping[str, str] = MappingProxyType({})

ENDED = frozenset({Outcome.STUDENT_ERROR, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY})
"""Outcomes after which a test's sentence says how it ended, and nothing of its values."""

LINE = 200
"""Characters of a line of code that are shown: more than the 120 that style guides allow."""

_FACT = re.compile(r"(called|expected|got|where): ")
"""What begins a line of ours that has a fact: no line of a stranger's text does, for it begins with ``MARK``."""

_LABELS = {"called": _("Called"), "expected": _("Expected"), "got": _("Got"), "where": _("Where")}
"""The parts of a failure, by the labels of ``grader.errors.Mismatch``."""


@dataclass(frozen=True, slots=True)
class Account:
    """What happened, in its parts, so that a renderer can set them apart.

    Attributes:
        said: one sentence of ours.
        quotation: the submission's own words, such as a line of its code or the text of its exception. A renderer sets
            them apart, so that they are not taken for ours.
        facts: what was called, expected and got, each with its label in the reader's language.
    """

    said: str = ""
    quotation: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTest:
    """One test as its reader sees it; every text is printable and bounded.

    Attributes:
        points: points, or the sign of a grader error, which has none yet.
        later: whether more of it is shown after the due date.
    """

    outcome: Outcome
    sign: str
    word: str
    title: str
    points: str
    max_points: str
    account: Account
    misconception: str
    feedback: str
    hint: str
    later: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the student's own code.

    Attributes:
        where: the line's number, and of a notebook the cell's, in words.
        code: the line; empty where the file is not known.
    """

    where: str
    code: str


@dataclass(frozen=True, slots=True)
class ShownMistake:
    """One mistake as its reader sees it, with all tests that it fails.

    Attributes:
        costs: what it costs in all, as a sentence.
        points: the same as a number.
        belief: what was recognised; may be empty.
        text: the explanation.
        hint: what to do next; may be empty.
        account: what happened in the tests that say nothing else.
        lines: the lines that it is about.
        tests: without what is told of the mistake already.
        edit: for the instructor.
    """

    costs: str
    points: float
    belief: str
    text: str
    hint: str
    account: Account
    lines: tuple[ShownLine, ...]
    tests: tuple[ShownTest, ...]
    edit: str


@dataclass(frozen=True, slots=True)
class ShownComment:
    """What an instructor says of an exercise, with the line that it is about, if it is about one."""

    text: str
    line: ShownLine | None


@dataclass(frozen=True, slots=True)
class ShownRubric:
    """What a person judges; ``points`` is empty where nobody has yet."""

    title: str
    points: str
    max_points: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownExercise:
    """One exercise as its reader sees it.

    Attributes:
        score: points, with a "+" where a grader error left some undecided.
        percent: the score in hundredths of the maximum, 0 to 100, for a bar.
        tests: as a list of tests tells them: a mistake that failed several is explained at the first.
        shared: what happened to every test alike, such as a file that cannot be imported; said once, not at each.
        mistakes: the same tests by what failed them, the most expensive first.
        rest: the tests that none of the mistakes failed.
        rubric: what a person judges.
        comments: an instructor's.
    """

    number: str
    title: str
    outcome: Outcome
    sign: str
    word: str
    score: str
    max_score: str
    percent: float
    tests: tuple[ShownTest, ...]
    passed: int
    shared: Account
    mistakes: tuple[ShownMistake, ...] = ()
    rest: tuple[ShownTest, ...] = ()
    rubric: tuple[ShownRubric, ...] = ()
    comments: tuple[ShownComment, ...] = ()


def show_test(test: TestResult, lang: str, *, full: bool, later: bool = False) -> ShownTest:
    """Return ``test`` in ``lang``; its message only if ``full``, else its summary.

    Every page shows tests through this function; ``tells_all`` says whether a student may see all of one.
    """
    return _show_test(
        lang,
        test.outcome,
        test.title_zh if lang == "zh-CN" and test.title_zh else test.title,
        test.points,
        test.max_points,
        _bounded(
            in_words(test.message, test.message_zh, lang) if full else in_words(test.summary, test.summary_zh, lang)
        ),
        test.misconception or "",
        _bounded(text_in(test.belief, lang)),
        _bounded(text_in(test.feedback, lang) or _unnamed(test, lang)),
        _bounded(text_in(test.hint, lang)),
        later,
    )


def _unnamed(test: TestResult, lang: str) -> str:
    """Return the explanation of a test that shows no misconception."""
    explanation = test.explanation
    named = explanation is not None and explanation.kind == "belief" and test.misconception
    if explanation is None or named or explanation.key == "exception":
        return ""  # a misconception has words of its own, and a summary names the line of an exception
    return text_in(explanation.text, lang)


def _bounded(text: str) -> str:
    """Return as much of ``text`` as ``printable`` looks at, so that nothing longer is kept."""
    return text[: LIMIT + 1]


@lru_cache(KEPT)
def _show_test(
    lang: str,
    outcome: Outcome,
    title: str,
    points: float,
    max_points: float,
    account: str,
    misconception: str,
    belief: str,
    feedback: str,
    hint: str,
    later: bool,
) -> ShownTest:
    return ShownTest(
        outcome=outcome,
        sign=SIGNS[outcome],
        word=OUTCOMES[outcome].told(lang),
        title=one_line(title),
        # A grader error has no points yet: a nought would read as decided.
        points=number(points) if outcome is not Outcome.GRADER_ERROR else SIGNS[outcome],
        max_points=number(max_points),
        account=_account(account, lang),
        misconception=printable(belief).strip() or one_line(misconception).replace("_", " "),
        feedback=printable(feedback).strip(),
        hint=printable(hint).strip(),
        later=later,
    )


def show_exercise(
    result: ExerciseResult,
    exercises: Iterable[Exercise],
    lang: str,
    *,
    full: May,
    later: May = lambda _: False,
    files: Mapping[str, str] = NO_FILES,
    edits: bool = False,
    settled: bool = False,
) -> ShownExercise:
    """Return ``result`` in ``lang``, with its title from the one of ``exercises`` that it belongs to.

    Args:
        result: a student's.
        exercises: the catalogue's.
        lang: the language.
        full: is asked for every test whether its reader may see all of it.
        later: is asked for every test whether more of it is shown after the due date.
        files: the student's files, by name, whose lines are shown.
        edits: whether the reader may see what would mend the code: an instructor may.
        settled: whether an instructor set the points of the whole: no mistake costs any then, and nothing is left to be
            judged.
    """
    exercise = next((e for e in exercises if e.slug == result.slug), None)
    title = in_language(exercise.title, lang) if exercise is not None else ""
    tests = [show_test(t, lang, full=full(t), later=later(t)) for t in result.tests]
    mistakes = [replace(m, lost=0.0) if settled else m for m in mistakes_of(result)]
    alike = _alike(result, tests, mistakes)
    grouped = {place for places in (*(m.places for m in mistakes), *alike) for place in places}
    shown_mistakes = [_show_mistake(m, [tests[p] for p in m.places], files, lang, edits=edits) for m in mistakes]
    shown_mistakes += [_show_alike(result, places, tests, lang, settled=settled) for places in alike]
    # A belief that several tests met is explained at the first of them.
    explained: set[str] = set()
    for place, test in enumerate(tests):
        if test.feedback and test.feedback in explained:
            tests[place] = replace(test, feedback="")
        explained.add(test.feedback)
    for mistake in mistakes:
        if len(mistake.places) > 1 and mistake.lost > 0:
            first = mistake.places[0]
            texts = [t for t in (tests[first].feedback, _costs(mistake).told(lang)) if t]
            tests[first] = replace(tests[first], feedback=joined(" ", texts))
    # What was blocked says only by which test; the cause is with the others.
    accounts = [t.account for t in tests if t.outcome is not Outcome.BLOCKED]
    shared = accounts[0] if len(accounts) > 1 and len(set(accounts)) == 1 else Account()
    if shared.said:
        tests = [replace(t, account=Account()) if t.account == shared else t for t in tests]
    return ShownExercise(
        number=one_line(result.slug[:2]),
        title=title or one_line(result.slug[3:].replace("_", " ")),
        outcome=result.outcome,
        sign=SIGNS[result.outcome],
        word=OUTCOMES[result.outcome].told(lang),
        score=show_score(result),
        max_score=number(result.max_score),
        percent=percent(result.score, result.max_score),
        tests=tuple(tests),
        passed=sum(t.outcome is Outcome.PASSED for t in tests),
        shared=shared,
        mistakes=tuple(sorted(shown_mistakes, key=lambda m: -m.points)),
        rest=tuple(t for place, t in enumerate(tests) if place not in grouped),
        rubric=tuple(_show_rubric(r, lang) for r in result.rubric if r.points is not None or not settled),
        comments=tuple(_show_comment(c, exercise.filename if exercise else "", files, lang) for c in result.comments),
    )


def _costs(mistake: Mistake) -> Message:
    return ngettext(
        "This costs {points} points.",
        "One mistake costs {points} points in {n} tests.",
        len(mistake.places),
        points=number(mistake.lost),
    )


def _show_mistake(
    mistake: Mistake, tests: Sequence[ShownTest], files: Mapping[str, str], lang: str, *, edits: bool
) -> ShownMistake:
    first = tests[0]
    account, times = Counter(t.account for t in tests).most_common(1)[0]
    if times == 1 < len(tests):  # what happened is another thing in each test
        account = Account()
    return ShownMistake(
        costs=_costs(mistake).told(lang) if mistake.lost > 0 else "",
        points=mistake.lost,
        belief=first.misconception,
        text=first.feedback,
        hint=next((t.hint for t in tests if t.hint), ""),
        account=account,
        lines=tuple(show_line(place, files, lang) for place in mistake.code),
        tests=tuple(_within(t, first, account) for t in tests),
        edit=printable(mistake.edit or "") if edits else "",
    )


def _alike(result: ExerciseResult, tests: Sequence[ShownTest], mistakes: Iterable[Mistake]) -> list[tuple[int, ...]]:
    """Return places of tests that no mistake explains and that ended in the same way, such as without time left."""
    explained = {place for m in mistakes for place in m.places}
    found: dict[tuple[Outcome, str], list[int]] = {}
    for place, (test, shown) in enumerate(zip(result.tests, tests, strict=True)):
        if place not in explained and test.outcome in ENDED:
            found.setdefault((test.outcome, shown.account.said), []).append(place)
    return [tuple(places) for places in found.values() if len(places) > 1]


def _show_alike(
    result: ExerciseResult, places: Sequence[int], tests: Sequence[ShownTest], lang: str, *, settled: bool
) -> ShownMistake:
    lost = 0.0 if settled else round(sum(result.tests[p].max_points - result.tests[p].points for p in places), 6)
    costs = _("These {n} tests ended in the same way. They cost {points} points.", n=len(places), points=number(lost))
    alike = [tests[p] for p in places]
    shown = _show_mistake(Mistake("", "", tuple(places), lost), alike, NO_FILES, lang, edits=False)
    return replace(
        shown,
        costs=costs.told(lang) if lost > 0 else "",
        account=shown.account if shown.account.said else Account(alike[0].account.said),
        tests=tuple(replace(t, account=replace(t.account, said="")) for t in shown.tests),
    )


def _within(test: ShownTest, first: ShownTest, account: Account) -> ShownTest:
    """Return a test without what is told of its mistake."""
    return replace(
        test,
        account=Account() if test.account == account else test.account,
        misconception="" if test.misconception == first.misconception else test.misconception,
        feedback="" if test.feedback == first.feedback else test.feedback,
        hint="",
    )


def line_of(place: CodePlace, files: Mapping[str, str]) -> int | None:
    """Return the line of a place in its file, from 1; ``None`` where a notebook's module does not have it."""
    if place.cell is None:
        return place.line
    return module_line(files.get(place.file, ""), place.cell, place.line)


def show_line(place: CodePlace, files: Mapping[str, str], lang: str) -> ShownLine:
    """Return a line of the student's code, with where it is in words."""
    at = line_of(place, files)
    lines = files.get(place.file, "").split("\n")
    code = lines[at - 1] if at is not None and 0 < at <= len(lines) else ""
    if place.cell is None:
        where = _("line {line}", line=place.line)
    else:
        where = _("code cell {cell}, line {line}", cell=place.cell, line=place.line)
    return ShownLine(where.told(lang), printable(code.strip(), LINE))


def _show_comment(comment: Comment, file: str, files: Mapping[str, str], lang: str) -> ShownComment:
    line = None if comment.line is None else show_line(CodePlace(file, comment.line), files, lang)
    return ShownComment(printable(comment.text), line)


def _show_rubric(line: RubricLine, lang: str) -> ShownRubric:
    points = "" if line.points is None else number(line.points)
    return ShownRubric(in_language(line.title, lang), points, number(line.max_points), printable(line.reason))


def tells_all(test: TestResult, *, after_due: bool, reveals: bool = False) -> bool:
    """Return whether a student may see the inputs and expected values of ``test``, and the words that its code chose.

    What a grader error left behind is about the judge, not about the student, so it stays with the instructor.

    Args:
        test: the test.
        after_due: whether the due date is over.
        reveals: whether the course shows hidden tests whole when it is.
    """
    if test.outcome is Outcome.GRADER_ERROR:
        return False
    return test.visibility == "public" or (after_due and (reveals or test.visibility == "after_due"))


def _account(text: str, lang: str) -> Account:
    """Take a message apart: a sentence, quotations, and each fact once."""
    said, *lines = printable(text).strip().split("\n")
    if label := _FACT.match(said):  # facts alone
        said, lines = "", [said, *lines]
    quotation: list[str] = []
    facts: dict[str, list[str]] = {}
    at = quotation
    for line in lines:
        label = _FACT.match(line)
        if label and label[1] not in facts:
            at = facts[label[1]] = [line[label.end() :]]
        else:
            at.append(line.removeprefix(MARK))
    shown = tuple((_LABELS[name].told(lang), "\n".join(value).strip("\n")) for name, value in facts.items())
    return Account(said, "\n".join(quotation).strip("\n"), shown)


def show_score(result: ExerciseResult) -> str:
    """Return the points of an exercise; where a grader error left some undecided, with a "+", and never a nought."""
    if result.outcome is not Outcome.GRADER_ERROR:
        return number(result.score)
    return f"{number(result.score)}+" if result.score > 0 else SIGNS[Outcome.GRADER_ERROR]


def percent(score: float, most: float) -> float:
    """Return the share of ``most`` in hundredths, between 0 and 100."""
    return round(min(max(100 * score / most, 0.0), 100.0), 1) if most > 0 else 0.0


def in_language(texts: Texts | None, lang: str) -> str:
    """Return the text in ``lang``, else the one there is, fit to be shown."""
    return printable(text_in(texts, lang)).strip()


def show_data(result: Result, lang: str) -> str:
    """Return what the data-hungry exercises were graded on."""
    known = {
        "none": _("none"),
        "digits": _("scikit-learn's digits stood in for MNIST, with thresholds made for them"),
        "mnist": "MNIST",
    }
    return told(known.get(result.data, one_line(result.data)), lang)


def in_words(text: str, chinese: str, lang: str) -> str:
    """Return a text of a result in ``lang``: a message says it itself, a text from a file has its Chinese beside it."""
    if isinstance(text, Message):
        return text.told(lang)
    return chinese if lang == "zh-CN" and chinese else text

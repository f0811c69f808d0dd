"""Where in a student's own file each failed test points to, for platforms that mark lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.exercises.exercise import Exercise
from grader.report.feedback import show_to_student
from grader.report.markdown import account_of
from grader.report.plain import lines_of
from grader.report.shown import ShownTest
from grader.result import Outcome, Result

SILENT = frozenset({Outcome.PASSED, Outcome.NOT_ATTEMPTED, Outcome.BLOCKED, Outcome.GRADER_ERROR})
"""Outcomes that no line of the student's explains: what is not written yet, what was not run, and our own faults."""

_ON_LINE = re.compile(r"on line (\d+) of ([\w.]+)$")
"""How the judge says in English where an exception was raised; see ``grader.worker.place``."""

_DEFINED = re.compile(r"^([ \t]*)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)

LONGEST = 1_000_000
"""Characters of a file that are searched for definitions: fifty times the longest that people write."""


@dataclass(frozen=True, slots=True)
class Source:
    """A student's file of one exercise, as a platform names it.

    Attributes:
        path: from the repository's root, with forward slashes.
        lines: the line on which each function, class and method (``Class.method``) is defined.
    """

    path: str
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is to be said at one line.

    Attributes:
        slug: the exercise.
        test: the test's name, unique in the exercise.
        path: the file, as its ``Source`` has it.
        line: 1 where nothing better is known.
        title: the test's title.
        text: what happened, and what to do, in lines of plain text.
        outcome: the test's.
    """

    slug: str
    test: str
    path: str
    line: int
    title: str
    text: str
    outcome: Outcome


def definitions(source: str) -> dict[str, int]:
    """Return the line of each function, class and method that ``source`` defines.

    Found by how lines begin, since parsing a stranger's file may cost whatever they like.
    """
    found: dict[str, int] = {}
    owner = ""
    for match in _DEFINED.finditer(source[:LONGEST]):
        indent, name = match.groups()
        line = source.count("\n", 0, match.start()) + 1
        if not indent:
            owner = name
        found.setdefault(name if not indent else f"{owner}.{name}", line)
    return found


def annotate(
    result: Result,
    exercises: Sequence[Exercise],
    sources: Mapping[str, Source],
    *,
    lang: str = "en",
    after_due: bool = False,
    reveals: bool = False,
) -> list[Annotation]:
    """Return one annotation for each thing that went wrong, in the order of the tests.

    What happened to several tests on one line alike, such as a syntax error, is told once.

    Args:
        result: a student's.
        exercises: the catalogue's.
        sources: the student's files, by slug; an exercise without one has no annotations.
        lang: of the texts.
        after_due: as for ``feedback_html``.
        reveals: as for ``feedback_html``.
    """
    told, in_english = (
        show_to_student(result, exercises, lang=each, after_due=after_due, reveals=reveals) for each in (lang, "en")
    )
    found: dict[tuple[str, int, str], Annotation] = {}
    for shown, english, judged in zip(told, in_english, result.exercises, strict=True):
        if (source := sources.get(judged.slug)) is None:
            continue
        only = _only_entry(exercises, judged.slug)
        for test, parsed, raw in zip(shown.tests, english.tests, judged.tests, strict=True):
            if raw.outcome in SILENT:
                continue
            said = account_of(parsed, english).said
            line = _line(said, test, source, only)
            text = "\n".join(lines_of(test, account_of(test, shown), lang, quoted=False)) or test.word
            one = Annotation(judged.slug, raw.id, source.path, line, test.title, text, raw.outcome)
            found.setdefault((source.path, line, said if _ON_LINE.search(said) else raw.id), one)
    return list(found.values())


def _only_entry(exercises: Iterable[Exercise], slug: str) -> str:
    """Return the one function that an exercise asks for; an empty text where it asks for several."""
    names = next((e.entry_points for e in exercises if e.slug == slug), ())
    return names[0] if len(names) == 1 else ""


def _line(said: str, test: ShownTest, source: Source, only: str) -> int:
    """Return the line of the exception, else of the function that was called, else the file's first."""
    if (at := _ON_LINE.search(said)) and source.path.rpartition("/")[2] == at[2]:
        return int(at[1])
    for _label, value in test.account.facts:
        names = re.findall(r"[A-Za-z_]\w*", value.partition("\n")[0])
        owner = next((name for name in names if name in source.lines), "")
        methods = [f"{owner}.{name}" for name in re.findall(r"\.([A-Za-z_]\w*)\(", value)]
        if owner:
            return next((source.lines[m] for m in reversed(methods) if m in source.lines), source.lines[owner])
        break  # the first fact is what was called
    return source.lines.get(only, 1)

"""Results for GitHub Actions: annotations as workflow commands, and a job summary in Markdown.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands says what a command is and what
GITHUB_STEP_SUMMARY takes; how values are escaped is in the runner's own toolkit (``@actions/core``, ``command.ts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.exercises.exercise import Exercise
from grader.report.annotations import Annotation
from grader.report.feedback import NOTE, NOTES, show_to_student
from grader.report.markdown import escaped, exercise_part, span, table
from grader.report.shown import show_data, show_score
from grader.report.standing import Standing, by_name, is_unread, verdict
from grader.report.words import Words, words
from grader.result import Result
from grader.text import number

MOST = 10
"""Annotations of one kind that GitHub shows of a step; what goes beyond is in the summary."""

ROOM = 1_000_000
"""Bytes of a summary: GitHub refuses one of more than 1 MiB. A student's has some 20 KB, a row of a class 100 bytes."""


def workflow_commands(found: Sequence[Annotation]) -> str:
    """Return one ``::error`` a line for the first of ``found``, and a ``::notice`` about the rest."""
    lines = [
        f"::error file={_property(one.path)},line={one.line},title={_property(one.title)}::{_data(one.text)}"
        for one in found[:MOST]
    ]
    if more := len(found) - MOST:
        lines += [f"::notice::{more} more in the job summary"] if more > 0 else []
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def job_summary(
    results: Iterable[Result],
    exercises: Sequence[Exercise],
    *,
    lang: str = "en",
    after_due: bool = False,
    reveals: bool = False,
) -> str:
    """Return the summary: everything about one student, or a table of a class.

    Args:
        results: one student's, or a class's.
        exercises: the catalogue's.
        lang: of the texts.
        after_due: as for ``feedback_html``.
        reveals: as for ``feedback_html``.
    """
    every = list(by_name(list(results)))
    if len(every) != 1:
        return _bounded(_of_class(every, exercises, lang))
    return _bounded(student_page(every[0], exercises, lang=lang, after_due=after_due, reveals=reveals))


def student_page(
    result: Result, exercises: Sequence[Exercise], *, lang: str, after_due: bool = False, reveals: bool = False
) -> str:
    """Return what a student sees of a result, as Markdown; without the name, which they know."""
    w = words(lang)
    shown = show_to_student(result, exercises, lang=lang, after_due=after_due, reveals=reveals)
    parts = []
    if result.max_score:
        plus = "+" if result.has_grader_error else ""
        parts.append(f"## {escaped(w.feedback)}{w.colon}{number(result.score)}{plus} / {number(result.max_score)}")
    if result.problem:
        parts.append(f"**{escaped(w.unread if is_unread(result) else w.attention)}.** {span(result.problem, NOTE)}")
    if result.has_grader_error:
        parts.append(f"**{escaped(w.not_final)}**")
    parts += [f"- {span(note, NOTE)}" for note in result.notes[:NOTES]]
    parts += [exercise_part(one, w) for one in shown]
    parts.append(_small_print(result, lang, w))
    return "\n\n".join(parts) + "\n"


def _small_print(result: Result, lang: str, w: Words) -> str:
    """Return how it was graded: confinement is part of what a score is worth."""
    parts = [f"{escaped(w.engine)} {span(result.engine)}", f"{escaped(w.seed)} {result.seed}"]
    parts.append(f"{escaped(w.containment)} {confinement(result, w)}")
    if result.data != "none":
        parts.append(f"{escaped(w.data)} {escaped(show_data(result, lang))}")
    return " · ".join(parts)


def confinement(result: Result, w: Words) -> str:
    """Return the level of confinement and what is missing of it."""
    missing = ", ".join(result.containment.missing)
    return span(result.containment.level) + (f" ({escaped(w.missing.format(names=missing))})" if missing else "")


def _of_class(every: Sequence[Result], exercises: Sequence[Exercise], lang: str) -> str:
    w = words(lang)
    graded = {e.slug for result in every for e in result.exercises}
    standing = Standing.of(every, [e for e in exercises if e.slug in graded], lang)
    columns = standing.columns()
    rows = []
    for result in every:
        total = w.unread if is_unread(result) else number(result.score) + ("+" if result.has_grader_error else "")
        found = [verdict(result, c.slug) for c in columns]
        rows.append([span(result.student), *(show_score(v) if v else "" for v in found), escaped(total)])
    mean = standing.mean_total()
    head = [escaped(w.student), *(escaped(c.number) for c in columns), escaped(w.total)]
    parts = [
        f"## {escaped(w.class_report)}",
        escaped(w.class_of.format(total=standing.total, graded=standing.final))
        + (f" · {escaped(w.mean)} {number(mean)} / {number(standing.most())}" if mean is not None else ""),
        table(head, rows, right=range(1, len(head))),
    ]
    troubled = [f"- {span(r.student)}{w.colon}{span(r.problem, NOTE)}" for r in every if r.problem]
    troubled += [f"- {span(r.student)}{w.colon}{escaped(w.not_final)}" for r in every if r.has_grader_error]
    if troubled:
        parts += [f"### {escaped(w.attention)}", "\n".join(troubled)]
    return "\n\n".join(parts) + "\n"


def _bounded(text: str) -> str:
    """Return as much of ``text`` as GitHub takes, ending after a whole line."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= ROOM:
        return raw.decode()
    kept = raw[:ROOM].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{kept}\n\n…\n"

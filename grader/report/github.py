"""Results for GitHub Actions: annotations as workflow commands, and a job summary in Markdown.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands says what a command is and what
GITHUB_STEP_SUMMARY takes; how values are escaped is in the runner's own toolkit (``@actions/core``, ``command.ts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.exercises.exercise import Exercise
from grader.language import _, labelled, listed, told
from grader.report.annotations import Annotation
from grader.report.feedback import NOTE, NOTES, notes_of, show_to_student
from grader.report.markdown import emphasised, escaped, exercise_part, judged_part, span, table
from grader.report.shown import in_words, show_data, show_score
from grader.report.standing import Standing, by_name, exercise_of, is_unread
from grader.result import Result
from grader.text import number

MOST = 10
"""Annotations of one kind that GitHub shows of a step; what goes beyond is in the summary."""

ROOM = 1_000_000
"""Bytes of a summary: GitHub refuses one of more than 1 MiB. A student's has some 20 KB, a row of a class 100 bytes."""

NOT_FINAL = _("Not final: the grader failed in at least one test.")

UNREAD = _("Your submission could not be read")

ATTENTION = _("Needs your attention")


def workflow_commands(found: Sequence[Annotation], lang: str = "en") -> str:
    """Return one ``::error`` a line for the first of ``found``, and a ``::notice`` about the rest."""
    lines = [
        f"::error file={_property(one.path)},line={one.line},title={_property(one.title)}::{_data(one.text)}"
        for one in found[:MOST]
    ]
    if more := len(found) - MOST:
        rest = _("{n} more in the job summary", n=more)
        lines += [f"::notice::{_data(rest.told(lang))}"] if more > 0 else []
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
    shown = show_to_student(result, exercises, lang=lang, after_due=after_due, reveals=reveals)
    parts = []
    if result.max_score:
        plus = "+" if result.has_grader_error else ""
        points = f"{number(result.score)}{plus} / {number(result.max_score)}"
        heading = labelled(_("Feedback"), points)
        parts.append(f"## {heading.told(lang)}")
    if result.problem:
        parts.append(problem_of(result, lang))
    if result.has_grader_error:
        parts.append(f"**{escaped(NOT_FINAL.told(lang))}**")
    parts += [f"- {span(note, NOTE)}" for note in notes_of(result, lang)[:NOTES]]
    for told_of, judged in zip(shown, result.exercises, strict=True):
        parts += [exercise_part(told_of, lang), *judged_part(judged, lang)]
    parts.append(_small_print(result, lang))
    return "\n\n".join(parts) + "\n"


def _small_print(result: Result, lang: str) -> str:
    """Return how it was graded: confinement is part of what a score is worth."""
    parts = [("Xorcise", span(result.engine)), (_("Seed"), str(result.seed))]
    parts.append((_("Containment"), confinement(result, lang)))
    if result.data != "none":
        parts.append((_("Data"), escaped(show_data(result, lang))))
    return " · ".join(f"{told(label, lang)} {value}" for label, value in parts)


def problem_of(result: Result, lang: str) -> str:
    """Return what kept a submission, or a part of it, from being read."""
    what = UNREAD if is_unread(result) else ATTENTION
    problem = in_words(result.problem, result.problem_zh, lang)
    return emphasised(what, span(problem, NOTE), lang)


def confinement(result: Result, lang: str) -> str:
    """Return the level of confinement and what is missing of it."""
    level, missing = span(result.containment.level), result.containment.missing
    if not missing:
        return level
    return _("{level} (missing: {names})", level=level, names=listed(map(escaped, missing))).told(lang)


def _of_class(every: Sequence[Result], exercises: Sequence[Exercise], lang: str) -> str:
    colon = _(": ").told(lang)
    graded = {e.slug for result in every for e in result.exercises}
    standing = Standing.of(every, [e for e in exercises if e.slug in graded], lang)
    columns = standing.columns()
    rows = []
    for result in every:
        plus = "+" if result.has_grader_error else ""
        total = _("unread").told(lang) if is_unread(result) else number(result.score) + plus
        found = [exercise_of(result, c.slug) for c in columns]
        rows.append([span(result.student), *(show_score(v) if v else "" for v in found), escaped(total)])
    head = [escaped(_("Student").told(lang)), *(escaped(c.number) for c in columns), escaped(_("Total").told(lang))]
    tally = _("Submissions: {total}, of which graded: {graded}", total=standing.total, graded=standing.final)
    title, mean_is, mean = _("Class report"), _("Mean"), standing.mean_total()
    line = escaped(tally.told(lang))
    if mean is not None:
        line += f" · {mean_is.told(lang)} {number(mean)} / {number(standing.most())}"
    parts = [f"## {title.told(lang)}", line, table(head, rows, right=range(1, len(head)))]
    problems = [(r.student, in_words(r.problem, r.problem_zh, lang)) for r in every if r.problem]
    troubled = [f"- {span(student)}{colon}{span(problem, NOTE)}" for student, problem in problems]
    not_final = escaped(NOT_FINAL.told(lang))
    troubled += [f"- {span(r.student)}{colon}{not_final}" for r in every if r.has_grader_error]
    if troubled:
        parts += [f"### {escaped(ATTENTION.told(lang))}", "\n".join(troubled)]
    return "\n\n".join(parts) + "\n"


def _bounded(text: str) -> str:
    """Return as much of ``text`` as GitHub takes, ending after a whole line."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= ROOM:
        return raw.decode()
    kept = raw[:ROOM].decode("utf-8", "ignore").rpartition("\n")[0]
    return f"{kept}\n\n…\n"

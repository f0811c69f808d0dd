"""What runs inside Gradescope's container: ``python -I -m grader.run.gradescope /autograder``.

https://gradescope-autograders.readthedocs.io/en/latest/specs/ says where things lie, and
https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/ what is known of a submission. There is a
``results.json`` afterwards, whatever went wrong: without one, a student reads that the autograder failed, and not why.
"""

from __future__ import annotations

import datetime
import json
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.errors import ContainmentError, XorciseError
from grader.exercises.catalogue import Catalogue
from grader.files import write_text
from grader.gradebook.adjust import adjusted, note_on
from grader.gradebook.course import Course
from grader.gradebook.course_file import course_of
from grader.language import _, language, speak, spoken
from grader.report.gradescope import About, as_before, gradescope, instructor_log, not_graded
from grader.result import Adjustment, Result
from grader.run.platform import Platform, course_folder, grade, read_platform


@dataclass(frozen=True, slots=True)
class Previous:
    """One earlier submission.

    Attributes:
        time: when it was handed in.
        score: what Gradescope has of it, if anything.
        results: the results.json of it.
    """

    time: datetime.datetime
    score: float | None
    results: Mapping[str, Any]

    @property
    def counted(self) -> bool:
        """Whether it was graded, as far as its results say."""
        ours = _mapping(_mapping(self.results.get("extra_data")).get("xorcise"))
        return ours.get("counted") is not False


@dataclass(frozen=True, slots=True)
class Metadata:
    """What ``submission_metadata.json`` says, as far as it concerns us.

    Attributes:
        submitted: when it was handed in.
        due: when it was due for its owners: the latest of theirs, where some have an extension.
        people: names and addresses of its owners.
        previous: earlier submissions, the oldest first.
    """

    submitted: datetime.datetime | None = None
    due: datetime.datetime | None = None
    people: tuple[str, ...] = ()
    previous: tuple[Previous, ...] = ()

    @property
    def before(self) -> Previous | None:
        """The last submission that was graded."""
        return next((p for p in reversed(self.previous) if p.counted), None)

    @property
    def score_before(self) -> float | None:
        """The score that stands until this submission has one of its own."""
        return next((p.score for p in reversed(self.previous) if p.score is not None), None)


def read_metadata(path: Path) -> Metadata:
    """Read what is known of a submission; what is missing or strange is not known. The file may be absent."""
    try:
        raw = _mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Metadata()
    users = [_mapping(user) for user in _sequence(raw.get("users"))]
    dues = [_time(_mapping(user.get("assignment")).get("due_date")) for user in users]
    known = [due for due in [*dues, _time(_mapping(raw.get("assignment")).get("due_date"))] if due]
    return Metadata(
        submitted=_time(raw.get("created_at")),
        due=max(known, default=None),
        people=tuple(str(u[key]) for u in users for key in ("email", "name") if u.get(key)),
        previous=tuple(sorted(_previous(raw), key=lambda p: p.time)),
    )


def _previous(raw: Mapping[str, Any]) -> Iterator[Previous]:
    for one in map(_mapping, _sequence(raw.get("previous_submissions"))):
        if time := _time(one.get("submission_time")):
            try:
                score = float(one["score"])
            except (KeyError, TypeError, ValueError):
                score = None
            yield Previous(time, score, _mapping(one.get("results")))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _time(value: Any) -> datetime.datetime | None:
    try:
        time = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=datetime.UTC)


def results(root: Path, metadata: Metadata) -> tuple[str, str]:
    """Return ``results.json`` and the log for instructors.

    Args:
        root: where the autograder lies.
        metadata: what is known of the submission.

    Raises:
        XorciseError: our side failed, or the bundle is not as it was written.
    """
    source = root / "source"
    platform = read_platform(source)
    speak(platform.language)
    course_root = course_folder(source)
    exercises = Catalogue(course_root).exercises
    course = dated(course_of(None, course_root, exercises), metadata, platform)
    if metadata.submitted and (
        refusal := course.attempts.refusal([p.time for p in metadata.previous if p.counted], metadata.submitted)
    ):
        before = metadata.before
        score = metadata.score_before or 0.0
        text = as_before(before.results if before else {}, score, refusal, lang=platform.language)
        log = _("not graded: {why}", why=refusal)
        return text, f"{spoken(log)}\n"
    result = grade(platform, source, root / "submission", ", ".join(metadata.people) or "student")
    result, changes = with_penalties(result, course, metadata)
    text = gradescope(
        result,
        exercises,
        lang=platform.language,
        visibilities=platform.visibility,
        reveals=course.reveals,
        about=About(list(map(note_on, changes)), metadata.score_before, {"counted": not result.has_grader_error}),
    )
    return text, instructor_log(result, exercises, platform.language)


def dated(course: Course, metadata: Metadata, platform: Platform) -> Course:
    """Return ``course`` with due dates for exactly this submission and its owner.

    course.toml comes first, with its extensions for any of the owners, by name or address; what it does not say is due
    when Gradescope says, whose extensions are in that date. Free days are left out: an autograder does not know how
    many of them other assignments took.
    """
    dues = {}
    for slug in platform.exercises:
        extended = [course.extensions.get((who, s)) for who in metadata.people for s in (slug, "")]
        known = [due for due in [*extended, course.due.get(slug)] if due]
        if due := max(known, default=metadata.due):
            dues[slug] = due
    return replace(course, due=dues, extensions={}, submitted={}, late=replace(course.late, free_days=0))


def with_penalties(result: Result, course: Course, metadata: Metadata) -> tuple[Result, tuple[Adjustment, ...]]:
    """Return the result with what lateness costs taken off, and what it cost, by exercise."""
    at = metadata.submitted.isoformat() if metadata.submitted else None
    submitted = {one.slug: at for one in result.exercises}
    exercises, changes = adjusted(result.exercises, result.student, submitted, course, {})
    score, most = (round(sum(points), 6) for points in ([e.score for e in exercises], [e.max_score for e in exercises]))
    return replace(result, exercises=exercises, score=score, max_score=most), changes


def main(arguments: Sequence[str]) -> None:
    """Grade and write ``results.json``; print what instructors are to know."""
    root = Path(arguments[0] if arguments else "/autograder").resolve()
    metadata = read_metadata(root / "submission_metadata.json")
    try:
        text, log = results(root, metadata)
    except ContainmentError as error:
        why = _(
            "Submissions cannot be confined here as this course asks, so nothing was run: {fault}.", fault=error.line
        )
        text, log = not_graded(why, lang=language(), previous_score=metadata.score_before), f"{spoken(why)}\n"
    except XorciseError as error:
        text = not_graded(TRY_AGAIN, lang=language(), previous_score=metadata.score_before, detail=error.line)
        failed = _("the grader failed: {fault}", fault=error.line)
        log = f"{spoken(failed)}\n"
    except Exception as error:  # noqa: BLE001 - whatever it is, a student gets a sentence and an instructor the rest
        text = not_graded(TRY_AGAIN, lang=language(), previous_score=metadata.score_before, detail=repr(error))
        log = traceback.format_exc()
    write_text(root / "results" / "results.json", text)
    sys.stdout.write(log)


TRY_AGAIN = _("Your submission is kept. Your instructor sees what went wrong and can grade it again.")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Results as Classroom 50's result.json.

Contract: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding ("The result.json contract"), and what
its runner checks before it publishes. Points are whole numbers there. Ours nearly always are; a fraction is rounded,
test by test, and the exact points stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.errors import UsageError
from grader.exercises.exercise import Exercise
from grader.language import _, listed
from grader.report.feedback import show_to_student
from grader.report.markdown import account_of
from grader.report.shown import in_words
from grader.result import Outcome, Result
from grader.text import one_line

SCHEMA = "classroom50/result/v1"

VARIABLES = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
"""What its runner tells an autograder about the submission, and what no result can be without."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose submission it is, as the runner says; it writes ``owner``, type and time itself, whatever stands there."""

    classroom: str
    assignment: str
    kind: str
    owner: str
    submission: str
    commit: str
    release: str
    review: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Identity:
        """Read the variables that the runner sets.

        Raises:
            UsageError: one is missing.
        """
        if missing := [name for name in VARIABLES if not environment.get(name)]:
            raise UsageError(
                _(
                    "a result for Classroom 50 needs {names}: its runner sets them; set them to try it out",
                    names=listed(missing),
                )
            )
        owner = environment.get("OWNER") or environment.get("USERNAME") or "unknown"
        commit = environment["COMMIT_URL"]
        return cls(
            classroom=environment["CLASSROOM"],
            assignment=environment["ASSIGNMENT"],
            kind=environment.get("ASSIGNMENT_TYPE") or "individual",
            owner=owner,
            submission=environment["SUBMISSION_TAG"],
            commit=commit,
            release=environment["RELEASE_URL"],
            review=environment.get("REVIEW_URL") or commit,
        )


def classroom50(result: Result, exercises: Sequence[Exercise], identity: Identity, *, lang: str = "en") -> str:
    """Return ``result.json``.

    What cannot be read earns nothing and says why. A result with a grader error is not for this: an autograder that
    exits with an error keeps the result before, which is what such a result deserves.

    Args:
        result: a student's.
        exercises: the catalogue's.
        identity: whose.
        lang: of the texts.
    """
    tests = list(_tests(result, exercises, lang)) if result.exercises else [_unread(result, lang)]
    moment = result.started.replace("+00:00", "Z")
    document = {
        "schema": SCHEMA,
        "classroom": identity.classroom,
        "assignment": identity.assignment,
        "assignment_type": identity.kind,
        "owner": identity.owner,
        "submission": identity.submission,
        "commit": identity.commit,
        "release": identity.release,
        "review": identity.review,
        "datetime": moment,
        "graded_at": moment,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return json.dumps(document, indent=2) + "\n"


def _tests(result: Result, exercises: Sequence[Exercise], lang: str) -> Iterator[dict[str, Any]]:
    shown = show_to_student(result, exercises, lang=lang, after_due=False, reveals=False)
    for judged, told in zip(result.exercises, shown, strict=True):
        for raw, test in zip(judged.tests, told.tests, strict=True):
            most = round(raw.max_points)
            message = [account_of(test, told).said, test.misconception, test.feedback, test.hint]
            yield {
                "test-name": one_line(f"{told.number} {test.title}"),
                "passed": raw.outcome is Outcome.PASSED,
                "score": min(round(raw.points), most),
                "max-score": most,
                "points": raw.points,
                "outcome": raw.outcome.value,
                "message": "\n".join(part for part in message if part),
                "exercise": judged.slug,
                "test": raw.id,
            }


def _unread(result: Result, lang: str) -> dict[str, Any]:
    return {
        "test-name": _("Submission").told(lang),
        "passed": False,
        "score": 0,
        "max-score": round(result.max_score),
        "points": 0.0,
        "outcome": Outcome.NOT_ATTEMPTED.value,
        "message": in_words(result.problem, result.problem_zh, lang) or _("Nothing was graded.").told(lang),
    }

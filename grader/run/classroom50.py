"""What runs in Classroom 50's grade job: ``python -I -m grader.run.classroom50 BUNDLE CHECKOUT``.

Contract: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. Exit code 0 says that there is a
``result.json``. Where our side fails there is none and the code is another: Classroom 50 then shows an error and keeps
the score before. Lateness is Classroom 50's: it compares the commit's time with the due date itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.errors import XorciseError
from grader.exercises.catalogue import Catalogue
from grader.files import write_text
from grader.language import _, listed, speak, spoken
from grader.report.classroom50 import Identity, classroom50
from grader.report.github import student_page
from grader.result import Outcome, Result
from grader.run.platform import course_folder, grade, read_platform
from grader.text import number, one_line


def main(arguments: Sequence[str]) -> int:
    """Grade the checkout and write result.json and release-body.md into it; return the exit code."""
    folder, checkout = (Path(argument).resolve() for argument in arguments)
    try:
        identity = Identity.of(os.environ)
        platform = read_platform(folder)
        speak(platform.language)
        exercises = Catalogue(course_folder(folder)).exercises
        result = grade(platform, folder, checkout, identity.owner)
    except XorciseError as error:
        return _failed(error.line)
    if result.has_grader_error:
        return _failed(_("not decided: {names}; run the job again", names=listed(_broken(result))))
    write_text(checkout / "result.json", classroom50(result, exercises, identity, lang=platform.language))
    write_text(checkout / "release-body.md", student_page(result, exercises, lang=platform.language))
    _say(summary(result))
    return 0


def _broken(result: Result) -> list[str]:
    return [e.slug for e in result.exercises if e.outcome is Outcome.GRADER_ERROR]


def _failed(why: str) -> int:
    """Say that our side failed; the runner makes an error of it."""
    said = spoken(_("the grader failed: {fault}", fault=why))
    sys.stdout.write(f"::error title=Xorcise::{one_line(said)}\n")
    return 3


def summary(result: Result) -> tuple[str, str]:
    """Return the commit's status and the line beside it."""
    tests = [test for exercise in result.exercises for test in exercise.tests]
    passed = sum(test.outcome is Outcome.PASSED for test in tests)
    whole = bool(tests) and passed == len(tests)
    said = _(
        "{score}/{most} points, {passed} of {total} tests passed",
        score=number(result.score),
        most=number(result.max_score),
        passed=passed,
        total=len(tests),
    )
    return "success" if whole else "failure", spoken(said)


def _say(said: tuple[str, str]) -> None:
    status, line = said
    sys.stdout.write(f"{line}\n")
    if place := os.environ.get("GITHUB_OUTPUT"):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(f"status={status}\nsummary=xorcise: {line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

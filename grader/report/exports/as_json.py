"""The class as one JSON object: scores without tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from grader.report.standing import by_name, is_final
from grader.result import Outcome, Result


def json_lines(results: Iterable[Result]) -> Iterator[str]:
    """Yield the class as one JSON object, a line a student: scores without tests."""
    yield '{"version": 1, "students": ['
    separator = "\n"
    for result in by_name(results):
        record = {
            "student": result.student,
            "score": result.score if is_final(result) else None,
            "max_score": result.max_score,
            "problem": result.problem,
            "notes": result.notes,
            "exercises": {
                e.slug: {
                    "outcome": e.outcome,
                    "score": None if e.outcome is Outcome.GRADER_ERROR else e.score,
                    "max_score": e.max_score,
                }
                for e in result.exercises
            },
        }
        yield separator + json.dumps(record, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"

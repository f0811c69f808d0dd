"""Results as GitLab's Code Quality report: a finding at a line of the student's file.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. Test results go to GitLab as JUnit
XML (``grader.report.junit``), which is its own format for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from grader.report.annotations import Annotation
from grader.result import Outcome


def code_quality(found: Iterable[Annotation]) -> str:
    """Return the report as JSON.

    A fingerprint names file and test and not the line, so that GitLab knows a finding again when lines move.
    """
    return json.dumps([_finding(one) for one in found], indent=2) + "\n"


def _finding(one: Annotation) -> dict[str, object]:
    identity = "\0".join((one.path, one.slug, one.test))
    return {
        "description": f"{one.title}\n{one.text}",
        "check_name": f"{one.slug}.{one.test}",
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        "severity": "minor" if one.outcome is Outcome.PARTIAL else "major",
        "location": {"path": one.path, "lines": {"begin": one.line}},
    }

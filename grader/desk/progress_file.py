"""``.xorcise/progress.json``: what it holds, and reading it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from grader.records import BadRecord, structure

VERSION = 1

NAME = "progress.json"

MAX_BYTES = 2**20
"""A course of fourteen exercises takes some 15 kB; what is larger is no file of ours."""


@dataclass(frozen=True, slots=True)
class KnownTest:
    """What became of one public test.

    Attributes:
        outcome: one of ``Outcome``.
        function: the entry point that is to blame, where the test did not pass and that is known.
    """

    outcome: str
    function: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one exercise.

    Attributes:
        checked: when it was checked last, UTC, ISO 8601; empty where it never was.
        digest: of the student's file then, as ``written.digest_of`` has it.
        tests: by test, in the suite's order, what became of it when it ran last.
        earlier: those tests that ran last on an earlier file, since later checks were of other tests.
        hints: by entry point, how many steps of its ladder were shown.
    """

    checked: str = ""
    digest: str = ""
    tests: dict[str, KnownTest] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    hints: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    version: int
    exercises: dict[str, Known] = field(default_factory=dict)


class Damaged(ValueError):  # noqa: N818 - it says what is wrong with the file
    """The content is not a progress file."""


class Later(ValueError):  # noqa: N818 - as above
    """The file is of a later version."""


def parsed(content: bytes) -> Mapping[str, Known]:
    """Return by slug what a file says.

    Raises:
        Damaged: it is not JSON, or not what this version writes.
        Later: it is of a later version.
    """
    if len(content) > MAX_BYTES:
        raise Damaged
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        raise Damaged from None
    match raw:
        case {"version": int(version)} if version > VERSION:
            raise Later
    try:
        return structure(raw, _File).exercises
    except BadRecord:
        raise Damaged from None


def written(known: Mapping[str, Known]) -> bytes:
    """Return the content of the file that says ``known``."""
    return json.dumps(asdict(_File(VERSION, dict(known))), ensure_ascii=False, indent=1).encode()

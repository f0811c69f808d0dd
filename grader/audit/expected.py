"""``expected.toml`` beside a suite: the tests in which each wrong variant loses points.

Only ``xorcise audit --update`` writes it, and people review the difference. Every other audit compares with it. It does
not affect how a submission is graded, so it is part of no digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from grader.records import BadRecord, key_path, read_toml, structure

HEADING = """\
# The tests in which each variant of wrong/ loses points. `xorcise audit --update` writes this file: review the change.
"""

Expected = Mapping[str, frozenset[str]]
"""Tests by key of a variant."""


def read_expected(path: Path) -> tuple[dict[str, frozenset[str]], list[str]]:
    """Read ``expected.toml``; return the tests by key, and the file's faults in words.

    Raises:
        CatalogueError: the file cannot be read or is not TOML.
    """
    found, faults = {}, []
    for key, tests in read_toml(path).items():
        try:
            found[key] = frozenset(structure(tests, tuple[str, ...], key))
        except BadRecord:  # which part is wrong does not matter, as the file is not edited by hand
            faults.append(
                f"{path.name}: {key_path((key,))} must be a list of tests; `xorcise audit --update` writes it"
            )
    return found, faults


def expected_text(expected: Mapping[str, Iterable[str]]) -> str:
    """Return the text of the file: sorted, one test on each line, so that one more test is one more line."""
    parts = [HEADING]
    for key in sorted(expected):
        name = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
        tests = "".join(f"    {json.dumps(test, ensure_ascii=False)},\n" for test in sorted(expected[key]))
        parts.append(f"{name} = [\n{tests}]\n")
    return "\n".join(parts)


def difference(lost: Collection[str], expected: Collection[str]) -> str:
    """Return in words how the lost tests differ from the expected ones; empty if they are the same."""
    more, less = sorted(set(lost) - set(expected)), sorted(set(expected) - set(lost))
    parts = []
    if more:
        parts.append(f"lost now but not expected: {', '.join(more)}")
    if less:
        parts.append(f"expected but not lost: {', '.join(less)}")
    return "; ".join(parts)

"""Grades one submission for Otter, in a process of its own: ``python -m grader.release.otter.grading``.

Slots are processes that multiprocessing starts afresh, which imports the main module again; Otter's own main module is
none that may be imported twice. What came of it is written to a file, a ``result.json`` of version 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.errors import XorciseError
from grader.files import write_text
from grader.grading.bundle import TABLES
from grader.grading.settings import Settings
from grader.grading.single import grade_path


def main() -> int:
    """Grade; return 0, or 3 with one line on stderr where our side failed and nothing was written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path, help="the catalogue's folder")
    parser.add_argument("slug", help="the exercise")
    parser.add_argument("submission", type=Path, help="what was handed in")
    parser.add_argument("result", type=Path, help="the file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mnist")
    parser.add_argument("--minimum", required=True)
    given = parser.parse_args()
    os.environ["XORCISE_CACHE"] = str(given.root / TABLES)
    settings = Settings(str(given.root), (given.slug,), given.seed, given.mnist, given.minimum)
    try:
        write_text(given.result, grade_path(settings, given.submission).to_json())
    except XorciseError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201 - the other process reads it
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a grading container runs instead of Otter's own ``run_otter.py``.

Three things must happen before Otter begins there. ``otter grade`` leaves an empty ``submission_metadata.json``, which
Otter cannot read where there is a plugin. Otter looks into zips and for the only notebook before any plugin is asked;
here whatever was handed in is taken away first, so that all that ``xorcise grade`` reads can be handed in.
"""

from __future__ import annotations

import sys
from pathlib import Path

import dill
from otter.run.run_autograder import main as run_autograder
from otter.test_files import GradingResults

from grader.errors import XorciseError
from grader.release.otter.stage import NOTEBOOK, Stage


def main(autograder: Path) -> None:
    """Grade what lies in ``submission/`` of the folder ``autograder``.

    Where there is no verdict, ``results.json`` is not written: Gradescope then says that the autograder failed. The
    results that ``otter grade`` reads say why, which its table shows in the column ``grading_status``.
    """
    stage = Stage(autograder)
    metadata = autograder / "submission_metadata.json"
    if not metadata.is_file() or not metadata.read_bytes().strip():
        metadata.write_text("{}", encoding="utf-8")
    stage.take_away()
    (stage.submission / "submission.ipynb").write_text(NOTEBOOK, encoding="utf-8")

    try:
        run_autograder(str(autograder), zips=False)
    except XorciseError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a container's log
        failed = GradingResults.without_results(RuntimeError(str(error)))  # read where xorcise need not be installed
        (autograder / "results" / "results.pkl").write_bytes(dill.dumps(failed))

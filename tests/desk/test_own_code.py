"""A student's file, run in this process, leaves the process as it was."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from grader.desk.own_code import OwnCode
from grader.exercises.catalogue import Catalogue
from grader.suite.proxy import SubmissionProxy
from grader.worker.worker import Worker


def test_a_script_finds_no_arguments_and_ours_stay(catalogue: Catalogue, with_losses: Callable[..., Path]) -> None:
    """While the file is loaded there is its own path alone, as for a script that is run by itself."""
    folder = with_losses()
    source = b"import sys\nFOUND = list(sys.argv)\ndef mean_squared_error(y, t):\n    return FOUND\n"
    before = sys.argv[:]
    student = SubmissionProxy(cast(Worker, OwnCode(catalogue.exercise("02"), folder, {"losses.py": source})))
    student.begin(0)
    assert student.mean_squared_error(1, 2) == [str(folder / "losses.py")]
    assert sys.argv == before

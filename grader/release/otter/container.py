"""What a grading container runs instead of Otter's own ``run_otter.py``.

Three things must happen before Otter begins there. ``otter grade`` leaves an empty ``submission_metadata.json``, which
Otter cannot read where there is a plugin. Otter looks into zips and for the only notebook before any plugin is asked;
here whatever was handed in is taken away first, so that all that ``xorcise grade`` reads can be handed in.
"""

from __future__ import annotations

from pathlib import Path

from grader.release.otter.stage import NOTEBOOK, Stage


def main(autograder: Path) -> None:
    """Grade what lies in ``submission/`` of the folder ``autograder``."""
    stage = Stage(autograder)
    metadata = autograder / "submission_metadata.json"
    if not metadata.is_file() or not metadata.read_bytes().strip():
        metadata.write_text("{}", encoding="utf-8")
    stage.take_away()
    (stage.submission / "submission.ipynb").write_text(NOTEBOOK, encoding="utf-8")

    from otter.run.run_autograder import main as run_autograder

    run_autograder(str(autograder), zips=False)

"""The bundle for Gradescope: a zip to upload on the page "Configure Autograder".

https://gradescope-autograders.readthedocs.io/en/latest/specs/ says what is in it. What runs is
``grader.run.gradescope``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.files import write_text
from grader.language import _
from grader.release.bundle import Bundle
from grader.release.parts import (
    COURSE,
    settings_values,
    write_course,
    write_grader,
    write_template,
    zip_folder,
)
from grader.report.gradescope import not_graded

STOPPED = _("Grading did not finish: it was stopped or could not start. Your instructor can run it again.")


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the parts of the autograder into a folder of the bundle, and the zip of them beside it."""
    source = bundle.folder / "autograder"
    wheel, constraints = write_grader(source)
    yield from (wheel, constraints)
    yield from write_course(bundle, source / COURSE)
    values = settings_values(bundle) | {"WHEEL": wheel.name}
    yield write_template(source / "settings.toml", "common/settings.toml", values)
    yield write_template(source / "setup.sh", "gradescope/setup.sh", values, program=True)
    yield write_template(source / "run_autograder", "gradescope/run_autograder", values, program=True)
    write_text(source / "not-graded.json", not_graded(STOPPED, lang=bundle.lang))
    yield source / "not-graded.json"
    yield zip_folder(source, bundle.folder / "autograder.zip")

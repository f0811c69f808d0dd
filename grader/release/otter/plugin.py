"""The plugin through which Otter grades with our workers.

Otter calls its events in this order (otter/plugins/abstract_plugin.py, otter/run/run_autograder/runners and
otter/execute/__init__.py, version 7): ``before_grading``, ``before_execution``, then the kernel with the test files,
``after_grading``, ``generate_report``. It asks for methods by name, so a plugin need not inherit from its base class;
this one does not, and can be imported where Otter is not installed.

Outputs of tests and the report hold what a student may read at any time, and no more. Otter shows what it prints to
instructors alone unless ``show_stdout`` is set, but a web page may run ``otter run`` and show that to anybody. The
whole result, with inputs and expected values, is kept as the plugin's data in the results (``otter run -p``,
``GradingResults.get_plugin_data``), and is printed too where the plugin's configuration says ``"instructor": true``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

import grader
from grader.errors import GraderError, UsageError
from grader.exercises.catalogue import Catalogue
from grader.files import write_text
from grader.language import _
from grader.release.otter.stage import CARRIED, NOTEBOOK, Stage
from grader.report.otter import for_students, otter_output, otter_report, otter_test
from grader.result import Outcome, Result, TestResult

NAME = "grader.release.otter.plugin.XorcisePlugin"
"""What ``otter_config.json`` calls it."""


@dataclass(frozen=True, slots=True)
class Config:
    """What ``otter_config.json`` says to the plugin.

    Attributes:
        slug: the exercise.
        engine: version of Xorcise that wrote the zip.
        seed: of every test.
        lang: language of outputs and report.
        mnist: see ``grader.exercises.datasets.load_images``.
        minimum: the weakest level of confinement that will do.
        instructor: whether the report holds inputs and expected values of hidden tests.
    """

    slug: str
    engine: str
    seed: int = 0
    lang: str = "en"
    mnist: str | None = None
    minimum: str = "landlock"
    instructor: bool = False


class XorcisePlugin:
    """Takes the submission away, has it graded, and gives Otter the verdicts.

    Args:
        submission_path: absolute path of the submission's file; empty while a zip is made.
        submission_metadata: what Gradescope says of it; not used.
        plugin_config: see ``Config``.

    Raises:
        UsageError: the configuration is not one.
    """

    def __init__(
        self, submission_path: str | None, submission_metadata: Mapping[str, Any], plugin_config: Mapping[str, Any]
    ) -> None:
        try:
            self._config = Config(**plugin_config)
        except TypeError as error:
            raise UsageError(
                _("otter_config.json: {name} is configured wrongly: {fault}", name=NAME, fault=error)
            ) from None
        self._path = Path(submission_path or "")
        self._stage = Stage(self._path.parent.parent)
        self._result: Result | None = None
        self._hides = True  # whether students are not shown hidden tests at any time

    def before_grading(self, config: Any) -> None:
        """Take the submission away, before Otter reads any of it or starts a kernel beside it.

        Args:
            config: Otter's ``AutograderConfig``. A PDF is not made: it would be one of the stand-in.
        """
        config.pdf = False
        config.token = None
        config.grade_from_log = False
        self._hides = not config.show_hidden
        config.force_public_test_summary = False  # it would call each hidden test passed; the output has public tests
        if self._config.instructor and config.show_stdout:
            raise UsageError(
                _("otter_config.json: show_stdout would show students what `instructor` prints: choose one")
            )
        if not self._stage.handed_in.exists():  # a container's entry point has done it already
            self._stage.take_away(stay=("tests", CARRIED))
            stand_in = NOTEBOOK if self._path.suffix == ".ipynb" else ""
            self._path.write_text(stand_in, encoding="utf-8")

    def before_execution(self, submission: Any) -> Any:
        """Have the submission graded; return an empty notebook, which Otter executes in its place.

        Raises:
            GraderError: there is no verdict. Otter then ends without results, rather than with a zero.
        """
        self._result = self._grade()
        verdicts = {t.id: {"passed": t.outcome is Outcome.PASSED, "told": self._told(t)} for t in self._tests()}
        write_text(self._stage.verdicts, json.dumps({"problem": self._result.problem, "tests": verdicts}))
        return nbformat.v4.new_notebook()

    def after_grading(self, results: Any) -> None:
        """Set points and words of each test, partial ones too, which Otter's test files cannot express.

        Args:
            results: Otter's ``GradingResults``.

        Raises:
            GraderError: the files that read our verdicts were not run, or are those of another suite.
        """
        assert self._result is not None
        if results.has_catastrophic_failure():
            raise GraderError(_("Otter could not read the verdicts: {fault}", fault=results.catastrophic_error))
        tests = {t.id: t for t in self._tests()}
        if not self._result.problem and set(tests) != set(results.results):
            raise GraderError(_("the test files of this zip are not those of its suite: bundle it again"))
        output = otter_output(self._result, self._config.lang)
        for name, file in results.results.items():
            test = tests.get(name)
            file.update_score(test.points if test else 0.0)
            for case in file.test_case_results:
                case.passed = test is not None and test.outcome is Outcome.PASSED
                case.message = self._told(test) if test else output
        if self._hides:
            results.hide_everything()
        results.set_plugin_data(NAME, json.loads(self._result.to_json()))
        if output:
            results.set_output(output)

    def generate_report(self) -> str:
        """Return our report, which Otter prints."""
        assert self._result is not None
        exercises = Catalogue(self._stage.catalogue).exercises
        whole = (lambda test: True) if self._config.instructor else for_students
        report = otter_report(self._result, exercises, self._config.lang, full=whole)
        if self._config.engine == grader.__version__:
            return report
        older = _("This zip was written by Xorcise {version}: bundle it again", version=self._config.engine)
        return f"{report}\n{older.told(self._config.lang)}"

    def _tests(self) -> tuple[TestResult, ...]:
        assert self._result is not None
        return tuple(test for exercise in self._result.exercises for test in exercise.tests)

    def _told(self, test: TestResult) -> str:
        return otter_test(test, self._config.lang)

    def _grade(self) -> Result:
        """Grade in another process.

        Raises:
            GraderError: it could not, or not all of it.
        """
        config, stage = self._config, self._stage
        command = [sys.executable, "-P", "-m", "grader.release.otter.grading"]
        command += [str(stage.catalogue), config.slug, str(stage.to_grade()), str(stage.result)]
        command += ["--seed", str(config.seed), "--minimum", config.minimum]
        command += ["--mnist", config.mnist] if config.mnist else []
        code = Path(grader.__file__).parents[1]  # the very grader that this file belongs to
        stage.result.parent.mkdir(mode=0o700, exist_ok=True)
        done = subprocess.run(
            command,
            cwd=stage.result.parent,
            env=os.environ | {"PYTHONPATH": str(code)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            fault = done.stderr.strip() or _("grading ended with {code}", code=done.returncode)
            raise GraderError(_("no verdict: {fault}", fault=fault))
        result = Result.from_json(stage.result.read_bytes())
        if result.has_grader_error:
            failed = [t for e in result.exercises for t in e.tests if t.outcome is Outcome.GRADER_ERROR]
            faults = "\n".join(f"{t.id}: {t.message}" for t in failed)
            raise GraderError(
                _("no verdict: the grader failed, which says nothing about the work\n{faults}", faults=faults)
            )
        return result

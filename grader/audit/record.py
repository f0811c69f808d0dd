"""A file of what an audit has seen, so that a run of hours goes on after a stop.

One line of JSON for each graded case. Its key is a digest of the suite, the source, the seed and the data set: a case
whose key is in the file is not graded again. The grader's own code is not in the key, so a new version of it needs a
new file. What the tests ask of the reference is not kept: it is seen in seconds.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.audit.case import Case, Run
from grader.audit.running import Runner
from grader.exercises.catalogue import Catalogue, suite_digest
from grader.slot.task import tests_from_json, tests_to_json
from grader.suite.evidence import Failure
from grader.suite.fingerprint import Fingerprint


class Recorded:
    """A runner that keeps each run in a file, and takes from there what was seen before.

    Args:
        runner: grades what was not.
        path: the file; made where it is missing.
        catalogue: of the exercises.
        data: the name of the data set.
    """

    def __init__(self, runner: Runner, path: Path, catalogue: Catalogue, data: str) -> None:
        self._runner = runner
        self._path = path
        self._catalogue = catalogue
        self._data = data
        self._suites: dict[tuple[str, str], str] = {}

    def __call__(self, cases: Sequence[Case]) -> Iterator[tuple[Case, Run]]:
        """Yield each case with its run, those of the file first."""
        seen = self._seen()
        left = []
        for case in cases:
            if not case.wants and (kept := seen.get(self._key(case))) is not None:
                yield case, _run(kept)
            else:
                left.append(case)
        if not left:
            return
        with self._path.open("a", encoding="utf-8") as file:
            for case, run in self._runner(left):
                if not case.wants:
                    line = {"key": self._key(case), "case": _words(case), "run": _plain(run)}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    file.flush()
                yield case, run

    def _seen(self) -> dict[str, dict[str, Any]]:
        """Return the runs of the file by key; a line that a stop cut off is left out, and ended."""
        if not self._path.is_file():
            return {}
        text = self._path.read_text(encoding="utf-8")
        if text and not text.endswith("\n"):
            self._path.write_text(text := text[: text.rfind("\n") + 1], encoding="utf-8")
        return {line["key"]: line["run"] for line in map(json.loads, text.splitlines())}

    def _key(self, case: Case) -> str:
        suites = [self._suite(case.slug, case.suite), self._suite(case.slug, "hidden") if case.weighs else ""]
        how = f"{case.until_lost}\0{case.explains}\0{case.quick_first}\0{case.only}"
        words = f"{suites}\0{self._data}\0{case.slug}\0{case.seed}\0{how}\0".encode()
        return hashlib.sha256(words + case.source).hexdigest()[:32]

    def _suite(self, slug: str, which: str) -> str:
        """Return the digest of a suite and of the exercise's description."""
        if (slug, which) not in self._suites:
            exercise = self._catalogue.exercise(slug)
            description = self._catalogue.statement_dir(exercise) / "exercise.toml"
            path = (
                self._catalogue.hidden_suite(exercise) if which == "hidden" else self._catalogue.public_suite(exercise)
            )
            self._suites[slug, which] = suite_digest(description, path)
        return self._suites[slug, which]


def _words(case: Case) -> str:
    return f"{case.slug} {case.part}: {case.name}, seed {case.seed}"


def _plain(run: Run) -> dict[str, Any]:
    return {
        "tests": tests_to_json(run.tests),
        "failures": {
            name: [f.fingerprint.shape, f.blame, base64.b64encode(f.fingerprint.numbers.tobytes()).decode("ascii")]
            for name, f in run.failures.items()
        },
        "passed": sorted(run.passed),
        "called": {test: sorted(names) for test, names in run.called.items()},
        "refused": run.refused,
        "weighed": run.weighed,
    }


def _run(kept: Mapping[str, Any]) -> Run:
    return Run(
        tests=tests_from_json(kept["tests"]),
        failures={
            name: Failure(Fingerprint(shape, np.frombuffer(base64.b64decode(numbers), dtype=np.float64)), blame)
            for name, (shape, blame, numbers) in kept["failures"].items()
        },
        passed=frozenset(kept["passed"]),
        called={test: frozenset(names) for test, names in kept["called"].items()},
        refused=tuple(kept["refused"]),
        weighed=kept["weighed"],
    )

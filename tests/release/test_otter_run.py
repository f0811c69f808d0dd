"""The zip in Otter's own hands: `otter run`, and the entry point that a grading container runs."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.catalogue import Catalogue
from grader.release.otter.plugin import NAME
from release.plain_otter import ALL, LEAVING, LYING, OTTER, assignment, otter_run
from tools.otter_parity import CLASS, ROOT, compare, in_container, points_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Traits should be given:DeprecationWarning"),  # of what Otter imports
    pytest.mark.skipif(not OTTER.exists(), reason="otter-grader is not installed: pip install -e '.[otter]'"),
]

SLUG = "02_losses"
EVERY = 40
"""Every fortieth of 120 wrong variants: a run of Otter takes four seconds, half of it to start a kernel. All are
compared by ``python -m tools.otter_parity``."""

NUMBERS = ("02",)
"""Nearly every entry of the sample class has it, and a run of others takes twice as long."""

LEFT_OUT = frozenset({"07-loop-at-import", "08-loop-in-a-call", "15-memory-without-end"})
"""The first two take until a deadline, by either way; the last handed in another exercise."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of one exercise."""
    folder = tmp_path_factory.mktemp("bundle") / "out"
    command = [str(Path(sys.executable).parent / "xorcise"), "bundle", "otter", str(folder), "-e", "02"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder / "autograder" / f"{SLUG}.zip"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a plain Otter assignment about the same functions."""
    return assignment(tmp_path_factory.mktemp("plain"))


def changed(archive: Path, path: Path, changes: Mapping[str, str]) -> Path:
    """Write a copy of a zip to ``path``, with other files of the names in ``changes``."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            new.writestr(info, changes.get(info.filename) or old.read(info))
    return path


def total(results: Path) -> tuple[float, float]:
    """Return points and maximum of a ``results.json``."""
    points = points_of(results)
    assert points is not None, results
    return sum(got for got, _ in points.values()), sum(most for _, most in points.values())


def test_otter_gives_the_points_that_xorcise_gives(tmp_path: Path) -> None:
    """Test by test: works of the sample class, hostile ones too, and wrong variants of three exercises."""
    compared = compare(tmp_path, EVERY, NUMBERS, LEFT_OUT)
    assert len(compared) > 14
    assert [one for one in compared if not one.same] == []
    assert {one.case.entry for one in compared} >= {p.stem for p in CLASS.iterdir()} - LEFT_OUT


@pytest.mark.parametrize("name", ["losses.py", "Losses homework (2).py", "ada_losses.ipynb"])
def test_a_module_and_a_notebook_are_taken_under_any_name(
    archive: Path, tmp_path: Path, catalogue: Catalogue, name: str
) -> None:
    """`otter run` ends well and writes results; what is printed names no input and no expected value."""
    source = CLASS / "13-notebook.ipynb" if name.endswith("ipynb") else catalogue.reference(catalogue.exercise(SLUG))
    shutil.copy(source, tmp_path / name)
    done = otter_run(archive, tmp_path / name, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert total(tmp_path / "out" / "results.json") == (100.0, 100.0)
    assert "02 Loss functions: 100 / 100" in done.stdout


def test_output_for_students_holds_nothing_hidden(archive: Path, tmp_path: Path) -> None:
    """Neither results.json nor what is printed has a fact of a hidden test, which the instructor's record has."""
    command = [str(OTTER), "run", "--no-logo", "-p", "-a", str(archive)]
    done = subprocess.run(
        [*command, str(CLASS / "04-typical-mistakes" / "losses.py")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_bytes())
    assert {t["visibility"] for t in results["tests"]} == {"hidden"}
    with (tmp_path / "results.pkl").open("rb") as file:
        record = pickle.load(file).get_plugin_data(NAME)
    messages = [t["message"] for e in record["exercises"] for t in e["tests"]]
    facts = [line for m in messages for line in m.splitlines() if line.startswith(("called: ", "expected: ", "got: "))]
    assert len(facts) > 20
    shown = done.stdout + "".join(t.get("output", "") for t in results["tests"])
    assert "The loss is the logarithm of the probability." in shown
    assert not [fact for fact in facts if fact in shown]


@pytest.mark.parametrize("attack", [LYING, LEAVING], ids=["lying", "leaving"])
def test_attacks_that_plain_otter_gives_full_marks_get_none_here(
    archive: Path, plain: Path, tmp_path: Path, attack: str
) -> None:
    """An object whose comparisons lie, and code that answers for the kernel and leaves by os._exit."""
    (tmp_path / "losses.py").write_text(attack + ALL, encoding="utf-8")
    otter_run(plain, tmp_path / "losses.py", tmp_path / "plain")
    assert total(tmp_path / "plain" / "results.json") == (7, 7)
    done = otter_run(archive, tmp_path / "losses.py", tmp_path / "ours")
    assert done.returncode == 0, done.stderr
    assert total(tmp_path / "ours" / "results.json") == (0.0, 100.0)


def test_nothing_that_is_handed_in_runs_in_otters_processes(archive: Path, plain: Path, tmp_path: Path) -> None:
    """Not a log that Otter unpickles, nor a module with a library's name; both leave their mark on plain Otter."""
    for name, otters in (("plain", plain), ("ours", archive)):
        zipped = tmp_path / f"{name}.zip"
        marks = tmp_path / name / "marks"
        marks.mkdir(parents=True)
        with zipfile.ZipFile(zipped, "w") as handed_in:
            handed_in.write(CLASS / "13-notebook.ipynb", "losses.ipynb")
            handed_in.writestr(".OTTER_LOG", pickle.dumps(_Runs(f"open({str(marks / 'log')!r}, 'w').close()")))
            handed_in.writestr("wrapt.py", f"open({str(marks / 'module')!r}, 'w').close()\n")
        otter_run(otters, zipped, tmp_path / name)
        assert {p.name for p in marks.iterdir()} == ({"log", "module"} if name == "plain" else set())
    assert total(tmp_path / "ours" / "results.json") == (100.0, 100.0)


class _Runs:
    """Runs a statement when it is unpickled."""

    def __init__(self, statement: str) -> None:
        self.statement = statement

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (self.statement,)


def test_a_fault_of_ours_gives_neither_points_nor_a_zero(archive: Path, tmp_path: Path) -> None:
    """A suite that fails in one test: `otter run` fails, names it, and leaves earlier results as they were."""
    suite = f"files/xorcise/grader/suites/{SLUG}/test_losses_hidden.py"
    with zipfile.ZipFile(archive) as zipped:
        text = zipped.read(suite).decode()
    head, test = text.split("def test_mean_absolute_error(student")
    docstring, body = re.findall(r'^(.*?""".*?""")(.*)', test, re.DOTALL)[0]
    broken_text = f"{head}def test_mean_absolute_error(student{docstring}\n    raise RuntimeError('on fire')\n{body}"
    broken = changed(archive, tmp_path / "broken.zip", {suite: broken_text})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.json").write_text("earlier")
    done = otter_run(broken, CLASS / "01-right" / "losses.py", tmp_path / "out")
    assert done.returncode != 0
    assert "no verdict: the grader failed, which says nothing about the work" in done.stderr
    assert "test_mean_absolute_error: the suite itself failed: RuntimeError" in done.stderr
    assert (tmp_path / "out" / "results.json").read_text() == "earlier"


def test_an_exercise_that_is_not_in_the_zip_is_no_verdict(archive: Path, tmp_path: Path) -> None:
    """Where nothing can be graded, as where a kernel cannot confine, the cause is said and there are no results."""
    with zipfile.ZipFile(archive) as zipped:
        config = json.loads(zipped.read("otter_config.json"))
    config["plugins"][0][NAME]["slug"] = "99_nothing"
    broken = changed(archive, tmp_path / "broken.zip", {"otter_config.json": json.dumps(config)})
    done = otter_run(broken, CLASS / "01-right" / "losses.py", tmp_path / "out")
    assert done.returncode != 0
    assert "there is no exercise '99_nothing'" in done.stderr
    assert not (tmp_path / "out" / "results.json").exists()


def test_a_container_says_why_there_is_no_verdict(archive: Path, tmp_path: Path) -> None:
    """What `otter grade` reads has the cause, and Gradescope finds no results."""
    broken = changed(
        archive, tmp_path / "broken.zip", {f"files/xorcise/exercises/{SLUG}/exercise.toml": "module = 1\n"}
    )
    (tmp_path / "autograder").mkdir()
    results = in_container(tmp_path / "autograder", broken, CLASS / "01-right" / "losses.py")
    assert not results.exists()
    with results.with_suffix(".pkl").open("rb") as file:
        read = pickle.load(file)
    assert read.has_catastrophic_failure()
    assert str(read.catastrophic_error).startswith("no verdict: CatalogueError: ")


def test_a_container_grades_with_the_graders_code_in_the_zip(archive: Path, tmp_path: Path) -> None:
    """The image installs libraries only, and the code comes with the zip; a folder within a zip can be handed in."""
    init = "files/xorcise/grader/__init__.py"
    marked = changed(archive, tmp_path / "marked.zip", {init: '__version__ = "0.2.0+carried"\n'})
    (tmp_path / "autograder").mkdir()
    results = in_container(tmp_path / "autograder", marked, CLASS / "12-zipped.zip")
    assert total(results) == (100.0, 100.0)
    with (tmp_path / "autograder" / "results" / "results.pkl").open("rb") as file:
        assert pickle.load(file).get_plugin_data(NAME)["engine"] == "0.2.0+carried"

"""What `xorcise bundle otter` writes, and the plugin's events one by one. Nothing here starts Otter's kernel."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from report.sample import SECRET, a_test

from grader.errors import GraderError, UsageError
from grader.exercises.catalogue import Catalogue
from grader.release import carried
from grader.release.bundle import Bundle
from grader.release.otter import write
from grader.release.otter.plugin import NAME, XorcisePlugin
from grader.release.otter.stage import NOTEBOOK, Stage
from grader.release.otter.zipped import test_files as files_of
from grader.result import Outcome
from grader.suite.marks import marks_of

pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")

ROOT = Path(__file__).resolve().parents[2]
SLUG = "02_losses"
INSIDE = "files/xorcise/"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """The bundle of one exercise."""
    folder = tmp_path_factory.mktemp("bundle")
    list(write(Bundle(catalogue, catalogue.with_suites([SLUG]), folder)))
    return folder


@pytest.fixture(scope="module")
def zipped(bundle: Path) -> dict[str, bytes]:
    """What is in its zip, by name."""
    return contents(bundle / "autograder" / f"{SLUG}.zip")


def contents(path: Path) -> dict[str, bytes]:
    """Return what is in a zip, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def suite_of(catalogue: Catalogue) -> dict[str, float]:
    """Return the points of each test of the hidden suite, in its order, as its own file says."""
    spec = importlib.util.spec_from_file_location("hidden", catalogue.hidden_suite(catalogue.exercise(SLUG)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: marks_of(test).points for name, test in vars(module).items() if name.startswith("test_")}


# --- the zip ----------------------------------------------------------------------------------------------------------


def test_each_test_of_the_suite_is_an_otter_test(zipped: dict[str, bytes], catalogue: Catalogue) -> None:
    """Names and points are those of the suite, in its order, and every one of them is hidden, as the suite's are."""
    found = {}
    for name in sorted(n for n in zipped if n.startswith("tests/")):
        tree = ast.parse(zipped[name])
        names = {ast.unparse(n.targets[0]): n.value for n in tree.body if isinstance(n, ast.Assign)}
        [function] = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
        [mark] = function.decorator_list
        assert isinstance(mark, ast.Call)
        options = {k.arg: ast.literal_eval(k.value) for k in mark.keywords if k.arg != "name"}
        assert options["hidden"] is True
        found[ast.literal_eval(names["name"])] = options["points"]
    assert list(found.items()) == list(suite_of(catalogue).items())
    assert sum(found.values()) == 100


def test_only_public_tests_are_shown_by_otter() -> None:
    """A hidden test is hidden, and so is one that is shown after the due date; titles are in the language asked for."""
    tests = [a_test(id=f"test_{v}", visibility=v) for v in ("public", "after_due", "hidden")]
    files = files_of(tests, "zh-CN")
    assert list(files) == ["01_test_public.py", "02_test_after_due.py", "03_test_hidden.py"]
    assert ["hidden=False" in text for text in files.values()] == [True, False, False]
    assert all("单个样本：平方差之和的一半。" in text for text in files.values())


def test_titles_of_any_kind_are_python(tmp_path: Path) -> None:
    """Quotes, backslashes and line ends of a title do not break the file."""
    [text] = files_of([a_test(title="\"it's\" \\ \n'")], "en").values()
    assert "\"it's\" \\ \n'" in {n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)}


def test_the_zip_is_laid_out_as_otter_wants_it(zipped: dict[str, bytes]) -> None:
    """Otter's own files, our entry point among them, the plugin in the configuration, and the grader below files/."""
    names = {name for name in zipped if "/" not in name}
    assert names == {"run_autograder", "run_otter.py", "setup.sh", "environment.yml", "otter_config.json"}
    [plugin] = json.loads(zipped["otter_config.json"])["plugins"]
    assert plugin[NAME] | {"slug": SLUG, "seed": 0, "minimum": "landlock", "instructor": False} == plugin[NAME]
    ast.parse(zipped["run_otter.py"])
    for name in ("grader/guest/template.py", "grader/release/otter/container.py", f"exercises/{SLUG}/exercise.toml"):
        assert INSIDE + name in zipped
    assert f"{INSIDE}grader/suites/{SLUG}/test_losses_hidden.py" in zipped


def test_the_zip_holds_one_exercise_and_no_solution(zipped: dict[str, bytes], catalogue: Catalogue) -> None:
    """Neither another exercise's suite nor a reference is in it, by name or by content; nor a path of this machine."""
    exercise = catalogue.exercise(SLUG)
    assert {n.split("/")[4] for n in zipped if n.startswith(f"{INSIDE}grader/suites/")} == {SLUG, "zh_CN.po"}
    solutions = {p.read_bytes() for p in (catalogue.reference(exercise), *catalogue.accepted(exercise))}
    assert solutions.isdisjoint(zipped.values())
    for name, content in zipped.items():
        assert str(ROOT).encode() not in content, name
        assert sys.prefix.encode() not in content, name
        assert "__pycache__" not in name


def test_what_is_to_be_installed_has_names_and_versions_only(zipped: dict[str, bytes]) -> None:
    """The image installs what grading needs, in the versions that are installed here."""
    lines = carried.requirements([])
    assert not any(line.startswith("tensorflow==") for line in lines)
    assert {"numpy", "pytest", "msgpack", "nbformat", "orjson"} <= {line.partition("==")[0] for line in lines}
    environment = zipped["environment.yml"].decode()
    for line in lines:
        name, _, version = line.partition("==")
        assert name.replace("-", "").replace("_", "").isalnum()
        assert version.replace(".", "").isalnum()
        assert f"- {line}\n" in environment


def test_the_same_exercise_is_the_same_zip(bundle: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    """Bundling again gives the same bytes, so that an upload that changes nothing shows."""
    list(write(Bundle(catalogue, catalogue.with_suites([SLUG]), tmp_path)))
    again = (tmp_path / "autograder" / f"{SLUG}.zip").read_bytes()
    assert again == (bundle / "autograder" / f"{SLUG}.zip").read_bytes()


def test_a_suite_that_cannot_be_run_is_not_bundled(tmp_path: Path, catalogue: Catalogue) -> None:
    """Its verdicts would all be faults of ours."""
    course = Catalogue(tmp_path / "course")
    exercise = catalogue.exercise(SLUG)
    for source in (catalogue.statement_dir(exercise) / "exercise.toml", catalogue.hidden_suite(exercise)):
        path = course.root / source.relative_to(catalogue.root)
        path.parent.mkdir(parents=True)
        path.write_bytes(source.read_bytes())
    course.hidden_suite(exercise).write_text("import nothing_of_that_name\n", encoding="utf-8")
    with pytest.raises(GraderError, match=r"of 02_losses: [^@]*nothing_of_that_name"):
        list(write(Bundle(course, course.exercises, tmp_path / "out")))


def test_students_receive_nothing_hidden(bundle: Path, catalogue: Catalogue) -> None:
    """No file of the student's folder names a hidden test or a misconception, or holds a line of the hidden suite."""
    exercise = catalogue.exercise(SLUG)
    secret = {*suite_of(catalogue), *(p.stem for p in catalogue.variants(exercise))}
    hidden = catalogue.hidden_suite(exercise).read_text(encoding="utf-8").splitlines()
    public = catalogue.public_suite(exercise).read_text(encoding="utf-8")
    secret |= {line.strip() for line in hidden if "assert_close(" in line and line.strip() not in public}
    assert len(secret) > 60
    files = [p for p in (bundle / "student").rglob("*") if p.is_file()]
    assert {p.suffix for p in files} == {".ipynb", ".py", ".svg"}
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in secret if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)], path


# --- the submission is taken away -------------------------------------------------------------------------------------


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A run's folders, with what Otter puts beside a submission."""
    stage = Stage(tmp_path / "autograder")
    for name in ("tests", "xorcise/grader"):
        (stage.submission / name).mkdir(parents=True)
    (stage.submission / "__init__.py").touch()
    return stage


def plugin_at(stage: Stage, name: str, **config: Any) -> XorcisePlugin:
    """Return the plugin as Otter makes it for the submission's file ``name``."""
    return XorcisePlugin(str(stage.submission / name), {}, {"slug": SLUG, "engine": "0.2.0"} | config)


def ag_config(**others: bool) -> SimpleNamespace:
    """Return what of Otter's configuration the plugin looks at."""
    return SimpleNamespace(**{"pdf": True, "token": "t", "grade_from_log": True, "show_hidden": False} | others)


def test_everything_is_out_of_reach_before_otter_reads_it(stage: Stage) -> None:
    """Also a log that Otter would unpickle, a module that would shadow a library, and a link, which stays a link."""
    for name in ("losses.py", ".OTTER_LOG", "otter.py"):
        (stage.submission / name).write_text("x = 1\n")
    (stage.submission / "link").symlink_to("/etc/passwd")
    config = ag_config()
    plugin_at(stage, "losses.py").before_grading(config)
    assert sorted(p.name for p in stage.submission.iterdir()) == ["__init__.py", "losses.py", "tests"]
    assert (stage.submission / "losses.py").read_text() == ""
    assert sorted(p.name for p in stage.handed_in.iterdir()) == [".OTTER_LOG", "link", "losses.py", "otter.py"]
    assert (stage.handed_in / "link").is_symlink()
    assert stage.to_grade() == stage.handed_in
    assert (config.pdf, config.token, config.grade_from_log) == (False, None, False)


@pytest.mark.parametrize("name", ["losses.py", "losses.ipynb", "losses.zip"])
def test_one_file_alone_is_graded_as_a_file(stage: Stage, name: str) -> None:
    """Whatever it is called, it is this exercise's."""
    (stage.submission / name).write_text("x = 1\n")
    stage.take_away(("tests", "xorcise"))
    assert stage.to_grade() == stage.handed_in / name


def test_a_link_alone_is_no_file(stage: Stage, tmp_path: Path) -> None:
    """A link is graded as a folder that holds a link, which the intake does not follow."""
    (stage.submission / "losses.py").symlink_to(tmp_path / "elsewhere.py")
    stage.take_away(("tests", "xorcise"))
    assert stage.to_grade() == stage.handed_in


def test_a_notebook_leaves_an_empty_notebook(stage: Stage) -> None:
    """What Otter reads in its place is a notebook without a cell."""
    (stage.submission / "hw.ipynb").write_text("not even JSON")
    plugin_at(stage, "hw.ipynb").before_grading(ag_config())
    assert (stage.submission / "hw.ipynb").read_text() == NOTEBOOK


# --- verdicts ---------------------------------------------------------------------------------------------------------


class Results:
    """Otter's ``GradingResults``, as far as the plugin uses it."""

    def __init__(self, *names: str) -> None:
        self.results = {name: File() for name in names}
        self.data: dict[str, Any] = {}
        self.output = ""
        self.hidden = False
        self.catastrophic_error: Exception | None = None

    def has_catastrophic_failure(self) -> bool:
        return self.catastrophic_error is not None

    def set_plugin_data(self, name: str, data: Any) -> None:
        self.data[name] = data

    def set_output(self, text: str) -> None:
        self.output = text

    def hide_everything(self) -> None:
        self.hidden = True


class File:
    """One of Otter's test files with its one case."""

    def __init__(self) -> None:
        self.score = -1.0
        self.test_case_results = [SimpleNamespace(passed=False, message="")]

    def update_score(self, score: float) -> None:
        self.score = score


@pytest.fixture
def decided(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> XorcisePlugin:
    """A plugin whose submission was graded: one test passed, one partial, one failed."""
    from report.sample import a_result, graded

    tests = (
        a_test(Outcome.PASSED, id="test_right"),
        a_test(Outcome.PARTIAL, id="test_partly", points=2.0),
        a_test(id="test_wrong", message=f"it differs\n{SECRET}", summary="it differs"),
    )
    plugin = plugin_at(stage, "losses.py")
    monkeypatch.setattr(plugin, "_grade", lambda: a_result("ada", graded(SLUG, *tests)))
    plugin.before_execution("whatever was handed in")
    return plugin


def test_otter_executes_an_empty_notebook(decided: XorcisePlugin, stage: Stage) -> None:
    """And its test files find the verdicts, without any input or expected value."""
    assert decided.before_execution("import os").cells == []
    said = json.loads(stage.verdicts.read_bytes())["tests"]
    assert {name: told["passed"] for name, told in said.items()} == {
        "test_right": True,
        "test_partly": False,
        "test_wrong": False,
    }
    assert "0.0975" not in stage.verdicts.read_text()
    assert stage.verdicts.parent.stat().st_mode & 0o022 == 0


def test_points_are_ours_partial_ones_too(decided: XorcisePlugin) -> None:
    """Each of Otter's tests has our points and words, and the results keep the whole record for the instructor."""
    results = Results("test_right", "test_partly", "test_wrong")
    decided.after_grading(results)
    assert {name: file.score for name, file in results.results.items()} == {
        "test_right": 6.0,
        "test_partly": 2.0,
        "test_wrong": 0.0,
    }
    assert results.results["test_wrong"].test_case_results[0].message == "✗ failed\nit differs"
    assert "0.0975" in results.data[NAME]["exercises"][0]["tests"][2]["message"]
    assert "0.0975" not in decided.generate_report()
    assert results.hidden


def test_other_tests_than_the_suites_are_a_fault_of_ours(decided: XorcisePlugin) -> None:
    """A zip whose test files do not fit its suite gives no points."""
    with pytest.raises(GraderError, match="not those of its suite"):
        decided.after_grading(Results("test_right"))
    broken = Results("test_right", "test_partly", "test_wrong")
    broken.catastrophic_error = EOFError("nothing was pickled")
    with pytest.raises(GraderError, match="could not read the verdicts"):
        decided.after_grading(broken)


def test_a_submission_that_cannot_be_read_has_no_points(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test says why, and so does the output, which a student sees first."""
    from report.sample import a_result

    plugin = plugin_at(stage, "losses.py")
    monkeypatch.setattr(plugin, "_grade", lambda: a_result("ada", problem="the zip is broken"))
    plugin.before_execution("")
    results = Results("test_right")
    plugin.after_grading(results)
    assert results.results["test_right"].score == 0.0
    assert "the zip is broken" in results.results["test_right"].test_case_results[0].message
    assert "the zip is broken" in results.output


def test_no_verdict_is_an_error_and_no_zero(stage: Stage) -> None:
    """Where grading fails as a whole, Otter is told by an exception that names the cause."""
    stage.take_away(("tests", "xorcise"))
    plugin = plugin_at(stage, "losses.py")
    with pytest.raises(GraderError, match=r"no verdict: .*no exercise '02_losses'"):
        plugin.before_execution("")
    assert not stage.verdicts.exists()


@pytest.mark.parametrize("config", [{"slug": SLUG}, {"slug": SLUG, "engine": "0.2.0", "sed": 1}])
def test_a_wrong_configuration_is_one_line(config: dict[str, Any]) -> None:
    """A missing key and an unknown one are named."""
    with pytest.raises(UsageError, match=r"otter_config\.json: .*(engine|sed)"):
        XorcisePlugin("/autograder/submission/x.py", {}, config)


def test_students_are_never_printed_what_is_the_instructors(stage: Stage) -> None:
    """The report with inputs and expected values is refused where Otter shows students what it prints."""
    (stage.submission / "losses.py").touch()
    with pytest.raises(UsageError, match="choose one"):
        plugin_at(stage, "losses.py", instructor=True).before_grading(ag_config(show_stdout=True))

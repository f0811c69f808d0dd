"""What `--format` prints and writes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from schemas import check

from grader.errors import UsageError
from grader.report.annotations import Source
from grader.result import VERSION, Containment, ExerciseResult, Outcome, Result, TestResult
from grader.run.documents import Documents, sources_of
from grader.run.formats import FORMS, Document
from grader.submission import Entry

from .toy import SLUGS, SOURCES, make_course

COMMAND = str(Path(sys.executable).parent / "xorcise")

STARTED = "2026-11-26T10:00:00+00:00"


def a_result(student: str, outcome: Outcome = Outcome.FAILED) -> Result:
    test = TestResult("test_one", "One.", "一。", outcome, "hidden", 0.0, 6.0, "said\nexpected: 1", "said")
    exercises = (ExerciseResult.of("02_losses", "", (test,)),)
    return Result(VERSION, student, "0.2.0", 0, Containment("landlock", True), "none", STARTED, "", 0.0, 6.0, exercises)


def xorcise(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "CI_"))} | more
    return subprocess.run([COMMAND, *words], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


# --- what is asked for ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["gradescope", "classroom50"])
def test_a_form_of_one_student_refuses_a_class(form: str) -> None:
    """In one line, before anything is graded; it names what to do."""
    with pytest.raises(UsageError, match=r"of one student and this class has 2: give a folder with one entry"):
        Documents([Document(form)], []).require(2)


def test_only_one_document_goes_to_stdout() -> None:
    documents = Documents([Document("junit"), Document("gitlab", Path("q.json")), Document("github")], [])
    with pytest.raises(UsageError, match=r"only one document goes to stdout, not junit and github"):
        documents.require(1)


def test_what_classroom50_needs_is_asked_for_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLASSROOM", raising=False)
    with pytest.raises(UsageError, match="CLASSROOM"):
        Documents([Document("classroom50")], []).require(1)


def test_a_grader_error_is_no_document_for_classroom50(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLASSROOM", "ASSIGNMENT", "COMMIT_URL", "RELEASE_URL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("SUBMISSION_TAG", "submit/x")
    documents = Documents([Document("classroom50")], [])
    assert documents.make([a_result("ada", Outcome.GRADER_ERROR)], {}) == ""
    check("classroom50-result", documents.make([a_result("ada", Outcome.PASSED)], {}) or "")


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_github_writes_the_summary_where_it_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After what is there already in the runner's file; into FILE; else on stdout after the commands."""
    sources = {"ada": {"02_losses": Source("losses.py")}}
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    printed = Documents([Document("github")], []).make([a_result("ada")], sources)
    assert printed is not None
    command, summary = printed.split("\n", 1)
    assert command.startswith("::error file=losses.py,line=1")
    assert summary.startswith("## Feedback")
    assert Documents([Document("github", tmp_path / "s.md")], []).make([a_result("ada")], sources) == command + "\n"
    assert (tmp_path / "s.md").read_text(encoding="utf-8") == summary
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "runner.md"))
    (tmp_path / "runner.md").write_text("before\n")
    assert Documents([Document("github")], []).make([a_result("ada")], sources) == command + "\n"
    assert (tmp_path / "runner.md").read_text(encoding="utf-8") == f"before\n{summary}"


def test_nothing_wanted_is_nothing_printed() -> None:
    assert Documents([], []).make([a_result("ada")], {}) is None


def test_a_students_file_is_found_where_layouts_put_it(tmp_path: Path, catalogue_of_toys: Path) -> None:
    """Beside others, in the exercise's folder, in the course's folders, or handed in alone; links are not followed."""
    from grader.exercises.catalogue import Catalogue

    exercises = Catalogue(catalogue_of_toys).exercises
    for place in ("a/twice.py", "b/01_twice/twice.py", "c/exercises/01_twice/twice.py", "d_twice.py"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\ndef f(x): return x\n")
        found = sources_of(Entry("x", tmp_path / place.split("/")[0]), exercises, tmp_path)
        assert found == {SLUGS[0]: Source(place, {"f": 2})}
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "twice.py").symlink_to(tmp_path / "d_twice.py")
    assert sources_of(Entry("x", tmp_path / "e"), exercises, tmp_path) == {}


# --- on the command line ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue_of_toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("toys"))


@pytest.fixture
def class_of_two(tmp_path: Path, catalogue_of_toys: Path) -> Path:
    """A course with a class of two below it."""
    root = shutil.copytree(catalogue_of_toys, tmp_path / "course")
    for student in ("ada", "bob"):
        (root / "class" / student).mkdir(parents=True)
        (root / "class" / student / "twice.py").write_text(SOURCES[student])
    return root


def test_a_document_replaces_the_table(class_of_two: Path) -> None:
    """On stdout there is it and nothing else; reports are written as ever."""
    done = xorcise("grade", "class", "-o", "out", "-e", "01", "--format", "junit", cwd=class_of_two)
    assert done.returncode == 0, done.stderr
    names = [suite.get("name") for suite in ET.fromstring(done.stdout)]
    assert names == ["ada: 01_twice", "bob: 01_twice"]
    assert (class_of_two / "out" / "class.html").is_file()


def test_files_leave_the_table_alone(class_of_two: Path) -> None:
    """Several at once, from one run; findings name the student's file from where the command was given."""
    words = ("grade", "class", "-o", "out", "-e", "01", "--format", "junit=j.xml", "--format", "gitlab=q.json")
    done = xorcise(*words, cwd=class_of_two)
    assert "mean" in done.stdout
    ET.parse(class_of_two / "j.xml")
    found = json.loads((class_of_two / "q.json").read_text())
    assert {one["location"]["path"] for one in found} == {"class/bob/twice.py"}


def test_a_class_is_refused_before_it_is_graded(class_of_two: Path) -> None:
    done = xorcise("grade", "class", "-o", "out", "--format", "gradescope", cwd=class_of_two)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "this class has 2" in done.stderr
    assert not (class_of_two / "out").exists()


def test_a_class_of_one_is_that_students_document(class_of_two: Path) -> None:
    """Also where the gradebook knows others: the document is about this run's."""
    xorcise("grade", "class", "-o", "out", "-e", "01", cwd=class_of_two)
    shutil.rmtree(class_of_two / "class" / "bob")
    done = xorcise("grade", "class", "-o", "out", "-e", "01", "--format", "gradescope", cwd=class_of_two)
    assert check("gradescope-results", done.stdout)["score"] == 10


def test_an_unknown_form_is_named_with_those_that_there_are(class_of_two: Path) -> None:
    done = xorcise("grade", "class", "-o", "out", "--format", "xml", cwd=class_of_two)
    assert done.returncode == 2
    assert all(form in done.stderr for form in FORMS)
    done = xorcise("check", "--format", "gradescope", cwd=class_of_two)
    assert done.returncode == 2
    assert "junit, github, gitlab" in done.stderr

"""Before points there is a plan: who was found and what. Only what is assigned or was handed in is graded."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from submission.platform_folders import as_zip
from submission.sample import write, zipped

from grader.cli import cli
from grader.errors import UsageError
from grader.run.plan import refuse_overlap

from .test_unchanged import AtOnce
from .toy import make_course

CODE = "def f(x): return 2 * x\n"

CLASS = {
    "Ada Student_1000001_assignsubmission_file/twice.py": CODE,
    "王小明_1000002_assignsubmission_file/twice.py": CODE,
    "王小明_1000002_assignsubmission_file/twice (1).py": CODE + "# again\n",
    "Bob Student_1000003_assignsubmission_file/work.rar": "Rar!",
    "roster.csv": "student\n",
}

SUMMARY = (
    "xorcise: 3 students, 1 handed in more than once, 1 cannot be read, 1 without 01_twice;"
    " read as delivered by moodle\n"
    "xorcise: no student's work, so not graded: roster.csv\n"
)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A way to give the command line ``xorcise grade`` and words, in a course whose slots take no time."""
    monkeypatch.chdir(make_course(tmp_path / "course"))
    monkeypatch.setattr("grader.grading.local.LocalExecutor", AtOnce)
    monkeypatch.setattr("grader.explain.missing_tables.missing_tables", lambda *_: [])

    def call(*words: object) -> Result:
        return CliRunner().invoke(cli, ["grade", *map(str, words)])

    return call


def heading(out: Path) -> list[str]:
    """Return the exercises in the class's table."""
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return [name for name in next(csv.reader(file))[1:] if "_" in name and " " not in name]


def test_a_dry_run_prints_who_was_found_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    """It prints people, files, times and notes, needs no OUT, and leaves no trace."""
    archive = as_zip(write(tmp_path / "class", CLASS), tmp_path / "class.zip")
    before = sorted(tmp_path.rglob("*"))
    for given in (archive, tmp_path / "class"):
        done = run(given, "--dry-run", "-o", tmp_path / "out")
        assert (done.exit_code, done.stderr) == (0, SUMMARY)
        lines = done.stdout.splitlines()
        assert lines[0].split()[:2] == ["student", "01"]
        assert [line.split()[:3] for line in lines[1:3]] == [["Ada", "Student", "1"], ["Bob", "Student", "·"]]
        assert lines[3].split()[:2] == ["王小明", "1"]
        assert "Bob Student: work.rar is an archive of a kind that is not opened here" in done.stdout
        assert "王小明: twice (1).py was taken for 01_twice, not twice.py" in done.stdout
    assert run(archive, "--dry-run").exit_code == 0
    assert before == sorted(tmp_path.rglob("*"))


def test_only_what_was_handed_in_is_graded(run: Run, tmp_path: Path) -> None:
    """Nobody handed in 02, so it is in no table and no total. -e and due dates assign more."""
    write(tmp_path / "class", CLASS)
    done = run(tmp_path / "class", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert done.stderr == SUMMARY
    assert heading(tmp_path / "out") == ["01_twice"]
    assert "3 of 3 submissions graded, mean 10 of 10" in done.stdout
    assert run(tmp_path / "class", "-o", tmp_path / "both", "-e", "1", "-e", "2").exit_code == 0
    assert heading(tmp_path / "both") == ["01_twice", "02_thrice"]
    (tmp_path / "course" / "course.toml").write_text("[due]\n02_thrice = 2026-11-30T23:59:00\n")
    done = run(tmp_path / "class", "-o", tmp_path / "due")
    assert "3 without 02_thrice" in done.stderr
    assert heading(tmp_path / "due") == ["01_twice", "02_thrice"]


def test_what_others_handed_in_before_is_expected_of_everybody(run: Run, tmp_path: Path) -> None:
    """Who hands in 02 for the first time lacks 01, which is in the book; who is not in this class lacks nothing new."""
    write(tmp_path / "one", {"ada/twice.py": CODE, "bob/twice.py": CODE})
    write(tmp_path / "two", {"ada/thrice.py": CODE, "eve/thrice.py": CODE})
    assert run(tmp_path / "one", "-o", tmp_path / "out").exit_code == 0
    assert run(tmp_path / "two", "-o", tmp_path / "out").exit_code == 0
    rows = (tmp_path / "out" / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [row.split(",")[:4] for row in rows] == [
        ["ada", "10", "10", "20"],
        ["bob", "10", "", "10"],
        ["eve", "10", "10", "20"],  # these slots pass everything, also what was not handed in
    ]


def test_a_class_without_any_exercise_is_refused(run: Run, tmp_path: Path) -> None:
    """Nothing fits and nothing is assigned: one line says how to go on."""
    write(tmp_path / "class", {"ada/other.py": CODE, "bob/other.py": CODE, "bob/more.py": ""})
    done = run(tmp_path / "class", "-o", tmp_path / "out")
    assert isinstance(done.exception, UsageError)
    assert "nobody has handed in an exercise of this course" in str(done.exception)
    done = run(tmp_path / "class", "-o", tmp_path / "out", "-e", "1")
    assert done.exit_code == 0, done.output


def test_who_handed_in_twice_is_counted(run: Run, tmp_path: Path) -> None:
    """The first line says how many handed in more than once."""
    write(tmp_path / "class", {"ada/twice.py": CODE, "bob/twice.py": CODE})
    zipped(tmp_path / "class" / "ada.zip", {"twice.py": "def f(x): return 3 * x"})
    done = run(tmp_path / "class", "--dry-run")
    assert done.stderr == "xorcise: 2 students, 1 handed in more than once\n"


def test_without_out_and_without_a_dry_run_the_usage_is_told(run: Run, tmp_path: Path) -> None:
    """OUT is needed to grade."""
    done = run(write(tmp_path / "class", {"ada/twice.py": CODE}))
    assert done.exit_code == 2
    assert "Missing option '-o'" in done.stderr


@pytest.mark.parametrize(
    ("submissions", "out", "why"),
    [
        ("class", "class", "would be read as a student's work"),
        ("class", "class/results/1", "would be read as a student's work"),
        ("out/students", "out", "holds the results of a run"),
        ("old", "out", "holds the results of a run"),
    ],
)
def test_folders_in_one_another_are_refused(tmp_path: Path, submissions: str, out: str, why: str) -> None:
    """OUT in SUBMISSIONS, and SUBMISSIONS in OUT's results, would make students of results."""
    write(tmp_path, {"old/gradebook.db": ""})
    with pytest.raises(UsageError, match=why) as caught:
        refuse_overlap(tmp_path / submissions, tmp_path / out)
    assert "\n" not in str(caught.value)


def test_neighbours_are_not_refused(tmp_path: Path) -> None:
    """A class in a folder beside the results, or above these, is fine."""
    refuse_overlap(tmp_path / "class", tmp_path / "class-out")
    refuse_overlap(tmp_path / "out" / "class", tmp_path / "out")


@pytest.mark.slow  # it starts slots and templates
def test_a_moodle_zip_through_the_command_line_in_another_locale(tmp_path: Path) -> None:
    """Names of students and folders stay as they are where neither the locale nor Python says UTF-8."""
    course = make_course(tmp_path / "course")
    archive = as_zip(write(tmp_path / "class", CLASS), tmp_path / "课程.zip")
    done = subprocess.run(
        [Path(sys.executable).parent / "xorcise", "grade", archive, "-o", tmp_path / "成绩", "-j", "1", "--lang", "en"],
        cwd=course,
        env=os.environ | {"PYTHONUTF8": "0", "LC_ALL": "C", "XORCISE_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.endswith(SUMMARY)) == (0, True), done.stderr
    students = tmp_path / "成绩" / "students"
    assert sorted(path.name for path in students.iterdir()) == ["Ada Student", "Bob Student", "王小明"]
    assert "twice (1).py was taken" in (students / "王小明" / "feedback.html").read_text(encoding="utf-8")

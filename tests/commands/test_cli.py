"""The command line: exit codes, one-line errors, and what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import grader.commands
from grader.cli import COMMANDS, cli
from grader.exercises.catalogue import Catalogue
from grader.result import Result

COMMAND = [str(Path(sys.executable).parent / "xorcise")]


def xorcise(*args: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"COLUMNS": "100"} | env,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A student's course folder with one exercise solved and no suites."""
    root = tmp_path_factory.mktemp("course")
    exercise = catalogue.exercise("02")
    folder = root / "exercises" / exercise.slug
    folder.mkdir(parents=True)
    for path in (catalogue.public_suite(exercise), catalogue.statement_dir(exercise) / "exercise.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "losses.py").write_bytes(catalogue.reference(exercise).read_bytes())
    return root


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A class of two: one right, one not attempted."""
    root = tmp_path_factory.mktemp("class")
    exercise = catalogue.exercise("02")
    for student, source in (("ada", catalogue.reference(exercise)), ("bob", catalogue.stub(exercise))):
        (root / student).mkdir()
        (root / student / "losses.py").write_bytes(source.read_bytes())
    return root


def test_outside_of_a_course_the_help_is_printed(tmp_path: Path) -> None:
    """Bare xorcise prints what --help does, on stdout, and is no mistake; --version answers; each command has help."""
    bare = xorcise(cwd=tmp_path)
    assert (bare.returncode, bare.stderr) == (0, "")
    assert bare.stdout == xorcise("--help").stdout
    assert all(f"  {name} " in bare.stdout and text in bare.stdout for name, text in COMMANDS.items())
    assert xorcise("--version").stdout.startswith("xorcise, version")
    for command in COMMANDS:  # in this process: to start one for each takes 15 s in all
        done = CliRunner().invoke(cli, [command, "--help"])
        assert (done.exit_code, done.stderr) == (0, ""), command


def test_every_command_is_a_module_with_a_line_of_help() -> None:
    """The list of commands is that of the modules, and says of each what its own help begins with."""
    folder = Path(grader.commands.__file__).parent
    assert {p.stem for p in folder.glob("*.py")} - {"__init__", "options"} == set(COMMANDS)
    context = click.Context(cli)
    for name, line in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert (command.name, (command.help or "").partition("\n")[0]) == (name, line)


def test_the_list_of_commands_imports_none() -> None:
    """Help and a command that does not exist need neither NumPy nor a gradebook."""
    code = "import sys; from grader.cli import main; sys.argv[1:] = {!r}\ntry: main()\nfinally: print(*sys.modules)"
    for words in (["--help"], ["frobnicate"]):
        done = subprocess.run([sys.executable, "-c", code.format(words)], capture_output=True, text=True, check=False)
        imported = set(done.stdout.splitlines()[-1].split())
        assert "grader.cli" in imported
        assert not imported & {"numpy", "sqlalchemy", "rich", "pytest"}
        assert not {name for name in imported if name.startswith("grader.commands")}


def test_a_list_of_exercises_imports_little(handout: Path) -> None:
    """It is the first thing that a student types."""
    code = "import sys; from grader.cli import main; sys.argv[1:] = ['list']\ntry: main()\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=handout, capture_output=True, text=True, check=False)
    imported = set(done.stdout.splitlines()[-1].split())
    assert "grader.commands.list" in imported
    assert not imported & {"cattrs", "hashlib", "numpy", "rich", "pytest"}


def test_commands_do_not_import_one_another() -> None:
    """What two commands share is in a module of its own: in ``grader.commands.options`` or outside."""
    for path in Path(grader.commands.__file__).parent.glob("*.py"):
        imported = re.findall(r"(?:from|import) grader\.commands(?:\.(\w+))?", path.read_text(encoding="utf-8"))
        assert set(imported) <= {"options"}, path.name


def test_a_command_whose_packages_are_missing_says_which() -> None:
    """A student's installation has no SQLAlchemy: commands about a gradebook give one line that says so."""
    code = "import sys; sys.modules['sqlalchemy'] = None; sys.argv[1:] = ['history', 'ada']"
    code += "; from grader.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "xorcise: `xorcise history` needs the package sqlalchemy: install xorcise[instructor]\n"


def test_check_passes_right_code_and_needs_no_suites(handout: Path) -> None:
    """A student's course folder is enough; right code exits with 0."""
    done = xorcise("check", "losses", cwd=handout)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^(\d+) of \1 public tests passed$", done.stdout, re.M)


def test_check_shows_what_is_wrong(handout: Path) -> None:
    """A failing test shows what was called, expected and got, and a hint; the exit code is 1."""
    path = handout / "exercises" / "02_losses" / "losses.py"
    right = path.read_text()
    path.write_text(right.replace("0.5 *", ""))
    try:
        done = xorcise("check", cwd=path.parent)
    finally:
        path.write_text(right)
    assert done.returncode == 1
    for part in ("mean_squared_error(np.array([", "0.0975", "0.195", "public tests passed"):
        assert part in done.stdout
    assert not re.search(r"^(\d+) of \1 public", done.stdout, re.M)
    chinese = xorcise("check", "--lang", "zh-CN", cwd=path.parent).stdout
    assert "题目中样本的均方误差是" in chinese


def test_check_speaks_json(handout: Path) -> None:
    """--json prints a versioned record and nothing else."""
    record = json.loads(xorcise("check", "02", "--json", cwd=handout).stdout)
    assert record["version"] == 1
    assert record["exercises"][0]["outcome"] == "passed"


def test_grade_writes_everything(submissions: Path, tmp_path: Path) -> None:
    """Results, gradebook and pages are there; the table is on stdout, progress is not."""
    out = tmp_path / "out"
    done = xorcise("grade", submissions, "-o", out, "-e", "02", "-j", "1")
    assert done.returncode == 0, done.stderr
    assert "100" in done.stdout
    assert "grading" not in done.stdout
    assert {p.name for p in out.iterdir()} == {
        *("students", "feedback", "class", "gradebook.csv", "class.html", "gradebook.db", ".lock"),
    }
    for student, score in (("ada", 100.0), ("bob", 0.0)):
        folder = out / "students" / student
        assert {p.name for p in folder.iterdir()} == {"result.json", "feedback.html"}
        result = Result.from_json((folder / "result.json").read_bytes())
        assert (result.student, result.score, result.max_score) == (student, score, 100.0)
    again = xorcise("report", out, "--lang", "zh-CN")
    assert again.returncode == 0
    assert 'lang="zh-CN"' in (out / "class.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["grade"], "Missing argument 'SUBMISSIONS'"),
        (["grade", "."], "Missing option '-o'"),
        (["grade", "nowhere", "-o", "OUT"], "nowhere"),
        (["grade", "CLASS", "-o", "OUT", "-e", "77"], "there is no exercise '77'"),
        (["grade", "CLASS", "-o", "OUT", "-j", "0"], "-j"),
        (["grade", "CLASS", "-o", "/proc/nowhere", "-e", "2"], "cannot write"),
        (["grade", "CLASS", "-o", "OUT", "--min-containment", "steel"], "steel"),
        (["report", "nowhere"], "holds no results"),
        (["check", "nothing"], "there is no exercise 'nothing'"),
        (["frobnicate"], "No such command"),
    ],
)
def test_bad_input_gets_one_line_and_exit_2(args: list[str], why: str, submissions: Path, tmp_path: Path) -> None:
    """What is wrong, where, and how to mend it: one line on stderr, nothing on stdout, no traceback."""
    real = [{"CLASS": str(submissions), "OUT": str(tmp_path / "out")}.get(a, a) for a in args]
    done = xorcise(*real, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_without_submissions_is_said(tmp_path: Path) -> None:
    """An empty class is a mistake, not a success."""
    (tmp_path / "class").mkdir()
    done = xorcise("grade", tmp_path / "class", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_data_that_is_not_mnist_is_refused_before_grading(submissions: Path, tmp_path: Path) -> None:
    """A wrong --mnist stops the run with one line, and nothing is graded with other data."""
    fake = tmp_path / "mnist.npz"
    fake.write_bytes(b"no")
    done = xorcise("grade", submissions, "-o", tmp_path / "out", "-e", "14", "-j", "1", "--mnist", fake)
    assert done.returncode == 2
    assert "not Keras's mnist.npz" in done.stderr
    assert list((tmp_path / "out" / "students").iterdir()) == []


def test_a_grader_error_never_overwrites_a_good_result(submissions: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    """When a suite breaks between two runs, the exit code is 3 and yesterday's result stays."""
    root, out = tmp_path / "course", tmp_path / "out"
    exercise = catalogue.exercise("02")
    for folder in (catalogue.statement_dir(exercise), catalogue.suite_dir(exercise)):
        copy = root / folder.relative_to(catalogue.root)
        copy.mkdir(parents=True)
        for path in folder.glob("*.*"):
            (copy / path.name).write_bytes(path.read_bytes())
    assert xorcise("grade", submissions, "-o", out, "-j", "1", cwd=root).returncode == 0
    before = (out / "students" / "ada" / "result.json").read_bytes()
    suite = root / "grader" / "suites" / exercise.slug / "test_losses_hidden.py"
    suite.write_text(
        suite.read_text().replace("assert_close(student.mean_squared_error(Y1", "1 / 0\n    (student.f(Y1")
    )
    done = xorcise("grade", submissions, "-o", out, "-j", "1", "--regrade", cwd=root)
    assert done.returncode == 3, done.stderr
    assert (out / "students" / "ada" / "result.json").read_bytes() == before


def test_doctor_tries_and_says(tmp_path: Path) -> None:
    """The doctor prints levels, attempts, data and versions."""
    done = xorcise("doctor", "--mnist", "digits")
    for part in ("confinement, strongest first:", "chosen:", "socket inet:", "data: digits", "numpy"):
        assert part in done.stdout
    assert done.returncode == (0 if "not confined" not in done.stdout else 1)

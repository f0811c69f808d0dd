"""``xorcise plot``: what it writes, where, and what it says where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.exercises.catalogue import Catalogue

COMMAND = [str(Path(sys.executable).parent / "xorcise")]


def xorcise(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"XORCISE_LANG": "en"} | env,
        timeout=120,
        check=False,
    )


@pytest.fixture
def desk(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A student's course folder: exercise 05 solved, 02 without a picture, 10 as it was handed out."""
    for name in ("02", "05", "10"):
        exercise = catalogue.exercise(name)
        folder = tmp_path / "exercises" / exercise.slug
        folder.mkdir(parents=True)
        for path in (catalogue.statement_dir(exercise) / "exercise.toml", catalogue.stub(exercise)):
            (folder / path.name).write_bytes(path.read_bytes())
    solved = catalogue.reference(catalogue.exercise("05"))
    (tmp_path / "exercises" / "05_schedules" / "schedules.py").write_bytes(solved.read_bytes())
    return tmp_path


def test_a_picture_is_written_into_the_current_folder(desk: Path) -> None:
    """Its path is all that is printed."""
    done = xorcise("plot", "05", cwd=desk)
    assert (done.returncode, done.stdout, done.stderr) == (0, "05_schedules.png\n", "")
    assert (desk / "05_schedules.png").read_bytes().startswith(b"\x89PNG")


def test_output_may_be_a_file_or_nothing(desk: Path) -> None:
    """The path goes into the file, what the student's code prints to standard error."""
    source = desk / "exercises" / "05_schedules" / "schedules.py"
    source.write_text(f"print('hello')\n{source.read_text(encoding='utf-8')}", encoding="utf-8")
    for out in (desk / "out.txt", Path(os.devnull)):
        with out.open("w") as file:
            done = subprocess.run(
                [*COMMAND, "plot", "05"], stdout=file, stderr=subprocess.PIPE, text=True, cwd=desk, check=False
            )
        assert (done.returncode, done.stderr) == (0, "hello\n")
    assert (desk / "out.txt").read_text() == "05_schedules.png\n"


def test_a_path_names_the_exercise_too(desk: Path) -> None:
    """The folder, or a file in it, from wherever one stands; -o says where the picture goes."""
    folder = desk / "exercises" / "05_schedules"
    for n, what in enumerate(("schedules", ".", "schedules.py")):
        done = xorcise("plot", what, "-o", desk / f"{n}.png", cwd=folder)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{desk / f'{n}.png'}\n", "")
    assert (desk / "0.png").read_bytes() == (desk / "1.png").read_bytes() == (desk / "2.png").read_bytes()


UNKNOWN = "there is no exercise '77', and no function, file or folder of one; `xorcise list` shows the exercises"


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["02"], "02_losses has no picture; these have: 05_schedules, 10_two_layer_net"),
        (["77"], UNKNOWN),
        (["05", "-o", "a.jpg"], "the picture is a PNG: a.jpg should end in .png"),
        (["05", "-o", "no/a.png"], "there is no folder no"),
        (["05", "--epochs", "3"], "--epochs does not go with 05_schedules, only with 10_two_layer_net"),
        (["05", "--epochs", "0"], "Invalid value for '--epochs': 0 is not in the range 1<=x<=10000."),
        (["05", "--seed", "-1"], "Invalid value for '--seed': -1 is not in the range 0<=x<=2147483647."),
        ([], "Missing argument 'WHAT'."),
    ],
)
def test_bad_usage_gets_one_line_and_exit_2(args: list[str], line: str, desk: Path) -> None:
    """And no picture."""
    done = xorcise("plot", *args, cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.removesuffix(" (see `xorcise plot --help`)\n").rstrip() == f"xorcise: {line}"
    assert not list(desk.glob("*.png"))


def test_what_the_code_cannot_do_yet_gets_one_line_and_exit_1(desk: Path) -> None:
    """The stub, in either language."""
    done = xorcise("plot", "10", cwd=desk)
    said = "xorcise: TwoLayerNet.__init__ is not written yet: xorcise check 10\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    chinese = xorcise("plot", "10", "--lang", "zh-CN", cwd=desk)
    assert chinese.stderr == "xorcise: TwoLayerNet.__init__ 还没有写：xorcise check 10\n"
    assert not list(desk.glob("*.png"))


def test_a_folder_that_cannot_be_written_is_said(desk: Path) -> None:
    """The file's name is a folder's."""
    (desk / "a.png").mkdir()
    done = xorcise("plot", "05", "-o", "a.png", cwd=desk)
    assert (done.returncode, done.stderr) == (2, "xorcise: cannot write a.png: Is a directory\n")


def test_show_opens_the_picture(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's viewer, by its whole path."""
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.chdir(desk)
    done = CliRunner().invoke(cli, ["plot", "5", "--show"])
    assert (done.exit_code, opened) == (0, [str(desk / "05_schedules.png")])

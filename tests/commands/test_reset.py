"""``xorcise reset``: a file or a part of it as it was handed out, and what it held in a backup."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest
from desk.sample import all_tests, course, solve

from commands.runs import COMMAND, refused, xorcise
from grader.desk.progress import Progress
from grader.desk.state import Kind, State
from grader.exercises.catalogue import Catalogue


@pytest.fixture
def given(tmp_path: Path) -> Catalogue:
    """A student's course with losses solved."""
    made = course(tmp_path / "course")
    solve(made, "2")
    return made


def backups(given: Catalogue) -> list[bytes]:
    """Return what is kept of losses, the oldest first."""
    folder = given.root / ".xorcise" / "backup" / "02_losses"
    return [path.read_bytes() for path in sorted(folder.glob("losses-*.py"), key=lambda p: (len(p.name), p.name))]


def test_the_whole_file(given: Catalogue) -> None:
    """It is the stub again, what it held is kept, and what checks said is forgotten."""
    losses = given.exercise("2")
    mine = given.stub(losses).read_bytes()
    Progress.of(given).remember(losses, all_tests(given, losses))
    done = xorcise("reset", "losses", "--yes", cwd=given.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{Path('exercises/02_losses/losses.py')} is as you were given it\n")
    assert given.stub(losses).read_bytes() == given.given_stub(losses).read_bytes()
    assert backups(given) == [mine]
    assert Path(".xorcise/backup/02_losses/losses-2").as_posix() in Path(done.stdout.split()[-1]).as_posix()
    given.stub(losses).write_bytes(mine)
    assert Progress.of(given).state_of(losses) == State(Kind.BEGUN)


def test_one_function(given: Catalogue) -> None:
    """Only its lines change; two resets in one second have two backups."""
    losses = given.exercise("2")
    mine = given.stub(losses).read_text(encoding="utf-8")
    names = losses.entry_points[1:3]
    for name in names:
        done = xorcise("reset", name, "-y", cwd=given.statement_dir(losses))
        assert done.stdout.startswith(f"{name} in losses.py is as you were given it\n")
    now = given.stub(losses).read_text(encoding="utf-8")
    assert now.count("NotImplementedError") == 2
    assert all(f'NotImplementedError("{name} is not written yet")' in now for name in names)
    assert set(mine.splitlines()) - set(now.splitlines())
    assert [len(set(b.decode().splitlines()) - set(mine.splitlines())) > 0 for b in backups(given)] == [False, True]
    assert len(backups(given)) == 2


def test_a_method_and_a_class(given: Catalogue) -> None:
    """A method alone, and a class whole."""
    descent = solve(given, "4")
    for name, count in (("SGD.update", 1), ("SGD", 2)):
        assert xorcise("reset", name, "-y", cwd=given.root).returncode == 0
        assert given.stub(descent).read_text(encoding="utf-8").count("raise NotImplementedError") == count


def test_a_function_with_a_syntax_error(given: Catalogue) -> None:
    """It can be put back where the error is in it; elsewhere its line is told, and nothing is written."""
    losses = given.exercise("2")
    path = given.stub(losses)
    path.write_text("import numpy as np\n\n\ndef mean_squared_error(y, t:\n    return (1\n")
    assert xorcise("reset", "mean_squared_error", "-y", cwd=given.root).returncode == 0
    assert 'NotImplementedError("mean_squared_error' in path.read_text(encoding="utf-8")
    broken = b"x = (\n\ndef mean_squared_error(y, t):\n    return 1\n"
    path.write_bytes(broken)
    said = refused(xorcise("reset", "mean_squared_error", "-y", cwd=given.root))
    assert "losses.py, line 1: '(' was never closed; mend this first, or reset the whole exercise" in said
    path.write_bytes("é = 1".encode("latin-1"))
    assert "losses.py is not Python in UTF-8" in refused(xorcise("reset", "mean_squared_error", "-y", cwd=given.root))
    assert xorcise("reset", "2", "-y", cwd=given.root).returncode == 0
    assert backups(given)[-1] == "é = 1".encode("latin-1")


def test_a_byte_order_mark_and_line_ends_stay(given: Catalogue) -> None:
    """As an editor on Windows writes them."""
    path = given.stub(given.exercise("2"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert xorcise("reset", "mean_squared_error", "-y", cwd=given.root).returncode == 0
    now = path.read_bytes()
    assert now.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in now.replace(b"\r\n", b"")


def test_nothing_is_done_where_nothing_is_to_be_done(given: Catalogue) -> None:
    """A stub is as it was; a file that is missing comes back without a question or a backup."""
    assert "is as you were given it" in xorcise("reset", "4", cwd=given.root).stdout
    losses = given.exercise("2")
    given.stub(losses).unlink()
    for what in ("2", "mean_squared_error"):
        done = xorcise("reset", what, cwd=given.root)
        assert (done.returncode, done.stderr) == (0, "")
        assert given.stub(losses).read_bytes() == given.given_stub(losses).read_bytes()
    assert not (given.root / ".xorcise" / "backup").exists()


def test_what_cannot_be_put_back(given: Catalogue) -> None:
    """Nothing said, no terminal, no stub, a notebook, no such thing: one line each, and the file stays."""
    losses = given.exercise("2")
    path = given.stub(losses)
    mine = path.read_bytes()
    assert "Missing argument 'WHAT'" in refused(xorcise("reset", cwd=given.root))
    assert "say so with --yes" in refused(xorcise("reset", "2", cwd=given.root))
    assert "did you mean 'mean_squared_error'?" in refused(xorcise("reset", "mean_square_error", "-y", cwd=given.root))
    (given.root / ".xorcise").write_text("a file")
    said = refused(xorcise("reset", "2", "-y", cwd=given.root))
    assert f"cannot write {Path('.xorcise/backup')}: " in said
    given.given_stub(losses).unlink()
    said = refused(xorcise("reset", "2", "-y", cwd=given.root))
    assert f"02_losses cannot be reset: {Path('exercises/02_losses/desk/stub.py')} is missing; take losses.py" in said
    assert path.read_bytes() == mine
    iris = given.exercise("11")
    given.stub(iris).rename(given.stub(iris).with_suffix(".ipynb"))
    assert "iris.ipynb is a notebook" in refused(xorcise("reset", "11", "-y", cwd=given.root))


@pytest.mark.parametrize(("answer", "is_reset"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_a_terminal_is_asked(given: Catalogue, answer: bytes, is_reset: bool) -> None:
    """In the language of the command; without a yes nothing is changed."""
    path = given.stub(given.exercise("2"))
    mine = path.read_bytes()
    ours, theirs = pty.openpty()
    words = [COMMAND, "reset", "2", "--lang", "zh-CN"]
    with subprocess.Popen(words, cwd=given.root, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        until = time.monotonic() + 60
        while b"[y/N]" not in said and time.monotonic() < until:
            if select.select([ours], [], [], 1)[0]:
                said += os.read(ours, 4096)
        os.write(ours, answer)
        assert process.wait(60) == 0
    os.close(ours)
    assert "恢复为发给你时的样子？" in said.decode()
    assert (path.read_bytes() != mine) is is_reset
    assert backups(given) == ([mine] if is_reset else [])

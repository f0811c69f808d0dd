"""A folder is read within limits. Links and special files are not read."""

from __future__ import annotations

import errno
import os
import socket
import threading
from pathlib import Path

import pytest

from grader.submission import Entry, read_entry
from grader.submission.bounds import DEPTH, FILE, FILES, FOLDERS, MIB, NOTEBOOK, Unusable
from grader.submission.intake import open_regular, read_regular
from submission.sample import (
    COURSE,
    any_name,
    listed,
    of_tree,
    problem,
    refuse,
    write,
)


def test_links_are_never_followed(tmp_path: Path) -> None:
    """A link is never followed. As an entry or as a module it is a problem, otherwise it is left out with a note."""
    secret = tmp_path / "secret.py"
    secret.write_text("answer = 42")
    tree = write(tmp_path / "alice", {"02_losses/losses.py": ""})
    (tmp_path / "bob.py").symlink_to(secret)
    (tmp_path / "carl").symlink_to(tree)
    (tree / "02_losses" / "helper.py").symlink_to(secret)
    (tree / "linked").symlink_to(tmp_path)
    submission = of_tree(tmp_path, {})
    assert submission.files == {"02_losses": {"losses.py": b""}}
    left = ["linked is a symbolic link: it was left out", "02_losses/helper.py is a symbolic link: it was left out"]
    assert sorted(submission.notes) == sorted(left)
    assert problem(tmp_path / "bob.py") == "bob.py is a symbolic link: hand in the work itself"
    assert problem(tmp_path / "carl") == "carl is a symbolic link: hand in the work itself"
    (tree / "layers.py").symlink_to(secret)
    assert problem(tree) == "layers.py is a symbolic link: hand in the file itself"


@pytest.mark.parametrize("name", ["alice.py", "alice.zip", "alice.ipynb", "alice", "folder/02_losses/losses.py"])
def test_a_fifo_never_hangs_the_judge(tmp_path: Path, name: str) -> None:
    """A FIFO is a problem and does not block the judge: opening it would wait for a writer."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(problem(tmp_path / Path(name).parts[0])), daemon=True)
    thread.start()
    thread.join(timeout=10)  # seconds; reading takes milliseconds, so by then it hangs
    assert ["is neither a file nor a folder" in text for text in found] == [True]


def pretend_regular(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let every ``lstat`` return that of the regular file ``path``, as if a file was replaced after the check."""
    info = os.lstat(path)
    monkeypatch.setattr(os, "lstat", lambda _: info)


def test_a_file_replaced_before_it_is_opened_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is replaced by a link or a FIFO just before it is opened is not read."""
    (tmp_path / "secret").write_text("answer")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "fifo")
    pretend_regular(monkeypatch, tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic link"):
        open_regular(tmp_path / "link")
    with pytest.raises(Unusable, match="neither"):
        open_regular(tmp_path / "fifo")


def test_a_special_file_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A special file is not opened, since opening a device can have side effects."""
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.setattr(os, "open", refuse(errno.EIO))
    with pytest.raises(Unusable, match="neither"):
        open_regular(tmp_path / "fifo")


def test_a_socket_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket beside the module is left out with a note."""
    write(tmp_path / "alice", {"losses.py": ""})
    monkeypatch.chdir(tmp_path / "alice")  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        submission = of_tree(tmp_path, {})
    assert listed(submission) == {"02_losses": ["losses.py"]}
    assert submission.notes == ("s is neither a file nor a folder: it was left out",)


def test_a_file_that_grows_while_it_is_read_is_bounded(tmp_path: Path) -> None:
    """Reading stops at the limit, even if the file was smaller when its size was checked."""
    (tmp_path / "a").write_bytes(bytes(100))
    assert read_regular(tmp_path / "a", 100) == bytes(100)
    with pytest.raises(Unusable, match="larger than"):
        read_regular(tmp_path / "a", 99)


def test_a_file_too_large_is_left_unless_it_is_the_module(tmp_path: Path) -> None:
    """A file over the limit is left out with a note. If it is the module, it is a problem. The limit itself passes."""
    submission = of_tree(tmp_path, {"losses.py": "", "a.csv": bytes(FILE), "b.csv": bytes(FILE + 1)})
    assert listed(submission) == {"02_losses": ["a.csv", "losses.py"]}
    assert submission.notes == ("b.csv is larger than 2 MiB: it was left out",)
    write(tmp_path / "alice", {"losses.py": bytes(FILE + 1)})
    assert problem(tmp_path / "alice") == "losses.py is larger than 2 MiB: hand in the file itself"
    write(tmp_path, {"bob_losses.py": bytes(FILE + 1), "bob.ipynb": bytes(NOTEBOOK + 1)})
    assert problem(tmp_path / "bob_losses.py") == "bob_losses.py is larger than 2 MiB: hand in the work itself"
    assert problem(tmp_path / "bob.ipynb") == "bob.ipynb is larger than 10 MiB: hand in the work itself"


def test_a_submission_too_large_is_refused(tmp_path: Path) -> None:
    """The total size is limited. Notebooks have a larger limit of their own, since only their code is kept."""
    write(tmp_path / "alice", {f"{n}.csv": bytes(FILE) for n in range(9)})
    assert "larger than 16 MiB" in problem(tmp_path / "alice")
    write(tmp_path / "bob", {"losses.py": "", **{f"{n}.ipynb": bytes(9 * MIB) for n in range(3)}})
    assert listed(read_entry(Entry("bob", tmp_path / "bob"), COURSE)) == {"02_losses": ["losses.py"]}
    write(tmp_path / "bob", {f"{n}.ipynb": bytes(9 * MIB) for n in range(3, 5)})
    assert "larger than 40 MiB" in problem(tmp_path / "bob")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files is limited. Ignored files do not count, but looking at them is limited, too."""
    write(tmp_path / "alice", {f"{n}.py": "" for n in range(FILES - 1)})
    assert len(of_tree(tmp_path, {"losses.py": "", ".git/x": ""}).files["02_losses"]) == FILES
    write(tmp_path / "alice", {"one_more.py": ""})
    assert f"more than {FILES} files" in problem(tmp_path / "alice")
    monkeypatch.setattr("grader.submission.intake.LOOKED_AT", 50)  # creating thousands of files would be slow
    write(tmp_path / "bob", {"losses.py": "", **{f"d/{n}.pyc": "" for n in range(48)}})
    assert listed(read_entry(Entry("bob", tmp_path / "bob"), COURSE)) == {"02_losses": ["losses.py"]}
    write(tmp_path / "bob", {"d/48.pyc": ""})
    assert "more than 50 files and folders" in problem(tmp_path / "bob")


def test_folders_are_bounded_in_depth_and_number(tmp_path: Path) -> None:
    """Files that are nested too deeply are left out with a note. Too many folders are a problem. The limits pass."""
    deep, deeper = "/".join(["d"] * DEPTH), "/".join(["d"] * (DEPTH + 1))
    submission = of_tree(tmp_path, {"losses.py": "", f"{deep}/x.csv": "", f"{deeper}/y.csv": ""})
    assert listed(submission) == {"02_losses": [f"{deep}/x.csv", "losses.py"]}
    told = f"{deeper} lies in more than {DEPTH} folders inside one another (move it further up): it was left out"
    assert submission.notes == (told,)
    write(tmp_path / "bob", {f"{n}/x.csv": "" for n in range(FOLDERS - 2)} | {"losses.py": ""})
    assert problem(write(tmp_path / "bob", {"a/b/c/x.csv": ""})) == (
        f"it has files in more than {FOLDERS} folders: put them into fewer"
    )


@any_name
def test_names_that_cannot_be_sent_on_are_left(tmp_path: Path) -> None:
    """Names that are not UTF-8, have control characters or are too long are left out. The notes are printable."""
    odd = (os.fsdecode(b"\xff.csv"), "a\nb.csv", "/".join(["d" * 200] * 6) + "/x.csv")
    submission = of_tree(tmp_path, {"losses.py": "", **dict.fromkeys(odd, "")})
    assert listed(submission) == {"02_losses": ["losses.py"]}
    assert len(submission.notes) == 3
    assert all(note.isprintable() for note in submission.notes)

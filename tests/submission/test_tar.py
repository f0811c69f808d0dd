"""A .tar.gz is read within the limits of a zip; nothing in it is trusted."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.submission.archive import BROKEN_TAR, read_tar
from grader.submission.bounds import FILE, FILES, MIB, TOTAL, Refused
from submission.sample import COURSE, listed, of_tree, problem

SOURCE = b"def mean_squared_error(y, t):\n    return 1\n"


def pack(path: Path, *members: tuple[str, bytes], change: Callable[[tarfile.TarInfo], None] | None = None) -> Path:
    """Write a .tar.gz and return its path."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            if change is not None:
                change(info)
            archive.addfile(info, io.BytesIO(content))
    return path


def refusal(path: Path) -> str:
    """Return why an archive is refused."""
    with pytest.raises(Refused) as caught:
        read_tar(path)
    return str(caught.value)


def test_a_student_may_hand_in_a_tar(tmp_path: Path) -> None:
    """It counts as a zip does, as an entry and alone in a folder."""
    members = (("work/02_losses/losses.py", SOURCE), ("work/.git/x", b""), ("work/02_losses/data.csv", b"1"))
    pack(tmp_path / "bob.tar.gz", *members)
    (tmp_path / "alice").mkdir()
    pack(tmp_path / "alice" / "work.tgz", *members)
    assert listed(of_tree(tmp_path, {})) == {"02_losses": ["data.csv", "losses.py"]}
    assert list(read_tar(tmp_path / "bob.tar.gz").files) == ["work/02_losses/losses.py", "work/02_losses/data.csv"]


@pytest.mark.parametrize("name", ["/etc/losses.py", "../losses.py", "a/../../losses.py", "C:/losses.py"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    """Absolute names and ``..`` are refused, and not made relative."""
    assert "points outside" in refusal(pack(tmp_path / "a.tar.gz", (name, SOURCE)))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    """A link is refused also where it stays inside the archive."""

    def change(info: tarfile.TarInfo) -> None:
        info.type, info.linkname, info.size = kind, "losses.py", 0

    told = refusal(pack(tmp_path / "a.tar.gz", ("x.py", b""), change=change))
    assert told == "the archive holds something that is neither a file nor a folder: x.py"


def test_sizes_are_bounded(tmp_path: Path) -> None:
    """A member that is too large is left out, too many bytes or files are refused, within little memory."""
    path = pack(tmp_path / "a.tar.gz", ("bomb.dat", bytes(50 * MIB)), ("losses.py", SOURCE))
    tracemalloc.start()
    collected = read_tar(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (collected.files, collected.unusable) == ({"losses.py": SOURCE}, {"bomb.dat": "is larger than 2 MiB"})
    assert peak < FILE
    many = [(f"{n}.dat", bytes(FILE)) for n in range(TOTAL // FILE + 1)]
    assert "larger than 16 MiB" in refusal(pack(tmp_path / "b.tar.gz", *many))
    few = [(f"{n}.py", b"") for n in range(FILES + 1)]
    assert f"more than {FILES} files" in refusal(pack(tmp_path / "c.tar.gz", *few))


def test_a_stream_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is inflated has a limit of its own, since members that are left out are inflated, too."""
    monkeypatch.setattr("grader.submission.archive.INFLATED", 4 * MIB)
    path = pack(tmp_path / "a.tar.gz", ("a.dat", bytes(3 * MIB)), ("b.dat", bytes(3 * MIB)))
    assert "larger than 4 MiB" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"no tar", gzip.compress(b"no tar", mtime=0)])
def test_what_is_no_tar_is_called_broken(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no archive are refused as broken."""
    (tmp_path / "a.tar.gz").write_bytes(content)
    assert refusal(tmp_path / "a.tar.gz") == BROKEN_TAR


def test_a_cut_tar_is_called_broken(tmp_path: Path) -> None:
    """An archive whose end is missing is refused as broken."""
    path = pack(tmp_path / "a.tar.gz", ("losses.py", random.Random(0).randbytes(5000)))
    path.write_bytes(path.read_bytes()[:3000])
    assert refusal(path) == BROKEN_TAR


def test_random_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    """An archive with random changed bytes is read within the limits or refused."""
    chance = random.Random(0)
    path = pack(tmp_path / "a.tar.gz", ("losses.py", SOURCE * 20), ("data/é.csv", b"1,2\n" * 30), ("x" * 200, b""))
    plain = gzip.decompress(path.read_bytes())
    for _ in range(200):
        raw = bytearray(plain)
        for _ in range(chance.choice((1, 2, 4))):
            raw[chance.randrange(2048)] = chance.randrange(256)
        path.write_bytes(gzip.compress(bytes(raw), 1))
        try:
            collected = read_tar(path)
        except Refused:
            continue
        assert sum(map(len, collected.files.values())) <= TOTAL


def test_a_broken_tar_is_a_problem(tmp_path: Path) -> None:
    """The student reads why."""
    (tmp_path / "alice.tgz").write_bytes(b"no tar")
    assert problem(tmp_path / "alice.tgz", COURSE) == BROKEN_TAR

"""Zips are read within limits, and nothing is unpacked to disk. A hostile zip is refused as a whole."""

from __future__ import annotations

import bz2
import io
import random
import stat
import time
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from grader.submission.archive import BROKEN, read_zip
from grader.submission.bounds import FILE, FILES, FOLDERS, LISTING, MIB, TOTAL, Refused

SOURCE = b"def f():\n    return 1\n"


def pack(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip, which may have duplicate names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicate names
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in members:
                archive.writestr(name, content)
    return path


def of_kind(name: str, kind: int) -> zipfile.ZipInfo:
    """Return a member with a file type, such as ``stat.S_IFLNK``."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    return info


def refusal(path: Path) -> str:
    """Return why the zip ``path`` is refused."""
    with pytest.raises(Refused) as caught:
        read_zip(path)
    return str(caught.value)


def test_reads_files_and_drops_what_is_nobodys_work(tmp_path: Path) -> None:
    """Modules, helpers and data are read. Caches, hidden files, files of the handout and macOS's are ignored."""
    path = pack(
        tmp_path / "alice.zip",
        ("02_losses/", b""),
        ("02_losses/losses.py", SOURCE),
        ("02_losses/data/table.csv", b"1,2\n"),
        ("./02_losses/helper.py", b""),
        ("02_losses/test_losses.py", b"x"),
        ("02_losses/exercise.toml", b"x"),
        ("02_losses/desk/words.json", b"x"),
        ("02_losses/README.zh-CN.md", b"x"),
        ("02_losses/__pycache__/losses.cpython-311.pyc", b"x"),
        ("02_losses/.git/config", b"x"),
        ("02_losses/.ipynb_checkpoints/losses.py", b"x"),
        ("__MACOSX/02_losses/._losses.py", b"x"),
        ("02_losses/losses.py~", b"x"),
    )
    haul = read_zip(path)
    expected = {"02_losses/losses.py": SOURCE, "02_losses/data/table.csv": b"1,2\n", "02_losses/helper.py": b""}
    assert expected == haul.files
    assert haul.unusable == {}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../losses.py",
        "a/../../losses.py",
        "C:/losses.py",
        "c:losses.py",
        "..\\losses.py",
        "\\\\host\\x.py",
        "a\\..\\..\\b.py",
    ],
)
def test_a_name_that_points_outside_condemns_the_zip(tmp_path: Path, name: str) -> None:
    """A zip is refused if a name is absolute, has a drive letter or ``..``. Backslashes count as slashes."""
    assert "points outside it" in refusal(pack(tmp_path / "a.zip", ("losses.py", SOURCE), (name, b"x")))


def test_a_name_that_points_outside_is_refused_even_where_it_would_be_dropped(tmp_path: Path) -> None:
    """A name that points outside is refused, even if the file would be ignored as hidden."""
    assert "points outside it" in refusal(pack(tmp_path / "a.zip", ("../.bashrc", b"x")))


def test_backslashes_of_windows_tools_separate_folders(tmp_path: Path) -> None:
    """A zip with backslashes between folders is read. Older versions of PowerShell write such zips."""
    haul = read_zip(pack(tmp_path / "a.zip", ("02_losses\\", b""), ("02_losses\\losses.py", SOURCE)))
    assert haul.files == {"02_losses/losses.py": SOURCE}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a\nb.py", "control character"),
        ("\x1b[31m.py", "control character"),
        ("x" * 256, "too long"),
        ("字" * 86, "too long"),
        ("d/" * 600 + "x", "too long"),
    ],
)
def test_a_name_that_no_file_system_should_hold_condemns_the_zip(tmp_path: Path, name: str, why: str) -> None:
    """Names with control characters and names that are too long are refused. The message is short and printable."""
    problem = refusal(pack(tmp_path / "a.zip", (name, b"x")))
    assert why in problem
    assert problem.isprintable()
    assert len(problem) < 200


def test_a_nul_in_a_name_condemns_the_zip(tmp_path: Path) -> None:
    """A name with NUL is refused. zipfile would cut it there and read ``losses.py NUL .txt`` as a module."""
    path = pack(tmp_path / "a.zip", ("losses.pyX.txt", SOURCE))
    path.write_bytes(path.read_bytes().replace(b"losses.pyX.txt", b"losses.py\0.txt"))
    assert "control character" in refusal(path)


def test_links_and_special_files_condemn_the_zip(tmp_path: Path) -> None:
    """A zip with a symbolic link or a FIFO is refused."""
    assert "symbolic link" in refusal(pack(tmp_path / "a.zip", (of_kind("losses.py", stat.S_IFLNK), b"/etc/passwd")))
    assert "neither a file" in refusal(pack(tmp_path / "b.zip", (of_kind("losses.py", stat.S_IFIFO), b"")))


def test_a_link_in_a_dropped_folder_does_no_harm(tmp_path: Path) -> None:
    """A link in an ignored folder, such as a virtual environment, does not matter."""
    link = of_kind(".venv/bin/python", stat.S_IFLNK)
    assert {"losses.py"} == read_zip(
        pack(tmp_path / "a.zip", (link, b"/usr/bin/python"), ("losses.py", b""))
    ).files.keys()


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    """A zip with an encrypted member is refused."""
    path = pack(tmp_path / "a.zip", ("losses.py", SOURCE))
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert "password" in refusal(path)


@pytest.mark.parametrize("names", [("a.py", "a.py"), ("a/b.py", "a\\b.py"), ("a.py", "./a.py")])
def test_two_members_of_one_name_condemn_the_zip(tmp_path: Path, names: tuple[str, str]) -> None:
    """A zip with two members of one name is refused, since tools differ in which of them they use."""
    assert "same name" in refusal(pack(tmp_path / "a.zip", *((name, b"") for name in names)))


def test_a_name_that_is_a_file_and_a_folder_condemns_the_zip(tmp_path: Path) -> None:
    """A zip with ``a`` and ``a/b.py`` is refused, since both cannot be written into one folder."""
    assert "both a file and a folder" in refusal(pack(tmp_path / "a.zip", ("a", b"x"), ("a/b.py", b"x")))


def test_a_bomb_is_never_inflated(tmp_path: Path) -> None:
    """A member of 50 MB is left out without inflating it: memory stays small and nothing is written."""
    path = pack(tmp_path / "a.zip", ("losses.py", SOURCE), ("bomb.dat", bytes(50 * MIB)))
    before = sorted(tmp_path.iterdir())
    tracemalloc.start()
    haul = read_zip(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert haul.files == {"losses.py": SOURCE}
    assert haul.unusable == {"bomb.dat": "is larger than 2 MiB"}
    assert peak < FILE
    assert before == sorted(tmp_path.iterdir())


def test_a_bomb_that_lies_about_its_size_is_never_inflated(tmp_path: Path) -> None:
    """A member of 50 MB that is announced as 100 bytes is not inflated whole, and the zip is refused as broken."""
    path = pack(tmp_path / "a.zip", ("losses.py", bytes(50 * MIB)))
    true, lie = (50 * MIB).to_bytes(4, "little"), (100).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, lie))
    tracemalloc.start()
    problem = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problem == BROKEN
    assert peak < FILE


def test_many_small_bombs_stop_at_the_total(tmp_path: Path) -> None:
    """Many members within the limit of a file are inflated only up to the total limit. Then the zip is refused."""
    path = pack(tmp_path / "a.zip", *((f"{n}.dat", bytes(FILE)) for n in range(TOTAL // FILE + 20)))
    tracemalloc.start()
    problem = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "larger than 16 MiB" in problem
    assert peak < TOTAL + 2 * FILE


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_inflate_at_once_are_refused(tmp_path: Path, method: int) -> None:
    """Members packed with bzip2 or LZMA are refused without opening them: zipfile would inflate whole blocks."""
    path = pack(tmp_path / "a.zip", ("losses.py", bytes(FILE)), method=method)
    tracemalloc.start()
    problem = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unusual way" in problem
    assert peak < FILE
    assert len(bz2.compress(bytes(FILE))) < 100  # a few bytes become megabytes


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    """A zip with more files than the limit is refused. The limit itself passes."""
    members = [(f"{n}.py", b"") for n in range(FILES + 1)]
    assert len(read_zip(pack(tmp_path / "a.zip", *members[:-1])).files) == FILES
    assert f"more than {FILES} files" in refusal(pack(tmp_path / "b.zip", *members))


def test_a_long_list_of_contents_is_refused(tmp_path: Path) -> None:
    """A zip whose list of contents is too long is refused."""
    path = pack(tmp_path / "a.zip", *((f"{n:0240d}.pyc", b"") for n in range(LISTING // 280)))
    assert "list of contents" in refusal(path)


def test_members_too_deep_are_left(tmp_path: Path) -> None:
    """Files that are nested 500 folders deep are left out quickly."""
    names = [f"{n}/" + "d/" * 499 + "x.csv" for n in range(190)]
    path = pack(tmp_path / "z.zip", ("losses.py", SOURCE), *((name, b"") for name in names))
    begun = time.process_time()
    haul = read_zip(path)
    assert time.process_time() - begun < 20  # usually milliseconds
    assert haul.files == {"losses.py": SOURCE}
    assert list(haul.unusable) == names
    assert "move it further up" in haul.unusable[names[0]]


def test_too_many_folders_are_refused(tmp_path: Path) -> None:
    """A zip with files in too many folders is refused. The limit itself passes. Empty folders do not count."""
    empty = [(f"e/{n}/", b"") for n in range(2 * FOLDERS)]
    fits = [(f"a{n}/b/x.csv", b"") for n in range(FOLDERS // 2)]
    assert len(read_zip(pack(tmp_path / "z.zip", *fits, *empty)).files) == FOLDERS // 2
    told = refusal(pack(tmp_path / "z.zip", *fits, ("one_more/x.csv", b"")))
    assert told == f"it has files in more than {FOLDERS} folders: put them into fewer"


def test_a_zip_in_a_zip_is_left(tmp_path: Path) -> None:
    """A zip inside a zip is left out and not opened."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("losses.py", SOURCE)
    haul = read_zip(pack(tmp_path / "a.zip", ("inner.zip", inner.getvalue())))
    assert (haul.files, list(haul.unusable)) == ({}, ["inner.zip"])


@pytest.mark.parametrize("content", [b"", b"Rar!\x1a\x07\x00", b"PK\x05\x06" + bytes(10), b"PK\x03\x04" * 9])
def test_what_is_no_zip_is_called_broken(tmp_path: Path, content: bytes) -> None:
    """Bytes that are not a zip are refused as broken, in words for the student."""
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert refusal(path) == BROKEN


def test_a_cut_zip_is_called_broken(tmp_path: Path) -> None:
    """A truncated zip is refused as broken."""
    path = pack(tmp_path / "a.zip", ("losses.py", SOURCE * 100))
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path) == BROKEN


def test_names_in_utf8_are_read_with_and_without_the_flag(tmp_path: Path) -> None:
    """UTF-8 names are read with and without the flag. Names that are not UTF-8 are read as code page 437."""
    path = pack(tmp_path / "a.zip", ("数据.csv", b""))
    assert {"数据.csv"} == read_zip(path).files.keys()
    raw = bytearray(path.read_bytes())
    raw[7] &= ~8 & 0xFF  # bit 11 of the flags, in the local header
    raw[raw.index(b"PK\x01\x02") + 9] &= ~8 & 0xFF  # and in the list of contents
    path.write_bytes(raw)
    assert {"数据.csv"} == read_zip(path).files.keys()
    path.write_bytes(bytes(raw).replace("数据".encode(), b"r\x82sum\x82"))
    assert {"résumé.csv"} == read_zip(path).files.keys()


def test_names_that_claim_to_be_utf8_and_are_not_are_broken(tmp_path: Path) -> None:
    """A zip with the UTF-8 flag and a name that is not UTF-8 is refused as broken."""
    path = pack(tmp_path / "a.zip", ("数据.csv", b""))
    path.write_bytes(path.read_bytes().replace("数据".encode(), b"\xff\xfe\xff\xfe\xff\xfe"))
    assert refusal(path) == BROKEN


def test_random_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    """A zip with random changed bytes gives files within the limits or is refused. No other exception is raised."""
    chance = random.Random(0)
    path = pack(tmp_path / "a.zip", ("losses.py", SOURCE * 20), ("data/é.csv", b"1,2\n" * 30))
    sound = path.read_bytes()
    for _ in range(500):
        raw = bytearray(sound)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(raw))
            raw[at : at + chance.choice((0, 1, 4))] = chance.choice((b"\0", b"\xff" * 4, b"\x7f", chance.randbytes(1)))
        path.write_bytes(raw)
        try:
            haul = read_zip(path)
        except Refused:
            continue
        assert sum(map(len, haul.files.values())) <= TOTAL

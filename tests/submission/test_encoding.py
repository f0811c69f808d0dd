"""Sources and names in other encodings are read right, and what Python reads stays as it is."""

from __future__ import annotations

import ast
import codecs
from pathlib import Path

import pytest

from grader.submission import Entry, read_entry
from grader.submission.encoding import as_utf8, name_in_zip
from submission.sample import COURSE, LOSSES, of_tree, write

SOURCE = 'def f(x):\n    "é ü"\n    return x  # größer\n'

CHINESE = "def f(x):\n    return x  # 均方误差，李喆\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF16_LE + SOURCE.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + SOURCE.encode("utf-16-be"), "UTF-16"),
        (SOURCE.encode("utf-16-le"), "UTF-16"),
        (SOURCE.encode("utf-16-be"), "UTF-16"),
        (SOURCE.encode("latin-1"), "Latin-1"),
        (CHINESE.encode("gbk"), "GBK"),
        (b"# -*- coding: utf-8 -*-\n" + SOURCE.encode("latin-1"), "Latin-1"),
        (b"#!/usr/bin/python\n# vim: fileencoding=nonsense\n" + SOURCE.encode("latin-1"), "Latin-1"),
    ],
)
def test_what_python_cannot_read_becomes_utf8_with_a_note(content: bytes, encoding: str) -> None:
    """The text is the same, it can be parsed, and the note says what it was read as."""
    found, note = as_utf8(content, "losses.py")
    assert note == f"losses.py is not in UTF-8: it was read as {encoding}"
    assert found.decode().endswith(CHINESE if encoding == "GBK" else SOURCE)
    ast.parse(found)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SOURCE.encode(),
        SOURCE.encode("utf-8-sig"),
        b"# coding: latin-1\n" + SOURCE.encode("latin-1"),
        b"# coding: gbk\n" + CHINESE.encode("gbk"),
        b"def f(x:",
    ],
)
def test_what_python_reads_is_left_alone(content: bytes) -> None:
    """A source that says its encoding truly keeps its bytes, and so does one with a syntax error."""
    assert as_utf8(content, "losses.py") == (content, None)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("王小明/losses.py".encode("gbk"), "王小明/losses.py"),
        ("李喆.py".encode("gbk"), "李喆.py"),
        ("数据.csv".encode(), "数据.csv"),
        ("Müller/résumé.csv".encode("cp437"), "Müller/résumé.csv"),
        ("Ángel_Núñez.py".encode("cp437", "replace"), "?ngel_Núñez.py"),
        (b"plain.py", "plain.py"),
    ],
)
def test_names_in_zips_without_a_flag(raw: bytes, name: str) -> None:
    """UTF-8 and GBK are told from code page 437, which accented names of old tools are in."""
    assert name_in_zip(raw) == name


def test_a_module_in_another_encoding_counts(tmp_path: Path) -> None:
    """In a folder and as a single file it is read and noted, and so is a helper beside it."""
    note = "losses.py is not in UTF-8: it was read as UTF-16"
    submission = of_tree(tmp_path, {"losses.py": SOURCE.encode("utf-16"), "helper.py": CHINESE.encode("gbk")})
    assert submission.files["02_losses"] == {"losses.py": SOURCE.encode(), "helper.py": CHINESE.encode()}
    assert set(submission.notes) == {note, "helper.py is not in UTF-8: it was read as GBK"}
    path = write(tmp_path, {"bob_losses.py": SOURCE.encode("latin-1")}) / "bob_losses.py"
    assert read_entry(Entry("bob", path), [LOSSES], COURSE).files["02_losses"]["losses.py"] == SOURCE.encode()

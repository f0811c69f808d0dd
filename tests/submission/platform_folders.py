"""Classes as platforms deliver them, with made-up students: one function writes one layout."""

from __future__ import annotations

import os
import subprocess
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from submission.sample import book, write, zipped

ONE = "def mean_squared_error(y, t):\n    return 1\n"
TWO = "def mean_squared_error(y, t):\n    return 2\n"
LAYER = "class Affine:\n    def forward(self, x):\n        return x\n"

EARLY, LATE = 1_700_000_000, 1_700_086_400
"""Two times, a day apart, in seconds since the epoch."""

Dated = Mapping[str, int]


def dated(root: Path, times: Dated) -> Path:
    """Set the modification times of files and return ``root``."""
    for name, time in times.items():
        os.utime(root / name, (time, time))
    return root


def moodle_folders(root: Path) -> Path:
    """Write Moodle's folders, of this version and of an older one, with a Chinese name and two people of one name."""
    return write(
        root,
        {
            "Ada Student_1000001_assignsubmission_file/losses.py": ONE,
            "Ada Student_1000001_assignsubmission_file/layers.py": LAYER,
            "Ada Student_1000001_assignsubmission_onlinetext/onlinetext.html": "<p>done</p>",
            "Ada Student_1000002_assignsubmission_file_/losses.py": TWO,
            "学生三_1000003_assignsubmission_file_/work/02_losses/losses.py": ONE,
            "Dan Student_1000004_assignsubmission_onlinetext/onlinetext.html": "<p>sorry</p>",
            "grades.xlsx": "",
        },
    )


def moodle_flat(root: Path) -> Path:
    """Write Moodle's flat form: no folders, a zip, a number in a student's own file name."""
    root.mkdir(parents=True)
    zipped(root / "Bob Student_1000002_assignsubmission_file_my_work.zip", {"losses.py": TWO})
    return write(
        root,
        {
            "Ada Student_1000001_assignsubmission_file_losses.py": ONE,
            "Ada Student_1000001_assignsubmission_file_layers.py": LAYER,
            "Ada Student_1000001_assignsubmission_onlinetext_onlinetext.html": "<p>done</p>",
            "学生三_1000003_assignsubmission_file_losses_12_34.py": ONE,
        },
    )


def canvas(root: Path) -> Path:
    """Write Canvas's flat names: late, anonymous, a second upload of one name, a page of text, a helper module."""
    return write(
        root,
        {
            "studentada_11_501_losses.py": ONE,
            "studentada_11_502_layers.py": LAYER,
            "studentada_11_503_helper_1_2.py": "",
            "studentbob_LATE_12_601_losses.py": ONE,
            "studentbob_LATE_12_602_losses-2.py": TWO,
            "学生三_13_701_losses.py": ONE,
            "anon_a1b2c_801_losses.py": TWO,
            "studentada_11_text.html": "<p>see my file</p>",
        },
    )


GRADESCOPE = """
submission_100001:
  :submitters:
  - :name: Ada Student
    :sid: '2026001'
    :email: ada@example.org
  :created_at: 2026-11-30 18:00:00.123456000 +08:00
  :score: 10.0
  :history:
  - :id: 1
    :created_at: 2026-11-29 18:00:00.000000000 Z
submission_100002:
  :submitters:
  - :name: Bob Student
    :sid: '2026002'
    :email: bob@example.org
  - :name: 学生三
    :sid:
    :email: san@example.org
  :created_at: 2026-11-30 12:00:00.000000000 Z
"""


def gradescope(root: Path) -> Path:
    """Write a Gradescope export with a group."""
    return write(
        root,
        {
            "submission_metadata.yml": GRADESCOPE,
            "submission_100001/losses.py": ONE,
            "submission_100002/02_losses/losses.py": TWO,
        },
    )


def nbgrader(root: Path) -> Path:
    """Write a course of nbgrader's: two assignments of one student, a time in each."""
    return write(
        root,
        {
            "nbgrader_config.py": "",
            "source/ps1/losses.ipynb": book("pass"),
            "submitted/student_01/ps1/losses.ipynb": book(ONE),
            "submitted/student_01/ps1/timestamp.txt": "2026-11-30 10:30:47.524219 UTC",
            "submitted/student_01/ps2/layers.ipynb": book(LAYER),
            "submitted/student_01/ps2/timestamp.txt": "2026-12-01 09:00:00 UTC",
            "submitted/学生二/ps1/losses.ipynb": book(TWO),
        },
    )


def github(root: Path) -> Path:
    """Write two clones, of which one has a configuration and a hook that would run a program."""
    for login, code, time in (("ada-student", ONE, EARLY), ("bob-student", TWO, LATE)):
        clone = write(root / f"hw2-{login}", {"exercises/02_losses/losses.py": code})
        environment = os.environ | {
            "GIT_AUTHOR_DATE": f"{time} +0800",
            "GIT_COMMITTER_DATE": f"{time} +0800",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        for words in (
            ["init", "-q", "-b", "main"],
            ["add", "."],
            ["-c", "user.name=Student", "-c", "user.email=student@example.org", "commit", "-q", "-m", "work"],
            ["pack-refs", "--all"],
            ["gc", "-q"],
        )[: 5 if login == "bob-student" else 3]:
            subprocess.run(["git", *words], cwd=clone, env=environment, check=True)
    bad = root / "hw2-bob-student" / ".git"
    marker = root.parent / "ran"
    with (bad / "config").open("a", encoding="utf-8") as file:
        file.write(
            "[core]\n" + "".join(f'\t{key} = "touch {marker}"\n' for key in ("fsmonitor", "pager", "sshCommand"))
        )
    hook = bad / "hooks" / "post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {marker}\n")
    hook.chmod(0o755)
    return root


def google(root: Path) -> Path:
    """Write Google Classroom's folder: names on either side, a second copy, and a file that says not whose it is."""
    return write(
        root,
        {
            "losses - Ada Student.py": ONE,
            "layers.py - Ada Student.py": LAYER,
            "Bob Student - losses.py": ONE,
            "Bob Student - losses (1).py": TWO,
            "losses - 学生三.ipynb": book(ONE),
        },
    )


def plain(root: Path) -> Path:
    """Write a plain folder: a folder and a later zip of one student, attempts, copies and stray files."""
    root.mkdir(parents=True, exist_ok=True)
    zipped(root / "student_01.zip", {"losses.py": TWO})
    write(
        root,
        {
            "student_01/losses.py": ONE,
            "student_01/layers.py": LAYER,
            "student_02/attempt_1/losses.py": ONE,
            "student_02/attempt_2/losses.py": TWO,
            "学生三/losses.py": ONE,
            "学生三/losses (1).py": TWO,
            "student_04_losses.py": ONE,
            "student_04_losses_v2.py.txt": TWO,
            "student_05/losses.py.txt": ONE,
            "student_06/losses_final.py": ONE,
            "roster.csv": "",
            "notes.txt": "",
            "report.pdf": "",
            ".DS_Store": "",
        },
    )
    times = {"student_01/losses.py": EARLY, "student_01/layers.py": EARLY, "student_01.zip": LATE}
    return dated(root, times | {"student_04_losses.py": EARLY, "student_04_losses_v2.py.txt": LATE})


def as_zip(folder: Path, target: Path, inside: str = "") -> Path:
    """Write ``folder`` as a zip, perhaps inside a folder of it."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{inside}{path.relative_to(folder).as_posix()}")
    return target


def as_tar(folder: Path, target: Path, inside: str = "") -> Path:
    """Write ``folder`` as a .tar.gz, perhaps inside a folder of it."""
    with tarfile.open(target, "w:gz") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.add(path, f"{inside}{path.relative_to(folder).as_posix()}")
    return target


class _Gbk(zipfile.ZipInfo):
    """A member whose name is in GBK, without the flag that says UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def gbk_zip(target: Path, tree: Mapping[str, str]) -> Path:
    """Write a zip as Chinese Windows does."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in tree.items():
            archive.writestr(_Gbk(name, (2026, 11, 30, 12, 0, 0)), content)
    return target

"""docs/teacher.md and its Chinese twin: every command runs as it stands, and says what the page says."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

COMMAND = str(Path(sys.executable).parent / "xorcise")

PAGES = {"en": "teacher.md", "zh-CN": "teacher.zh-CN.md"}

PATIENCE_S = 300
"""Nothing here is about speed."""

IN_TIME, LATE = (2026, 11, 15, 12, 0, 0), (2026, 11, 16, 20, 0, 0)

PEOPLE = (("1000001", "Ada Example"), ("1000002", "Bob Example"), ("1000003", "Eve Example"), ("1000005", "Zoe Absent"))

pytestmark = pytest.mark.slow  # a class is graded twice


def downloaded(folder: Path) -> None:
    """Write what Moodle gives: five students, one late, one of whom handed in twice, and one who is in no worksheet."""
    right = (CHECKOUT / "solutions" / "02_losses" / "losses.py").read_text(encoding="utf-8")
    stub = (CHECKOUT / "exercises" / "02_losses" / "losses.py").read_text(encoding="utf-8")
    files = {
        "Ada Example_1000001_assignsubmission_file/losses.py": (right, IN_TIME),
        "Bob Example_1000002_assignsubmission_file/losses.py": (right, LATE),
        "Eve Example_1000003_assignsubmission_file/losses.py": (stub, IN_TIME),
        "Eve Example_1000003_assignsubmission_file/losses (1).py": (right, (*IN_TIME[:3], 22, 0, 0)),
        "Dan Unknown_1000004_assignsubmission_file/losses.py": (right, IN_TIME),
    }
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for name, (text, time) in files.items():
            archive.writestr(zipfile.ZipInfo(name, time), text)
    headings = (
        "Identifier",
        "Full name",
        "Status",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
        "Feedback comments",
    )
    with (folder / "worksheet.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(headings)
        table.writerows((f"Participant {n}", name, "Submitted", "", "50.00", "-", "") for n, name in PEOPLE)


@pytest.mark.parametrize("lang", PAGES)
def test_a_term_from_roster_to_marks(lang: str, tmp_path: Path) -> None:
    """In the order of the page; TOML between two commands is added to course.toml first, a table is judged.csv."""
    downloaded(tmp_path)
    page = (CHECKOUT / "docs" / PAGES[lang]).read_text(encoding="utf-8")
    done = 0
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", page, re.MULTILINE):
        lines = [line[4:] for line in block.strip("\n").split("\n")]
        if lines[0].startswith("export "):
            continue
        if lines[0].startswith("student,"):
            (tmp_path / "judged.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            continue
        if not lines[0].startswith("$ "):
            with (tmp_path / "course.toml").open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n\n")
            continue
        said = run(lines[0][2:], lang, tmp_path)
        for line in lines[1:]:
            assert line.strip() in said, (lines[0], line, said)
        done += 1
    assert done == 14
    marks = run(f"xorcise export -o results --course {tmp_path / 'course.toml'} --format moodle", lang, tmp_path)
    rows = list(csv.DictReader(io.StringIO(marks)))
    assert {row["Full name"]: row["Grade"] for row in rows} == {
        "Ada Example": "49.09",  # 108 of 110, scaled to 50
        "Bob Example": "50.00",
        "Eve Example": "47.73",  # 105 of 110
    }
    assert {path.name for path in (tmp_path / "results" / "feedback").iterdir()} == {
        f"{name}_{n}_assignfeedback_file_feedback.html" for n, name in PEOPLE if name != "Zoe Absent"
    }


def run(command: str, lang: str, folder: Path) -> str:
    """Run a line of the page and return what it prints, on both streams."""
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)]
    assert words[0] == "xorcise"
    done = subprocess.run(
        [COMMAND, *words[1:]],
        cwd=folder,
        env=os.environ | {"XORCISE_CATALOGUE": str(CHECKOUT), "XORCISE_LANG": lang, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr

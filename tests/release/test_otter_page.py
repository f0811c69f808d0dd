"""docs/otter.md is true: the example of a migration is written down and run, and gives the points that Otter gave."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from textwrap import dedent

import pytest

from grader.release.otter.plugin import Config
from release.plain_otter import OTTER, otter_run
from tools.otter_parity import points_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "otter.md").read_text(encoding="utf-8")

RIGHT = "    return (f - 32) * 5 / 9\n"
IN_PLACE = "    f = np.asarray(f, float)\n    f -= 32\n    f *= 5 / 9\n    return f\n"


def test_the_settings_are_those_of_the_plugin() -> None:
    """Each key of the configuration that somebody may change has its line."""
    rows = re.findall(r"^\| (`[a-z]+`(?:, `[a-z]+`)*) \| (?:`|of the)", PAGE, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([a-z]+)`", row)}
    assert told == {f.name for f in fields(Config)} - {"slug", "engine"}


@pytest.mark.slow
@pytest.mark.skipif(not OTTER.exists(), reason="otter-grader is not installed: pip install -e '.[otter]'")
def test_the_migrated_assignment_gives_the_same_points(tmp_path: Path) -> None:
    """The Otter test file as it was, and the suite in its place: for a right solution and for one that is not."""
    course = tmp_path / "course"
    for path, block in re.findall(r"^In `([^`]+)`[^\n]*:\n\n((?:    .*\n|\n)+)", PAGE, re.MULTILINE):
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_text(dedent(block), encoding="utf-8")
    commands = re.findall(r"^    \$ xorcise (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        line = [str(Path(sys.executable).parent / "xorcise"), *command.split()]
        done = subprocess.run(line, cwd=course, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    [otters] = re.findall(r"`tests/q1\.py` of an assignment:\n\n((?:    .*\n|\n)+)", PAGE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1.py").write_text(dedent(otters), encoding="utf-8")
    command = [str(OTTER), "generate", "-t", "tests", "-o", "plain.zip", "--no-environment"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for name, body, points in (("right", RIGHT, 3.0), ("in_place", IN_PLACE, 1.0)):
        handed_in = tmp_path / name / "temperature.py"
        handed_in.parent.mkdir()
        handed_in.write_text(f"import numpy as np\n\n\ndef to_celsius(f):\n{body}", encoding="utf-8")
        for archive in (tmp_path / "plain.zip", course / "out" / "autograder" / "50_temperature.zip"):
            out = tmp_path / name / archive.stem
            assert otter_run(archive, handed_in, out).returncode == 0
            given = points_of(out / "results.json")
            assert given is not None
            assert (sum(got for got, _ in given.values()), sum(most for _, most in given.values())) == (points, 3.0)

"""Every platform gives the points that `xorcise grade` gives."""

from __future__ import annotations

from pathlib import Path

import parity
import pytest

from .layout import CLASS


@pytest.mark.slow
def test_every_way_gives_the_same_points(tmp_path: Path) -> None:
    """A wrong entry of the sample class, a hostile one, a zip. `make parity` compares all in half an hour."""
    entries = tuple(CLASS / name for name in ("04-typical-mistakes", "10-lying-object", "12-zipped.zip"))
    plan = parity.Plan(entries, ("02_losses",), 0, tmp_path)
    found = parity.compare(plan)
    assert parity.differences(plan, found) == []
    assert {way for way, points in found.items() if points is None} <= {"otter run"}
    assert all(points is None or len(points) == len(entries) for points in found.values())


def test_a_difference_is_marked_and_counted(tmp_path: Path) -> None:
    plan = parity.Plan((Path("ada"), Path("bob.zip")), ("02_losses",), 7, tmp_path)
    same = {"ada": {"02_losses": 100.0}, "bob": {"02_losses": 16.5}}
    other = {"ada": {"02_losses": 100.0}, "bob": {}}
    found: parity.Found = {"xorcise grade": same, "Gradescope": same, "GitHub": other, "otter run": None}
    assert parity.differences(plan, found) == [("bob", "GitHub")]
    text = parity.page(plan, found)
    assert "| bob.zip | 16.5 | 16.5 | **0** | – |" in text
    assert "2 submissions, seed 7: 1 cells differ from `xorcise grade`. Not there: otter run." in text

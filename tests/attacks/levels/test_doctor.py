"""``xorcise doctor`` at each level: it names it, what is missing, and what a submission could do there."""

from __future__ import annotations

import pytest

from grader.commands.doctor import examine
from grader.guest import confinement
from grader.slot import slot

from .run import offered


def told(capsys: pytest.CaptureFixture[str]) -> tuple[bool, str]:
    """Return whether everything is denied, and what the doctor printed."""
    return examine("digits"), capsys.readouterr().out


def test_at_the_strongest_level_everything_is_denied(capsys: pytest.CaptureFixture[str]) -> None:
    """The level, every attempt with its outcome, the data and the versions; nothing that a submission could do."""
    if not offered("landlock"):
        pytest.skip("this kernel has no Landlock")
    good, text = told(capsys)
    assert good
    assert "chosen: landlock, system calls filtered" in text
    assert "read " in text
    assert "worked" not in text
    assert "data: digits" in text
    assert "numpy 2" in text


def test_without_landlock_it_names_the_next_level(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """bubblewrap denies the same, and is named; landlock is said not to work."""
    if not offered("bubblewrap"):
        pytest.skip("bubblewrap does not work on this machine")
    monkeypatch.setattr(confinement, "sandlock", None)
    good, text = told(capsys)
    assert good
    assert "  landlock    does not work here" in text
    assert "chosen: bubblewrap, system calls filtered" in text
    assert "worked" not in text


@pytest.mark.parametrize(
    ("filtered", "chosen"),
    [
        (True, "chosen: bare, system calls filtered; this machine lacks landlock"),
        (False, "chosen: bare, system calls not filtered; this machine lacks landlock, seccomp"),
    ],
)
def test_at_the_weakest_level_it_says_what_a_submission_could_do(
    filtered: bool, chosen: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every attempt that worked is shown as such, and the last line says what that means."""
    monkeypatch.setattr(confinement, "sandlock", None)
    monkeypatch.setattr(slot, "bubblewrap_command", lambda folder: None)
    monkeypatch.setattr(slot, "readable_by_nobody", lambda: False)
    if not filtered:
        monkeypatch.setattr(confinement, "HAVE_SECCOMP", False)
    good, text = told(capsys)
    assert not good
    assert f"{chosen}\n" in text
    worked = [line for line in text.splitlines() if ": worked" in line]
    assert any(line.startswith("  write ") for line in worked)
    assert any(line.startswith("  fork") for line in worked) is not filtered
    assert "not confined: a submission could " in text.splitlines()[-1]
    assert "docs/threat-model.md" in text.splitlines()[-1]

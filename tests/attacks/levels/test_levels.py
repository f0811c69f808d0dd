"""Each level of confinement, forced: what attacks gain there is what docs/threat-model.md says, no more and no less.

The judge is the same at every level, so points follow from reading answers alone, and what a level loses is files,
processes and neighbours. At the weakest levels everything runs in namespaces of its own.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from share import bounded

from attacks.hostile_corpus import ROOT
from grader.errors import ContainmentError
from grader.guest import confinement
from grader.slot.slot import Slot, require

from . import run
from .run import chosen, corpus, offered, run_level

DOCUMENT = ROOT / "docs" / "threat-model.md"

FEW = ("exit_kill_self", "flood_fork", "peek_solution", "report_result_written", "stray_daemon", "stray_network")
"""One attack for each thing that a level may lose, for short runs."""

ROOTS = ("peek_devices",)
"""Attacks that gain what root alone can: /etc/shadow."""

Table = dict[str, dict[str, list[str]]]


def documented() -> Table:
    """Return the table of losses: by level, by attack, what it gains there."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("### What each level loses")[2].partition("\n## ")[0]
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in re.findall(r"^\|.+\|$", section, re.M)]
    (_, *levels), _, *attacks = rows
    return {
        level: {name: cells[n].split(", ") for name, *cells in attacks if cells[n] != "-"}
        for n, level in enumerate(levels)
    }


def compare(level: str, place: Path, names: list[str]) -> None:
    """Require of the attacks ``names`` that they gain at ``level`` what is documented."""
    if not offered(level):
        pytest.skip(f"level {level} cannot be had or kept from harm on this machine")
    names = [name for name in names if os.geteuid() == 0 or name not in ROOTS]
    known = documented()[level]
    assert run_level(level, place, names) == {name: known.get(name, []) for name in names}


LEVELS = [level for level in run.LEVELS if level != "user"]
"""Those of the table. No machine of ours keeps its interpreter where another user could read it."""

AT_EACH_LEVEL = pytest.mark.parametrize("level", LEVELS)


@AT_EACH_LEVEL
def test_a_level_loses_what_is_documented(level: str, tmp_path: Path) -> None:
    """One attack of each kind gains what the table says."""
    compare(level, tmp_path, list(FEW))


@pytest.mark.slow
@pytest.mark.parametrize("level", bounded(LEVELS, 3))  # each takes a minute and more
def test_the_whole_table_is_what_a_run_sees(level: str, tmp_path: Path) -> None:
    """Every attack that a level may decide about gains what the table says."""
    compare(level, tmp_path, [attack.name for attack in chosen()])


@pytest.mark.slow
def test_the_other_attacks_need_no_confinement(tmp_path: Path) -> None:
    """What confinement does not decide gains nothing at the weakest level either: the judge is the same."""
    if not offered(LEVELS[-1]):
        pytest.skip("the weakest level cannot be kept from harm on this machine")
    decided = {attack.name for attack in chosen()}
    every = [attack.name for attack in corpus() if attack.name not in decided]
    assert len(every) > 90
    names = bounded(every, 24)  # each takes some three seconds, most of them until its deadline
    assert run_level(LEVELS[-1], tmp_path, names) == {name: [] for name in names}


def test_the_table_names_every_level_and_only_attacks_of_the_corpus() -> None:
    """No row for an attack that there is not, and a column for each level that is run."""
    table = documented()
    assert list(table) == LEVELS
    assert {name for gained in table.values() for name in gained} <= {attack.name for attack in chosen()}
    assert table["landlock"] == table["bubblewrap"] == {}


def test_without_landlock_the_next_level_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strongest that is left: bubblewrap, then another user, then nothing; a run that asks for more is refused."""
    monkeypatch.setattr(confinement, "sandlock", None)
    expected = next(level for level in ("bubblewrap", "user", "bare") if level == "bare" or offered(level))
    with Slot() as slot:
        assert slot.containment.level == expected
        with pytest.raises(ContainmentError, match="--min-containment"):
            require(slot.containment, "landlock")


def test_without_the_filter_no_level_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Landlock and namespaces keep files apart and rely on the filter for the rest: alone they are no level."""
    monkeypatch.setattr(confinement, "HAVE_SECCOMP", False)
    for level in ("landlock", "bubblewrap", "user"):
        with pytest.raises(ContainmentError):
            Slot(level)
    with Slot() as slot:
        assert (slot.containment.level, slot.containment.seccomp) == ("bare", False)

"""What kernels before Linux 6.12 lack of Landlock, left out one at a time: what takes its place, and what is lost."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.guest.confinement import available

from .weak_slot import gain, slot_without

pytestmark = [
    pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock"),
    pytest.mark.skipif(bool(available()[2]), reason="this kernel lacks what is left out here"),
    pytest.mark.skipif(os.uname().machine != "x86_64", reason="system call numbers here are those of x86-64"),
]


@pytest.mark.parametrize(
    ("attack", "scope", "defences"),
    [
        ("kill", "signal_scope", ("group:others",)),
        ("tgkill", "signal_scope", ("rule:own signals",)),
        ("abstract_socket", "abstract_socket_scope", ("group:network",)),
    ],
)
def test_a_scope_and_the_filter_stop_the_same(attack: str, scope: str, defences: tuple[str, ...]) -> None:
    """Without the scope the filter suffices, without the filter's rules the scope; without both the attack succeeds."""
    with socket.socket(socket.AF_UNIX) as listening:
        name = f"xorcise-test-{os.getpid()}"
        listening.bind(f"\0{name}")
        listening.listen()
        argument = name if attack == "abstract_socket" else os.getpid()
        for out, gained in (((f"protection:{scope}",), False), (defences, False)):
            with slot_without(*out) as slot:
                assert bool(gain(slot, attack, argument)) is gained, out
        with slot_without(f"protection:{scope}", *defences) as slot:
            assert gain(slot, attack, argument) != ""


def test_setting_a_files_owner_is_stopped_by_the_filter_alone() -> None:
    """Setting an owner is no signal yet: the scope refuses the signal, the filter the setting."""
    with slot_without("protection:signal_scope") as slot:
        assert gain(slot, "owner", os.getpid()) == ""
    with slot_without("rule:file commands") as slot:
        assert gain(slot, "owner", os.getpid()) != ""


def test_commands_of_devices_are_stopped_by_landlock_and_by_the_filter() -> None:
    """Reading /dev/urandom is granted, its other commands are not: before Linux 6.10 the filter alone says so."""
    for landlock in ("protection:ioctl_dev", "abi:4"):
        for defences in ((landlock,), ("rule:device commands",)):
            with slot_without(*defences) as slot:
                assert gain(slot, "device", None) == "", defences
        with slot_without(landlock, "rule:device commands") as slot:
            assert gain(slot, "device", None) != ""


@pytest.mark.parametrize("abi", [3, 4, 5, 6])
def test_the_canary_is_refused_everything_under_each_version(abi: int, catalogue: Catalogue, tmp_path: Path) -> None:
    """From Landlock 3 (Linux 6.2) on everything that the canary tries is denied, be it by the filter."""
    (tmp_path / "gradebook.csv").write_text("student,total\n")
    outside = [tmp_path, tmp_path / "gradebook.csv"]
    with slot_without(f"abi:{abi}") as slot:
        done = slot.probe("numpy", [*catalogue.secret_paths(), *outside], outside)
    assert done
    assert [f"{name}: {what}" for name, what in done.items() if not what.startswith("denied")] == []


def test_before_landlock_3_files_can_be_emptied(tmp_path: Path) -> None:
    """That is why it counts as no wall at all: ``truncate`` of a result is not refused."""
    result = tmp_path / "result.json"
    for defences, emptied in ((), False), (("abi:3",), False), (("abi:2",), True):
        result.write_text("{}")
        with slot_without(*defences) as slot:
            gain(slot, "empty", str(result))
        assert (result.read_text() == "") is emptied, defences

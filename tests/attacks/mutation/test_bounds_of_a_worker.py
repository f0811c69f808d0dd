"""Deadlines, output, folder and temporary files: each bound holds something back that goes on where it is out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from grader.errors import StudentFault, TimedOut, WorkerEnded
from grader.guest.confinement import available
from grader.slot.slot import Slot
from grader.worker import connection, disk_usage, folder, monitor
from grader.worker.conversation import Conversation
from grader.worker.enforcement import Enforcement

from .weak_slot import LIMITS, Weakened, slot_without

LONG_S = 3600.0
"""A deadline that is none."""


@pytest.fixture(scope="module")
def whole() -> Iterator[Slot]:
    with Slot() as slot:
        yield slot


@pytest.fixture
def monitored(whole: Slot, monkeypatch: pytest.MonkeyPatch) -> Slot:
    """The slot as it is where guests have neither a tmpfs of their own nor a control group."""
    monkeypatch.setattr(whole, "enforcement", Enforcement())
    return whole


def ask(slot: Slot, source: str, times: int = 1, **limits: Any) -> Any:
    """Load ``source``, call its ``f`` some times as a suite would, and return the last answer."""
    chosen = replace(LIMITS, **limits)
    with slot.worker("numpy", {"a.py": source.encode()}, "a", chosen) as worker:
        for _ in range(times):
            value = worker.request(["call", ["module", "f"], [], [], {}, False], chosen.call_s).value
        return value


BUSY = "import time\ndef work():\n    begun = time.process_time()\n    while time.process_time() - begun < 1.5: pass\n"
SLOW = BUSY + "def f():\n    work()\n    return 1"
SLOW_TO_LOAD = BUSY + "work()\ndef f(): return 1"


@pytest.mark.parametrize(
    ("source", "times", "name", "seconds"),
    [
        (SLOW_TO_LOAD, 1, "load_s", 1.0),
        (SLOW, 1, "call_s", 1.0),
        (SLOW, 3, "exercise_s", 3.0),  # two calls fit in, a third does not
    ],
)
def test_each_deadline_ends_a_worker(whole: Slot, source: str, times: int, name: str, seconds: float) -> None:
    """What takes too long is ended by the deadline meant for it, and goes through where that one is out."""
    none = {"load_s": LONG_S, "call_s": LONG_S, "exercise_s": LONG_S}
    with pytest.raises(TimedOut):
        ask(whole, source, times, **none | {name: seconds})
    assert ask(whole, source, times, **none) == 1


def test_what_is_printed_is_bounded(whole: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten megabytes the judge keeps what is shown; without the bound it keeps them all."""
    source = "def f():\n    for _ in range(10): print('x' * 10**6)\n    return 1"

    def kept() -> int:
        with whole.worker("numpy", {"a.py": source.encode()}, "a", LIMITS) as worker:
            assert worker.request(["call", ["module", "f"], [], [], {}, False], 20.0).value == 1
            worker.end()
            return len(worker.output)

    assert kept() == connection.MAX_OUTPUT
    monkeypatch.setattr(connection, "MAX_OUTPUT", 10**9)
    assert kept() > 9 * 10**6


MANY_LARGE = "open(f'{n}', 'wb').truncate(8 * 2**20)"  # each within what one file may have, 80 MiB together
OPEN = "file = open(f'{n}', 'wb'); file.truncate(8 * 2**20); os.unlink(f'{n}'); held.append(file)"
MAPPED = (
    "file = open(f'{n}', 'w+b'); file.truncate(8 * 2**20); held.append(mmap.mmap(file.fileno(), 1)); file.close(); "
)
MAPPED += "os.unlink(f'{n}')"
MANY_SMALL = "open(f'{n}', 'w').close()"
DEEP = "os.mkdir('d'); os.chdir('d')"


@pytest.mark.parametrize(
    ("statement", "count", "where", "name", "weaker"),
    [
        (MANY_LARGE, 10, monitor, "SUBMISSION_BYTES", 10**9),
        (OPEN, 10, disk_usage, "removed_but_kept", lambda *_: 0),
        (MAPPED, 10, disk_usage, "removed_but_kept", lambda *_: 0),
        (MANY_SMALL, folder.MAX_FILES + 1, disk_usage, "MAX_FILES", 10**9),
        (DEEP, folder.MAX_NESTING + 2, disk_usage, "MAX_NESTING", 10**9),
    ],
)
def test_the_folder_is_watched(
    monitored: Slot,
    statement: str,
    count: int,
    where: ModuleType,
    name: str,
    weaker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too much, too many or too deep ends the worker while its call still runs; without the monitor it goes on."""
    source = f"import mmap, os, time\nheld = []\ndef f():\n    for n in range({count}): {statement}\n"
    source += "    time.sleep(1)\n    return 1"
    with pytest.raises(WorkerEnded, match="too many or too large"):
        ask(monitored, source)
    monkeypatch.setattr(where, name, weaker)
    assert ask(monitored, source) == 1


def test_the_folder_is_watched_across_calls(monitored: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes a little in each of many short calls is noticed too; where nobody looks it goes on."""
    source = "import time, uuid\ndef f():\n    open(uuid.uuid4().hex, 'wb').truncate(8 * 2**20)\n    time.sleep(0.05)"
    with pytest.raises(WorkerEnded, match="too many or too large"):
        ask(monitored, source, 20)
    monkeypatch.setattr(connection, "LOOK_EVERY_S", LONG_S)
    monkeypatch.setattr(Conversation, "_pause", lambda *_, **__: None)  # nor when a call has answered
    assert ask(monitored, source, 20) is None


def test_the_folder_is_looked_at_before_a_test_ends(monitored: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one short call left ends its own test; where nobody looked then, it would be there in the next one."""
    source = f"import os\ndef f():\n    for n in range(10): {MANY_LARGE}\ndef g(): return len(os.listdir())"

    def left() -> int:
        with monitored.worker("numpy", {"a.py": source.encode()}, "a", LIMITS) as worker:
            with contextlib.suppress(WorkerEnded):
                worker.request(["call", ["module", "f"], [], [], {}, False], 20.0)
                worker.finish()
            worker.begin(1)
            return int(worker.request(["call", ["module", "g"], [], [], {}, False], 20.0).value)

    assert left() <= 2  # the file, and what Python makes of it
    monkeypatch.setattr(monitor, "is_too_large", lambda *_: False)
    assert left() >= 10


@pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock")
def test_temporary_files_work_behind_the_file_wall() -> None:
    """Honest code may write where its environment says; with the template's folder there it could not."""
    source = "import os\ndef f():\n    with open(f'{os.environ[\"TMPDIR\"]}/x', 'w') as file: return file.write('x')"
    with slot_without() as slot:
        assert ask(slot, source) == 1
    with slot_without("tmpdir") as slot, pytest.raises(StudentFault, match="PermissionError"):
        ask(slot, source)


def test_temporary_files_are_not_handed_on() -> None:
    """Without a file wall, one submission's temporary files would be there for the next of the same template."""
    leaves = "import tempfile\ndef f(): return tempfile.mkstemp(prefix='left-')[1]"
    finds = "import os\ndef f(): return any(n.startswith('left-') for n in os.listdir(os.environ['HOME']))"
    for defences, found in ((), False), (("tmpdir",), True):
        with Slot("bare") as slot:
            slot._launchers["numpy"] = Weakened(*defences)
            ask(slot, leaves)
            assert ask(slot, finds) is found

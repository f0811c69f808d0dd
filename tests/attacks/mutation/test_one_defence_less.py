"""Every defence has an attack that it alone stops: without it the attack succeeds, with all in place it fails."""

from __future__ import annotations

import inspect
import os
import re
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgpack
import numpy as np
import pytest

from grader.errors import StudentFault, TimedOut, WireViolation
from grader.guest import arrays, weight, wire
from grader.guest.confinement import available, limit
from grader.guest.system_calls import groups, rules
from grader.guest.wire import Codec, WireError
from grader.slot.slot import Slot
from grader.worker import connection, conversation, messages, template_launcher
from grader.worker.launch import scrubbed_environment
from grader.worker.worker import Worker

from .weak_slot import LIMITS, gain, slot_without

pytestmark = [
    pytest.mark.skipif(available()[0] != "landlock", reason="this kernel has no Landlock"),
    pytest.mark.skipif(os.uname().machine != "x86_64", reason="system call numbers here are those of x86-64"),
]


# The attack, and the defences that must be out for it to succeed: where there are several, each alone is enough.
ONE: list[tuple[str, tuple[str, ...]]] = [
    ("network", ("group:network",)),
    (
        "processes",  # one is started, and a program in it starts
        ("group:processes", "rule:threads", "group:hidden arguments", "rule:processor commands", "landlock:readable"),
    ),
    ("fork", ("group:processes", "rule:threads")),
    ("clone3", ("group:hidden arguments",)),
    ("others", ("group:others",)),
    ("memory", ("group:other memory",)),
    ("metadata", ("group:metadata",)),
    ("attribute", ("group:attributes",)),
    ("attribute_of_a_new_kernel", ("group:attributes",)),
    ("attribute_of_a_new_kernel", ("new calls", "unreviewed")),
    ("attribute_removed", ("group:attributes",)),
    ("flags_of_a_new_kernel", ("group:metadata",)),
    ("tree_of_a_new_kernel", ("group:namespaces",)),
    ("another_machine", ("machine",)),
    ("shared", ("group:shared memory",)),
    ("shared_mapping", ("rule:shared mappings",)),
    ("growing_mapping", ("rule:growing mappings",)),
    ("droppable_mapping", ("rule:special mappings",)),
    ("namespaces", ("group:namespaces",)),
    ("kernel", ("group:kernel",)),
    ("walls", ("group:walls",)),
    ("watches", ("group:shared supplies",)),
    ("requests", ("group:shared supplies",)),
    ("timers", ("group:shared supplies",)),
    ("pinned", ("group:pinned pages",)),
    ("flush", ("group:flushes",)),
    ("flush_with_a_write", ("group:newer forms",)),
    ("flush_with_every_write", ("rule:flushing files",)),
    ("past_the_cache", ("rule:files past the cache",)),
    ("signals_of_a_file", ("rule:file flags",)),
    ("lock", ("group:locks",)),
    ("lock_of_a_part", ("rule:file locks", "rule:file commands")),
    ("lease", ("rule:file commands",)),
    ("hidden_lease", ("rule:file commands",)),
    ("notice", ("rule:file commands",)),
    ("large_pipe", ("rule:file commands",)),
    ("page_cache", ("group:page cache",)),
    ("page_out", ("rule:advice",)),
    ("without_a_name", ("rule:files without a name",)),
    ("exchange", ("rule:renaming",)),
    ("whole_pages", ("rule:pipes",)),
    ("priority", ("rule:futexes",)),
    ("barrier", ("rule:barriers",)),
    ("place", ("rule:places of memory",)),
    ("segment", ("rule:processor commands",)),
    ("file_systems", ("group:gone",)),
    ("prlimit", ("rule:limits",)),
    ("limits_of_others", ("rule:limits",)),
    ("parent", ("rule:process commands",)),
    ("unseen", ("rule:process commands",)),
    ("real_time_signal", ("rule:own signals",)),
    ("handle_of_the_judge", ("rule:about the wire",)),
    ("room", ("group:preallocation",)),
    ("room_by_ioctl", ("rule:device commands",)),
    ("in_flight", ("group:network",)),
    ("own_descriptors", ("rule:threads",)),
    ("own_descriptors_later", ("rule:closing",)),
    ("owner", ("rule:file commands",)),
    ("hidden_owner", ("rule:file commands",)),
    ("owner_by_ioctl", ("rule:device commands",)),
    ("read", ("landlock:readable",)),
    ("write", ("landlock:writable",)),
    ("data", ("limit:RLIMIT_DATA",)),
    ("cpu", ("limit:RLIMIT_CPU",)),
    ("file_size", ("limit:RLIMIT_FSIZE",)),
    ("descriptors_without_end", ("limit:RLIMIT_NOFILE",)),
    ("locked", ("limit:RLIMIT_MEMLOCK",)),
    ("core", ("limit:RLIMIT_CORE",)),
    ("addresses", ("limit:RLIMIT_AS",)),
    ("pending_signals", ("limit:RLIMIT_SIGPENDING",)),
    ("processes_of_user", ("limit:RLIMIT_NPROC",)),
    ("queues", ("limit:RLIMIT_MSGQUEUE",)),
    ("descriptors", ("descriptors",)),
]


@pytest.fixture(scope="module")
def whole() -> Iterator[Slot]:
    with slot_without() as slot:
        yield slot


def argument_of(attack: str, tmp_path: Path) -> Any:
    secret = tmp_path / "secret"
    secret.write_text("answers")
    if attack == "processes_of_user":
        return resource.getrlimit(resource.RLIMIT_NPROC)[1]
    return str(secret) if attack in ("read", "write") else os.getpid()


@pytest.mark.parametrize(("attack", "defences"), ONE, ids=[f"{a}-{d[0]}" for a, d in ONE])
def test_an_attack_succeeds_without_its_defence(
    whole: Slot, attack: str, defences: tuple[str, ...], tmp_path: Path
) -> None:
    """With all defences it gains nothing; with its own taken out it gains something; one of several is enough."""
    argument = argument_of(attack, tmp_path)
    assert gain(whole, attack, argument) == ""
    with slot_without(*defences) as slot:
        assert gain(slot, attack, argument) != ""


def test_every_group_and_limit_is_among_them() -> None:
    """No group, rule or limit without an attack, but for calls that no filter is asked about."""
    named = {d for _, defences in ONE for d in defences}
    refused = {f"group:{g.name}" for g in groups.GROUPS if g.answer is not groups.ALLOWED}
    assert refused - named == {"group:probes"}
    assert {f"rule:{r.name}" for r in rules.RULES} <= named
    limits = set(re.findall(r"RLIMIT_\w+", inspect.getsource(limit)))
    assert {f"limit:{name}" for name in limits} <= named


def of_its_process(slot: Slot, name: str) -> str:
    """Return an entry of a worker's process in /proc, as the judge sees it."""
    with slot.worker("numpy", {"a.py": b"def f(): return 1"}, "a", LIMITS) as worker:
        worker.request(["has", "f"], 5.0)
        return Path(f"/proc/{worker.pid}/{name}").read_text()


def test_a_worker_has_no_capabilities(whole: Slot) -> None:
    """The kernel says so; where they are not dropped, a worker has those of the judge."""
    held = re.compile(r"^Cap(?:Prm|Eff|Inh|Amb):\t(\w+)$", re.MULTILINE)
    assert not any(int(h, 16) for h in held.findall(of_its_process(whole, "status")))
    if not any(int(h, 16) for h in held.findall(Path("/proc/self/status").read_text())):
        pytest.skip("the judge has no capabilities to drop")
    with slot_without("capabilities") as slot:
        assert any(int(h, 16) for h in held.findall(of_its_process(slot, "status")))


def test_the_kernel_takes_a_worker_first(whole: Slot) -> None:
    """Where the machine is out of memory, a worker goes first; without that it is as any other process."""
    assert int(of_its_process(whole, "oom_score_adj")) == 1000
    with slot_without("oom") as slot:
        assert int(of_its_process(slot, "oom_score_adj")) < 1000


@pytest.mark.parametrize(
    ("defence", "found"),
    [
        ("group:attributes", "system call 463 (setxattrat)"),
        ("group:flushes", "system call 74 (fsync)"),  # without it, the kernel's own error
        ("rule:file commands", "system call 72 (fcntl)"),
        ("new calls,unreviewed", "system call 463 (setxattrat)"),  # as with a library that is older than the kernel
    ],
)
def test_the_canary_finds_a_call_that_is_not_refused(defence: str, found: str) -> None:
    """It tries every number, so it needs no name for what gets through."""
    with slot_without(*defence.split(",")) as slot:
        done = slot.probe("numpy", [], [])
    assert done[found].startswith("worked: answered")
    assert "system calls by number" not in done


def test_the_environment_is_scrubbed(whole: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the judge's environment handed on, a worker reads what is in it."""
    monkeypatch.setenv("XORCISE_TEST_SECRET", "1")
    source = b"import os\ndef f(): return 'XORCISE_TEST_SECRET' in os.environ"
    found = []
    for environment in (scrubbed_environment, lambda home: scrubbed_environment(home) | dict(os.environ)):
        monkeypatch.setattr(template_launcher, "scrubbed_environment", environment)
        with Slot() as slot, slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
            found.append(worker.request(["call", ["module", "f"], [], [], {}, False], 5.0).value)
    assert found == [False, True]


def test_a_worker_dies_with_its_template() -> None:
    """Without the request to the kernel it outlives a template that was killed."""
    alive = []
    for defences in ((), ("parent",)):
        with slot_without(*defences) as slot:
            source = b"import time\ndef f(): return 1"
            with slot.worker("numpy", {"a.py": source}, "a", LIMITS) as worker:
                worker.request(["has", "f"], 5.0)
                launcher: Any = slot.launcher("numpy")
                pid = worker.pid
                launcher.process.kill()
                launcher.process.wait()
                deadline = time.monotonic() + (5.0 if not defences else 0.5)
                while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
                    time.sleep(0.02)
                alive.append(Path(f"/proc/{pid}").exists())
    assert alive == [False, True]


# --- the judge's own side ---


def refuse(*_: Any) -> Any:
    raise WireError("unexpected")


def read_by_judge(data: bytes) -> Any:
    return Codec(refuse, lambda ref: ref, refuse, most=wire.MAX_WEIGHT).unpack(data)


def lists_of_lists() -> bytes:
    part = b"\xdc\xff\xff" + b"\x90" * 65535
    return b"\x98" + part * 8


def nested() -> bytes:
    return b"\x91" * 900 + b"\xc0"


def nested_tuples() -> bytes:
    data: Any = []
    for _ in range(weight.MAX_DEPTH + 5):
        data = [msgpack.ExtType(weight.TUPLE, b""), data]
    return bytes(msgpack.packb(data))


def colliding_keys() -> bytes:
    head = b"\xde" + (100).to_bytes(2, "big")
    big = (msgpack.ExtType(weight.BIGINT, (n * (2**61 - 1) << 8).to_bytes(12, "big", signed=True)) for n in range(100))
    return head + b"".join(msgpack.packb(k) + b"\xc0" for k in big)


def many_keys() -> bytes:
    return bytes(msgpack.packb(dict.fromkeys(range(weight.MAX_KEYS + 1))))


def long_list() -> bytes:
    return bytes(msgpack.packb([None] * (weight.MAX_ITEMS + 1)))


def long_text() -> bytes:
    return bytes(msgpack.packb("x" * (weight.MAX_TEXT_BYTES + 1)))


def dates() -> bytes:
    head = msgpack.packb(["M", [1]])
    return bytes(msgpack.packb(msgpack.ExtType(weight.ARRAY, bytes([len(head)]) + head + bytes(8))))


def huge_integer() -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(weight.BIGINT, b"\x7f" * (wire.MAX_BITS // 8 + 1))))


@pytest.mark.parametrize(
    ("made", "where", "name", "weaker"),
    [
        (lists_of_lists, weight, "MAX_TOTAL", 10**9),
        (nested, weight, "MAX_DEPTH", 1000),
        (nested_tuples, weight, "MAX_DEPTH", 500),
        (colliding_keys, wire, "is_key", lambda key: True),
        (many_keys, weight, "MAX_KEYS", 10**6),
        (long_list, weight, "MAX_ITEMS", 10**6),
        (long_text, weight, "MAX_TEXT_BYTES", 10**7),
        (dates, arrays, "DTYPES", frozenset("M")),
        (huge_integer, wire, "MAX_BITS", 10**5),
    ],
)
def test_each_bound_of_the_wire_holds_something_back(
    made: Callable[[], bytes], where: ModuleType, name: str, weaker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frame that one bound refuses is read where that bound alone is wider."""
    data = made()
    with pytest.raises(WireError):
        read_by_judge(data)
    monkeypatch.setattr(where, name, weaker)
    read_by_judge(data)


def ask(worker: Worker, name: str, *arguments: Any) -> Any:
    worker.begin(0)
    return worker.request(["call", ["module", name], [], list(arguments), {}, False], 1.0).value


@pytest.mark.parametrize(
    ("source", "where", "name", "weaker", "fault"),
    [
        ("def f(g): return [b'x' * 10**6] * 3", connection, "MAX_ANSWER", 10**6, WireViolation),
        (
            "def f(g):\n for _ in range(60): g(1)\n return 1",
            conversation,
            "MAX_CALLBACKS_PER_REQUEST",
            50,
            TimedOut,
        ),
        ("def f(g): return [[]] * 2000", messages, "MAX_HELD", 50_000, WireViolation),
    ],
)
def test_each_bound_of_the_judges_ends_a_worker(
    whole: Slot,
    source: str,
    where: ModuleType,
    name: str,
    weaker: Any,
    fault: type[StudentFault],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stays below a bound is answered, and ends the worker where the bound is lower."""
    with whole.worker("numpy", {"a.py": source.encode()}, "a", LIMITS) as worker:
        assert ask(worker, "f", lambda x: x) is not None
    monkeypatch.setattr(where, name, weaker)
    with whole.worker("numpy", {"a.py": source.encode()}, "a", LIMITS) as worker, pytest.raises(fault):
        ask(worker, "f", lambda x: x)


def test_the_judge_reads_exact_types_only() -> None:
    """What arrives is of the types that the reader made, however the bytes were chosen."""
    assert type(read_by_judge(msgpack.packb(1.5))) is float
    with pytest.raises(WireError):
        read_by_judge(msgpack.packb(msgpack.Timestamp(0)))
    assert np.dtype("O").char not in arrays.DTYPES

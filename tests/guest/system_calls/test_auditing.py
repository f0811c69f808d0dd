"""An audited worker: the judge hears of every refused call, and nothing more is allowed than in grading."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from grader.errors import StudentFault
from grader.exercises.exercise import Limits
from grader.slot.slot import Slot
from grader.worker import auditing
from grader.worker.auditing import unexpected


@pytest.fixture(scope="module")
def audited() -> Iterator[Slot]:
    """A slot with an audited filter."""
    with Slot(audited=True) as slot:
        if slot.refused is None or not slot.containment.seccomp:
            pytest.skip("this kernel has no filter that asks")
        yield slot


SOURCE = b"""
import ctypes, errno, fcntl, os, socket, threading, time
def answer(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    return ctypes.get_errno() if libc.syscall(number, *map(ctypes.c_long, arguments)) < 0 else 0
def f(numbers):
    return [answer(n, -1, -1, -1, -1, -1, -1) for n in numbers]
def honest():
    threading.Thread(target=print).start()
    return sum(range(10))
def lease():
    fcntl.fcntl(1, 1024, 1)
def ends():
    os._exit(3)
def sleeps():
    time.sleep(60)
"""


def ask(slot: Slot, name: str, *arguments: object, call_s: float = 20.0) -> object:
    with slot.worker("numpy", {"a.py": SOURCE}, "a", Limits()) as worker:
        return worker.request(["call", ["module", name], [], list(arguments), {}, False], call_s).value


def test_every_refused_call_is_heard_and_answered_the_same(audited: Slot) -> None:
    """The worker sees the answers of the filter in grading; the judge has the name and the reason of each call."""
    assert audited.refused is not None
    audited.refused.clear()
    numbers = [463, 469, 425, 437, 500, 999]
    with Slot() as graded:
        assert ask(audited, "f", numbers) == ask(graded, "f", numbers) == [95, 1, 1, 38, 38, 38]
    heard = {one.call: (one.why, count) for one, count in audited.refused.items()}
    assert heard["setxattrat"] == ("attributes", 1)
    assert heard["file_setattr"] == ("metadata", 1)
    assert heard["openat2"] == ("hidden arguments", 1)
    assert heard["500"] == heard["999"] == ("not reviewed", 1)


def test_a_rule_is_named_with_the_argument_that_it_looked_at(audited: Slot) -> None:
    """``fcntl`` is allowed, a lease is not: the command is what tells."""
    assert audited.refused is not None
    audited.refused.clear()
    with pytest.raises(StudentFault, match="PermissionError"):
        ask(audited, "lease")
    assert [str(one) for one in unexpected(audited.refused)] == ["fcntl(0x400): file commands"]


def test_honest_work_is_refused_nothing_that_it_needs(audited: Slot) -> None:
    """libc asks for ``clone3`` first, and goes on with ``clone``: that is expected."""
    assert audited.refused is not None
    audited.refused.clear()
    assert ask(audited, "honest") == 45
    assert unexpected(audited.refused) == []


@pytest.mark.parametrize("name", ["ends", "sleeps"])
def test_a_listener_ends_with_its_worker(audited: Slot, name: str) -> None:
    """Whether the worker ends itself or is killed: no thread of the judge's stays behind."""
    with pytest.raises(StudentFault):
        ask(audited, name, call_s=0.5)
    assert ask(audited, "honest") == 45
    assert "_listen" not in {t.name for t in threading.enumerate()}


def test_where_the_judge_may_not_listen_the_audit_says_so(audited: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the worker, whose first question would never be answered."""

    def refused(process: int, number: int) -> int:
        raise PermissionError(1, "no")

    assert audited.refused is not None
    audited.refused.clear()
    monkeypatch.setattr(auditing, "pidfd_getfd", refused)
    with pytest.raises(StudentFault):
        ask(audited, "sleeps", call_s=10.0)
    assert [one.call for one in unexpected(audited.refused)] == ["pidfd_getfd"]


def test_grading_is_not_audited(audited: Slot) -> None:
    """Unless it is asked for, a slot's filter asks nobody."""
    with Slot() as slot:
        assert slot.refused is None
        assert ask(slot, "honest") == 45

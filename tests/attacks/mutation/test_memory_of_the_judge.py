"""What keeps the judge's own memory: each bound is taken out, and then more is taken, measured on a small scale."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest

from grader.errors import Mismatch, StudentFault, StudentRaised, WireViolation
from grader.exercises.exercise import Exercise, Limits
from grader.guest import arrays, weight, wire
from grader.guest.weight import ARRAY, REF, TooHeavy, WireError, weigh
from grader.result import Outcome
from grader.suite import assertions, plugin, proxy
from grader.suite.evidence import evidence
from grader.suite.fingerprint import fingerprint
from grader.suite.proxy import SubmissionProxy
from grader.suite.session import SuiteRun, SuiteSession
from grader.suite.transcript import Event, LeftOut, Room, Transcript, snapshot
from grader.worker import messages
from grader.worker.worker import Worker

from .heavy import HEAVY, LITTLE, array, measured, read, row, wide

Work = Callable[..., AbstractContextManager[Worker]]

SLACK = 64 * 1024
"""Bytes that reading takes besides what it makes: the reader's own stack, and headers that are remembered."""


# --- one message ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HEAVY)
def test_a_message_is_refused_before_it_takes_memory(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the account it takes next to nothing; without it, more than it may."""
    data = HEAVY[name]()
    said, _, most = measured(lambda: read(data, LITTLE))
    assert isinstance(said, TooHeavy)
    assert most < SLACK
    monkeypatch.setattr(wire, "weigh", lambda data, most: 0)
    made, kept, most = measured(lambda: read(data, LITTLE))
    assert not isinstance(made, WireError)
    assert kept > LITTLE


@pytest.mark.parametrize("name", HEAVY)
def test_a_message_takes_no_more_than_it_weighs(name: str) -> None:
    """The account is never below what CPython takes; what it takes on the way is one array more."""
    data = HEAVY[name]()
    weighed = weigh(data, 10**9)
    _, kept, most = measured(lambda: read(data, 10**9))
    assert kept <= weighed + SLACK
    assert most <= weighed + len(data) + SLACK


def test_a_mapping_of_any_length_takes_no_more_than_it_weighs() -> None:
    """A dictionary grows in steps; the account is above each of them."""
    for count in (1, 5, 6, 10, 11, 21, 22, 42, 43, 85, 86, 170, 171, 341, 342, 1000, 5461, 5462, weight.MAX_KEYS):
        data = bytes(msgpack.packb(dict.fromkeys(range(1000, 1000 + count))))
        _, kept, most = measured(partial(read, data, 10**9))
        assert kept <= weigh(data, 10**9) + 1000, count
        assert most <= weigh(data, 10**9) + SLACK, count


def test_a_handle_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree of lists in place of a handle's number is not looked at, unless that bound is out."""

    def tree(depth: int) -> bytes:
        return b"\x90" if depth == 0 else b"\x93" + tree(depth - 1) * 3

    data = bytes(msgpack.packb(msgpack.ExtType(REF, tree(8))))
    said, _, most = measured(lambda: read(data, 10**9))
    assert isinstance(said, WireError)
    assert most < SLACK
    monkeypatch.setattr(wire, "MAX_REF", 10**9)
    assert measured(lambda: read(data, 10**9))[2] > 400_000


def test_an_array_has_few_dimensions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine are refused, and read where the bound is wider; eight and fewer arrive."""
    data = array([1] * 9, bytes(8))
    with pytest.raises(WireError):
        read(data, 10**6)
    assert read(array([1] * 8, bytes(8)), 10**6).shape == (1,) * 8
    monkeypatch.setattr(arrays, "MAX_DIMS", 32)
    arrays._read_header.cache_clear()
    assert read(data, 10**6).ndim == 9
    arrays._read_header.cache_clear()


def test_nothing_is_copied_into_itself() -> None:
    """What once was a way to wrap a message into itself, and have each layer copied, is unknown."""
    data = bytes(msgpack.packb(bytes(10**5)))
    for depth in range(20):
        data = bytes(msgpack.packb(msgpack.ExtType((weight.TUPLE, 8)[depth % 2], data)))
    said, _, most = measured(lambda: read(data, 10**9))
    assert isinstance(said, WireError)
    assert most < SLACK


# --- one test ---------------------------------------------------------------------------------------------------------


def said_by(worker: Worker) -> str:
    """Ask a worker, and return the fault in words; empty where it answers."""
    try:
        worker.request(["call", ["module", "f"], [], [], {}, False], 5.0)
    except StudentFault as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("kind", ["value", "changed", "error"])
def test_all_answers_of_a_test_are_counted_together(
    kind: str, played: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fifth answer is one too many where four fit, whatever part of it is large; without the bound it is read."""
    message = {
        "value": b"\x93\xa5value" + row(b"\x90", 1000) + b"\x90",
        "changed": b"\x93\xa5value\xc0" + row(b"\x92\x01\x90", 500),
        "error": b"\x95\xa5error\xa1E" + row(wide(10), 400) + b"\xa0\x90",
    }[kind]
    weighed = weigh(message, 10**9)

    def play(sock: Any) -> None:
        for number in range(12):
            size = int.from_bytes(sock.recv(4), "big")
            sock.recv(size)
            said = bytes(msgpack.packb(["value", None, []])) if number < 2 else message
            sock.sendall(len(said).to_bytes(4, "big") + said)

    def answered(most: int) -> int:
        monkeypatch.setattr(messages, "MAX_HELD", most)
        worker = played(play)
        said = [said_by(worker) for _ in range(6)]
        worker.end()
        return next((n for n, text in enumerate(said) if "too large together" in text), len(said))

    assert answered(4 * weighed + 2000) == 4
    assert answered(10**9) == 6


def test_arguments_of_callbacks_are_let_go_of(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not among what a test holds; each message alone is bounded."""
    source = "import numpy as np\ndef f(g):\n for _ in range(20): g(np.ones(10_000))\n return 1"
    monkeypatch.setattr(messages, "MAX_HELD", 200_000)
    with work(source) as worker:
        assert SubmissionProxy(worker).f(lambda x: float(x[0])) == 1
    monkeypatch.setattr(messages, "MAX_WEIGHT", 50_000)
    with work(source) as worker, pytest.raises(StudentRaised, match="called with too much"):
        SubmissionProxy(worker).f(lambda x: float(x[0]))


SWELLS = """
import numpy as np
def f(g, x):
    try:
        return g(np.zeros(2_000_000, bool))
    except ValueError as error:
        return str(error)
"""


def test_arguments_of_a_callback_may_not_swell(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an argument much is made in the judge: 2 MB of booleans are 16 MB of floats, unless refused before."""

    def total(x: Any) -> float:
        return float(np.sum(np.asarray(x, dtype=np.float64)))

    def asked(x: Any) -> tuple[Any, int]:
        with work(SWELLS) as worker:
            student = SubmissionProxy(worker)
            said, _, most = measured(lambda: student.f(total, x))
            return said, most

    said, most = asked(np.zeros(3))
    assert "arguments may take 1,048,576 bytes together" in said
    assert most < 2 * 2_000_000 + 3 * messages.MIN_ARGUMENTS  # the message, and a read of 1 MiB on its way into it
    assert asked(np.zeros(100_000))[0] == 0.0  # four times 800 kB: what was sent may come back in a batch
    monkeypatch.setattr(messages, "MIN_ARGUMENTS", 10**9)
    said, most = asked(np.zeros(3))
    assert said == 0.0
    assert most > 16_000_000


@pytest.mark.parametrize("honest", [True, False])
def test_a_callback_is_written_in_one_way(
    honest: bool, played: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would be weighed as an answer, of which more is allowed; read as the same, it is let through."""
    argument = array([200_000], bytes(8 * 200_000))
    message = b"\xdc\x00\x04\xa8callback\x00\x91" + argument + b"\x80"
    came: list[Any] = []

    def play(sock: Any) -> None:
        for number in range(3):
            size = int.from_bytes(sock.recv(4), "big")
            sock.recv(size)
            said = bytes(msgpack.packb(["value", None, []])) if number < 2 else message
            sock.sendall(len(said).to_bytes(4, "big") + said)
        sock.recv(1000)

    if not honest:
        monkeypatch.setattr(messages, "CALLBACK_HEAD", message[:12])
        monkeypatch.setattr(messages, "MIN_ARGUMENTS", 10**9)
    worker = played(play)
    with pytest.raises(StudentFault) as caught:
        worker.request(["call", ["module", "f"], [], [came.append], {}, False], 5.0)
    worker.end()
    assert bool(came) is not honest
    assert isinstance(caught.value, WireViolation) is honest


# --- one run ----------------------------------------------------------------------------------------------------------

EXERCISE = Exercise("99_toy", {"en": "Toy"}, "answer", ("f",), limits=Limits(call_s=5.0, memory_mb=512))

HEAD = "import gc, tracemalloc\nimport numpy as np\nfrom grader.suite import *\nsizes = []\n"

TEST = '''
@points(20)
def test_{n}(student):
    """Number {n}."""
    sizes.append(tracemalloc.get_traced_memory()[0])
    def check():
        got = [student.f(lambda x: 0.0) for _ in range(3)]
        expect(False, "wrong", got=got[0])
    student.each(check, partly="wrong")
'''

SOURCE = """
import numpy as np
def f(g):
    print("x" * 5000)
    g([np.linspace(0, 1, 4096)] * 20)
    return [np.linspace(0, 1, 4096)] * 20
"""

PER_TEST = 3 * 2 * 20 * 4096 * 8
"""Bytes of arrays that a transcript of one of these tests keeps: 3.9 MB."""


def run(work: Work, folder: Path, *, keep: bool = False) -> tuple[SuiteRun, list[int]]:
    """Run five tests that all fail; return the run, and the memory in use as each of them began."""
    path = folder / "test_toy_hidden.py"
    path.write_text(HEAD + "".join(TEST.format(n=n) for n in range(5)))
    with SuiteSession(EXERCISE, path, "hidden") as suite, work(SOURCE, EXERCISE.limits) as worker:
        done = []
        _, _, _ = measured(lambda: done.append(suite.run(SubmissionProxy(worker), 0, keep_transcripts=keep)))
        sizes = suite._plugin.tests[0].item.obj.__globals__["sizes"]  # type: ignore[attr-defined]
        return done[0], sizes


def kept(done: SuiteRun) -> int:
    """Return the bytes of arrays in the transcripts of a run."""
    seen = 0
    for each in done.transcripts:
        for event in each.events:
            lists = [event.value, *(arguments[0] for _, arguments in event.callbacks)]
            seen += sum(a.nbytes for items in lists if isinstance(items, list) for a in items if hasattr(a, "nbytes"))
    return seen


def test_tests_that_are_over_leave_fingerprints_only(work: Work, tmp_path: Path) -> None:
    """Each test begins with as much memory in use as the one before; where transcripts are asked for, they add up."""
    done, sizes = run(work, tmp_path)
    assert not done.transcripts
    assert [e.failure is not None for e in done.evidence] == [True] * 5
    assert max(sizes) - sizes[0] < PER_TEST // 2
    done, sizes = run(work, tmp_path, keep=True)
    assert len(done.transcripts) == 5
    assert sizes[4] - sizes[1] > 3 * PER_TEST * 0.9
    assert kept(done) == 5 * PER_TEST


def test_what_a_test_held_goes_with_it(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without letting go, the answers of the test before are still there, on the frames of its exception."""
    monkeypatch.setattr(plugin.SuitePlugin, "_let_go", lambda self, proxy: None)
    _, sizes = run(work, tmp_path)
    assert max(sizes) - sizes[0] > PER_TEST


def test_transcripts_of_a_run_share_one_room(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests together keep no more than the room; with a room each, or none, they keep more."""
    room = 2 * PER_TEST
    monkeypatch.setattr(proxy, "Room", lambda: Room(room))
    assert kept(run(work, tmp_path, keep=True)[0]) <= room
    monkeypatch.setattr(proxy, "Room", lambda: Room(10**9))
    assert kept(run(work, tmp_path, keep=True)[0]) > 2 * room


def test_a_full_room_keeps_nothing_more() -> None:
    """Numbers, texts, arrays, lists and handles are left out then, and an event takes the last one's place."""
    room = Room(0)
    values = [1.0, 2**70, "text", np.ones(3), np.float64(1), [1], {"a": 1}, object(), np.ones(10_000)]
    assert all(type(snapshot(value, room)) is LeftOut for value in values)


@pytest.mark.parametrize("what", ["MAX_WORDS", "MAX_NUMBERS"])
def test_a_fingerprint_has_an_end(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is longer than any of ours is none, and equals nothing, not even itself."""
    events = tuple(Event("f", "f", value=[{"k" * 100: 1.0, "n": float(n)}] * 10) for n in range(10))
    of = fingerprint(Transcript("t", Outcome.FAILED, events))
    assert of.matches(of)
    monkeypatch.setattr(f"grader.suite.fingerprint.{what}", 50)
    of = fingerprint(Transcript("t", Outcome.FAILED, events))
    assert len(of.shape) < 50
    assert of.numbers.size == 0
    assert not of.matches(of)


def test_evidence_is_within_the_room() -> None:
    """Where a run has filled its room, a failure is kept without its fingerprint."""
    failed = Transcript("t", Outcome.FAILED, (Event("f", "f", value="x" * 4000),))
    (there,) = evidence(failed, True, Room())
    (full,) = evidence(failed, True, Room(100))
    assert there.failure is not None
    assert (full.name, full.outcome, full.failure) == ("t", Outcome.FAILED, None)


def test_small_numbers_become_floats_only_where_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """An array of any shape is widened to floats up to a number of elements; without the bound, eightfold."""
    monkeypatch.setattr(assertions, "MAX_ELEMENTS", 10_000)
    large = np.zeros(20_000, np.uint8)
    with pytest.raises(Mismatch, match="too large"):
        assertions.as_array(large)
    assert assertions.as_array(large, (20_000,)).nbytes == 160_000  # of the shape that was asked for
    monkeypatch.setattr(assertions, "MAX_ELEMENTS", 10**9)
    assert assertions.as_array(large).nbytes == 160_000


def test_every_extension_has_a_weight() -> None:
    """Whatever the reader makes, the account knows; what it does not know is refused."""
    for code in range(256):
        data = b"\xc7\x01" + bytes([code]) + b"\x00"
        if code in weight.EXTENSION_SIZES:
            assert weigh(data, 10**9) > 0
        else:
            with pytest.raises(WireError):
                weigh(data, 10**9)
    assert ARRAY in weight.EXTENSION_SIZES
